"""Checking a note against its summary: what is unsupported, contradicted, invented or left out.

`check` reads the summary and each sentence the same way (`notegen.evidence.source`), aligns them,
and reports doubts as findings, never as exceptions. It keeps nothing between two calls.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from notegen.checks.ledger import ledger_of
from notegen.checks.omissions import missing_risk_findings, omissions_of
from notegen.checks.sentence import check_sentence, stated
from notegen.evidence.lexicon import lexicon
from notegen.evidence.source import Source, details_values, read_sentence, read_source
from notegen.model import CheckedSentence, CheckReport, DraftNote, Statement

__all__ = ["check", "checked"]


def check(note: DraftNote, *, answers: Sequence[str] = ()) -> CheckReport:
    """What the summary (with the details and the clinician's `answers`) supports of a note.

    Statements that are the clinician's own are never called invented; only a contradiction with
    the summary is pointed out. Ledger and `not_stated` describe the summary and the answers.
    """
    words = lexicon()
    summary = read_source("summary", note.summary.text, words)
    sources = [summary, *_other_sources(note, answers)]
    read_sources = stated(sources, words)
    checked: list[CheckedSentence] = []
    read_statements: list[Source] = []
    for section in note.sections:
        for index, statement in enumerate(section.statements):
            reading = read_sentence(statement.text, words)
            read_statements.append(reading)
            checked.append(
                check_sentence(statement, reading, read_sources, section=section.key, index=index)
            )
    beside = [read_sentence(statement.text, words) for statement in note.unplaced]
    omissions = omissions_of(summary, read_statements, beside, note)
    ledger, not_stated = ledger_of(sources, words)
    return CheckReport(
        sentences=tuple(checked),
        omissions=omissions,
        ledger=ledger,
        not_stated=not_stated,
        findings=missing_risk_findings(omissions, summary, words),
    )


def checked(note: DraftNote) -> DraftNote:
    """The draft with the findings, omissions and ledger of its present text."""
    report = check(note)
    return replace(
        note, findings=report.all_findings, omissions=report.omissions, ledger=report.ledger
    )


def _other_sources(note: DraftNote, answers: Sequence[str]) -> list[Source]:
    words = lexicon()
    typed = (s.text for s in _all(note) if s.is_clinicians and s.original is None)
    texts = [
        *(("details", value) for value in details_values(note.details)),
        *(("answer", answer) for answer in answers),
        *(("edit", text) for text in typed),
    ]
    return [read_source(name, text, words) for name, text in texts if text.strip()]


def _all(note: DraftNote) -> tuple[Statement, ...]:
    return (*note.statements, *note.unplaced)
