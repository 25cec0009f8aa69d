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


def expected(database: Database) -> dict[int, tuple[str, str, str]]:
    """What the index should hold: client, body and addenda by the number of the note."""
    rows, number = {}, {}
    for seq, content in database.execute("SELECT seq, content FROM notes"):
        note = decode(SignedNote, content)
        rows[seq] = (note.details.client, body(note), "")
        number[note.id] = seq
    for (content,) in database.execute("SELECT content FROM addenda ORDER BY seq"):
        addendum = decode(Addendum, content)
        if (seq := number.get(addendum.note_id)) is not None:
            client, text, addenda = rows[seq]
            rows[seq] = (client, text, f"{addenda}{addendum.text}\n")
    return rows


def present(database: Database) -> dict[int, tuple[str, str, str]]:
    """What the index does hold."""
    rows = database.execute("SELECT rowid, client, body, addenda FROM notes_fts")
    return {seq: (client, text, addenda) for seq, client, text, addenda in rows}


def rebuild(database: Database) -> None:
    """Make the index anew from the records."""
    database.execute("DELETE FROM notes_fts")
    for seq, columns in expected(database).items():
        database.execute(
            "INSERT INTO notes_fts (rowid, client, body, addenda) VALUES (?, ?, ?, ?)",
            [seq, *columns],
        )
