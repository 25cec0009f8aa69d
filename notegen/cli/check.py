"""`notegen check`: does a note say what its summary says?"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import click

from notegen import serial
from notegen.checks import check
from notegen.cli.common import Formats, each_line, formats_dir_option, refuse_together
from notegen.cli.notes import as_draft, read_note
from notegen.cli.show import report_text
from notegen.errors import InputError
from notegen.model import (
    MAX_SUMMARY_CHARS,
    CheckReport,
    NoteFormat,
    SessionDetails,
    SessionSummary,
    Weight,
)
from notegen.streams import STDIN, read_text, write

MAX_LINE_BYTES: Final = 4 << 20
STOP_FOUND: Final = 3


@click.command("check", short_help="Check a note against its summary.")
@click.option("--summary", "summary_source", metavar="FILE|-", help="The summary.")
@click.option(
    "--note", "note_source", metavar="FILE|-", help="The note, as text with headings or as JSON."
)
@click.option(
    "--format", "format_key", metavar="KEY", help="Note format.  [default: what the note tells]"
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON with evidence and offsets.")
@click.option("--jsonl", metavar="FILE|-", help="Check one note a line, from JSON Lines.")
@click.option("--strict", is_flag=True, help="Exit with status 3 when a Stop is found.")
@formats_dir_option
def check_command(  # noqa: PLR0913 - click gives one parameter for each option
    *,
    summary_source: str | None,
    note_source: str | None,
    format_key: str | None,
    as_json: bool,
    jsonl: str | None,
    strict: bool,
    formats_dir: Path | None,
) -> int:
    """Check a note sentence by sentence against the summary it was made from.

    With --jsonl, each line {"id","summary","format","sections"} gives one line of JSON.
    """
    refuse_together({"--jsonl": jsonl, "--summary": summary_source})
    refuse_together({"--jsonl": jsonl, "--note": note_source})
    formats = Formats(formats_dir)
    if jsonl is not None:
        checker = _Checker(formats, fallback=format_key)
        went_well = each_line(jsonl, checker.answer, max_bytes=MAX_LINE_BYTES)
        return _status(went_well=went_well, stopped=strict and checker.found_stop)
    if summary_source is None or note_source is None:
        raise InputError("Give both --summary and --note, or --jsonl.")
    if summary_source == note_source == STDIN:
        raise InputError("Only one of --summary and --note can be standard input.")
    summary = SessionSummary(
        read_text(summary_source, what="The summary", max_chars=MAX_SUMMARY_CHARS)
    )
    note_format, sections = read_note(note_source, formats, format_key=format_key)
    report = _check(summary, note_format, sections)
    if as_json:
        write(serial.dump(serial.check_record(report, id=None)))
    else:
        write(report_text(report, note_format))
    return _status(went_well=True, stopped=strict and has_stop(report))


def has_stop(report: CheckReport) -> bool:
    """True when a finding blocks approval."""
    return any(finding.weight is Weight.STOP for finding in report.all_findings)


class _Checker:
    """Answers lines of `check --jsonl` and remembers whether any had a Stop."""

    def __init__(self, formats: Formats, *, fallback: str | None) -> None:
        self.found_stop = False
        self._formats = formats
        self._fallback = fallback
        if fallback is not None:
            formats.get(fallback)  # a wrong option is wrong usage, not a fault of each line

    def answer(self, record: Mapping[str, Any]) -> dict[str, Any]:
        request = serial.read_check_request(record)
        report = _check(
            request.summary,
            self._formats.of_line(request.format, fallback=self._fallback),
            request.sections,
            details=request.details,
            answers=request.answers,
        )
        self.found_stop |= has_stop(report)
        return serial.check_record(report, id=request.id)


def _check(
    summary: SessionSummary,
    note_format: NoteFormat,
    sections: serial.Sections,
    *,
    details: SessionDetails | None = None,
    answers: tuple[str, ...] = (),
) -> CheckReport:
    note = as_draft(summary, note_format, sections, details=details or SessionDetails())
    return check(note, answers=answers)


def _status(*, went_well: bool, stopped: bool) -> int:
    if not went_well:
        return 1
    return STOP_FOUND if stopped else 0
