"""Lines and sentences of typed, keyed and dictated text, with exact offsets.

Nothing is lost: every character that is not white space, a bullet or a heading lies in a
sentence. Time is linear in the length of the text.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Final

from notegen.evidence.lexicon import FOLDER
from notegen.evidence.text import Span

_LINE: Final = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_BULLET: Final = re.compile(r"\s*(?:[-–—*•·▪◦‣>o](?=\s)|\(?\d{1,2}[.)](?=\s)|\[[ xX]?\](?=\s))\s*")
_HEADING: Final = re.compile(
    r"(?P<name>[^\W\d_][\w/&'’ -]{0,28}?)\s*(?:[:：]|\s[-–—](?=\s)|=)(?![\d/])\s*"
)
_STOP: Final = re.compile(r"[.!?…]+[\"”'’)\]]*(?=\s|$)|[.!?](?=[A-Z][a-z])")
_SHORT_BEFORE_CAPITAL: Final = frozenset(
    "dr mr mrs ms prof st vs e.g i.e approx cont esp incl indiv fr rev sgt lt jr ch pp vol".split()
)
_SHORT: Final = frozenset(
    "pt pts ct cl appt appts cont esp approx min mins hr hrs wk wks mo mos yr yrs etc tx hx sx dx "
    "rx indiv grp fam a.m p.m am pm vs incl med meds sess disc eval rec".split()
)
_WRAP_WIDTH: Final = 55  # a shorter line was ended on purpose


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a summary: its body without bullet and heading.

    `heading` is the key of `headings.toml` under which the line stands, its own or (for bulleted
    and indented lines) the one above; `label` is the span of its own heading.
    """

    body: Span
    heading: str | None = None
    label: Span | None = None
    open: bool = False  # the heading stands further up the line and may no longer hold


def lines(text: str) -> list[Line]:
    """The lines of a text with their headings; hard-wrapped lines are joined."""
    found: list[Line] = []
    above: str | None = None
    for span in _joined(text):
        bullet = _BULLET.match(text, span.start, span.end)
        start = bullet.end() if bullet else span.start
        heading, label = _heading(text, Span(start, span.end))
        if heading is not None and label is not None:
            body = Span(label.end, span.end)
            above = heading if not body.of(text).strip() else None
            if above is None:
                found.append(Line(body, heading, label))
            else:
                found.append(Line(Span(span.end, span.end), heading, label))
            continue
        if not bullet and above is not None and span.start > 0 and _blank_before(text, span.start):
            above = None
        found.append(Line(Span(start, span.end), above))
    return found


def sentences(text: str, *, start: int = 0, end: int | None = None) -> list[Span]:
    """The sentences of `text[start:end]`, trimmed; a line break ends a sentence."""
    stop = len(text) if end is None else end
    spans: list[Span] = []
    for match in _LINE.finditer(text, start, stop):
        spans.extend(_sentences_of_line(text, match.start(), match.end()))
    return spans


@cache
def headings() -> dict[str, tuple[str, str | None]]:
    """Folded heading -> (key, kind that it gives to what stands under it, if any)."""
    table = tomllib.loads((FOLDER / "headings.toml").read_text("utf-8"))
    return {
        name: (key, entry.get("kind"))
        for key, entry in table["heading"].items()
        for name in entry["names"]
    }


def _joined(text: str) -> list[Span]:
    """Line spans, a hard-wrapped line joined to the one it continues."""
    spans: list[Span] = []
    for match in _LINE.finditer(text):
        if not match.group().strip():
            continue
        previous = spans[-1] if spans else None
        if (
            previous is not None
            and match.group()[:1].islower()
            and previous.end - previous.start >= _WRAP_WIDTH
            and text[previous.end - 1] not in ".!?:;"
            and text[previous.end : match.start()].strip() == ""
            and text.count("\n", previous.end, match.start()) == 1
            and _BULLET.match(text, match.start(), match.end()) is None
        ):
            spans[-1] = Span(previous.start, match.end())
        else:
            spans.append(Span(match.start(), match.end()))
    return spans


def heading_at(text: str, span: Span) -> tuple[str | None, Span | None]:
    """The heading that opens a line or sentence, and its span with the mark behind it."""
    return _heading(text, span)


def _heading(text: str, span: Span) -> tuple[str | None, Span | None]:
    match = _HEADING.match(text, span.start, min(span.end, span.start + 40))
    if match is None:
        return None, None
    name = " ".join(match["name"].casefold().split())
    entry = headings().get(name)
    if entry is None:
        return None, None
    return entry[0], Span(span.start, match.end())


def _blank_before(text: str, position: int) -> bool:
    gap = text[text.rfind("\n", 0, max(0, position - 1)) + 1 : position]
    return not gap.strip()


def _sentences_of_line(text: str, start: int, end: int) -> list[Span]:
    protected = _protected(text, start, end)
    spans: list[Span] = []
    begin = start
    guard = iter(protected)
    current = next(guard, None)
    for match in _STOP.finditer(text, start, end):
        while current is not None and current.end <= match.start():
            current = next(guard, None)
        inside = (
            current is not None
            and current.start < match.start()
            and (match.end() < current.end or _goes_on(text, match.end(), end))
        )
        if inside or not _ends(text, begin, match.start(), match.end(), end):
            continue
        _append_trimmed(spans, text, begin, match.end())
        begin = match.end()
    _append_trimmed(spans, text, begin, end)
    return spans


def _goes_on(text: str, position: int, end: int) -> bool:
    """True when a small letter follows: the quotation or bracket closes within its sentence."""
    return text[position : min(end, position + 4)].lstrip()[:1].islower()


def _protected(text: str, start: int, end: int) -> list[Span]:
    """Quotations and brackets, inside which a full stop ends nothing."""
    spans: list[Span] = []
    opened: dict[str, int] = {}
    for index in range(start, end):
        char = text[index]
        if char in "“(":
            opened.setdefault(char, index)
        elif char == '"':
            if '"' in opened:
                spans.append(Span(opened.pop('"'), index + 1))
            else:
                opened['"'] = index
        elif char in "”)":
            partner = "“" if char == "”" else "("
            if partner in opened:
                spans.append(Span(opened.pop(partner), index + 1))
    spans.sort(key=lambda span: span.start)
    merged: list[Span] = []
    for span in spans:
        if not merged or span.start >= merged[-1].end:
            merged.append(span)
    return merged


def _ends(text: str, begin: int, stop: int, after: int, end: int) -> bool:
    """True when the mark at `stop` ends a sentence."""
    rest = text[after : after + 8].lstrip()
    if after >= end or not rest:
        return True
    if text[stop] != ".":
        return True
    if text[stop : stop + 3] == "...":
        return rest[:1].isupper()
    word = re.search(r"[\w.'’/-]*$", text[max(begin, stop - 24) : stop])
    last = word.group().lower() if word else ""
    if last in _SHORT_BEFORE_CAPITAL or (last in {"no", "nr"} and rest[:1].isdigit()):
        return False
    if len(last) == 1 and last.isalpha() and text[stop - 1].isupper():
        return False
    if last in _SHORT or "." in last:
        return rest[:1].isupper() or not rest[:1].isalnum()
    return True


def _append_trimmed(spans: list[Span], text: str, start: int, end: int) -> None:
    chunk = text[start:end]
    left = len(chunk) - len(chunk.lstrip())
    right = len(chunk.rstrip())
    if right > left:
        spans.append(Span(start + left, start + right))
