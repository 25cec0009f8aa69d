"""Reading a note back from text: what `notegen draft` printed, or what a person wrote.

A draft printed by `draft_text` begins with `DRAFT_MARK` and is read exactly: one bullet is one
sentence, whatever is in it. Anything else is read as people write notes, and no sentence is lost:
what stands under no heading that the format knows keeps the heading it has, or none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from notegen.errors import InputError
from notegen.export.text import BULLET, DRAFT_MARK, EMPTY_MARK, END_MARK

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from notegen.model import NoteFormat, SectionSpec

# A key up to this long is an abbreviation: `S:` is a heading, `s:` is not.
_ABBREVIATION: Final = 2
# A line this long that ends without a full stop was wrapped by an editor, not by its author.
_WRAPPED: Final = 60
_MAX_HEADING_WORDS: Final = 4
_BULLET: Final = re.compile(r"\s*(?:[-*+•‣▪◦–]|\d{1,2}[.)])\s+")
_RULE: Final = re.compile(r"\s*([-*_=])(?:\s*\1){2,}\s*")
_STOPS: Final = (".", "!", "?", "…", ":", ";")
_CLOSERS: Final = "\"'”’)] "
_SIGNATURE: Final = re.compile(r"\s*(?:reviewed and|electronically) signed by\b", re.IGNORECASE)
# Facts of the session that stand above a note: they come from the details, not the summary.
_DETAIL: Final = re.compile(
    r"""\s*(?:client|patient|name|mrn|dob|clinic|date|
    date\ of\ (?:birth|service|session)|time|start|stop|
    session\ (?:date|time|length|duration|number)|duration|cpt(?:\ code)?|modality|place|
    place\ of\ service|location|participants|present|treatment\ goal|clinician|therapist|provider
    )\s*:""",
    re.IGNORECASE | re.VERBOSE,
)
_TITLE_WORDS: Final = frozenset({"clinical", "progress", "session", "therapy", "note"})
# Repetitions are bounded: a hostile line of 20,000 blanks must not take quadratic time.
_MARKDOWN_HEADING: Final = re.compile(r"\s{0,3}#{1,6}\s(.+)$")
_SECOND_NAME: Final = re.compile(r"\(?(?P<name>[^():]{1,60}?)\)?[*_\s]{0,4}(?::|$)\s*(?P<rest>.*)$")
_BOLD_LINE: Final = re.compile(r"\s*(\*\*|__)(?!\s)([^*_]{1,60})\1:?\s*$")


def parse_note_text(
    text: str, note_format: NoteFormat, *, split: Callable[[str], Iterable[str]]
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """(section key, sentences) of a note in the order of the text; `split` makes the sentences.

    Headings may be titles or keys in any order and case, with or without colon, inline
    (`S: ...`, `Plan - ...`), bold or as Markdown headings. A heading that the format does not
    know is its own key; text above the first heading has the key "" unless the format has one
    section only. Session facts above the note, the signature and all below it are left out.

    Raises `InputError` for text that is empty or binary.
    """
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise InputError("The note is empty.")
    if any(char == "\x00" or "\ud800" <= char <= "\udfff" for char in text):
        raise InputError("The note looks like binary data; give UTF-8 text.")
    reader = _Reader(note_format, split)
    for line in re.split(r"\r\n|\n|\r", text):
        if line.strip() == END_MARK or _SIGNATURE.match(line):
            break
        reader.read(line)
    return reader.result()


class _Reader:
    """Collects sentences by section, line by line."""

    def __init__(self, note_format: NoteFormat, split: Callable[[str], Iterable[str]]) -> None:
        self._headings = _Headings(note_format)
        self._split = split
        self._found: dict[str, list[str]] = {}
        self._key = note_format.sections[0].key if len(note_format.sections) == 1 else ""
        self._open: list[str] = []  # lines of one text that the next line may continue
        self._after_blank = True
        self._exact = False
        self._above = True  # neither text nor a heading of the format yet

    def result(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        self._close()
        return tuple((key, tuple(sentences)) for key, sentences in self._found.items())

    def read(self, line: str) -> None:
        """Take in the next line."""
        after_blank, self._after_blank = self._after_blank, not line.strip()
        if not line.strip() or _RULE.fullmatch(line) or line.startswith(EMPTY_MARK):
            self._close()
        elif self._above and line.startswith(DRAFT_MARK):
            self._exact = True
        elif self._exact and line.startswith(BULLET):
            self._close()
            self._found.setdefault(self._key, []).append(line.removeprefix(BULLET).strip())
        elif heading := self._headings.known(line, seen=self._found):
            self._above = False
            self._start(*heading)
        elif self._above and (_DETAIL.match(line) or self._headings.is_title(line)):
            self._close()
        elif unknown := self._headings.unknown(line, after_blank=after_blank):
            self._start(unknown, "")
        else:
            self._above = False
            self._text(line)

    def _start(self, key: str, rest: str) -> None:
        self._close()
        self._key = key
        self._found.setdefault(key, [])
        self._open = [rest] if rest else []

    def _text(self, line: str) -> None:
        item = _BULLET.match(line)
        text = line[item.end() :].strip() if item else line.strip()
        if item or not (self._open and _continues(self._open[-1], text)):
            self._close()
        self._open.append(text)

    def _close(self) -> None:
        text = " ".join(self._open)
        if text:
            sentences = filter(None, (part.strip() for part in self._split(text)))
            self._found.setdefault(self._key, []).extend(sentences)
        self._open = []


def _continues(line: str, following: str) -> bool:
    if line.rstrip(_CLOSERS).endswith(_STOPS):
        return False
    return following[0].islower() or len(line) >= _WRAPPED


class _Headings:
    """Knows a heading when it sees one."""

    def __init__(self, note_format: NoteFormat) -> None:
        self._specs = note_format.sections
        self._keys: dict[str, str] = {}
        for spec in self._specs:
            self._keys.setdefault(_fold(spec.key), spec.key)
        for spec in self._specs:
            self._keys[_fold(spec.title)] = spec.key
        words = re.findall(r"\w+", f"{note_format.title} {note_format.key}".casefold())
        self._title_words = _TITLE_WORDS.union(words)
        self._line = _heading_pattern(self._specs)

    def known(self, line: str, *, seen: dict[str, list[str]]) -> tuple[str, str] | None:
        """(section key, text after the heading) where the line begins with a heading."""
        match = self._line.match(line)
        if not match:
            return None
        key = self._keys[_fold(match["name"])]
        rest = match["rest"].strip()
        if line.lstrip().startswith("#"):
            rest = rest.rstrip("# ")
        # `S: Subjective` and `Subjective (S):` name one section twice.
        again = _SECOND_NAME.match(rest)
        if again and self._keys.get(_fold(again["name"])) == key:
            rest = again["rest"]
        if match["name"] == key and key in seen:
            key = self._namesake(key, seen)
        return key, rest

    def is_title(self, line: str) -> bool:
        """True for a line such as `SOAP Note`, `# Progress note` or `Clinical note: SOAP`."""
        words = re.findall(r"\w+", line.casefold())
        return bool(words) and self._title_words.issuperset(words)

    def unknown(self, line: str, *, after_blank: bool) -> str | None:
        """The heading on this line that the format does not know; None where it is text."""
        if match := _MARKDOWN_HEADING.match(line):
            return match[1].strip("#*_: ") or None
        if match := _BOLD_LINE.match(line):
            return match[2].strip(": ") or None
        name, colon, rest = line.strip().partition(":")
        alone = bool(colon) and not rest and not _BULLET.match(line)
        short = 0 < len(name.split()) <= _MAX_HEADING_WORDS and name[0].isupper()
        return name if after_blank and alone and short else None

    def _namesake(self, key: str, seen: dict[str, list[str]]) -> str:
        """People head both Problem and Plan of a PIRP note with `P`: the second is the plan."""
        others = (s.key for s in self._specs if s.key.startswith(key) and s.key not in seen)
        return next(others, key)


def _heading_pattern(specs: tuple[SectionSpec, ...]) -> re.Pattern[str]:
    names: set[str] = set()
    for spec in specs:
        is_word = len(spec.key) > _ABBREVIATION
        names.add(f"(?i:{re.escape(spec.key)})" if is_word else re.escape(spec.key))
        title = re.escape(spec.title.removesuffix("s"))
        title = re.sub("behaviou?r", "behaviou?r", title, flags=re.IGNORECASE)
        names.add(f"(?i:{title}s?)")
    name = "|".join(sorted(names, key=lambda pattern: (-len(pattern), pattern)))
    mark, gap = r"(?:\*\*|__)?", r"\s{0,4}"
    bracketed = r"(?=\([^()]{0,60}\)[*_\s]{0,4}(?::|$))"
    return re.compile(
        rf"\s*(?:#{{1,6}}\s{{1,4}})?(?:[-*+•]\s{{1,4}})?{mark}(?P<name>{name}){gap}{mark}{gap}"
        rf"(?::|\)|[-–—](?=\s)|{bracketed}|(?=#{{0,6}}\s*$)){mark}\s*(?P<rest>.*)$"
    )


def _fold(name: str) -> str:
    """Spellings of one heading fold to one text: case, British spelling, plural, spaces."""
    folded = " ".join(name.casefold().split()).replace("behaviour", "behavior")
    return folded.removesuffix("s") if len(folded) > _ABBREVIATION else folded
