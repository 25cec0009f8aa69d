"""What is negated, and how far a negation reaches."""

from __future__ import annotations

import pytest

from notegen.evidence.lexicon import lexicon
from notegen.evidence.source import read_sentence


def negated(text: str) -> dict[str, bool]:
    """Each content word of the sentence (as it stands, folded) with its polarity."""
    return {
        item.word.lower: item.negated
        for clause in read_sentence(text, lexicon()).clauses
        for item in clause.content
    }


@pytest.mark.parametrize(
    ("text", "under", "free"),
    [
        ("No nightmares.", "nightmares", ""),
        ("Client denied nightmares.", "nightmares", ""),
        ("Client did not sleep.", "sleep", ""),
        ("Client didn't sleep.", "sleep", ""),
        ("Client didn’t sleep.", "sleep", ""),
        ("Never drank.", "drank", ""),
        ("Without nightmares.", "nightmares", ""),
        ("Denies nightmares, flashbacks, panic.", "nightmares flashbacks panic", ""),
        ("Denies nightmares, flashbacks or panic.", "nightmares flashbacks panic", ""),
        ("Denies nightmares and flashbacks.", "nightmares flashbacks", ""),
        ("No nightmares or flashbacks.", "nightmares flashbacks", ""),
        ("Neither nightmares nor flashbacks.", "nightmares flashbacks", ""),
        ("Denies nightmares but has flashbacks.", "nightmares", "flashbacks"),
        ("Denies nightmares, but reports flashbacks.", "nightmares", "flashbacks"),
        ("No nightmares except on Sunday.", "nightmares", "sunday"),
        ("Denies nightmares; reports flashbacks.", "nightmares", "flashbacks"),
        ("Denies nightmares, reports flashbacks.", "nightmares", "flashbacks"),
        ("Has nightmares, denies flashbacks.", "flashbacks", "nightmares"),
        ("Nightmares with no flashbacks.", "flashbacks", "nightmares"),
        ("Nightmares without flashbacks.", "flashbacks", "nightmares"),
        ("Has nightmares, no flashbacks, cried daily.", "flashbacks", "nightmares cried"),
        ("No longer cutting.", "cutting", ""),
        ("Not only nightmares.", "", "nightmares"),
        ("No doubt the nightmares are back.", "", "nightmares"),
        ("Nightmares again.", "", "nightmares"),
        ("She knows nothing helps.", "helps", ""),
        ("He is unable to concentrate.", "concentrate", ""),
        ("Client no longer hopeless, sleeps well.", "hopeless", "sleeps"),
        ("She can't concentrate and cries daily.", "concentrate", "cries"),
    ],
)
def test_a_negation_reaches_as_far_as_it_says(text: str, under: str, free: str) -> None:
    found = negated(text)
    for word in under.split():
        assert found[word], f"{word} is negated"
    for word in free.split():
        assert not found[word], f"{word} is not negated"


@pytest.mark.parametrize(
    "text",
    ["Nobody told her about nightmares.", "Nothing about nightmares.", "Note on nightmares.",
     "Knots in her stomach, nightmares.", "Noticed nightmares.", "Noon nightmares."],
)  # fmt: skip
def test_words_that_only_look_like_a_negation_are_none(text: str) -> None:
    if text.startswith(("Nobody", "Nothing")):
        assert negated(text)["nightmares"]
    else:
        assert not negated(text)["nightmares"]


def test_one_sentence_does_not_negate_the_next() -> None:
    from notegen.evidence.source import read_source

    source = read_source("summary", "No nightmares. Flashbacks daily.\nNo\nPanic.", lexicon())
    found = {i.word.lower: i.negated for clause in source.clauses for i in clause.content}
    assert found == {"nightmares": True, "flashbacks": False, "daily": False, "panic": False}
