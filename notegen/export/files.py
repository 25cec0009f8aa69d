"""The name of an exported file, and what to say next to the button that makes one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from notegen.model import SignedNote

UNENCRYPTED_NOTICE: Final = (
    "A copy or download is not encrypted: it leaves the vault, and who can open this device's "
    "clipboard or downloads can read it."
)
_SHORT_ID: Final = 8


def export_filename(note: SignedNote, extension: str) -> str:
    """`note-2026-11-24-SOAP-1a2b3c4d.pdf`: date of service, format, start of the note's id.

    No client name and no clinical word: a file name outlives the file in the browser's list of
    downloads, in "recent files", in backups and in the subject of a mail. The date finds the
    session in a calendar and the id finds the note in the vault; both say nothing to others.
    """
    day = note.details.date.isoformat() if note.details.date else "undated"
    form = re.sub(r"[^A-Za-z0-9]+", "-", note.format_key).strip("-").upper()
    short = re.sub(r"[^A-Za-z0-9]", "", note.id)[:_SHORT_ID]
    stem = "-".join(part for part in ("note", day, form, short) if part)
    return f"{stem}.{extension.lstrip('.')}"
