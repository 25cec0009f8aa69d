"""What the summary states and the note does not carry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from notegen.checks.weights import is_critical, omission_finding
from notegen.evidence.clauses import Clause
from notegen.evidence.names import names
from notegen.evidence.source import ReadClause, Source
from notegen.model import DraftNote, Finding, Omission, Severity, Statement

_COVERED_SHARE: Final = 0.5  # of a clause's content words, in one sentence of the note
_LEFT_OUT: Final = "Your summary states a risk that the note leaves out."
_CITED_SHARE: Final = 0.34
_SET_ASIDE: Final = frozenset({"filler", "superseded", "kept_out", "logistics"})


def omissions_of(
    summary: Source, sentences: Sequence[Source], beside: Sequence[Source], note: DraftNote
) -> tuple[Omission, ...]:
    """Clauses of the summary whose content no sentence of the note holds.

    What was set aside with a reason (fillers, superseded words, logistics, kept out) is not an
    omission. What stands in a sentence beside the note is one only where it is critical: the
    signature does not cover it.
    """
    aside = [(u.start, u.end) for u in note.unused if u.reason in _SET_ASIDE]
    cited = _cited(note.statements)
    cited_beside = _cited(note.unplaced)
    found = []
    for clause in summary.clauses:
        if not clause.content or _inside(clause, aside) or _carried(clause, sentences, cited):
            continue
        code, severity = _class_of(clause.marked.clause)
        if severity is not Severity.CRITICAL and _carried(clause, beside, cited_beside):
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


def _carried(
    clause: ReadClause, sentences: Sequence[Source], cited: Sequence[tuple[int, int]]
) -> bool:
    """True when the sentences hold the clause; a sentence that cites it may say it shorter."""
    share = _CITED_SHARE if _inside(clause, cited) else _COVERED_SHARE
    return _covered(clause, sentences, share=share)


def _cited(statements: Sequence[Statement]) -> tuple[tuple[int, int], ...]:
    return tuple((e.start, e.end) for s in statements for e in s.evidence if e.source == "summary")


def missing_risk_findings(omissions: Sequence[Omission], summary: Source) -> tuple[Finding, ...]:
    """A Stop for each stated positive risk that the note leaves out."""
    found = []
    for omission in omissions:
        if omission.code != "O1":
            continue
        clause = next(c for c in summary.clauses if c.span.start == omission.start)
        cues = [c for c in clause.marked.clause.cues if c.name in {"risk", "safety_done"}]
        if cues and not any(clause.marked.negated[cue.start] for cue in cues):
            found.append(omission_finding(omission, _LEFT_OUT))
    return tuple(found)


def _covered(clause: ReadClause, sentences: Sequence[Source], *, share: float) -> bool:
    keys = clause.keys
    best = max((len(keys & sentence.keys) for sentence in sentences), default=0)
    if best >= share * len(keys):
        return True
    together = keys & frozenset(key for sentence in sentences for key in sentence.keys)
    return len(together) >= 0.8 * len(keys)


def _inside(clause: ReadClause, spans: Sequence[tuple[int, int]]) -> bool:
    middle = (clause.span.start + clause.span.end) // 2
    return any(start <= middle < end for start, end in spans)


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
    if clause.finite or clause.has("observed", "diagnosis"):
        return "O3", Severity.MAJOR
    return "O6", Severity.MINOR


def _names_drug(clause: Clause) -> bool:
    return any(word.lower in names().medications for word in clause.words)
