"""A doubt that no single test raised: its code, its words and what the summary says instead.

The signals that weigh most in the worst clause tell the code; the code tells which words are meant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from notegen.checks.risk import RiskModel
from notegen.checks.rules import NOT_IN_SUMMARY, Case, code_by_content
from notegen.checks.signals import ClauseSignals
from notegen.evidence.matching import Matching
from notegen.evidence.text import Span
from notegen.model import Finding

_CODES: Final = {
    "H2": "missing_observation missing_observed new_observed",
    "H3": (
        "future_added future_dropped plan_done conditional_dropped conditional_added new_future "
        "new_assign new_homework new_homework_done new_referral new_safety_done missing_homework "
        "open_to_done open_to_ahead open_to_now bare_to_done ahead_to_done ahead_to_now "
        "new_deed_done new_deed_now new_deed_ahead new_deed_bare new_deed_open"
    ),
    "H4": "denied_unknown",
    "H5": "stated_but_denied denied_but_stated denied_near_denial opposite negation_lost",
    "H6": (
        "number_unknown number_other_there number_word_unknown number_conflict "
        "number_out_of_context calendar_unknown calendar_other_there calendar_conflict "
        "calendar_out_of_context"
    ),
    "H7": (
        "person_unknown person_other_there person_conflict person_out_of_context person_dropped "
        "third_person_acts other_subject clinician_acts report_added report_dropped"
    ),
    "H8": (
        "uncertain_dropped certainty_dropped cause_added missing_certainty missing_cause "
        "new_impression new_diagnosis new_judged degree_added missing_degree degree_dropped"
    ),
    "H9": "history_dropped history_added past_added far_apart done_to_now now_to_done",
    "H10": "missing_technique missing_intervention new_intervention_noun",
}
_CODE_OF: Final = {name: code for code, names in _CODES.items() for name in names.split()}
_MESSAGES: Final = {
    "H3": "Your summary does not say that this was settled or done.",
    "H5": "Your summary seems to say the opposite.",
    "H6": "Your summary gives another number or day here.",
    "H7": "Your summary names somebody else here, or another speaker.",
    "H8": "Your summary is less sure, or does not say why.",
    "H9": "Your summary says this of another time or topic.",
}
_VALUE_KINDS: Final = {"H6": {"number", "calendar"}, "H7": {"person"}}
_VERB_GROUP: Final = frozenset(
    {"modal", "auxiliary", "verb", "intervention", "homework", "observed", "negation"}
)


def doubt_of(case: Case, clauses: Sequence[ClauseSignals], model: RiskModel) -> tuple[Finding, ...]:
    """One finding about the clause that is least supported."""
    if not clauses:
        return ()
    worst = max(clauses, key=lambda clause: model.clause_odds(clause.signals))
    code = _code(case, worst, model)
    span = _span(case.matching, worst, code)
    return (case.about(code, _MESSAGES.get(code, NOT_IN_SUMMARY), span),)


def _code(case: Case, clause: ClauseSignals, model: RiskModel) -> str:
    """The code whose signals weigh most; what is only missing goes by what the clause is about."""
    weights: dict[str, float] = defaultdict(float)
    plain = code_by_content(case)
    for name, weight in model.contributions(clause.signals):
        if weight > 0:
            weights[_CODE_OF.get(name, plain)] += weight
    return max(sorted(weights), key=lambda code: weights[code], default=plain)


def _span(matching: Matching, clause: ClauseSignals, code: str) -> Span:
    """The words that the code means: a value, the words without a source, the verb, the clause."""
    kinds = _VALUE_KINDS.get(code)
    if kinds is not None:
        odd = [
            i
            for i in clause.tokens
            if i in matching.values and matching.values[i].value.kind in kinds
        ]
        if odd:
            worst = max(odd, key=lambda i: matching.values[i].different - matching.values[i].equal)
            return matching.sentence.cover([worst])
    if code in {"H3", "H5", "H8", "H9"} and not clause.missing:
        verbs = [i for i in clause.tokens if matching.sentence.tokens[i].kind in _VERB_GROUP]
        if verbs:
            return matching.sentence.cover(_longest_run(verbs))
    if clause.missing:
        return matching.sentence.cover(_longest_run(list(clause.missing), gap=3))
    return matching.sentence.cover(clause.tokens)


def _longest_run(indices: Sequence[int], *, gap: int = 1) -> list[int]:
    """The longest stretch of token numbers that follow each other with steps of `gap` at most."""
    runs: list[list[int]] = []
    for index in indices:
        if runs and index - runs[-1][-1] <= gap:
            runs[-1].append(index)
        else:
            runs.append([index])
    return max(runs, key=len)
