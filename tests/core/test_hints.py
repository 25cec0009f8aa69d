"""The gentle word about a summary that is too thin: one line, the most helpful first."""

from __future__ import annotations

import pytest

from notegen.hints import hint

FULL = (
    "Client discussed work stress, practiced grounding techniques, assigned journaling homework. "
    "Client appeared engaged and motivated. Follow up on sleep next session."
)


@pytest.mark.parametrize(
    ("summary", "asked"),
    [
        ("Good session.", "what you did"),
        ("Practiced grounding.", "what comes next"),
        ("Practiced grounding. Next session Monday.", "what the client said"),
        (
            "Client discussed work stress and the long commute and the noise at home.",
            "what you did",
        ),
        (
            "Client discussed work stress and the long commute. Practiced grounding techniques "
            "and she felt calmer.",
            "what comes next",
        ),
    ],
)
def test_what_would_help_most_is_named_first(summary: str, asked: str) -> None:
    line = hint(summary)
    assert "\n" not in line
    rest = line.partition(" to add ")[2]
    assert rest.startswith(asked)


@pytest.mark.parametrize("summary", ["", "  \n", FULL, "word " * 100, "a" * 20_001, "x\x00y"])
def test_enough_or_no_summary_gives_no_hint(summary: str) -> None:
    assert hint(summary) == ""


def test_short_summaries_are_called_short_and_half_a_character_is_no_fault() -> None:
    assert hint("Ok.").startswith("Rather short")
    assert hint("Ok \ud83d.").startswith("Rather short")


def test_the_hint_never_asks_for_risk_or_puts_words_in_a_mouth() -> None:
    for count in range(1, len(FULL.split())):
        assert "risk" not in hint(" ".join(FULL.split()[:count]))
