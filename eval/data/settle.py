"""From voices to labels: what a case, a note or a pair is finally called, and what is undecided.

Used by the build, which writes the result, and by the check, which derives it again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from eval.data import schema
from eval.data.labels import (
    CaseLabels,
    Mark,
    NoteLabels,
    PairLabels,
    Voices,
    settle_entries,
    settle_mark,
    settle_places,
)
from eval.data.schema import Label, Pair, Placement
from notegen.model import LedgerEntry


@dataclass(slots=True)
class CaseDecision:
    """The settled labels of a case. `undecided` names what still needs the adjudicator."""

    sections: dict[str, Mapping[str, Placement]] = field(default_factory=dict)
    critical: frozenset[str] = frozenset()
    states: tuple[LedgerEntry, ...] = ()
    undecided: list[str] = field(default_factory=list)


@dataclass(slots=True)
class NoteDecision:
    """The settled labels of a note, one mark a sentence."""

    marks: list[Mark] = field(default_factory=list)
    omitted: Mapping[str, str] = field(default_factory=dict)
    undecided: list[str] = field(default_factory=list)


@dataclass(slots=True)
class PairDecision:
    """The settled labels of a pair, and why it cannot be kept, where it cannot."""

    fault: str = ""
    undecided: list[str] = field(default_factory=list)


def settle_case(facts: Sequence[str], voices: Voices[CaseLabels]) -> CaseDecision:
    """Places, critical facts and states of a case with these fact ids."""
    first, second, final = voices.first, voices.second, voices.final
    decision = CaseDecision()
    for fact in facts:
        places = settle_places(
            first.places.get(fact),
            second.places.get(fact),
            final.places.get(fact) if final else None,
        )
        if places is None:
            decision.undecided.append(f"places of {fact}")
        else:
            decision.sections[fact] = places
    critical = settle_entries(first.critical, second.critical, final.critical if final else None)
    states = settle_entries(first.states, second.states, final.states if final else None)
    if critical is None:
        decision.undecided.append("critical")
    if states is None:
        decision.undecided.append("states")
    decision.critical = frozenset(critical or ())
    decision.states = states or ()
    return decision


def settle_note(sentences: int, voices: Voices[NoteLabels]) -> NoteDecision:
    """Labels of a note with this many sentences."""
    decision = NoteDecision()
    for said in (voices.first, voices.second, voices.final, voices.author):
        if said is not None and len(said.marks) != sentences:
            decision.undecided.append(
                f"{said.labeller} has {len(said.marks)} labels for {sentences} sentences"
            )
            return decision
    for index in range(sentences):
        first, second = voices.first.marks[index], voices.second.marks[index]
        mark = None
        if first is not None and second is not None:
            mark = settle_mark(
                first,
                second,
                voices.author.marks[index] if voices.author else None,
                voices.final.marks[index] if voices.final else None,
            )
        if mark is None:
            decision.undecided.append(f"sentence {index}")
        else:
            decision.marks.append(mark)
    omitted = settle_entries(
        _items(voices.first), _items(voices.second), _items(voices.final) if voices.final else None
    )
    if omitted is None:
        decision.undecided.append("omitted")
    decision.omitted = dict(omitted or ())
    return decision


def settle_pair(pair: Pair, voices: Voices[PairLabels]) -> PairDecision:
    """Whether the labels of both sentences bear the pair out."""
    decision = PairDecision()
    faithful = _side(voices, lambda said: said.faithful)
    changed = _side(voices, lambda said: said.changed)
    if faithful is None or changed is None:
        sides = (("faithful", faithful), ("changed", changed))
        decision.undecided += [name for name, mark in sides if mark is None]
    elif not faithful.label.is_faithful:
        decision.fault = "the faithful sentence is not faithful"
    elif pair.code == schema.BENIGN:
        if not changed.label.is_faithful:
            decision.fault = "the benign change is a fault"
    elif changed.label is not Label.UNSUPPORTED:
        decision.fault = "the changed sentence is no fault"
    elif changed.code != pair.code:
        decision.fault = f"the fault is {changed.code}, not {pair.code}"
    return decision


def _side(voices: Voices[PairLabels], side: Callable[[PairLabels], Mark | None]) -> Mark | None:
    first, second = side(voices.first), side(voices.second)
    final = side(voices.final) if voices.final else None
    if first is None or second is None:
        return final
    return settle_mark(first, second, None, final)


def _items(said: NoteLabels) -> list[tuple[str, str]] | None:
    return None if said.omitted is None else list(said.omitted.items())
