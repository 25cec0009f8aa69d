"""The search index: derived from notes and addenda, encrypted with them, rebuilt at will."""

from __future__ import annotations

from notegen.model import Addendum, SignedNote
from notegen.store.codec import decode
from notegen.store.database import Database


def index(database: Database, note: SignedNote) -> None:
    """Make a new note findable."""
    database.execute(
        "INSERT INTO notes_fts (rowid, client, body, addenda)"
        " SELECT seq, ?, ?, '' FROM notes WHERE id = ?",
        [note.details.client, body(note), note.id],
    )


def index_addendum(database: Database, addendum: Addendum) -> None:
    """Make a note findable by an addendum too."""
    database.execute(
        "UPDATE notes_fts SET addenda = addenda || ? || char(10)"
        " WHERE rowid = (SELECT seq FROM notes WHERE id = ?)",
        [addendum.text, addendum.note_id],
    )


def body(note: SignedNote) -> str:
    """The words of a note that one would search for."""
    lines = [statement.text for section in note.sections for statement in section.statements]
    return "\n".join([note.format_title, note.details.goal, *lines])


def literal(database: Database, text: str) -> str:
    """An FTS5 expression that takes typed words literally; empty when there is no word in it."""
    # A NUL would end FTS5's own reading of the expression inside a quoted word.
    text = text.replace("\x00", " ")
    if not any(char.isalnum() for char in text):
        return ""
    quoted = str(database.quote_fts(text))
    return f"{quoted}*" if quoted.endswith('"') else quoted


def expected(database: Database) -> dict[str, tuple[str, str, str]]:
    """What the index should hold, by note id: client, body, addenda."""
    rows = {}
    for (content,) in database.execute("SELECT content FROM notes"):
        note = decode(SignedNote, content)
        rows[note.id] = (note.details.client, body(note), "")
    for (content,) in database.execute("SELECT content FROM addenda ORDER BY seq"):
        addendum = decode(Addendum, content)
        if addendum.note_id in rows:
            client, text, addenda = rows[addendum.note_id]
            rows[addendum.note_id] = (client, text, f"{addenda}{addendum.text}\n")
    return rows
