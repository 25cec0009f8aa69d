"""Note formats: versioned data files, the shipped ones and the clinician's own.

A format file is TOML: `key`, `title`, `version`, `description`, one `[[sections]]` table a section
(`key`, `title`, `definition`, `takes`, optionally `ask`) and `[[examples]]` that the tests run.
`takes` names kinds of fact (`data/rules/kinds.toml`); each kind goes to the first section that
takes it, and what no section takes is listed beside the note. Unknown keys are refused. What
belongs in which section follows the placement guide (see README, Decisions).
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, NoReturn

from notegen.errors import FormatError
from notegen.model import NoteFormat, SectionSpec

DATA: Final = Path(__file__).parent / "data"
SHIPPED: Final = DATA / "formats"
DEFAULT_FORMAT: Final = "soap"

_KEY = re.compile(r"[a-z][a-z0-9_]{0,31}")
_SECTION_KEY = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,31}")
_FORMAT_KEYS: Final = {"key", "title", "version", "description", "sections", "examples"}
_SECTION_KEYS: Final = {"key", "title", "definition", "takes", "ask"}
_EXAMPLE_KEYS: Final = {"summary", "expect"}


@dataclass(frozen=True, slots=True)
class FormatExample:
    """A summary, and for each section the phrases that its text must contain (none: empty)."""

    summary: str
    expect: Mapping[str, tuple[str, ...]]


def load_format(key: str, *, folder: Path | None = None) -> NoteFormat:
    """The format `key`, from the clinician's own `folder` first, else from the shipped ones.

    Raises `FormatError` when there is no such format or its file breaks the schema.
    """
    if folder is not None and _KEY.fullmatch(key) and (folder / f"{key}.toml").is_file():
        return read_format(folder / f"{key}.toml")
    if _KEY.fullmatch(key) and (SHIPPED / f"{key}.toml").is_file():
        return _shipped_format(key)
    known = ", ".join(note_format.key for note_format in list_formats(folder=folder))
    shown = key if _KEY.fullmatch(key) else "that name"
    raise FormatError(f"There is no note format '{shown}'. Choose one of: {known}.")


def list_formats(*, folder: Path | None = None) -> tuple[NoteFormat, ...]:
    """All formats in the order of their files' names, SOAP first; own ones replace shipped ones.

    Raises `FormatError` for the first file of `folder` that breaks the schema.
    """
    found = {path.stem: _shipped_format(path.stem) for path in sorted(SHIPPED.glob("*.toml"))}
    if folder is not None and folder.is_dir():
        found |= {path.stem: read_format(path) for path in sorted(folder.glob("*.toml"))}
    return tuple(sorted(found.values(), key=lambda item: (item.key != DEFAULT_FORMAT, item.key)))


def read_format(path: Path) -> NoteFormat:
    """The format in one file. Raises `FormatError` naming file, key path and remedy."""
    return _parse(_read_toml(path), path)[0]


def read_examples(path: Path) -> tuple[FormatExample, ...]:
    """The examples in a format file. Raises `FormatError` as `read_format` does."""
    return _parse(_read_toml(path), path)[1]


@cache
def known_kinds() -> Mapping[str, str]:
    """Every kind of fact a section can take, with its meaning."""
    table = tomllib.loads((DATA / "rules" / "kinds.toml").read_text("utf-8"))
    return {str(kind): str(meaning) for kind, meaning in table["kinds"].items()}


@cache
def _shipped_format(key: str) -> NoteFormat:
    return read_format(SHIPPED / f"{key}.toml")


def _read_toml(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise FormatError(f"{path.name}: not valid TOML: {error}.") from None
    except UnicodeDecodeError:
        raise FormatError(f"{path.name}: not UTF-8 text; save the file as UTF-8.") from None
    except OSError as error:
        raise FormatError(f"{path.name}: cannot be read ({error.strerror}).") from None


def _parse(table: dict[str, Any], path: Path) -> tuple[NoteFormat, tuple[FormatExample, ...]]:
    reader = _Reader(path.name)
    reader.refuse_unknown(table, _FORMAT_KEYS, "")
    key = reader.text(table, "key", "")
    if not _KEY.fullmatch(key):
        reader.fail("key", "use lower-case letters, digits and _, starting with a letter")
    if key != path.stem:
        reader.fail("key", f"must equal the file's name, '{path.stem}'")
    version = table.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        reader.fail("version", "must be a whole number from 1")
    sections = tuple(
        _section(reader, section, f"sections[{index}]")
        for index, section in enumerate(reader.tables(table, "sections", ""))
    )
    if not sections:
        reader.fail("sections", "needs at least one section")
    _refuse_repeats(reader, sections)
    note_format = NoteFormat(
        key=key,
        title=reader.text(table, "title", ""),
        version=version,
        description=reader.text(table, "description", ""),
        sections=sections,
    )
    examples = tuple(
        _example(reader, example, f"examples[{index}]", note_format)
        for index, example in enumerate(reader.tables(table, "examples", ""))
    )
    return note_format, examples


def _section(reader: _Reader, table: dict[str, Any], where: str) -> SectionSpec:
    reader.refuse_unknown(table, _SECTION_KEYS, where)
    key = reader.text(table, "key", where)
    if not _SECTION_KEY.fullmatch(key):
        reader.fail(f"{where}.key", "use letters, digits and _, starting with a letter")
    takes = reader.texts(table, "takes", where)
    for kind in takes:
        if kind not in known_kinds():
            reader.fail(f"{where}.takes", f"'{kind}' is not one of: {', '.join(known_kinds())}")
    return SectionSpec(
        key=key,
        title=reader.text(table, "title", where),
        definition=reader.text(table, "definition", where),
        takes=takes,
        ask=reader.text(table, "ask", where) if "ask" in table else "",
    )


def _example(
    reader: _Reader, table: dict[str, Any], where: str, note_format: NoteFormat
) -> FormatExample:
    reader.refuse_unknown(table, _EXAMPLE_KEYS, where)
    expect = table.get("expect")
    keys = {spec.key for spec in note_format.sections}
    if not isinstance(expect, dict) or not set(expect) <= keys:
        reader.fail(f"{where}.expect", f"must be a table with some of: {', '.join(sorted(keys))}")
    return FormatExample(
        summary=reader.text(table, "summary", where),
        expect={key: reader.texts(expect, key, f"{where}.expect") for key in expect},
    )


def _refuse_repeats(reader: _Reader, sections: tuple[SectionSpec, ...]) -> None:
    seen_keys: set[str] = set()
    seen_kinds: dict[str, str] = {}
    for spec in sections:
        if spec.key in seen_keys:
            reader.fail("sections", f"two sections have the key '{spec.key}'")
        seen_keys.add(spec.key)
        for kind in spec.takes:
            if kind in seen_kinds:
                reader.fail(
                    "sections",
                    f"'{kind}' is taken by both '{seen_kinds[kind]}' and '{spec.key}'; choose one",
                )
            seen_kinds[kind] = spec.key


class _Reader:
    """Reads typed values from a TOML table and names file and key path when one is wrong."""

    def __init__(self, file: str) -> None:
        self._file = file

    def fail(self, where: str, remedy: str) -> NoReturn:
        raise FormatError(f"{self._file}: {where}: {remedy}.")

    def refuse_unknown(self, table: dict[str, Any], allowed: set[str], where: str) -> None:
        for key in table:
            if key not in allowed:
                path = f"{where}.{key}" if where else key
                self.fail(path, f"unknown key; known here: {', '.join(sorted(allowed))}")

    def text(self, table: dict[str, Any], key: str, where: str) -> str:
        value = table.get(key)
        path = f"{where}.{key}" if where else key
        if not isinstance(value, str) or not value.strip():
            self.fail(path, "must be a text that is not empty")
        if any(unicodedata.category(char) == "Cc" and char != "\n" for char in str(value)):
            self.fail(path, "must not hold control characters")
        if key == "title" and len(str(value).splitlines()) > 1:
            self.fail(path, "must be one line")
        return str(value).strip()

    def texts(self, table: dict[str, Any], key: str, where: str) -> tuple[str, ...]:
        value = table.get(key)
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            self.fail(f"{where}.{key}", "must be a list of texts")
        return tuple(value or ())

    def tables(self, table: dict[str, Any], key: str, where: str) -> list[dict[str, Any]]:
        value = table.get(key, [])
        if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
            self.fail(f"{where}.{key}" if where else key, f"must be written as [[{key}]] tables")
        return list(value)
