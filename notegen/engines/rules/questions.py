"""What a careful writer would have liked to know: at most three questions, most important first."""

from __future__ import annotations

from typing import Final

from notegen.engines.rules.reading import Fact, Reading
from notegen.model import NoteFormat, Question, SessionDetails

MAX_QUESTIONS: Final = 3

_RISK: Final = Question("risk", "Was risk asked about today? If so, what did the client say?")
_GOAL: Final = Question("goal", "Which treatment-plan goal did this session work on?")
_FOCUS: Final = Question("focus", "What was the one concern this note is about?")
_RESPONSE: Final = Question("response", "How did the client respond to the intervention?")
_NEXT: Final = Question("next_contact", "When is the next contact?")
_NEXT_CONTACT: Final = (
    "next session",
    "next week",
    "return to clinic",
    "next appointment",
    "next visit",
    "next time",
    "same time",
    "see her",
    "see him",
    "see them",
    "see client",
    "in 2 weeks",
    "in two weeks",
)
_EARLIER: Final = Question("earlier_score", "What was the score the last time?")


def questions_for(
    reading: Reading, note_format: NoteFormat, details: SessionDetails, *, ask_about_risk: bool
) -> tuple[Question, ...]:
    """The questions that the summary leaves open, for this format; none is ever answered here.

    The one about risk is left out where the clinician's setting for this client says so.
    """
    kinds = {fact.kind for fact in reading.facts}
    asked: list[Question] = []
    came = not any(clause.has("no_show") for fact in reading.facts for clause in fact.clauses)
    if came and ask_about_risk and not any(kind.startswith("risk") for kind in kinds):
        asked.append(_RISK)
    topics = {spec.ask for spec in note_format.sections if spec.ask}
    if "goal" in topics and "goal" not in kinds and not details.goal.strip():
        asked.append(_GOAL)
    if "focus" in topics and "goal" not in kinds and not details.goal.strip():
        asked.append(_FOCUS)
    if came and "intervention" in kinds and not any(kind.startswith("response") for kind in kinds):
        asked.append(_RESPONSE)
    if not any(fact.kind == "plan" and _is_next_contact(fact) for fact in reading.facts):
        asked.append(_NEXT)
    if _lone_score(reading):
        asked.append(_EARLIER)
    return tuple(asked[:MAX_QUESTIONS])


def _is_next_contact(fact: Fact) -> bool:
    """True when a plan says when client and clinician meet again."""
    text = " ".join(word.lower for word in fact.words)
    return any(phrase in text for phrase in _NEXT_CONTACT) or any(
        clause.has("weekday_next") for clause in fact.clauses
    )


def _lone_score(reading: Reading) -> bool:
    for fact in reading.facts:
        if fact.kind == "measure" and sum(word.is_number for word in fact.words) == 1:
            return True
    return False
