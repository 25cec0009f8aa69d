"""Hostile lines are read in linear time: twice the text takes about twice as long.

The factor allowed (4) is the one between linear and quadratic on a quiet machine; the best of
several runs is taken, since a busy machine only ever adds time.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from notegen import check, draft
from notegen.evidence.lexicon import lexicon
from notegen.evidence.source import read_source

HALF = 10_000
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


def seconds(work: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(3):
        begin = time.perf_counter()
        work()
        best = min(best, time.perf_counter() - begin)
        if best < 0.02:
            break
    return best


def filled(unit: str, length: int) -> str:
    """`length` characters of `unit` behind a word, so that there is something to draft."""
    return ("Slept. " + unit * length)[:length]


def grows_linearly(work: Callable[[str], object], unit: str) -> None:
    short, long = filled(unit, HALF), filled(unit, 2 * HALF)
    work(short)
    before = seconds(lambda: work(short))
    after = seconds(lambda: work(long))
    assert after <= 4 * max(before, 0.02), f"{before:.3f} s became {after:.3f} s"


@pytest.mark.parametrize("name", NASTY)
def test_reading_is_linear(name: str) -> None:
    grows_linearly(lambda text: read_source("summary", text, lexicon()), NASTY[name])


@pytest.mark.parametrize("name", NASTY)
def test_draft_and_check_are_linear(name: str) -> None:
    grows_linearly(lambda text: check(draft(text)), NASTY[name])


def test_the_measure_sees_quadratic_work() -> None:
    def quadratic(text: str) -> int:
        return sum(text.count("b", 0, index) for index in range(0, len(text), 1))

    with pytest.raises(AssertionError, match="became"):
        grows_linearly(lambda text: quadratic(text * 2), "a")
