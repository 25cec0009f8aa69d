"""`notegen draft`: a summary becomes a note."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from time import perf_counter
from typing import Any, Final

import click

from notegen import serial
from notegen.cli.common import (
    Formats,
    each_line,
    formats_dir_option,
    hint_at_terminal,
    refuse_together,
)
from notegen.drafting import draft
from notegen.engines import Engine, rules_engine
from notegen.errors import InputError
from notegen.export import draft_text
from notegen.formats import DEFAULT_FORMAT
from notegen.model import (
    MAX_SUMMARY_CHARS,
    DraftNote,
    NoteFormat,
    SessionDetails,
    SessionSummary,
)
from notegen.streams import STDIN, read_text, write

MAX_LINE_BYTES: Final = 1 << 20


@click.command("draft", short_help="Draft a note from a summary.")
@click.argument("source", metavar="[FILE|-]", required=False)
@click.option("--format", "format_key", metavar="KEY", help="Note format.  [default: soap]")
@click.option(
    "--engine", "engine_name", metavar="NAME", default="rules", show_default=True, help="Engine."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON with evidence and offsets.")
@click.option("--jsonl", metavar="FILE|-", help="Draft one summary a line, from JSON Lines.")
@formats_dir_option
def draft_command(
    source: str | None,
    format_key: str | None,
    engine_name: str,
    as_json: bool,
    jsonl: str | None,
    formats_dir: Path | None,
) -> int:
    """Draft a note from the summary in FILE, or from standard input.

    With --jsonl, each line {"id","summary","format"} gives one line of JSON; --format then goes for
    lines that name none.
    """
    refuse_together({"FILE": source, "--jsonl": jsonl})
    formats = Formats(formats_dir)
    engine = _engine(engine_name)
    if jsonl is not None:
        drafter = _Drafter(engine, formats, fallback=format_key)
        return 0 if each_line(jsonl, drafter.answer, max_bytes=MAX_LINE_BYTES) else 1
    note_format = formats.get(DEFAULT_FORMAT if format_key is None else format_key)
    note, seconds = _timed_draft(
        _read_summary(STDIN if source is None else source), note_format, SessionDetails(), engine
    )
    if as_json:
        write(serial.dump(serial.draft_record(note, id=None, seconds=seconds)))
    else:
        write(draft_text(note))
    return 0


class _Drafter:
    """Answers lines of `draft --jsonl`."""

    def __init__(self, engine: Engine, formats: Formats, *, fallback: str | None) -> None:
        self._engine = engine
        self._formats = formats
        self._fallback = fallback
        if fallback is not None:
            formats.get(fallback)  # a wrong option is wrong usage, not a fault of each line

    def answer(self, record: Mapping[str, Any]) -> dict[str, Any]:
        request = serial.read_draft_request(record)
        note_format = self._formats.of_line(request.format, fallback=self._fallback)
        note, seconds = _timed_draft(request.summary, note_format, request.details, self._engine)
        return serial.draft_record(note, id=request.id, seconds=seconds)


def _timed_draft(
    summary: SessionSummary, note_format: NoteFormat, details: SessionDetails, engine: Engine
) -> tuple[DraftNote, float]:
    started = perf_counter()
    note = draft(summary, format=note_format, details=details, engine=engine)
    return note, perf_counter() - started


def _read_summary(source: str) -> SessionSummary:
    if source == STDIN:
        hint_at_terminal("the summary")
    return SessionSummary(read_text(source, what="The summary", max_chars=MAX_SUMMARY_CHARS))


def _engine(name: str) -> Engine:
    if name != "rules":
        raise InputError("There is no engine of that name. Choose one of: rules.")
    return rules_engine()
