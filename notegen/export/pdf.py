"""A signed note as PDF: the calm, printable form, with client and date on every page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from notegen.export.content import note_content

if TYPE_CHECKING:
    from collections.abc import Sequence

    from notegen.export.sheet import Paper
    from notegen.model import Addendum, EnteredInError, SignedNote


def note_pdf(
    note: SignedNote,
    *,
    addenda: Sequence[Addendum] = (),
    error_mark: EnteredInError | None = None,
    zone: str | None = None,
    paper: Paper = "letter",
) -> bytes:
    """The note with its addenda as a PDF file; the same arguments give the same bytes.

    Instants are shown in the zone they were written in, or all of them in `zone` where given.
    Raises `ExportError` when a character cannot be printed: a note is refused rather than
    printed without it.
    """
    # Imported here because fpdf2 takes longer to load than all the rest of the exporters.
    from notegen.export.layout import lay_out
    from notegen.export.sheet import Sheet

    content = note_content(note, addenda=addenda, error_mark=error_mark, zone=zone)
    with Sheet(paper=paper) as sheet:
        lay_out(content, sheet)
        return sheet.finish(footer=f"Note {note.id}", created=note.signed_at)
