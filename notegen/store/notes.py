"""Signed notes in an open vault: add, read, list, search, amend. Nothing is ever changed.

Every method leaves one audit row in the transaction of what it does; if the row cannot be
written, nothing is stored and nothing is shown. `actor` is who acts; by default the clinician
named in the vault's settings.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from notegen.clock import to_zone
from notegen.errors import AlreadySignedError, InputError, NotFoundError, RecordError
from notegen.model import Addendum, Author, EnteredInError, SignedNote
from notegen.store import chain, search
from notegen.store.audit import Action
from notegen.store.codec import decode, encode
from notegen.store.database import Database

_ROW_COLUMNS = """
    notes.id, notes.client, notes.session_date, notes.signed_at, notes.zone,
    json_extract(notes.content, '$.format_key'), json_extract(notes.content, '$.format_title'),
    json_extract(notes.content, '$.author.name'),
    json_extract(notes.content, '$.author.credentials'),
    (SELECT count(*) FROM addenda WHERE addenda.note_id = notes.id),
    EXISTS (SELECT 1 FROM marks WHERE marks.note_id = notes.id)
"""
NOT_IN_ERROR = "NOT EXISTS (SELECT 1 FROM marks WHERE marks.note_id = notes.id)"
NEWEST_FIRST = "ORDER BY notes.session_date DESC, notes.signed_at DESC, notes.seq DESC"


class Audited(Protocol):
    """What a store needs of its vault: a transaction that ends with an audit row."""

    def audited(
        self,
        action: Action,
        *,
        note_id: str | None = None,
        actor: Author | None = None,
        detail: str | None = None,
    ) -> AbstractContextManager[Database]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRow:
    """A note in a list: what finds it, without its text."""

    id: str
    client: str
    session_date: date | None
    format_key: str
    format_title: str
    signed_at: datetime
    zone: str
    author: Author
    is_late_entry: bool
    addenda: int
    entered_in_error: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRecord:
    """A note with all that was added to it since."""

    note: SignedNote
    addenda: tuple[Addendum, ...]
    error: EnteredInError | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClientRow:
    """A known client label with what the last note says about the sitting, nothing clinical."""

    client: str
    notes: int
    last_session: date | None
    format_key: str
    modality: str
    place: str
    cpt: str
    participants: str


class NoteStore:
    """The notes of one open vault; get it as `vault.notes`."""

    def __init__(self, vault: Audited) -> None:
        self._vault = vault

    def add(self, note: SignedNote, *, actor: Author | None = None) -> None:
        """Store a signed note, with its audit row, or nothing. The actor is its author.

        Raises `AlreadySignedError` when the id is taken, `InputError` for text that cannot be
        kept exactly, `StorageError` when the disk refuses.
        """
        content = encode(note)
        with self._vault.audited(
            Action.NOTE_ADDED, note_id=note.id, actor=actor or note.author
        ) as database:
            if _exists(database, note.id):
                raise AlreadySignedError(
                    "This note is already signed and never changes; write an addendum instead."
                )
            chain.append(database, "notes", content)
            search.index(database, note)

    def get(self, note_id: str, *, actor: Author | None = None) -> SignedNote:
        """The note as signed, also one entered in error. Raises `NotFoundError`."""
        return self.record(note_id, actor=actor).note

    def record(self, note_id: str, *, actor: Author | None = None) -> NoteRecord:
        """The note with its addenda and its error mark. Raises `NotFoundError`."""
        with self._vault.audited(Action.NOTE_READ, note_id=note_id, actor=actor) as database:
            return NoteRecord(
                note=_note(database, note_id),
                addenda=_addenda(database, note_id),
                error=_mark(database, note_id),
            )

    def addenda(self, note_id: str, *, actor: Author | None = None) -> tuple[Addendum, ...]:
        """Addenda of a note, oldest first. Raises `NotFoundError`."""
        with self._vault.audited(Action.ADDENDA_READ, note_id=note_id, actor=actor) as database:
            _require(database, note_id)
            return _addenda(database, note_id)

    def list(
        self,
        *,
        limit: int = 50,
        offset: int = 0,
        client: str | None = None,
        include_errors: bool = False,
        actor: Author | None = None,
    ) -> tuple[NoteRow, ...]:
        """Notes by session date, newest first; those entered in error only when asked for."""
        sql = f"""
            SELECT {_ROW_COLUMNS} FROM notes
            WHERE (:client IS NULL OR notes.client = :client)
            AND (:include_errors OR {NOT_IN_ERROR})
            {NEWEST_FIRST} LIMIT :limit OFFSET :offset
        """  # noqa: RUF100, S608
        values = {
            "client": client,
            "include_errors": include_errors,
            "limit": limit,
            "offset": offset,
        }
        with self._vault.audited(Action.NOTES_LISTED, actor=actor) as database:
            return tuple(_row(row) for row in database.execute(sql, values))

    def search(
        self,
        text: str,
        *,
        limit: int = 50,
        include_errors: bool = False,
        actor: Author | None = None,
    ) -> tuple[NoteRow, ...]:
        """Notes with all these words in client, text or addenda, newest first.

        Words are taken literally, the last one as a beginning; "quoted words" stay together.
        """
        sql = f"""
            SELECT {_ROW_COLUMNS} FROM notes
            WHERE notes.seq IN (SELECT rowid FROM notes_fts WHERE notes_fts MATCH :words)
            AND (:include_errors OR {NOT_IN_ERROR})
            {NEWEST_FIRST} LIMIT :limit
        """  # noqa: RUF100, S608
        with self._vault.audited(Action.NOTES_SEARCHED, actor=actor) as database:
            words = search.literal(database, text)
            if not words:
                return ()
            values = {"words": words, "include_errors": include_errors, "limit": limit}
            return tuple(_row(row) for row in database.execute(sql, values))

    def clients(self, *, actor: Author | None = None) -> tuple[ClientRow, ...]:
        """Known client labels in alphabetical order, from notes not entered in error."""
        sql = f"""
            SELECT client, total, session_date, json_extract(content, '$.format_key'),
                   json_extract(content, '$.details.modality'),
                   json_extract(content, '$.details.place'),
                   json_extract(content, '$.details.cpt'),
                   json_extract(content, '$.details.participants')
            FROM (
                SELECT notes.client, notes.session_date, notes.content,
                       count(*) OVER (PARTITION BY notes.client) AS total,
                       row_number() OVER (PARTITION BY notes.client {NEWEST_FIRST}) AS place
                FROM notes WHERE {NOT_IN_ERROR}
            )
            WHERE place = 1 ORDER BY client COLLATE NOCASE, client
        """  # noqa: RUF100, S608
        with self._vault.audited(Action.CLIENTS_LISTED, actor=actor) as database:
            return tuple(_client(row) for row in database.execute(sql))

    def append(self, addendum: Addendum, *, actor: Author | None = None) -> None:
        """Add a dated, authored addendum to a signed note. The actor is its author.

        Raises `NotFoundError`, `InputError` when it is empty, `AlreadySignedError` when its id
        is taken, `StorageError`.
        """
        if not addendum.text.strip():
            raise InputError("The addendum is empty; write what it adds or corrects.")
        content = encode(addendum)
        with self._vault.audited(
            Action.ADDENDUM_ADDED, note_id=addendum.note_id, actor=actor or addendum.author
        ) as database:
            _require(database, addendum.note_id)
            if database.execute("SELECT 1 FROM addenda WHERE id = ?", [addendum.id]).fetchone():
                raise AlreadySignedError("This addendum is already stored; write another one.")
            chain.append(database, "addenda", content)
            search.index_addendum(database, addendum)

    def mark_entered_in_error(self, mark: EnteredInError, *, actor: Author | None = None) -> None:
        """Hide a wrong note and keep the reason. The actor is the author of the mark.

        Raises `NotFoundError`, `InputError` without a reason, `RecordError` when it is marked
        already, `StorageError`.
        """
        if not mark.reason.strip():
            raise InputError("Say why the note was entered in error; the reason is kept.")
        content = encode(mark)
        with self._vault.audited(
            Action.NOTE_MARKED_IN_ERROR, note_id=mark.note_id, actor=actor or mark.author
        ) as database:
            _require(database, mark.note_id)
            if _mark(database, mark.note_id):
                raise RecordError("This note is already marked as entered in error.")
            chain.append(database, "marks", content)

    def rebuild_search_index(self, *, actor: Author | None = None) -> None:
        """Make the search index anew, where `Vault.verify` finds it wrong."""
        with self._vault.audited(Action.SEARCH_REBUILT, actor=actor) as database:
            search.rebuild(database)

    def record_export(self, note_id: str, how: str, *, actor: Author | None = None) -> None:
        """Note that a note leaves the vault. `how` is a short word: copy, text, pdf, fhir.

        Call it before handing the export over. Raises `NotFoundError` for a note that is
        neither stored nor approved without storing, `InputError` for a longer `how`.
        """
        with self._vault.audited(
            Action.NOTE_EXPORTED, note_id=note_id, actor=actor, detail=how
        ) as database:
            known = database.execute(
                "SELECT 1 FROM audit WHERE note_id = ? AND action IN (?, ?)",
                [note_id, Action.NOTE_ADDED.value, Action.NOTE_NOT_STORED.value],
            ).fetchone()
            if not known:
                raise _not_found()

    def record_unstored_approval(self, note_id: str, *, actor: Author | None = None) -> None:
        """Note that a note was approved without storing it; this row is all that stays.

        Raises `AlreadySignedError` when a stored note has this id.
        """
        with self._vault.audited(Action.NOTE_NOT_STORED, note_id=note_id, actor=actor) as database:
            if _exists(database, note_id):
                raise AlreadySignedError("This note is already stored.")


def _row(row: tuple[Any, ...]) -> NoteRow:
    note_id, client, session, signed, zone, key, title, name, credentials, addenda, error = row
    session_date = date.fromisoformat(session) if session else None
    signed_at = datetime.fromisoformat(signed)
    late = session_date is not None and to_zone(signed_at, zone).date() > session_date
    return NoteRow(
        id=note_id,
        client=client,
        session_date=session_date,
        format_key=key,
        format_title=title,
        signed_at=signed_at,
        zone=zone,
        author=Author(name, credentials),
        is_late_entry=late,
        addenda=addenda,
        entered_in_error=bool(error),
    )


def _client(row: tuple[Any, ...]) -> ClientRow:
    client, notes, session, format_key, modality, place, cpt, participants = row
    return ClientRow(
        client=client,
        notes=notes,
        last_session=date.fromisoformat(session) if session else None,
        format_key=format_key,
        modality=modality,
        place=place,
        cpt=cpt,
        participants=participants,
    )


def _exists(database: Database, note_id: str) -> bool:
    return bool(database.execute("SELECT 1 FROM notes WHERE id = ?", [note_id]).fetchone())


def _require(database: Database, note_id: str) -> None:
    if not _exists(database, note_id):
        raise _not_found()


def _note(database: Database, note_id: str) -> SignedNote:
    row = database.execute("SELECT content FROM notes WHERE id = ?", [note_id]).fetchone()
    if not row:
        raise _not_found()
    return decode(SignedNote, row[0])


def _addenda(database: Database, note_id: str) -> tuple[Addendum, ...]:
    rows = database.execute("SELECT content FROM addenda WHERE note_id = ? ORDER BY seq", [note_id])
    return tuple(decode(Addendum, content) for (content,) in rows)


def _mark(database: Database, note_id: str) -> EnteredInError | None:
    row = database.execute("SELECT content FROM marks WHERE note_id = ?", [note_id]).fetchone()
    return decode(EnteredInError, row[0]) if row else None


def _not_found() -> NotFoundError:
    return NotFoundError("There is no note with this id in the vault.")
