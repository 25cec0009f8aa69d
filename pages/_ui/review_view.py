"""What the review component shows of a draft: plain data, worded for a clinician."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from notegen import review
from notegen.model import (
    NOTHING_STATED,
    Author,
    DraftNote,
    Finding,
    Origin,
    Section,
    Statement,
    Weight,
)
from pages._ui.changes import place_of_answer
from pages._ui.component import define
from pages._ui.workspace import Workspace, today

if TYPE_CHECKING:
    from datetime import date

LOOKS_SHOWN = 3
QUESTIONS_SHOWN = 3
UNSAVED = (
    "Not saved: this draft is in memory only until you approve it. Locking keeps it there "
    "encrypted; if notegen or this computer stops, it is lost."
)

# Answers of one key. `text` becomes the clinician's own sentence, the words the button says of it;
# `own` asks for words of their own; neither writes nothing.
CHOICES: dict[str, list[dict[str, Any]]] = {
    "risk": [
        {
            "label": "Asked about suicidal ideation: denied",
            "text": "When asked, client denied suicidal ideation.",
        },
        {"label": "Present: in your words", "own": True},
        {"label": "Not assessed; say so", "text": "Risk was not assessed in this session."},
        {"label": "Not assessed; write nothing"},
    ]
}

mount = define("review", "review", "source.js", "row.js", "note.js", "approval.js", "main.js")

Data = dict[str, Any]


def review_data(work: Workspace, draft: DraftNote, author: Author, acks: dict[str, int]) -> Data:
    """The draft as the component draws it; all offsets in code points."""
    return {
        "acks": acks,
        "names": dict(work.names),
        "summary": draft.summary.text,
        "sections": [_section(draft, section) for section in draft.sections],
        "unplaced": [_statement(statement) for statement in draft.unplaced],
        "findings": [_finding(finding) for finding in draft.open_findings],
        "looks_shown": LOOKS_SHOWN,
        "omissions": [
            {"start": o.start, "end": o.end, "quote": o.quote, "code": o.code}
            for o in draft.omissions
        ],
        "unused": [
            {"start": u.start, "end": u.end, "quote": u.quote, "reason": u.reason}
            for u in draft.unused
        ],
        "questions": [
            {
                "topic": q.topic,
                "text": q.text,
                "place": _place(draft, q.topic),
                "choices": CHOICES.get(q.topic, []),
            }
            for q in draft.questions[:QUESTIONS_SHOWN]
        ],
        "ledger": _ledger(draft),
        "late": late_line(draft),
        "evidence": evidence_line(draft),
        "undo": work.history[-1].what if work.history else "",
        "attested": draft.attestation is not None,
        "blocked": blocked_line(work, draft, author),
        "notice": work.notice,
        "said": work.said,
        "status": UNSAVED,
    }


def blocked_line(work: Workspace, draft: DraftNote, author: Author) -> str:
    """Why the note cannot be signed yet, in one line; empty when nothing but the tick is left."""
    parts = []
    if missing := review.missing_for_signature(draft, author):
        parts.append(f"Still needed: {', '.join(missing)}.")
    if work.unreadable:
        parts.append(work.unreadable)
    stops = sum(finding.weight is Weight.STOP for finding in draft.open_findings)
    if stops:
        parts.append(f"{stops} Stop to settle." if stops == 1 else f"{stops} Stops to settle.")
    return " ".join(parts)


def evidence_line(draft: DraftNote) -> str:
    """How many sentences rest on what, as a sentence."""
    statements = draft.statements
    own = sum(s.is_clinicians for s in statements)
    unsupported = sum(_state(s) == "unsupported" for s in statements)
    found = len(statements) - own - unsupported
    if statements and found == len(statements):
        return f"All {found} sentences are from your summary" if found > 1 else "From your summary"
    parts = [f"{found} of {len(statements)} sentences from your summary"]
    if own:
        parts.append(f"{own} yours")
    if unsupported:
        parts.append(f"{unsupported} not in your summary")
    return ", ".join(parts)


def late_line(draft: DraftNote) -> str:
    """Both dates, where the note would be signed on a later day than the session's."""
    day, now = draft.details.date, today()
    if day is None or now <= day:
        return ""
    return f"Late entry: session of {_day(day)}, signed {_day(now)}."


def _day(day: date) -> str:
    return f"{day.day} {day:%b %Y}"


def _ledger(draft: DraftNote) -> Data:
    """Risk and mental status as stated, and the items on which the summary and answers are silent.

    Neither is ever a sentence of the note.
    """
    stated: dict[str, list[str]] = {}
    for entry in draft.ledger:
        if entry.state != "not_stated":
            said = f"{entry.state.replace('_', ' ')} ({entry.person}, {entry.time})"
            stated.setdefault(entry.item, []).append(said)
    return {
        "stated": [[item, "; ".join(dict.fromkeys(said))] for item, said in stated.items()],
        "silent": [entry.item for entry in draft.ledger if entry.state == "not_stated"],
    }


def _section(draft: DraftNote, section: Section) -> Data:
    hints = {spec.key: spec.definition for spec in draft.format.sections}
    return {
        "key": section.key,
        "title": section.title,
        "hint": hints.get(section.key, "A section of your own."),
        "empty": section.empty_reason or NOTHING_STATED,
        "statements": [_statement(statement) for statement in section.statements],
    }


def _statement(statement: Statement) -> Data:
    state = _state(statement)
    spans = [e for e in statement.evidence if e.source == "summary"]
    return {
        "id": statement.id,
        "text": statement.text,
        "state": state,
        "tag": _tag(statement, state),
        "basis": _BASIS[state],
        "spans": [[e.start, e.end] for e in spans],
        "quotes": [e.quote for e in spans],
        "original": statement.original or "",
    }


_BASIS = {
    "evidenced": "From your summary",
    "unsupported": "Not in your summary",
    "confirmed": "Confirmed by you",
    "yours": "Your own words",
}


def _state(statement: Statement) -> str:
    if statement.origin is Origin.CLINICIAN:
        return "yours"
    if statement.origin is Origin.CONFIRMED:
        return "confirmed"
    return "evidenced" if any(e.source == "summary" for e in statement.evidence) else "unsupported"


def _tag(statement: Statement, state: str) -> str:
    """The mark beside a sentence; a plain supported sentence needs none."""
    if state == "yours":
        return "Your edit" if statement.original is not None else "Your words"
    if state == "confirmed":
        return "Confirmed"
    if state == "unsupported":
        return "Not in your summary"
    return "Your edit" if statement.original is not None else ""


def _finding(finding: Finding) -> Data:
    return {
        "id": finding.id,
        "code": finding.code,
        "weight": finding.weight.value,
        "message": finding.message,
        "statement": finding.statement or "",
    }


def _place(draft: DraftNote, topic: str) -> str:
    key, _ = place_of_answer(draft, topic)
    return next(section.title for section in draft.sections if section.key == key)
