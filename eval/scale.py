"""Composes any number of cases with known facts, for load and speed tests only.

The texts are put together from phrases, so they are alike and easy: they say nothing about
accuracy, and every record is marked `synthetic_scale`. The same seed gives the same cases, and
case `n` does not depend on how many are made.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Final

from eval.data.schema import FORMATS, Case, Fact, Placement
from notegen.model import LedgerEntry

_PLACES: Final = {
    "report": "S D B R",
    "observation": "O D B R",
    "measure": "O/S D B R",
    "intervention": "O/A D I I",
    "response.said": "S D R R",
    "homework.new": "P P P/I P",
    "medication": "S/O D B R",
    "risk": "S D B R",
    "plan": "P P P P",
}

# Kind, checklist element, whether critical, and the phrases with {n} for a number.
_BANK: Final[tuple[tuple[str, str, bool, tuple[str, ...]], ...]] = (
    ("report", "symptoms", False, (
        "client reports poor sleep on {n} nights this week",
        "client says the worry starts around {n} in the morning",
        "client describes {n} panic attacks since the last session",
        "client feels low on most days and naps for {n} hours",
    )),
    ("report", "stressors", False, (
        "her manager moved the deadline by {n} days",
        "the landlord wants an answer within {n} weeks",
        "his brother has been staying on the couch for {n} nights",
    )),
    ("observation", "mood_affect", False, (
        "client was tearful for about {n} minutes",
        "affect was flat for the first {n} minutes and then brighter",
    )),
    ("measure", "measures", False, ("PHQ-9 was {n}", "GAD-7 today {n}", "PCL-5 score {n}")),
    ("intervention", "interventions", False, (
        "practiced paced breathing for {n} minutes",
        "went over {n} rows of the thought record",
        "ranked {n} steps for the exposure ladder",
    )),
    ("response.said", "response", False, (
        "client said the exercise took the edge off by {n} points",
        "client said she would do it again, {n} out of 10",
    )),
    ("medication", "medication", True, (
        "takes sertraline {n} mg every morning",
        "missed {n} doses of lamotrigine",
    )),
    ("risk", "risk", True, ("denied suicidal ideation", "denied urges to self-harm")),
    ("homework.new", "homework", False, (
        "will keep the sleep log for {n} days",
        "will try {n} walks before the next session",
    )),
    ("plan", "next_contact", False, ("next session in {n} days", "phone check-in in {n} days")),
)  # fmt: skip
_STATES: Final = {
    "denied suicidal ideation": LedgerEntry("suicidal ideation", "denied"),
    "denied urges to self-harm": LedgerEntry("self-harm", "denied"),
}


def cases(count: int, *, seed: int = 0) -> Iterator[Case]:
    """`count` composed cases, made one at a time."""
    for number in range(count):
        yield _case(number, random.Random(f"{seed}:{number}"))  # noqa: S311 - no secret is made


def _case(number: int, chance: random.Random) -> Case:
    summary = ""
    facts: list[Fact] = []
    states: list[LedgerEntry] = []
    for kind, element, critical, phrases in _BANK:
        phrase = chance.choice(phrases)
        quote = phrase.format(n=chance.randint(2, 30))
        sentence = quote[0].upper() + quote[1:] + ". "
        if phrase in _STATES:
            states.append(_STATES[phrase])
        facts.append(
            Fact(
                id=f"f{len(facts) + 1}",
                quote=sentence[:-2],
                start=len(summary),
                kind=kind,
                critical=critical,
                element=element,
                sections=_sections(kind),
            )
        )
        summary += sentence
    return Case(
        id=f"scale-{number:06}",
        author="scale",
        summary=summary.rstrip(),
        facts=tuple(facts),
        states=tuple(states),
        tags=("scale",),
        synthetic_scale=True,
    )


def _sections(kind: str) -> dict[str, Placement]:
    parts = (part.split("/") for part in _PLACES[kind].split())
    return {
        name: Placement(keys[0], tuple(keys[1:])) for name, keys in zip(FORMATS, parts, strict=True)
    }
