"""A session's day, and its start and stop from one line: `2-2:53`, `14:00-14:53`, `2pm to 2:53`."""

from __future__ import annotations

import re
from datetime import date, time, timedelta

from notegen.errors import InputError

_TIME = r"(\d{1,2})(?:[:.]?(\d{2}))?\s*([ap])?\.?(?:m\.?)?"
_RANGE = re.compile(rf"\s*{_TIME}\s*(?:-|–|—|to|until)\s*{_TIME}\s*", re.IGNORECASE)
_EARLIEST_HOUR = 7  # "2" means two in the afternoon; sessions before seven are written as 6am
_LONGEST = 4 * 60  # minutes; what is longer is more likely a slip than a session
_HALF_DAY = 12 * 60
_FIRST_DAY = date(1900, 1, 1)
_ISO = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")
_MONTHS = "janfebmaraprmayjunjulaugsepoctnovdec"
_DAY_HELP = "Write the day like 2026-11-24, 24 Nov or yesterday; it cannot lie ahead."
HELP = "Write start and stop like 2-2:53, 9:00-9:50 or 14:00-14:53."

# Face-to-face minutes that a psychotherapy code stands for (CPT time rule).
CPT_MINUTES = {"90832": (16, 37), "90834": (38, 52), "90837": (53, 24 * 60)}


def parse_times(text: str) -> tuple[time, time] | None:
    """Start and stop; None for an empty text.

    Without am or pm, an hour from 1 to 6 is in the afternoon, and a stop follows its start within
    twelve hours. Raises `InputError` for anything else than a range of times.
    """
    if not text.strip():
        return None
    match = _RANGE.fullmatch(text)
    if match is None:
        raise InputError(HELP)
    begin_half, end_half = match[3], match[6]
    start = _minutes(match[1], match[2], begin_half)
    stop = _minutes(match[4], match[5], end_half)
    if begin_half is None and int(match[1]) <= 12:
        start = _nearest_start(start, stop, anchored=end_half is not None)
    if end_half is None and 1 <= int(match[4]) <= 12 and stop <= start < stop + 12 * 60:
        stop += 12 * 60
    return _clock(start), _clock(stop)


def parse_day(text: str, *, latest: date) -> date | None:
    """A day such as `2026-11-24`, `24 Nov 2026`, `Nov 24`, `today` or `yesterday`; None for "".

    Without a year it is the last such day. Figures alone, such as 3/4, are refused: half of those
    who write them mean March. Raises `InputError` for them, and for a day after `latest`.
    """
    words = text.replace(",", " ").lower().split()
    if not words:
        return None
    if words in (["today"], ["yesterday"]):
        return latest - timedelta(days=words == ["yesterday"])
    day = _day(words, latest) if len(words) > 1 else _iso_day(words[0])
    if day is None or not _FIRST_DAY <= day <= latest:
        raise InputError(_DAY_HELP)
    return day


def _iso_day(word: str) -> date | None:
    return _calendar(*map(int, word.split("-"))) if _ISO.fullmatch(word) else None


def _day(words: list[str], latest: date) -> date | None:
    """Day and month in either order, with or without a year behind them."""
    first, second, *year = words
    if first[:1].isalpha():
        first, second = second, first
    month = _MONTHS.find(second[:3]) // 3 + 1 if len(second) > 2 else 0
    if not month or _MONTHS.find(second[:3]) % 3 or len(year) > 1:
        return None
    if not all(word.isdecimal() for word in (first, *year)):
        return None
    if year:
        return _calendar(int(year[0]), month, int(first))
    this, last = (_calendar(latest.year - back, month, int(first)) for back in (0, 1))
    return this if this and this <= latest else last


def _calendar(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:  # no such day, as 31 November
        return None


def show_times(start: time | None, stop: time | None) -> str:
    """The same range as a person writes it: `2:00-2:53 pm`; nothing where a time is missing."""
    if start is None or stop is None:
        return ""
    halves = ["am" if moment.hour < 12 else "pm" for moment in (start, stop)]
    first = _face(start) if halves[0] == halves[1] else f"{_face(start)} {halves[0]}"
    return f"{first}–{_face(stop)} {halves[1]}"


def length_doubt(minutes: int | None) -> str:
    """A word about times that read as no or an unlikely long session."""
    if minutes is None or 0 < minutes <= _LONGEST:
        return ""
    if minutes == 0:
        return "Start and stop are the same; please look again."
    return f"That reads as {round(minutes / 60)} hours; if it is wrong, add am or pm."


def cpt_doubt(code: str, minutes: int | None) -> str:
    """What does not fit between a code and the length of the session; nothing where it fits."""
    span = CPT_MINUTES.get(code.strip())
    if span is None or minutes is None or span[0] <= minutes <= span[1]:
        return ""
    wording = f"{span[0]} minutes or more" if span[1] > 600 else f"{span[0]} to {span[1]} minutes"
    return f"{code.strip()} stands for {wording}; this session has {minutes}."


def _minutes(hour: str, minute: str | None, half: str | None) -> int:
    hours, minutes = int(hour), int(minute or 0)
    if hours > 23 or minutes > 59 or (half and not 1 <= hours <= 12):
        raise InputError(HELP)
    if half:
        hours = hours % 12 + (12 if half.lower() == "p" else 0)
    return hours * 60 + minutes


def _nearest_start(start: int, stop: int, *, anchored: bool) -> int:
    """The start's half of the day: the nearer one to a stop with am or pm, else office hours."""
    if anchored:
        halves = (start % _HALF_DAY, start % _HALF_DAY + _HALF_DAY)
        return min(halves, key=lambda half: (stop - half) % (2 * _HALF_DAY) or 2 * _HALF_DAY)
    return start + 12 * 60 if 60 <= start < _EARLIEST_HOUR * 60 else start


def _clock(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def _face(moment: time) -> str:
    return f"{moment.hour % 12 or 12}:{moment.minute:02}"
