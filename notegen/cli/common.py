"""What several commands share: where formats come from, and the walk over JSON Lines."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import click

from notegen import paths, serial
from notegen.errors import InputError, SetupError
from notegen.formats import list_formats, load_format
from notegen.model import NoteFormat
from notegen.streams import STDIN, Line, complain, open_input, read_lines, write

Work = Callable[[Mapping[str, Any]], dict[str, Any]]

formats_dir_option = click.option(
    "--formats-dir",
    metavar="DIR",
    type=click.Path(path_type=Path),
    help="Folder with format files of your own  [default: formats/ in the data folder]",
)


class Formats:
    """The formats of one run; each file is read once, so that a run has one meaning per format."""

    def __init__(self, folder: Path | None) -> None:
        """Raises `InputError` when a folder is named and is not there."""
        if folder is not None and not folder.is_dir():
            raise InputError("--formats-dir: there is no such folder.")
        self.folder = _own_formats() if folder is None else folder
        self.get: Callable[[str], NoteFormat] = cache(self._load)

    def of_line(self, key: str | None, *, fallback: str | None) -> NoteFormat:
        """The format that a line names, else the one of `--format`; `InputError` without either."""
        chosen = fallback if key is None else key
        if chosen is None:
            raise InputError("'format' is missing.")
        return self.get(chosen)

    def all(self) -> tuple[NoteFormat, ...]:
        """Every format; raises `FormatError` for the first broken file of the clinician's."""
        return list_formats(folder=self.folder)

    def _load(self, key: str) -> NoteFormat:
        return load_format(key, folder=self.folder)


def refuse_together(options: Mapping[str, object]) -> None:
    """Raises `InputError` when more than one of these options is given."""
    names = [name for name, value in options.items() if value is not None]
    if len(names) > 1:
        raise InputError(f"{' and '.join(names)} do not go together.")


def hint_at_terminal(what: str) -> None:
    """Tell someone who typed the bare command that it waits for them, and not the other way."""
    if sys.stdin is not None and sys.stdin.isatty():
        complain(f"Type or paste {what}, then press Ctrl+D on a line of its own.")


def each_line(source: str, work: Work, *, max_bytes: int) -> bool:
    """Write `work(record)` for every line of `source`, an error object for each that fails.

    Returns whether all lines went well. Raises `InputError` when there is no line, or none of
    them is text.
    """
    if source == STDIN:
        hint_at_terminal("JSON Lines")
    lines = failed = binary = 0
    with open_input(source, what="The input") as stream:
        for line in read_lines(stream, max_bytes=max_bytes):
            answer = _answer(line, work, max_bytes=max_bytes)
            lines += 1
            failed += "error" in answer
            binary += line.data is not None and b"\x00" in line.data
            write(serial.dump(answer))
    if not lines:
        raise InputError("The input is empty; give one JSON object a line.")
    if binary == lines:
        raise InputError("The input is binary or in UTF-16; give JSON Lines in UTF-8.")
    if failed:
        complain(f"{failed:,} of {lines:,} lines failed; the output says why.")
    return not failed


def _answer(line: Line, work: Work, *, max_bytes: int) -> dict[str, Any]:
    known: serial.Id = None
    try:
        if line.data is None:
            raise InputError(f"The line is too long; the limit is {max_bytes:,} bytes.")
        record = serial.load_object(line.data)
        known = serial.read_id(record)
        return work(record)
    except Exception as error:  # noqa: BLE001 - one bad line, even one that trips us, stops no run
        return serial.error_record(error, id=known, line=line.number)


def _own_formats() -> Path | None:
    try:
        return paths.data_folder().formats
    except SetupError:
        return None  # a home that cannot be written holds no formats, and drafting needs no home
