"""`notegen formats`: list, show and check note formats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from notegen import serial
from notegen.cli.common import Formats, formats_dir_option, refuse_together
from notegen.drafting import draft
from notegen.errors import FormatError
from notegen.formats import FormatExample, read_examples, read_format
from notegen.model import NoteFormat
from notegen.streams import write


@click.command("formats", short_help="List note formats, or check a file of your own.")
@click.argument("key", required=False)
@click.option("--json", "as_json", is_flag=True, help="Print JSON, one format a line.")
@click.option(
    "--check",
    "file",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="Check a format file of your own, its examples included.",
)
@formats_dir_option
def formats_command(
    key: str | None, as_json: bool, file: Path | None, formats_dir: Path | None
) -> None:
    """List every note format with its sections, or the one named KEY."""
    refuse_together({"KEY": key, "--check": file})
    if file is not None:
        note_format, held = check_file(file)
        noun = "example holds" if held == 1 else "examples hold"
        write(f"{file.name}: good. {len(note_format.sections)} sections, {held} {noun}.\n")
        return
    formats = Formats(formats_dir)
    chosen = formats.all() if key is None else (formats.get(key),)
    if as_json:
        write("".join(serial.dump(asdict(note_format)) for note_format in chosen))
    else:
        write("\n".join(_text(note_format) for note_format in chosen))


def check_file(path: Path) -> tuple[NoteFormat, int]:
    """The format in a file and the number of its examples, all of which hold.

    Raises `FormatError` naming the file, the key path and the remedy.
    """
    note_format = read_format(path)
    examples = read_examples(path)
    for index, example in enumerate(examples):
        for problem in _misses(note_format, example):
            raise FormatError(f"{path.name}: examples[{index}].{problem}")
    return note_format, len(examples)


def _misses(note_format: NoteFormat, example: FormatExample) -> Iterator[str]:
    note = draft(example.summary, format=note_format)
    texts = {
        section.key: " ".join(statement.text for statement in section.statements)
        for section in note.sections
    }
    for key, phrases in example.expect.items():
        if not phrases and texts[key]:
            yield f"expect.{key}: the section is to be empty and is not; see what it takes."
        for index, phrase in enumerate(phrases):
            if phrase not in texts[key]:
                yield (
                    f"expect.{key}[{index}]: the phrase is not in the drafted section; "
                    "see what the sections take."
                )


def _text(note_format: NoteFormat) -> str:
    lines = [f"{note_format.key}  {note_format.title}", f"    {note_format.description}"]
    width = max(len(spec.key) for spec in note_format.sections)
    lines += [
        f"    {spec.key:{width}}  {spec.title}: {' '.join(spec.definition.split())}"
        for spec in note_format.sections
    ]
    return "\n".join(lines) + "\n"
