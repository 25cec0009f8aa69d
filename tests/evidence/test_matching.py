"""What a word of a sentence rests on, and where its values come from."""

from __future__ import annotations

import pytest

from notegen.evidence.lexicon import lexicon
from notegen.evidence.matching import Matching, ValueMatch
from notegen.evidence.source import read_sentence, read_source
from notegen.evidence.tokens import Reading


def laid(summary: str, sentence: str) -> Matching:
    words = lexicon()
    return Matching(
        Reading([read_sentence(sentence, words)], words),
        Reading([read_source("summary", summary, words)], words),
    )


def rests(summary: str, sentence: str, word: str) -> list[str]:
    matching = laid(summary, sentence)
    [match] = [
        m
        for token, m in zip(matching.sentence.tokens, matching.matches, strict=True)
        if token.lower == word
    ]
    return sorted({matching.sources.tokens[j].lower for j in match.tokens})


def value(summary: str, sentence: str, written: str) -> ValueMatch:
    [found] = [v for v in laid(summary, sentence).values.values() if v.value.written == written]
    return found


@pytest.mark.parametrize(
    ("summary", "sentence", "word", "found"),
    [
        ("She cried.", "Client was tearful.", "tearful", ["cried"]),
        ("He is irritable.", "Irritability was discussed.", "irritability", ["irritable"]),
        ("No self harm.", "Client denied self-harm.", "self-harm", ["harm", "self"]),
        ("The doctro called.", "The doctor called.", "doctor", ["doctro"]),
        ("Mom'll call.", "Her mother will call.", "mother", ["mom'll"]),
        ("Her sister called.", "Her mother called.", "mother", []),
        ("Takes bupropion.", "Client takes buspirone.", "buspirone", []),
        ("Slept badly.", "Client bought a house.", "house", []),
    ],
)
def test_a_word_rests_on_its_like_and_on_nothing_else(
    summary: str, sentence: str, word: str, found: list[str]
) -> None:
    assert rests(summary, sentence, word) == found


@pytest.mark.parametrize(
    ("summary", "sentence", "written"),
    [
        ("Panic 2x/wk.", "Client had panic twice a week.", "twice"),
        ("Walks every day.", "Client walks daily.", "daily"),
        ("Li 900 nocte.", "Lithium is taken nightly.", "nightly"),
        ("EPDS 16, was 19.", "EPDS fell three points.", "three"),
        ("Weighed sixty two point four.", "Weight was 62.4.", "62.4"),
        ("Call Fri am.", "Clinician will call on Friday morning.", "morning"),
        ("Kit expires 08/27.", "The kit expires in August 2027.", "august"),
        ("Seen in Febuary.", "Client was seen in February.", "february"),
        ("Mum and dad came.", "Her parents came.", "parents"),
        ("A fortnight of overlap.", "There are two weeks of overlap.", "two"),
    ],
)
def test_a_value_in_other_words_is_the_same_value(
    summary: str, sentence: str, written: str
) -> None:
    assert value(summary, sentence, written).equal >= 0


@pytest.mark.parametrize(
    ("summary", "sentence", "written"),
    [
        ("Panic 2x/wk.", "Client had panic three times a week.", "three"),
        ("Walks every day.", "Client walks weekly.", "weekly"),
        ("EPDS 16, was 19.", "EPDS fell four points.", "four"),
        ("Call Fri am.", "Clinician will call on Monday.", "monday"),
        ("Her sister came.", "Her brother came.", "brother"),
    ],
)
def test_another_value_is_not(summary: str, sentence: str, written: str) -> None:
    assert value(summary, sentence, written).equal < 0


def test_doses_exchanged_between_two_drugs_fit_the_other_context_better() -> None:
    summary = "Sertraline 100 mg in the morning. At night she takes quetiapine 50 mg for sleep."
    wrong = value(summary, "Client takes sertraline 50 mg in the morning.", "50")
    right = value(summary, "Client takes sertraline 100 mg in the morning.", "100")
    assert wrong.equal < wrong.different
    assert right.equal > right.different


def test_a_number_in_the_name_of_a_scale_is_no_value() -> None:
    assert not laid("PHQ-9 was 14.", "The PHQ-9 was discussed.").values
