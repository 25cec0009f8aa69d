"""Hostile lines are read in linear time: four times the text runs about four times the lines.

Quadratic work would run sixteen times as many; the factor allowed lies between. Lines that ran are
counted, not seconds, so that the result is the same on every machine however busy it is. Regular
expressions run no lines: their patterns are held to linear time by seconds with a wide margin.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from notegen import check, draft
from notegen.evidence.lexicon import lexicon
from notegen.evidence.quantities import quantities
from notegen.evidence.segment import sentences
from notegen.evidence.source import read_source
from notegen.evidence.text import tokenise

LONG = 4_000
LONG_TO_DRAFT = 2_400  # the whole path does more for each character
LONG_FOR_PATTERNS = 20_000
FACTOR = 7.0
NASTY = {
    "one word": "a",
    "blanks within": "a ",
    "quotes": '"',
    "open quotes": "“",
    "apostrophes": "'",
    "brackets": "(",
    "bracket pairs": "()",
    "nested kinds": "([{“",
    "digits": "7",
    "digits and dots": "7.",
    "digits and slashes": "7/",
    "negations": "no ",
    "denials": "denies ",
    "denied list": "denies, ",
    "commas": ",",
    "comma words": "a, ",
    "and": "and ",
    "or": "or ",
    "hyphens": "a-",
    "hyphens only": "-",
    "arrows": "->",
    "colons": "a:",
    "headings": "plan:",
    "heading words": "plan ",
    "line breaks": "a\n",
    "wrapped": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n",
    "bullets": "- ",
    "stops": ".",
    "stop words": "a. ",
    "abbreviations": "dr. ",
    "initials": "J. ",
    "ellipses": "…",
    "fillers": "um ",
    "corrections": "5 no wait ",
    "weekday corrections": "Monday no Tuesday ",
    "scratch": "scratch that ",
    "kept out": "off the record ",
    "pronouns": "I ",
    "says": "she said ",
    "numbers": "two ",
    "tens": "twenty-",
    "risk": "suicidal ",
    "risk lists": "suicidal ideation, ",
    "drugs": "sertraline 50 mg ",
    "emoji": "😀",
    "combining": "e\u0301",
    "equals": "=",
    "spaced dashes": " - ",
    "ampersands": "a&",
    "x for": "x 3 ",
    "backslashes": "\\",
}


def seconds(work: Callable[[str], object], text: str) -> float:
    begin = time.process_time()
    work(text)
    return time.process_time() - begin


def lines_run(work: Callable[[str], object], text: str) -> int:
    """How many lines of Python run while `work` reads the text."""
    count = 0

    def trace(_frame: FrameType, event: str, _arg: Any) -> Any:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        work(text)
    finally:
        sys.settrace(before)
    return count


def filled(unit: str, length: int) -> str:
    """`length` characters of `unit` behind a word, so that there is something to draft."""
    return ("Slept. " + unit * length)[:length]


def grows_linearly(work: Callable[[str], object], unit: str, *, long: int = LONG) -> None:
    """Fail when four times the text runs more lines than the factor allows."""
    work(filled(unit, long // 4))  # what is loaded once is not counted
    before = lines_run(work, filled(unit, long // 4))
    after = lines_run(work, filled(unit, long))
    assert after <= FACTOR * before, f"{before} lines became {after}"


@pytest.mark.parametrize("name", NASTY)
def test_reading_is_linear(name: str) -> None:
    grows_linearly(lambda text: read_source("summary", text, lexicon()), NASTY[name])


@pytest.mark.parametrize("name", NASTY)
def test_draft_and_check_are_linear(name: str) -> None:
    grows_linearly(lambda text: check(draft(text)), NASTY[name], long=LONG_TO_DRAFT)


@pytest.mark.parametrize("name", NASTY)
def test_no_pattern_hangs(name: str) -> None:
    text = filled(NASTY[name], LONG_FOR_PATTERNS)
    assert seconds(tokenise, text) < 2
    assert seconds(sentences, text) < 2
    assert seconds(quantities, text) < 2


def test_the_measure_sees_quadratic_work() -> None:
    def quadratic(text: str) -> int:
        return sum(1 for _ in text for _ in text)

    with pytest.raises(AssertionError, match="became"):
        grows_linearly(quadratic, "a", long=400)


def test_twenty_thousand_characters_are_drafted_while_the_clinician_waits() -> None:
    """Generous: it is here to see a hang, not a slow machine."""
    words = "slept argued sister money panic boss walked cried mother school dog house car".split()
    sentences = [
        f"Client {words[n % 13]} {words[n // 13 % 13]} {words[n // 169 % 13]}." for n in range(2000)
    ]
    assert seconds(draft, " ".join(sentences)[:LONG_FOR_PATTERNS]) < 20
