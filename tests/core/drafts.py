"""A session, its author and its drafts, as several tests of the core use them."""

from __future__ import annotations

from datetime import UTC, date, datetime

from notegen import draft, review
from notegen.model import Author, DraftNote, SessionDetails

AUTHOR = Author("Robin Vale", "LCSW")
DETAILS = SessionDetails(client="C-104", date=date(2025, 3, 4))
NOW = datetime(2025, 3, 4, 18, 30, tzinfo=UTC)
EXAMPLE = (
    "Client discussed work stress, practiced grounding techniques, assigned journaling homework. "
    "Client appeared engaged and motivated. Follow up on sleep next session."
)
# With words that may not come into the note, a denial and a number.
VARIED = (
    "Off the record, the waiting room was loud. Um, client discussed work stress and slept four "
    "hours a night. Denies SI. Practiced box breathing. Follow up on sleep next session."
)


def find(note: DraftNote, text: str) -> str:
    """The id of the one sentence that has these words in it."""
    [statement] = [s for s in (*note.statements, *note.unplaced) if text in s.text.lower()]
    return statement.id


def texts(note: DraftNote, section: str) -> list[str]:
    """The sentences of a section."""
    return [s.text for s in next(x for x in note.sections if x.key == section).statements]


def everything(note: DraftNote) -> list[str]:
    """All sentences, also those beside the note."""
    return sorted(s.text for s in (*note.statements, *note.unplaced))


def worked_on() -> DraftNote:
    """A draft with one of every sort of edit."""
    note = draft(EXAMPLE, format="soap")
    note = review.edit_text(note, find(note, "work stress"), "Client discussed stress at work.")
    note = review.confirm(note, find(note, "engaged"))
    note = review.add(note, "P", "Call the school.", kind="plan")
    note = review.add(note, "A", "Grief is central.", kind="impression")
    note = review.add_section(note, "Risk")
    note = review.add(note, note.sections[-1].key, "Asked about risk; none stated.")
    return review.move(note, find(note, "grounding"), "A", 0)
