"""How a clause says what it says: its status between wish and deed, its hedge, its speaker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from notegen.evidence.clauses import Clause
from notegen.evidence.lexicon import Lexicon
from notegen.evidence.source import ReadClause
from notegen.evidence.tense import is_ahead, is_past
from notegen.evidence.wordclasses import word_classes


@dataclass(frozen=True, slots=True)
class ClauseState:
    """How a clause says what it says: its status between wish and deed, its hedge, its speaker."""

    future: bool
    past: bool
    conditional: bool
    uncertain: bool
    history: bool
    reports: bool
    plans: bool
    negated: bool
    finite: bool
    person: str | None
    base: str | None
    status: str


@dataclass(frozen=True, slots=True)
class Anywhere:
    """What some clause of a text does: sets a condition, hedges, looks back, reports."""

    conditional: bool
    uncertain: bool
    history: bool
    reports: bool


def state_of(read: ReadClause, text: str, lexicon: Lexicon) -> ClauseState:
    """The state of a clause of `text`."""
    clause = read.marked.clause
    future, past = is_ahead(clause), is_past(clause, lexicon)
    conditional, plans = clause.has("conditional"), clause.has("plan_start")
    open_ = bool(word_classes().tentative & set(clause.lowers)) or "?" in read.span.of(text)
    return ClauseState(
        future=future,
        past=past,
        conditional=conditional,
        uncertain=clause.has("uncertain", "impression"),
        history=read.marked.past,
        reports=clause.base is not None and lexicon.is_a(clause.base, "say"),
        plans=plans,
        negated=any(read.marked.negated),
        finite=clause.finite,
        person=clause.person,
        base=clause.base,
        status=_status(
            clause, lexicon, open_=open_ or conditional, future=future, past=past, plans=plans
        ),
    )


def _status(
    clause: Clause, lexicon: Lexicon, *, open_: bool, future: bool, past: bool, plans: bool
) -> str:
    """Where a clause stands between wish and deed: open, ahead, done, now, or bare of a verb."""
    if open_:
        return "open"
    if future:
        return "ahead"
    if past:
        return "done"
    if not clause.finite or clause.verb is None:
        return "ahead" if plans else "bare"
    if clause.words[clause.verb].lower in {"has", "have"} and clause.base not in {None, "have"}:
        participle = lexicon.morphology.participle(str(clause.base))
        return "done" if participle in clause.lowers else "now"
    return "ahead" if plans and clause.subject is None else "now"


def anywhere(states: Sequence[ClauseState]) -> Anywhere:
    """What at least one of the clauses does."""
    return Anywhere(
        conditional=any(state.conditional for state in states),
        uncertain=any(state.uncertain for state in states),
        history=any(state.history for state in states),
        reports=any(state.reports for state in states),
    )
