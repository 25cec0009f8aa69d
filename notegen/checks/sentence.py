"""One sentence of a note against its sources."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from notegen.checks.edits import typed_spans
from notegen.checks.known import Known
from notegen.checks.ledger import items_named
from notegen.checks.weights import finding, severity_of
from notegen.evidence.align import align, typed_evidence
from notegen.evidence.grammar import grammar
from notegen.evidence.lexicon import Lexicon
from notegen.evidence.names import names
from notegen.evidence.source import Content, Source
from notegen.evidence.text import Span
from notegen.model import (
    CheckedSentence,
    Evidence,
    Finding,
    Origin,
    Severity,
    Statement,
    Weight,
)

NOT_IN_SUMMARY: Final = "Not in your summary."
_STATED: Final = "Your summary states this; the sentence denies it."
_DENIED: Final = "Your summary denies this; the sentence states it."
_GONE: Final = frozenset({"denied", "absent"})
_UNSUPPORTED_SHARE: Final = 0.5  # from here on a sentence as a whole is not in the summary
_SUPPORTED_BELOW: Final = 0.5
# Log-odds of "not fully supported" for the named signals; the trained model takes their place.
_BASE: Final = -3.2
_PER_MISSING_SHARE: Final = 4.5
_PER_FINDING: Final = {Severity.CRITICAL: 5.0, Severity.MAJOR: 4.5, Severity.MINOR: 1.0}


@dataclass(frozen=True, slots=True)
class _Case:
    """A sentence with everything its tests look at."""

    statement: Statement
    sentence: Source
    known: Known
    lexicon: Lexicon
    missing: tuple[Content, ...]
    share: float


def check_sentence(
    statement: Statement,
    sentence: Source,
    known: Known,
    lexicon: Lexicon,
    *,
    section: str,
    index: int,
) -> CheckedSentence:
    """Evidence, findings and risk of one sentence."""
    content = [item for clause in sentence.clauses for item in clause.content]
    missing = tuple(item for item in content if not known.holds(item))
    share = len(missing) / len(content) if content else 0.0
    case = _Case(statement, sentence, known, lexicon, missing, share)
    found = _without_typed(statement, _findings(case))
    risk = _risk(case, found)
    return CheckedSentence(
        section=section,
        index=index,
        text=statement.text,
        risk=risk,
        supported=risk < _SUPPORTED_BELOW,
        evidence=_evidence(statement, sentence, known),
        findings=found,
    )


def _findings(case: _Case) -> tuple[Finding, ...]:
    found: list[Finding] = []
    if case.statement.origin is Origin.ENGINE:
        found += _invented_denials(case)
        found += _wrong_numbers(case)
        found += _unknown_drugs(case)
        found += _unknown_people(case)
        found += _wrong_dates(case)
    found += _flips(case)
    found += _contradicted_items(case)
    if case.statement.origin is Origin.ENGINE and not found:
        found += _unsupported(case)
    return _distinct(found)


def _distinct(found: Sequence[Finding]) -> tuple[Finding, ...]:
    """The findings without a second one of the same code over the same words."""
    kept: list[Finding] = []
    for item in sorted(found, key=lambda f: (f.start or 0) - (f.end or 0)):
        inside = any(other.id == item.id for other in kept) or any(
            other.code == item.code
            and (other.start or 0) < (item.end or 0)
            and (item.start or 0) < (other.end or 0)
            for other in kept
        )
        if not inside:
            kept.append(item)
    return tuple(sorted(kept, key=lambda f: (f.start or 0, f.end or 0, f.code)))


def _unsupported(case: _Case) -> list[Finding]:
    """The sentence as a whole, or its greater part, has no counterpart in the sources."""
    empty = not any(clause.content for clause in case.sentence.clauses)
    if case.share < _UNSUPPORTED_SHARE or empty:
        return []
    code = _code_by_content(case)
    severity = severity_of(case.sentence)
    span = _cover(case.missing)
    return [finding(case.statement, code, severity, NOT_IN_SUMMARY, start=span.start, end=span.end)]


def _code_by_content(case: _Case) -> str:
    clauses = [read.marked.clause for read in case.sentence.clauses]
    if case.statement.kind in {"plan", "homework.new"} or any(
        c.has("future", "referral") for c in clauses
    ):
        return "H3"
    if any(c.has("observed", "mood_subject") for c in clauses):
        return "H2"
    if any(c.has("intervention_noun") for c in clauses) or case.statement.kind == "intervention":
        return "H10"
    return "H1"


def _invented_denials(case: _Case) -> list[Finding]:
    """Something is denied or absent in the sentence that the sources never mention."""
    found = []
    for clause in case.sentence.clauses:
        gone = [c for c in clause.content if c.negated and c in case.missing]
        if gone and 2 * len(gone) >= sum(c.negated for c in clause.content):
            found.append(_denial(case, _cover(gone)))
    for item, entry, span in items_named(case.sentence, case.lexicon):
        if (
            entry.state in {"denied", "absent"}
            and item.critical
            and item.name not in case.known.items
        ):
            found.append(_denial(case, span))
    return found


def _denial(case: _Case, span: Span) -> Finding:
    message = "Your summary does not mention this; silence is not denial."
    severity = severity_of(case.sentence)
    return finding(case.statement, "H4", severity, message, start=span.start, end=span.end)


def _wrong_numbers(case: _Case) -> list[Finding]:
    """A number, dose, date or frequency that none of the sources holds."""
    found = []
    for quantity in case.sentence.quantities:
        wrong_unit = quantity.unit in {
            "mg",
            "mcg",
            "week",
            "day",
            "month",
            "year",
            "hour",
        } and not ({(quantity.value, quantity.unit), (quantity.value, "")} & case.known.measures)
        if quantity.value in case.known.values and not wrong_unit:
            continue
        if quantity.value == 1 and not quantity.written[:1].isdigit():
            continue  # "one of the", "first" carry no measure
        message = f"Your summary has no {quantity.written}."
        if quantity.value in case.known.values:
            message = f"Your summary has {quantity.written}, but not of this unit."
        severity = severity_of(case.sentence)
        found.append(
            finding(case.statement, "H6", severity, message, start=quantity.start, end=quantity.end)
        )
    return found


def _unknown_drugs(case: _Case) -> list[Finding]:
    """A medication that none of the sources names, under any of its names."""
    drugs = names().medications
    found = []
    for clause in case.sentence.clauses:
        for word in clause.marked.clause.words:
            if word.lower in drugs and drugs[word.lower] not in case.known.drugs:
                message = "Your summary does not name this medication."
                found.append(
                    finding(
                        case.statement,
                        "H1",
                        Severity.CRITICAL,
                        message,
                        start=word.start,
                        end=word.end,
                    )
                )
    return found


def _unknown_people(case: _Case) -> list[Finding]:
    """A person, by role or by name, who is in none of the sources."""
    found = []
    for item in case.missing:
        role = case.lexicon.role(item.word.lower)
        name = (
            item.word.text[:1].isupper()
            and not item.word.text.isupper()
            and item.word.start > 0
            and case.lexicon.verb(item.word.lower) is None
            and item.word.lower not in grammar().weekday | grammar().month
        )
        if role is None and not name:
            continue
        what = "this person" if role is not None else "this name"
        severity = severity_of(case.sentence)
        found.append(
            finding(
                case.statement,
                "H7" if role is not None else "H1",
                severity,
                f"Your summary does not mention {what}.",
                start=item.word.start,
                end=item.word.end,
            )
        )
    return found


def _flips(case: _Case) -> list[Finding]:
    """A word that the sentence negates and the sources affirm, or the reverse."""
    seen = case.known.polarity
    found = []
    for clause in case.sentence.clauses:
        opposite = [c for c in clause.content if seen.get(c.key) == frozenset({not c.negated})]
        alike = [c for c in clause.content if c.negated in seen.get(c.key, ())]
        if opposite and len(opposite) >= len(alike):
            span = _cover(opposite)
            message = _STATED if opposite[0].negated else _DENIED
            severity = severity_of(case.sentence)
            found.append(
                finding(case.statement, "H5", severity, message, start=span.start, end=span.end)
            )
    return found


def _contradicted_items(case: _Case) -> list[Finding]:
    """A risk or mental-status item that the sentence puts in the opposite state."""
    found = []
    for item, entry, span in items_named(case.sentence, case.lexicon):
        stated = case.known.states.get((item.name, entry.person), frozenset())
        if not stated or not item.critical:
            continue
        if entry.state in _GONE and stated == {"present"}:
            message = _STATED
        elif entry.state == "present" and stated <= _GONE:
            message = _DENIED
        else:
            continue
        severity = severity_of(case.sentence)
        found.append(
            finding(case.statement, "H5", severity, message, start=span.start, end=span.end)
        )
    return found


def _wrong_dates(case: _Case) -> list[Finding]:
    """A weekday or month that none of the sources names."""
    found = []
    calendar = grammar().weekday | grammar().month
    for clause in case.sentence.clauses:
        for word in clause.marked.clause.words:
            named = word.lower in calendar and word.text[:1].isupper()
            if not named or any(word.lower in source.lowers for source in case.known.sources):
                continue
            if word.lower == "may" and word.start == 0:
                continue
            severity = severity_of(case.sentence)
            found.append(
                finding(
                    case.statement,
                    "H6",
                    severity,
                    f"Your summary has no {word.text}.",
                    start=word.start,
                    end=word.end,
                )
            )
    return found


def _without_typed(statement: Statement, found: Sequence[Finding]) -> tuple[Finding, ...]:
    """Without doubts about words that the clinician typed into an engine's sentence.

    A conflict with the summary is still pointed out: a denial turned round (H5), or a number typed
    over one that came from the summary (H6, which then asks for a look and never stops).
    """
    typed = typed_spans(statement)
    over_number = any(char.isdigit() for char in statement.original or "")
    kept = []
    for item in found:
        by_hand = any(
            span.start <= (item.start or 0) and (item.end or 0) <= span.end for span in typed
        )
        if not by_hand or item.code == "H5":
            kept.append(item)
        elif item.code == "H6" and over_number:
            kept.append(replace(item, weight=Weight.LOOK))
    return tuple(kept)


def _evidence(statement: Statement, sentence: Source, known: Known) -> tuple[Evidence, ...]:
    if statement.origin is Origin.CLINICIAN:
        return typed_evidence(statement.text)
    if statement.evidence:
        return statement.evidence
    return align(sentence, [s for s in known.sources if s.name != "edit"])


def _risk(case: _Case, found: Sequence[Finding]) -> float:
    if case.statement.is_clinicians and not found:
        return 0.0
    odds = _BASE + _PER_MISSING_SHARE * case.share
    odds += sum(_PER_FINDING[item.severity] for item in found)
    return round(1 / (1 + math.exp(-odds)), 4)


def _cover(items: Sequence[Content]) -> Span:
    return Span(min(i.word.start for i in items), max(i.word.end for i in items))
