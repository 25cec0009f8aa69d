"""The JSON of the contracts: what `draft` and `check` write, and what they read.

The order of the keys is part of the layout. Whatever is wrong with a line raises an `InputError`
that names the key and never quotes the value: a value may be clinical.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date, time
from typing import Any, Final

from notegen.errors import InputError, NotegenError
from notegen.model import (
    MAX_SUMMARY_CHARS,
    CheckReport,
    DraftNote,
    Evidence,
    Finding,
    Omission,
    SessionDetails,
    SessionSummary,
)

MAX_NOTE_CHARS: Final = 40_000
MAX_ANSWERS: Final = 100

# Line breaks to some readers of lines, commands to some terminals: written as escapes.
_UNSAFE: Final = re.compile("[\x7f-\x9f\u2028\u2029]")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME: Final = re.compile(r"[0-9]{2}:[0-9]{2}")

Id = str | int | None
Sections = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRequest:
    """A line of `draft --jsonl`. `format` is None where the line names none."""

    id: Id
    summary: SessionSummary
    format: str | None
    details: SessionDetails


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckRequest:
    """A line of `check --jsonl`. `sections` is (key, sentences) in the order of the line."""

    id: Id
    summary: SessionSummary
    format: str | None
    sections: Sections
    details: SessionDetails
    answers: tuple[str, ...]


def dump(record: Mapping[str, Any]) -> str:
    """`record` as one line of JSON with its line break."""
    text = json.dumps(record, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return _UNSAFE.sub(lambda match: f"\\u{ord(match[0]):04x}", text) + "\n"


def load_object(data: bytes | str) -> dict[str, Any]:
    """The JSON object in `data`.

    Raises `InputError` when it is not UTF-8, not JSON, not an object, or names a key twice (of two
    values under one key JSON readers drop one, and what is dropped is never checked).
    """
    try:
        text = data.decode("utf-8") if isinstance(data, bytes) else data
        value = json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse_constant)
    except UnicodeDecodeError:
        raise InputError("This is not UTF-8 text.") from None
    except json.JSONDecodeError as error:
        raise InputError(f"This is not valid JSON (at character {error.pos + 1}).") from None
    except (ValueError, RecursionError):
        raise InputError("This is JSON nested too deep or with a number out of range.") from None
    if not isinstance(value, dict):
        raise InputError("This is not a JSON object.")
    return value


def read_id(record: Mapping[str, Any]) -> Id:
    """The id of a line, a text or a whole number. Raises `InputError` without a usable one."""
    value = _required(record, "id")
    if isinstance(value, str):
        return _text(value, "id")
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    raise InputError("'id' must be a text or a whole number.")


def read_draft_request(record: Mapping[str, Any]) -> DraftRequest:
    """The request in one line of `draft --jsonl`; keys that `draft` does not know are ignored.

    Raises `InputError` when a key is missing or its value cannot be used.
    """
    return DraftRequest(
        id=read_id(record),
        summary=SessionSummary(_text(_required(record, "summary"), "summary")),
        format=_format_key(record),
        details=_details(record.get("details")),
    )


def read_check_request(record: Mapping[str, Any]) -> CheckRequest:
    """The request in one line of `check --jsonl`; keys that `check` does not know are ignored.

    Raises `InputError` when a key is missing or its value cannot be used.
    """
    return CheckRequest(
        id=read_id(record),
        summary=SessionSummary(_text(_required(record, "summary"), "summary")),
        format=_format_key(record),
        sections=_sections(_required(record, "sections")),
        details=_details(record.get("details")),
        answers=_answers(record.get("answers")),
    )


def read_note(record: Mapping[str, Any]) -> tuple[str | None, Sections]:
    """(format key, sections) of a note in JSON: what `draft --json` printed, or a line of `check`.

    Raises `InputError` when it is neither.
    """
    sections = _required(record, "sections")
    if isinstance(sections, list):
        return _format_key(record), limited(tuple(_drafted(section) for section in sections))
    return _format_key(record), _sections(sections)


def limited(sections: Sections) -> Sections:
    """`sections` themselves. Raises `InputError` when they are longer than a note can be."""
    if sum(len(text) + 1 for _, texts in sections for text in texts) > MAX_NOTE_CHARS:
        raise too_long()
    return sections


def too_long() -> InputError:
    """The error for a note that is longer than a note can be."""
    return InputError(f"The note is too long; the limit is {MAX_NOTE_CHARS:,} characters.")


def draft_record(note: DraftNote, *, id: Id, seconds: float) -> dict[str, Any]:
    """A draft in the layout of `draft --json`."""
    places: dict[str | None, tuple[str, int]] = {
        statement.id: (section.key, index)
        for section in note.sections
        for index, statement in enumerate(section.statements)
    }
    return {
        "id": id,
        "format": note.format.key,
        "engine": note.engine,
        "sections": [
            {
                "key": section.key,
                "title": section.title,
                "statements": [
                    {"text": statement.text, "evidence": _evidence(statement.evidence)}
                    for statement in section.statements
                ],
                "empty_reason": section.empty_reason,
            }
            for section in note.sections
        ],
        "questions": [asdict(question) for question in note.questions],
        "findings": [
            _finding(finding, place=places.get(finding.statement, (None, None)))
            for finding in note.findings
        ],
        "omissions": [_omission(omission) for omission in note.omissions],
        "unused": [asdict(unused) for unused in note.unused],
        "seconds": round(seconds, 6),
        # Not in the note, yet drafted: a sentence is never dropped to look clean.
        "unplaced": [
            {"text": statement.text, "evidence": _evidence(statement.evidence)}
            for statement in note.unplaced
        ],
    }


def check_record(report: CheckReport, *, id: Id) -> dict[str, Any]:
    """A report in the layout of `check --json`; `findings` at its end are about the whole note."""
    return {
        "id": id,
        "sentences": [
            {
                "section": sentence.section,
                "index": sentence.index,
                "text": sentence.text,
                "risk": sentence.risk,
                "supported": sentence.supported,
                "evidence": _evidence(sentence.evidence),
                "findings": [_finding(finding) for finding in sentence.findings],
            }
            for sentence in report.sentences
        ],
        "omissions": [_omission(omission) for omission in report.omissions],
        "ledger": [asdict(entry) for entry in report.ledger],
        "not_stated": list(report.not_stated),
        "findings": [_finding(finding) for finding in report.findings],
    }


def error_record(error: Exception, *, id: Id, line: int) -> dict[str, Any]:
    """What takes the place of a line's result. Only our own errors are known to be safe to show."""
    if isinstance(error, NotegenError):
        name, message = type(error).__name__, str(error)
    else:
        name, message = "InternalError", f"a fault in notegen ({type(error).__name__})"
    return {"id": id, "error": {"type": name, "message": f"Line {line}: {message}"}}


def _evidence(evidence: tuple[Evidence, ...]) -> list[dict[str, Any]]:
    return [asdict(item) for item in evidence]


def _omission(omission: Omission) -> dict[str, Any]:
    return {
        "code": omission.code,
        "severity": omission.severity.value,
        "start": omission.start,
        "end": omission.end,
        "quote": omission.quote,
    }


def _finding(
    finding: Finding, *, place: tuple[str | None, int | None] | None = None
) -> dict[str, Any]:
    where = {} if place is None else {"section": place[0], "index": place[1]}
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "weight": finding.weight.value,
        "message": finding.message,
        **where,
        "start": finding.start,
        "end": finding.end,
    }


def _required(record: Mapping[str, Any], key: str) -> Any:
    if key not in record:
        raise InputError(f"'{key}' is missing.")
    return record[key]


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise InputError(f"'{name}' must be a text.")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise InputError(f"'{name}' holds half a character (a lone surrogate).") from None
    if "\x00" in value:
        raise InputError(f"'{name}' looks like binary data.")
    return value


def _format_key(record: Mapping[str, Any]) -> str | None:
    return _text(record["format"], "format") if "format" in record else None


def _sections(value: Any) -> Sections:
    if not isinstance(value, dict):
        raise InputError("'sections' must be an object of lists of sentences.")
    return limited(tuple((_text(key, "sections"), _texts(value[key])) for key in value))


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise InputError("Each section must be a list of sentences.")
    return tuple(_text(item, "sections") for item in value)


def _drafted(section: Any) -> tuple[str, tuple[str, ...]]:
    if not isinstance(section, dict) or not isinstance(section.get("statements"), list):
        raise InputError("Each section needs a 'key' and a list of 'statements'.")
    if not all(isinstance(statement, dict) for statement in section["statements"]):
        raise InputError("Each statement must be an object.")
    key = _text(_required(section, "key"), "key")
    return key, tuple(_text(_required(item, "text"), "text") for item in section["statements"])


def _answers(value: Any) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list) or len(value) > MAX_ANSWERS:
        raise InputError(f"'answers' must be a list of at most {MAX_ANSWERS} texts.")
    answers = tuple(_text(item, "answers") for item in value)
    if sum(len(answer) for answer in answers) > MAX_SUMMARY_CHARS:
        raise InputError(f"'answers' are too long; the limit is {MAX_SUMMARY_CHARS:,} characters.")
    return answers


def _details(value: Any) -> SessionDetails:
    if value is None:
        return SessionDetails()
    known = {field.name for field in fields(SessionDetails)}
    if not isinstance(value, dict) or not value.keys() <= known:
        raise InputError(f"'details' must be an object with some of: {', '.join(sorted(known))}.")
    found: dict[str, Any] = {}
    for key, item in value.items():
        if item is not None:
            found[key] = _detail(key, item)
    return SessionDetails(**found)


def _detail(key: str, value: Any) -> date | time | str:
    if key == "date":
        return _date(value, f"details.{key}")
    if key in ("start", "stop"):
        return _time(value, f"details.{key}")
    return _text(value, f"details.{key}")


def _date(value: Any, name: str) -> date:
    try:
        # The pattern first: Python reads more spellings of a date than the contract has.
        return date.fromisoformat(_matching(_DATE, value))
    except ValueError:
        raise InputError(f"'{name}' must be a date as YYYY-MM-DD.") from None


def _time(value: Any, name: str) -> time:
    try:
        return time.fromisoformat(_matching(_TIME, value))
    except ValueError:
        raise InputError(f"'{name}' must be a time as HH:MM.") from None


def _matching(pattern: re.Pattern[str], value: Any) -> str:
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise ValueError("not in the shape of the contract")
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    record = dict(pairs)
    if len(record) != len(pairs):
        raise InputError("A key stands twice in one object.")
    return record


def _refuse_constant(_name: str) -> Any:
    raise ValueError("NaN and Infinity are not JSON")
