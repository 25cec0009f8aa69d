"""Words with exact offsets, and shorthand written out."""

from __future__ import annotations

from itertools import pairwise

import pytest

from notegen.evidence.lexicon import lexicon
from notegen.evidence.text import Span, expand, join, spans_of, tokenise

TEXTS = (
    "Pt c/o insomnia x 3 wks; slept 4-5 hrs/night.",
    "PHQ-9 14->11, GAD-7 = 9 (mod.)",
    'He said "I\'m done" — she didn’t cry…',
    "w/o SI/HI, +ve for THC, 2x/wk @ 10:30-11:20",
    "Naïve café 😀👩‍👩‍👧 ＡＢＣ １２",
    "a\u0301 combining, zero\u200bwidth, no\u00a0break",
    "trailing ' and ‘curly’ 'quoted words' the boys' room",
    "mixed\ttabs\r\nand\u2028lines",
    "((([[[{{{'''\"\"\"",
    "$5.00 #3 100% 1,000 3.14.15 14/11/10",
)


@pytest.mark.parametrize("text", TEXTS)
def test_words_cover_every_character_that_is_not_white_space(text: str) -> None:
    words = tokenise(text)
    assert "".join(text[w.start : w.end] for w in words) == "".join(text.split())
    assert all(w.start < w.end for w in words)
    assert all(a.end <= b.start for a, b in pairwise(words))
    assert all(w.text == text[w.start : w.end] for w in words)


@pytest.mark.parametrize("text", TEXTS)
def test_expansion_keeps_every_place(text: str) -> None:
    words = tokenise(text)
    spelled = expand(words, lexicon())
    places = {(w.start, w.end) for w in spelled}
    covered = set()
    for start, end in places:
        covered |= set(range(start, end))
    assert covered == {i for w in words for i in range(w.start, w.end)}


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("Pt denies SI/HI", "client denies suicidal or homicidal ideation"),
        ("pt's mom", "client's mother"),
        ("RTC 2 wks", "return to clinic 2 weeks"),
        ("1 wk", "1 week"),
        ("slept 1 hr", "slept 1 hour"),
        ("next wk", "next week"),
        ("x 3 wks", "for 3 weeks"),
        ("sertraline BID prn", "sertraline twice daily as needed"),
        ("approx. 4 hrs", "approximately 4 hours"),
        ("cont. exposure, f/u", "continue exposure, follow up"),
        ("w/ dad, w/o mom", "with father, without mother"),
        ("si senor", "suicidal ideation senor"),
        ("He is in HS.", "He is in high school."),
        ("hs", "hs"),
        ("CBT, EMDR, PHQ-9", "CBT, EMDR, PHQ-9"),
        ("Pt. cried", "Client cried"),
    ],
)
def test_shorthand_is_written_out(text: str, spelled: str) -> None:
    assert join(expand(tokenise(text), lexicon())).casefold() == spelled.casefold()


@pytest.mark.parametrize(
    "text", ["He had a bad day.", "It was a big win.", "Mon ami", "She sat on the dock.", "I see."]
)
def test_ordinary_words_are_left_alone(text: str) -> None:
    if text == "Mon ami":  # a capital "Mon" is Monday; small it is a word
        text = "mon ami"
    assert join(expand(tokenise(text), lexicon())) == text


def test_offsets_count_code_points() -> None:
    text = "😀😀 slept"
    [*_, word] = tokenise(text)
    assert (word.start, word.end, word.text) == (3, 8, "slept")


def test_spans_join_over_white_space_only() -> None:
    text = "slept  badly, ate"
    words = [w for w in tokenise(text) if w.is_word]
    assert spans_of(words, text) == [Span(0, 12), Span(14, 17)]


@pytest.mark.parametrize("text", ["slept badly, ate.", "14->11 (low)", "don’t “go”"])
def test_joined_words_give_the_text_back(text: str) -> None:
    assert join(tokenise(text)) == text
