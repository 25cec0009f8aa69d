"""What the summary states and the note does not carry."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import Final

from notegen.checks.ledger import items_named
from notegen.checks.weights import is_critical, omission_finding
from notegen.evidence.clauses import Clause
from notegen.evidence.lexicon import Lexicon
from notegen.evidence.names import names
from notegen.evidence.source import Content, ReadClause, Source
from notegen.model import DraftNote, Finding, Omission, Severity, Statement

_COVERED_SHARE: Final = 0.5  # of a clause's content words, in one sentence of the note
_LEFT_OUT: Final = "Your summary states a risk that the note leaves out."
_CITED_SHARE: Final = 0.34
_TOGETHER_SHARE: Final = 0.8
_MOST_HOLDERS: Final = 50  # sentences remembered for a word: a bound on degenerate notes
_SET_ASIDE: Final = frozenset({"filler", "superseded", "kept_out", "logistics"})


def omissions_of(
    summary: Source, sentences: Sequence[Source], beside: Sequence[Source], note: DraftNote
) -> tuple[Omission, ...]:
    """Clauses of the summary whose content no sentence of the note holds.

    What was set aside with a reason (fillers, superseded words, logistics, kept out) is not an
    omission. What stands in a sentence beside the note is one only where it is critical: the
    signature does not cover it.
    """
    aside = _Spans([(u.start, u.end) for u in note.unused if u.reason in _SET_ASIDE])
    inside = _Carrier(sentences, _cited(note.statements))
    outside = _Carrier(beside, _cited(note.unplaced))
    found = []
    for clause in summary.clauses:
        if not clause.content or aside.hold(clause) or inside.carries(clause):
            continue
        code, severity = _class_of(clause.marked.clause)
        if severity is not Severity.CRITICAL and outside.carries(clause):
            continue
        span = clause.span
        found.append(
            Omission(
                code=code,
                severity=severity,
                start=span.start,
                end=span.end,
                quote=span.of(summary.text),
            )
        )
    return tuple(found)


class _Spans:
    """Spans of the summary, merged, asked whether they hold the middle of a clause."""

    def __init__(self, spans: Sequence[tuple[int, int]]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], end)
            else:
                self._starts.append(start)
                self._ends.append(end)

    def hold(self, clause: ReadClause) -> bool:
        middle = (clause.span.start + clause.span.end) // 2
        at = bisect_right(self._starts, middle) - 1
        return at >= 0 and middle < self._ends[at]


class _Carrier:
    """Sentences, asked whether one of them holds most of a clause, or all of them nearly all.

    A critical clause is held only by words of the same polarity: "denied SI" does not carry "SI".
    """

    def __init__(self, sentences: Sequence[Source], cited: Sequence[tuple[int, int]]) -> None:
        self._cited = _Spans(cited)
        self._holders: dict[str, list[int]] = {}
        self._polar: dict[str, list[int]] = {}
        for number, sentence in enumerate(sentences):
            for key in sentence.keys:
                _hold(self._holders, key, number)
            for read in sentence.clauses:
                for item in read.content:
                    _hold(self._polar, _polar_key(item), number)

    def carries(self, clause: ReadClause) -> bool:
        """A sentence that cites the clause may say it shorter."""
        keys, holders = clause.keys, self._holders
        if is_critical(clause.marked.clause):
            keys = frozenset(_polar_key(item) for item in clause.content)
            holders = self._polar
        held = [holders[key] for key in keys if key in holders]
        best = max(Counter(number for numbers in held for number in numbers).values(), default=0)
        share = _CITED_SHARE if self._cited.hold(clause) else _COVERED_SHARE
        return best >= share * len(keys) or len(held) >= _TOGETHER_SHARE * len(keys)


def _hold(holders: dict[str, list[int]], key: str, number: int) -> None:
    numbers = holders.setdefault(key, [])
    if len(numbers) < _MOST_HOLDERS:
        numbers.append(number)


def _polar_key(item: Content) -> str:
    return f"{'-' if item.negated else '+'}{item.key}"


def _cited(statements: Sequence[Statement]) -> tuple[tuple[int, int], ...]:
    return tuple((e.start, e.end) for s in statements for e in s.evidence if e.source == "summary")


def missing_risk_findings(
    omissions: Sequence[Omission], summary: Source, lexicon: Lexicon
) -> tuple[Finding, ...]:
    """A Stop for each stated positive risk that the note leaves out.

    Positive is what the ledger calls present, a safety plan or report that was made, and words of
    risk that the ledger has no item for; what is denied, absent or not asked never stops.
    """
    stated = [
        (span, entry.state) for item, entry, span in items_named(summary, lexicon) if item.critical
    ]
    clauses = {clause.span.start: clause for clause in summary.clauses}
    found = []
    for omission in omissions:
        if omission.code != "O1":
            continue
        states = {s for span, s in stated if omission.start <= span.start < omission.end}
        if "present" in states or (not states and _affirms_risk(clauses[omission.start])):
            found.append(omission_finding(omission, _LEFT_OUT))
    return tuple(found)


def _affirms_risk(clause: ReadClause) -> bool:
    """True when words of risk, other than the bare word, stand there and are not negated."""
    marked = clause.marked
    return any(
        not marked.negated[cue.start]
        for cue in marked.clause.cues
        if cue.name in {"risk", "safety_done"}
        and marked.clause.lowers[cue.start : cue.end] != ("risk",)
    )


def _class_of(clause: Clause) -> tuple[str, Severity]:
    """O1..O6 and severity of an omitted clause."""
    if is_critical(clause) and not clause.has("medication") and not _names_drug(clause):
        return "O1", Severity.CRITICAL
    if clause.has("medication") or _names_drug(clause):
        return "O2", Severity.CRITICAL
    if clause.has("future", "plan_start", "referral", "weekday_next"):
        return "O5", Severity.MAJOR
    if clause.has("intervention_noun", "response", "homework"):
        return "O4", Severity.MAJOR
    if clause.finite or clause.has("symptom", "observed", "diagnosis"):
        return "O3", Severity.MAJOR
    return "O6", Severity.MINOR


def _names_drug(clause: Clause) -> bool:
    return any(word.lower in names().medications for word in clause.words)
