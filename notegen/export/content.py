"""What an exported note says, in order and in words, before it is laid out as text or PDF.

Both exports print exactly these strings, so that a copy, a download and a PDF of one note never
tell three stories. Nothing is added to the note here but labels, dates and the reason of an empty
section.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo

from notegen.clock import to_zone

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from notegen.model import (
        Addendum,
        EnteredInError,
        Section,
        SessionDetails,
        SignedNote,
        SignedSection,
    )

_LINE_BREAKS: Final = re.compile("\r\n|[\r\v\f\x1c-\x1e\x85\u2028\u2029]")
_NOT_TEXT: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
# Not from the locale: a record must not change its wording with the machine it is printed on.
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """A heading and the text under it.

    `byline` says who added it and when; `is_empty` marks a text that only says why it is empty.
    """

    heading: str
    text: str
    byline: str = ""
    is_empty: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """A signed note in printable words; every field is clean text, empty where nothing is known.

    `signed_by` and `signed_on` are the two halves of one sentence; `error` is the label with its
    reason, and who set it.
    """

    client: str
    service_date: str
    title: str
    details: tuple[tuple[str, str], ...]
    sections: tuple[Block, ...]
    signed_by: str
    signed_on: str
    late_entry: str
    addenda: tuple[Block, ...]
    error: tuple[str, str] | None


def note_content(
    note: SignedNote,
    *,
    addenda: Sequence[Addendum] = (),
    error_mark: EnteredInError | None = None,
    zone: str | None = None,
) -> Content:
    """`note` with its addenda and error mark in words.

    Instants are shown in the zone they were written in, or all of them in `zone` where given.
    """
    return Content(
        client=_line(note.details.client),
        service_date=display_date(note.details.date) if note.details.date else "",
        title=f"Clinical note: {_line(note.format_title)}",
        details=_details(note.details),
        sections=tuple(_block(section) for section in note.sections),
        signed_by=f"Reviewed and signed by {_line(str(note.author))}",
        signed_on=f"on {display_instant(note.signed_at, zone or note.zone)}",
        late_entry=_late_entry(note),
        addenda=tuple(_addendum(addendum, zone) for addendum in addenda),
        error=_error(error_mark, zone) if error_mark else None,
    )


def body_text(section: Section | SignedSection) -> str:
    """The sentences of a section as one paragraph, or its reason for having none."""
    sentences = [clean(statement.text) for statement in section.statements]
    return " ".join(filter(None, sentences)) or clean(section.empty_reason or "")


def clean(text: str) -> str:
    """`text` with one kind of line break, spaces for tabs, and no outer space.

    A control character or half a character is not text: it is shown as U+FFFD rather than
    dropped, since a terminal would obey it and a reader would not miss it.
    """
    text = _LINE_BREAKS.sub("\n", text).replace("\t", " ")
    return _NOT_TEXT.sub("\N{REPLACEMENT CHARACTER}", text).strip()


def display_date(day: date) -> str:
    """`November 24, 2026`: the month in letters, so that no reader can swap day and month."""
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


def display_instant(instant: datetime, zone: str) -> str:
    """`November 24, 2026 at 15:10 America/New_York (UTC-05:00)`, in the given zone."""
    local = to_zone(instant, zone)
    offset = "UTC" if not local.utcoffset() else f"UTC{local.isoformat()[-6:]}"
    # An unknown zone was shown in UTC by the clock; its name would then be a lie.
    named = isinstance(local.tzinfo, ZoneInfo) and zone != "UTC"
    where = f"{zone} ({offset})" if named else offset
    return f"{display_date(local.date())} at {local:%H:%M} {where}"


def _line(text: str) -> str:
    return " ".join(clean(text).split())


def _details(details: SessionDetails) -> tuple[tuple[str, str], ...]:
    pairs = (
        ("Session time", _session_time(details)),
        ("CPT", _line(details.cpt)),
        ("Modality", _line(details.modality)),
        ("Place", _line(details.place)),
        ("Participants", _line(details.participants)),
        # Not "Goal", which is a section of GIRP and would read back as one.
        ("Treatment goal", _line(details.goal)),
    )
    return tuple(pair for pair in pairs if pair[1])


def _session_time(details: SessionDetails) -> str:
    start = f"{details.start:%H:%M}" if details.start else ""
    stop = f"{details.stop:%H:%M}" if details.stop else ""
    if start and stop:
        return f"{start} to {stop} ({details.minutes} minutes)"
    return f"from {start}" if start else f"until {stop}" if stop else ""


def _block(section: SignedSection) -> Block:
    return Block(_line(section.title), body_text(section), is_empty=not section.statements)


def _late_entry(note: SignedNote) -> str:
    if not note.is_late_entry or not note.details.date:
        return ""
    # In the zone of signing, where lateness was decided, even when times are shown in another.
    written = to_zone(note.signed_at, note.zone).date()
    session = display_date(note.details.date)
    return f"Late entry: session of {session}, written {display_date(written)}"


def _addendum(addendum: Addendum, zone: str | None) -> Block:
    written = display_instant(addendum.written_at, zone or addendum.zone)
    byline = f"by {_line(str(addendum.author))} on {written}"
    return Block("Addendum", clean(addendum.text), byline=byline)


def _error(mark: EnteredInError, zone: str | None) -> tuple[str, str]:
    marked = display_instant(mark.marked_at, zone or mark.zone)
    return (
        f"ENTERED IN ERROR: {_line(mark.reason)}",
        f"Marked by {_line(str(mark.author))} on {marked}",
    )
