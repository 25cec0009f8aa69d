"""What the vault writes down about its own use: who did what to which note, and when.

Rules: 45 CFR 164.312(b), and `product.md` section 5. A row never holds clinical text, a client
label or search words, and is written in the transaction of what it records.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from notegen.errors import InputError
from notegen.store import chain
from notegen.store.codec import decode, encode
from notegen.store.database import Database

_DETAIL: Final = re.compile(r"[a-z0-9][a-z0-9_.-]{0,39}")


class Action(StrEnum):
    """Everything that leaves an audit row."""

    VAULT_CREATED = "vault.created"
    VAULT_UNLOCKED = "vault.unlocked"
    VAULT_RECOVERED = "vault.unlocked_by_recovery_key"
    VAULT_MIGRATED = "vault.migrated"
    VAULT_BACKED_UP = "vault.backed_up"
    VAULT_RESTORED = "vault.restored"
    PASSPHRASE_CHANGED = "passphrase.changed"  # noqa: RUF100, S105
    RECOVERY_RENEWED = "recovery_key.renewed"
    SETTINGS_CHANGED = "settings.changed"
    NOTE_ADDED = "note.added"
    NOTE_READ = "note.read"
    NOTE_EXPORTED = "note.exported"
    NOTE_MARKED_IN_ERROR = "note.entered_in_error"
    NOTE_NOT_STORED = "note.approved_without_storing"
    NOTES_LISTED = "notes.listed"
    NOTES_SEARCHED = "notes.searched"
    CLIENTS_LISTED = "clients.listed"
    CLIENT_READ = "client.read"
    CLIENT_CHANGED = "client.changed"
    ADDENDUM_ADDED = "addendum.added"
    ADDENDA_READ = "addenda.read"
    SEARCH_REBUILT = "search.rebuilt"
    AUDIT_READ = "audit.read"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditEntry:
    """One row of the audit log. `detail` is a short word such as the form of an export."""

    at: datetime
    zone: str
    who: str
    action: Action
    note_id: str | None = None
    detail: str | None = None


def write(database: Database, entry: AuditEntry) -> None:
    """Append a row. Raises `InputError` for a detail that is not a short lower-case word."""
    if entry.detail is not None and not _DETAIL.fullmatch(entry.detail):
        raise InputError("Say how in one short lower-case word, such as 'pdf' or 'copy'.")
    chain.append(database, "audit", encode(entry))


def newest(database: Database, limit: int) -> tuple[AuditEntry, ...]:
    """The last rows, newest first."""
    rows = database.execute("SELECT content FROM audit ORDER BY seq DESC LIMIT ?", [limit])
    return tuple(decode(AuditEntry, content) for (content,) in rows)
