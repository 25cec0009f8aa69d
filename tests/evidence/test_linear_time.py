"""Hostile lines are read in linear time: four times the text takes about four times as long.

Quadratic work would take sixteen times as long; the factor allowed lies between, and processor time
is measured, since other programs only ever add to the time on the wall.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from notegen import check, draft
from notegen.evidence.lexicon import lexicon
from notegen.evidence.source import read_source

LONG = 20_000
LONG_TO_DRAFT = 8_000  # the whole path does more for each character
FACTOR = 9.0
NOISE = 0.02  # seconds
TRIES = 3
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


def filled(unit: str, length: int) -> str:
    """`length` characters of `unit` behind a word, so that there is something to draft."""
    return ("Slept. " + unit * length)[:length]


def grows_linearly(work: Callable[[str], object], unit: str, *, long: int = LONG) -> None:
    """Fail when four times the text takes more than the factor, at each of several tries."""
    before = after = float("inf")
    for _ in range(TRIES):
        before = min(before, seconds(work, filled(unit, long // 4)))
        after = min(after, seconds(work, filled(unit, long)))
        if after <= FACTOR * max(before, NOISE):
            return
    pytest.fail(f"{before:.3f} s became {after:.3f} s")


@pytest.mark.parametrize("name", NASTY)
def test_reading_is_linear(name: str) -> None:
    grows_linearly(lambda text: read_source("summary", text, lexicon()), NASTY[name])


@pytest.mark.parametrize("name", NASTY)
def test_draft_and_check_are_linear(name: str) -> None:
    grows_linearly(lambda text: check(draft(text)), NASTY[name], long=LONG_TO_DRAFT)


def test_the_measure_sees_quadratic_work() -> None:
    def quadratic(text: str) -> int:
        return sum(range(len(text) ** 2 // 2))

    with pytest.raises(pytest.fail.Exception, match="became"):
        grows_linearly(quadratic, "a", long=LONG_TO_DRAFT)


def test_twenty_thousand_characters_are_drafted_while_the_clinician_waits() -> None:
    """Generous: it is here to see a hang, not a slow machine."""
    words = "slept argued sister money panic boss walked cried mother school dog house car".split()
    sentences = [
        f"Client {words[n % 13]} {words[n // 13 % 13]} {words[n // 169 % 13]}." for n in range(2000)
    ]
    assert seconds(draft, " ".join(sentences)[:LONG]) < 20
