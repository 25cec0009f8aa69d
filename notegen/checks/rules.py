"""Tests of one sentence that need no weighing: what they find is wrong, or worth a question.

Each compares one thing (a denial, a number, a drug, a person, a day, a ledger item) with all that
the sources hold. What only the sum of many small signs shows is left to `checks.risk`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from notegen.checks.known import Known
from notegen.checks.ledger import Item
from notegen.checks.weights import finding, severity_of
from notegen.evidence.lexicon import Lexicon
from notegen.evidence.matching import Matching
from notegen.evidence.source import Content, Source
from notegen.evidence.text import Span
from notegen.evidence.values import Value
from notegen.model import Finding, LedgerEntry, Origin, Severity, Statement

NOT_IN_SUMMARY: Final = "Not in your summary."
_STATED: Final = "Your summary states this; the sentence denies it."
_DENIED: Final = "Your summary denies this; the sentence states it."
_GONE: Final = frozenset({"denied", "absent"})
_UNITS: Final = frozenset({"mg", "mcg", "week", "day", "month", "year", "hour"})
_THINGS: Final = frozenset({"noun", "adjective", "risk", "observation", "drug", "technique"})
_TURNED: Final = _THINGS | {"verb", "intervention", "homework", "observed"}
# What is denied lies in the words beside these: "suicidal thoughts", "a wish to hurt others".
_LIGHT: Final = frozenset(
    {"thoughts", "thought", "wish", "desire", "ideation", "feelings", "others", "anyone", "acts"}
)
_ANY_RISK: Final = frozenset({"risk", "risks", "safety"})  # names none by itself
_SAME_SORT: Final = (frozenset({"mg", "mcg"}), _UNITS - {"mg", "mcg"})
_DENYING: Final = frozenset({"denies", "denied", "deny", "denying"})
_LICENSED: Final = 3  # faithful notes that add a word before it stops being news
_SURE: Final = 0.8  # grade of a match below which polarity is not compared
_UNSUPPORTED_SHARE: Final = 0.5  # from here on a sentence as a whole is not in the summary


@dataclass(frozen=True, slots=True)
class Case:
    """A sentence with everything its tests look at.

    `missing` are its content words that no source holds, `share` their part of all; `items` the
    ledger items that it gives a state to; `licence` has the words that faithful notes add on their
    own.
    """

    statement: Statement
    sentence: Source
    known: Known
    lexicon: Lexicon
    missing: tuple[Content, ...]
    share: float
    items: tuple[tuple[Item, LedgerEntry, Span], ...]
    matching: Matching
    licence: Mapping[str, int]

    def about(
        self, code: str, message: str, span: Span, *, severity: Severity | None = None
    ) -> Finding:
        """A finding about words of the sentence, as severe as what the sentence is about."""
        weight = severity or severity_of(self.sentence, span)
        return finding(self.statement, code, weight, message, start=span.start, end=span.end)


def findings_of(case: Case) -> tuple[Finding, ...]:
    """What the tests find, without doubles, in the order of the sentence."""
    found: list[Finding] = []
    if case.statement.origin is Origin.ENGINE:
        found += _invented_denials(case)
        found += _wrong_values(case)
        found += _unknown_drugs(case)
        found += _unknown_risks(case)
        found += _unknown_names(case)
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


def _unsupported(case: Case) -> list[Finding]:
    """The sentence as a whole, or its greater part, has no counterpart in the sources."""
    empty = not any(clause.content for clause in case.sentence.clauses)
    if not case.missing or case.share < _UNSUPPORTED_SHARE or empty:
        return []
    words = [item.word for item in case.missing]
    span = Span(min(word.start for word in words), max(word.end for word in words))
    return [case.about(code_by_content(case), NOT_IN_SUMMARY, span)]


def code_by_content(case: Case) -> str:
    """The code of something that no source mentions, by what the sentence is about."""
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


def _invented_denials(case: Case) -> list[Finding]:
    """Something is denied or absent in the sentence that the sources never mention."""
    tokens, matches = case.matching.sentence.tokens, case.matching.matches
    found = []
    for number, clause in case.matching.sentence.by_clause.items():
        if number in case.matching.sentence.gaps:
            continue
        denied = [i for i in clause if tokens[i].denied and tokens[i].kind in _THINGS]
        if any(matches[i].tokens for i in denied):
            denied = [i for i in denied if tokens[i].lower not in _LIGHT or matches[i].tokens]
        gone = [i for i in denied if not matches[i].tokens]
        news = [i for i in gone if case.licence.get(tokens[i].key, 0) < _LICENSED]
        listed = any(tokens[i].lower in _DENYING for i in clause)  # "denied nightmares and ..."
        if news and (len(gone) == len(denied) or (listed and 2 * len(gone) >= len(denied))):
            found.append(_denial(case, case.matching.sentence.cover(gone)))
    for item, entry, span in case.items:
        if (
            entry.state in _GONE
            and item.critical
            and item.name not in case.known.items
            and not _rests(case, span)
        ):
            found.append(_denial(case, span))
    return found


def _rests(case: Case, span: Span) -> bool:
    """True when the words of the span have a counterpart that the sources deny."""
    sources = case.matching.sources.tokens
    return all(
        any(sources[j].negated or sources[j].says_no for j in case.matching.matches[i].tokens)
        for i in case.matching.sentence.within(span.start, span.end)
        if case.matching.sentence.tokens[i].is_content
    )


def _denial(case: Case, span: Span) -> Finding:
    return case.about("H4", "Your summary does not mention this; silence is not denial.", span)


def _wrong_values(case: Case) -> list[Finding]:
    """A number, dose, day, frequency or person that none of the sources holds."""
    found = []
    for index, match in case.matching.values.items():
        value = match.value
        if match.equal >= 0 and not _other_unit(case, value):
            continue
        if value.kind == "person" and case.matching.matches[index].tokens:
            continue  # misspelled in the summary
        span = case.matching.sentence.cover([index])
        code, written = "H6", span.of(case.statement.text)
        if match.equal >= 0:
            message = f"Your summary has {written}, but not of this unit."
        elif value.kind == "person":
            code, message = "H7", "Your summary does not mention this person."
        else:
            message = f"Your summary has no {written}."
        found.append(case.about(code, message, span))
    return found


def _other_unit(case: Case, value: Value) -> bool:
    """True when the sources have the number with other units of its sort only."""
    if value.unit not in _UNITS:
        return False
    equals = case.matching.sources.by_value.get((value.kind, value.value), ())
    units = [other.unit for other in equals]
    sort = next(sort for sort in _SAME_SORT if value.unit in sort)
    return bool(units) and all(unit in sort and unit != value.unit for unit in units)


def _unknown_drugs(case: Case) -> list[Finding]:
    """A medication that none of the sources names, under any of its names."""
    message = "Your summary does not name this medication."
    return [
        case.about("H1", message, case.matching.sentence.cover([i]), severity=Severity.CRITICAL)
        for i in _unheld(case, "drug")
    ]


def _unheld(case: Case, kind: str) -> list[int]:
    """The tokens of a kind that no source holds."""
    tokens, matches = case.matching.sentence.tokens, case.matching.matches
    return [i for i, token in enumerate(tokens) if token.kind == kind and not matches[i].tokens]


def _unknown_risks(case: Case) -> list[Finding]:
    """A risk, a safety plan or an act of harm that the sentence states and no source speaks of."""
    tokens, matches = case.matching.sentence.tokens, case.matching.matches
    found = []
    for number, clause in case.matching.sentence.by_clause.items():
        if number in case.matching.sentence.gaps:
            continue
        named = [i for i in clause if tokens[i].kind == "risk" and tokens[i].lower not in _ANY_RISK]
        if named and not any(tokens[i].negated or matches[i].tokens for i in named):
            code = "H3" if code_by_content(case) == "H3" else "H1"
            span = case.matching.sentence.cover(named)
            found.append(case.about(code, NOT_IN_SUMMARY, span, severity=Severity.CRITICAL))
    return found


def _unknown_names(case: Case) -> list[Finding]:
    """A name that is in none of the sources."""
    tokens = case.matching.sentence.tokens
    message = "Your summary does not mention this name."
    return [
        case.about("H1", message, case.matching.sentence.cover([i]))
        for i in _unheld(case, "name")
        if case.lexicon.verb(tokens[i].lower) is None
        and case.licence.get(tokens[i].key, 0) < _LICENSED
    ]


def _flips(case: Case) -> list[Finding]:
    """A word that the sentence negates and the sources affirm, or the reverse.

    Only words close behind their negation count, and only where nothing near the other side says
    no in some other way ("none", "refused"): what is doubtful is left to the weighing.
    """
    found = []
    for clause in case.matching.sentence.by_clause.values():
        denied, affirmed = _turned(case, clause)
        for turned, message in ((denied, _STATED), (affirmed, _DENIED)):
            if turned:
                found.append(case.about("H5", message, case.matching.sentence.cover(turned)))
    return found


def _turned(case: Case, clause: Sequence[int]) -> tuple[list[int], list[int]]:
    """Tokens of a clause that it denies against its sources, and those that it affirms."""
    sentence, sources = case.matching.sentence.tokens, case.matching.sources.tokens
    says_no = case.matching.sentence.says_no
    denied: list[int] = []
    affirmed: list[int] = []
    alike, kept = 0, False
    for i in clause:
        rests, token = case.matching.matches[i].tokens, sentence[i]
        if not rests or token.kind not in _TURNED or case.matching.matches[i].grade < _SURE:
            continue
        if token.denied and not any(case.matching.sources.no_around(j) for j in rests):
            denied.append(i)
        elif not token.negated and not says_no and all(sources[j].denied for j in rests):
            affirmed.append(i)
        else:
            alike += 1
            kept = kept or (token.denied and any(sources[j].negated for j in rests))
    if kept:
        denied = []  # "not to stop the diazepam": what is denied is denied, the rest is its object
    if not denied and not affirmed:
        return [], []
    denied, affirmed = (_of_one_matter(case, clause, turned) for turned in (denied, affirmed))
    return (
        denied if len(denied) > alike or (alike == 1 and _predicate(case, denied)) else [],
        affirmed if len(affirmed) > alike or (alike == 1 and _predicate(case, affirmed)) else [],
    )


def _of_one_matter(case: Case, clause: Sequence[int], turned: Sequence[int]) -> list[int]:
    """Those tokens whose clause of the sources shares another word with this one, too.

    "He explored his idiom" is not against "the losses were not explored today". "Never until today"
    says that it happened.
    """
    sentence, sources = case.matching.sentence.tokens, case.matching.sources
    homes = {
        i: {sources.tokens[j].clause for j in case.matching.matches[i].tokens}
        for i in clause
        if sentence[i].kind in _TURNED
    }
    shared = Counter(home for found in homes.values() for home in found)
    return [
        i
        for i in turned
        if not homes[i] & sources.with_until
        and (len(homes) == 1 or any(shared[home] > 1 for home in homes[i]))
    ]


def _predicate(case: Case, turned: Sequence[int]) -> bool:
    """True when what is turned round is what the clause says of its subject: a verb."""
    sentence = case.matching.sentence.tokens
    return any(case.lexicon.verb(sentence[i].lower) is not None for i in turned)


def _contradicted_items(case: Case) -> list[Finding]:
    """A risk or mental-status item that the sentence puts in the opposite state."""
    found = []
    for item, entry, span in case.items:
        stated = case.known.states.get((item.name, entry.person), frozenset())
        if not stated or not item.critical:
            continue
        negated = _negated_there(case, span)
        says_no = case.matching.sentence.says_no
        if entry.state in _GONE and stated == {"present"} and not any(negated):
            message = _STATED
        elif entry.state == "present" and stated <= _GONE and all(negated) and not says_no:
            message = _DENIED
        else:
            continue
        found.append(case.about("H5", message, span))
    return found


def _negated_there(case: Case, span: Span) -> list[bool]:
    """For each counterpart of the words in a span, whether the sources negate it."""
    return [
        case.matching.sources.tokens[j].negated
        for i in case.matching.sentence.within(span.start, span.end)
        if case.matching.sentence.tokens[i].is_content
        for j in case.matching.matches[i].tokens
    ]
