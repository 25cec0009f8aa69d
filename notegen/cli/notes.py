"""A note from outside, as `check` needs it: written by anyone, in text or JSON."""

from __future__ import annotations

from typing import Final

from notegen import serial
from notegen.cli.common import Formats
from notegen.errors import InputError
from notegen.evidence.segment import sentences
from notegen.export import parse_note_text
from notegen.model import (
    MAX_SUMMARY_CHARS,
    DraftNote,
    NoteFormat,
    Section,
    SessionDetails,
    SessionSummary,
    Statement,
)
from notegen.streams import read_text

# JSON carries evidence, offsets and doubts beside the words; a printed draft, what was not used.
_MAX_FILE_CHARS: Final = 1 << 20
_MAX_TEXT_CHARS: Final = serial.MAX_NOTE_CHARS + MAX_SUMMARY_CHARS
_ENGINE: Final = "unknown"


def read_note(
    source: str, formats: Formats, *, format_key: str | None
) -> tuple[NoteFormat, serial.Sections]:
    """The format and the sentences of a note file.

    What begins with a brace is JSON. Without `format_key` JSON names its format itself, and text
    is in the format that knows most of its headings. Raises `InputError`, or `FormatError` for an
    unknown format.
    """
    text = read_text(source, what="The note", max_chars=_MAX_FILE_CHARS)
    if text.lstrip().startswith("{"):
        named, sections = serial.read_note(serial.load_object(text))
        key = named if format_key is None else format_key
        if key is None:
            raise InputError("The note names no format; add --format.")
        return formats.get(key), sections
    if len(text) > _MAX_TEXT_CHARS:
        raise serial.too_long()
    if format_key is not None:
        return _parsed(text, formats.get(format_key))
    return max((_parsed(text, item) for item in formats.all()), key=_fit)


def as_draft(
    summary: SessionSummary,
    note_format: NoteFormat,
    sections: serial.Sections,
    *,
    details: SessionDetails,
) -> DraftNote:
    """A draft of these sentences, all of them an engine's claims without evidence as yet.

    A section that the format does not know is kept under its own key.
    """
    titles = {spec.key: spec.title for spec in note_format.sections}
    kinds = {spec.key: spec.takes[0] for spec in note_format.sections if spec.takes}
    return DraftNote(
        summary=summary,
        details=details,
        format=note_format,
        engine=_ENGINE,
        sections=tuple(
            Section(
                key,
                titles.get(key, key),
                tuple(
                    Statement(id=f"{key}:{index}", text=text, kind=kinds.get(key, "report"))
                    for index, text in enumerate(texts)
                ),
            )
            for key, texts in sections
        ),
    )


def _parsed(text: str, note_format: NoteFormat) -> tuple[NoteFormat, serial.Sections]:
    sections = parse_note_text(text, note_format, split=_sentences)
    return note_format, serial.limited(sections)


def _sentences(text: str) -> list[str]:
    return [text[span.start : span.end] for span in sentences(text)]


def _fit(candidate: tuple[NoteFormat, serial.Sections]) -> tuple[int, int]:
    """Prefers few headings that the format does not know, then many that it does."""
    note_format, sections = candidate
    known = {spec.key for spec in note_format.sections} & {key for key, _ in sections}
    return len(known) - len(sections), len(known)
