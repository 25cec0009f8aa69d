"""Spellings that are one word, and words that only look alike."""

from __future__ import annotations

import pytest

from notegen.evidence.spelling import american, is_typo_of


@pytest.mark.parametrize(
    ("british", "expected"),
    [
        ("behaviour", "behavior"), ("coloured", "colored"), ("practised", "practiced"),
        ("realise", "realize"), ("realised", "realized"), ("organisation", "organization"),
        ("counselling", "counseling"), ("grey", "gray"), ("programme", "program"),
    ],
)  # fmt: skip
def test_british_spelling_meets_american(british: str, expected: str) -> None:
    assert american(british) == expected


@pytest.mark.parametrize(
    "word", ["exercise", "promised", "hour", "four", "pour", "rise", "noise", "wise", "journal"]
)
def test_words_that_only_look_british_stay(word: str) -> None:
    assert american(word) == word


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("cravigns", "cravings"), ("nighmares", "nightmares"), ("residentail", "residential")],
)
def test_a_typing_error_is_seen(typed: str, meant: str) -> None:
    assert is_typo_of(typed, meant)


@pytest.mark.parametrize(
    ("one", "other"),
    [("mania", "media"), ("son", "sun"), ("worked", "walked"), ("sister", "mister"),
     ("50", "500"), ("abuse", "abuse")],
)  # fmt: skip
def test_different_words_stay_apart(one: str, other: str) -> None:
    assert not is_typo_of(one, other)
