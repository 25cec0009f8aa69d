"""Severity of a doubt, and what it does to the reviewer (Stop, Look, Quiet)."""

from __future__ import annotations

import hashlib
from typing import Final

from notegen.evidence.clauses import Clause
from notegen.evidence.names import names
from notegen.evidence.source import Source
from notegen.evidence.text import Span
from notegen.model import Finding, Omission, Severity, Statement, Weight

_STOPPING: Final = frozenset({"H1", "H3", "H4", "H5", "H6", "H7", "H9", "H10"})
_CRITICAL_CUES: Final = ("risk", "risk_appraisal", "safety_done")
_MAJOR_CUES: Final = ("future", "referral", "intervention_noun", "diagnosis", "goal", "homework")


def is_critical(clause: Clause) -> bool:
    """True for suicide, self-harm, violence, abuse, safety plan and psychotropic medication."""
    return clause.has(*_CRITICAL_CUES) or any(
        word.lower in names().psychotropic for word in clause.words
    )


def severity_of(sentence: Source, span: Span) -> Severity:
    """How much harm a fault in these words of the sentence could do: what their clauses are about.

    Guideline of the data sets, decision 79: the wrong claim decides, not what stands beside it.
    """
    clauses = [
        read.marked.clause
        for read in sentence.clauses
        if read.span.start < span.end and span.start < read.span.end
    ]
    if any(is_critical(clause) or clause.has("medication") for clause in clauses):
        return Severity.CRITICAL
    return Severity.MAJOR


def finding(
    statement: Statement,
    code: str,
    severity: Severity,
    message: str,
    *,
    start: int,
    end: int,
) -> Finding:
    """A finding about a span of a statement, with its weight and a stable id."""
    return Finding(
        id=_stable_id(code, statement.id, statement.text[start:end]),
        code=code,
        severity=severity,
        weight=weight_of(code, severity, clinicians=statement.is_clinicians),
        message=message,
        statement=statement.id,
        start=start,
        end=end,
    )


def weight_of(code: str, severity: Severity, *, clinicians: bool) -> Weight:
    """Stop for an engine's critical fault of the stopping codes, Look for other critical and major.

    A clinician's own words never stop the approval.
    """
    if severity is Severity.CRITICAL and code in _STOPPING and not clinicians:
        return Weight.STOP
    return Weight.QUIET if severity is Severity.MINOR else Weight.LOOK


def _stable_id(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def omission_finding(omission: Omission, message: str) -> Finding:
    """A Stop about a part of the summary that the note leaves out; offsets are into the summary."""
    return Finding(
        id=_stable_id(omission.code, "note", omission.quote),
        code=omission.code,
        severity=omission.severity,
        weight=Weight.STOP,
        message=message,
        start=omission.start,
        end=omission.end,
    )
