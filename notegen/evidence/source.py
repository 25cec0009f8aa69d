"""A text read for checking: clauses, content words with polarity, numbers, names.

The same reading serves the summary, the clinician's answers and the sentences of the note, so that
both sides of a comparison are seen through the same eyes.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property

from notegen.evidence.clauses import split_clauses
from notegen.evidence.grammar import grammar
from notegen.evidence.lexicon import FOLDER, Lexicon
from notegen.evidence.names import names
from notegen.evidence.polarity import Marked, mark
from notegen.evidence.quantities import Quantity, quantities
from notegen.evidence.segment import lines, sentences
from notegen.evidence.spelling import american
from notegen.evidence.text import Span, Word, expand, tokenise
from notegen.model import SessionDetails


@dataclass(frozen=True, slots=True)
class Content:
    """A word that carries a claim: its key (stem or group), its place, and its polarity."""

    key: str
    word: Word
    negated: bool


@dataclass(frozen=True)
class ReadClause:
    """A clause with its content words; `span` is its place in the text."""

    marked: Marked
    content: tuple[Content, ...]
    span: Span

    @cached_property
    def keys(self) -> frozenset[str]:
        """Keys of its content words."""
        return frozenset(item.key for item in self.content)


@dataclass(frozen=True)
class Source:
    """A text, read: its name as in `Evidence.source`, its clauses and quantities.

    `labels` are the headings of its lines: words that a note may use, but no statement.
    """

    name: str
    text: str
    clauses: tuple[ReadClause, ...]
    quantities: tuple[Quantity, ...] = field(default=())
    labels: tuple[ReadClause, ...] = field(default=())

    @cached_property
    def keys(self) -> frozenset[str]:
        """Keys of all content words of the text."""
        return frozenset(key for c in (*self.clauses, *self.labels) for key in c.keys)

    @cached_property
    def lowers(self) -> frozenset[str]:
        """All folded words."""
        return frozenset(
            word.lower for clause in self.clauses for word in clause.marked.clause.words
        )


@dataclass(frozen=True)
class Equivalents:
    """Words without a claim, and the key under which equivalent words meet."""

    empty: frozenset[str]
    group: Mapping[str, str]


@cache
def equivalents() -> Equivalents:
    """The shipped groups, read once."""
    table = tomllib.loads((FOLDER / "equivalents.toml").read_text("utf-8"))
    group: dict[str, str] = {}
    for line in table["groups"]:
        words = line.split()
        for word in words:
            group.setdefault(word, f"={words[0]}")
    return Equivalents(frozenset(table["empty"]), group)


def read_source(name: str, text: str, lexicon: Lexicon) -> Source:
    """A text of several lines and sentences, read whole."""
    clauses: list[ReadClause] = []
    labels: list[ReadClause] = []
    for line in lines(text):
        spans = sentences(text, start=line.body.start, end=line.body.end)
        for span in spans:
            clauses.extend(_read_sentence(text, span, lexicon))
        if line.label is not None:
            labels.extend(_read_sentence(text, line.label, lexicon))
    return Source(name, text, tuple(clauses), quantities(text), tuple(labels))


def details_values(details: SessionDetails) -> tuple[str, ...]:
    """The details that are given, as texts: evidence with source `details` points into one of them.

    In order: client, date (ISO), start, stop, CPT code, modality, place, participants, goal.
    """
    values = (
        details.client,
        "" if details.date is None else details.date.isoformat(),
        "" if details.start is None else details.start.isoformat("minutes"),
        "" if details.stop is None else details.stop.isoformat("minutes"),
        details.cpt,
        details.modality,
        details.place,
        details.participants,
        details.goal,
    )
    return tuple(value for value in values if value.strip())


def read_sentence(text: str, lexicon: Lexicon) -> Source:
    """One sentence of a note, read."""
    clauses = _read_sentence(text, Span(0, len(text)), lexicon)
    return Source("note", text, tuple(clauses), quantities(text))


def key_of(word: str, lexicon: Lexicon) -> str:
    """The key under which a folded word meets its equivalents."""
    groups = equivalents().group
    word = american(word.removesuffix("'s"))
    drug = names().medications.get(word)
    if drug is not None:
        return f"={drug}"
    if word in groups:
        return groups[word]
    role = lexicon.role(person_word(word))
    if role is not None:
        return f"={role}"
    stem = lexicon.morphology.stem(word)
    return groups.get(stem, stem)


def person_word(word: str) -> str:
    """The word for a person without its ending: "mom's", "mom'll" -> "mom"."""
    return word.partition("'")[0] if word.endswith(("'s", "'ll", "'d")) else word


def _read_sentence(text: str, span: Span, lexicon: Lexicon) -> list[ReadClause]:
    words = expand(tokenise(text, start=span.start, end=span.end), lexicon)
    return [
        ReadClause(marked, _content(marked, lexicon), _span_of(marked))
        for marked in mark(split_clauses(words, lexicon))
    ]


def _span_of(marked: Marked) -> Span:
    words = marked.clause.words
    return Span(min(w.start for w in words), max(w.end for w in words))


def _content(marked: Marked, lexicon: Lexicon) -> tuple[Content, ...]:
    rules = grammar()
    empty = equivalents().empty
    found: list[Content] = []
    for word, negated in zip(marked.clause.words, marked.negated, strict=True):
        lower = word.lower
        if (
            not word.is_word
            or word.is_number
            or lower.removesuffix("'s") in empty
            or lower in rules.preposition
            or lower in rules.determiner
            or lower in rules.auxiliary
            or lower in rules.contracted
        ):
            continue
        found.append(Content(key_of(lower, lexicon), word, negated))
    return tuple(found)
