"""The risk and mental-status ledger: the state of each item, by person and time.

Silence gives `not_stated` and nothing else. Items and their words are `data/rules/ledger.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from notegen.evidence.lexicon import phrase_words
from notegen.evidence.source import ReadClause, Source
from notegen.evidence.syntax import CLIENT, CLINICIAN, OTHER, TOGETHER
from notegen.formats import DATA
from notegen.model import LedgerEntry

_DENYING: Final = frozenset({"denies", "denied", "deny", "denying"})
_NOT_ASKED: Final = (
    "not asked",
    "not assessed",
    "didn't ask",
    "did not ask",
    "didn't assess",
    "did not assess",
    "wasn't asked",
    "was not asked",
    "didn't screen",
    "not screened",
)
_DECLINED: Final = (
    "declined to answer",
    "declined to say",
    "refused to answer",
    "would not answer",
    "wouldn't answer",
    "declined to discuss",
    "wouldn't say",
)
_EQUIVOCAL: Final = (
    "not sure",
    "unsure",
    "unclear",
    "couldn't say",
    "could not say",
    "maybe",
    "possibly",
    "hard to say",
    "might have",
    "ambivalent",
)


@dataclass(frozen=True, slots=True)
class Item:
    """A ledger item: its name, the phrases that name it, whether its presence is critical."""

    name: str
    phrases: tuple[tuple[str, ...], ...]
    critical: bool


@cache
def items() -> tuple[Item, ...]:
    """The shipped items, read once."""
    table = tomllib.loads((DATA / "rules" / "ledger.toml").read_text("utf-8"))
    return tuple(
        Item(
            name,
            tuple(
                sorted((tuple(phrase_words(p)) for p in entry["phrases"]), key=len, reverse=True)
            ),
            bool(entry["critical"]),
        )
        for name, entry in table["item"].items()
    )


def ledger_of(
    sources: Sequence[Source],
) -> tuple[tuple[LedgerEntry, ...], tuple[str, ...]]:
    """All stated items in order, and the names of those in state `not_stated`."""
    found: dict[str, dict[LedgerEntry, None]] = {item.name: {} for item in items()}
    for source in sources:
        for clause in source.clauses:
            for name, start in _named_in(clause):
                entry = LedgerEntry(name, _state(clause, start), _person(clause), _time(clause))
                found[name][entry] = None
    entries: list[LedgerEntry] = []
    for name, stated in found.items():
        entries.extend(stated or [LedgerEntry(name, "not_stated")])
    return tuple(entries), tuple(name for name, stated in found.items() if not stated)


def _named_in(clause: ReadClause) -> list[tuple[str, int]]:
    """Items that a clause names, each once, with the word where its name starts."""
    lowers = clause.marked.clause.lowers
    named: dict[str, int] = {}
    for index, word in enumerate(lowers):
        for phrase, name in _phrases().get(word, ()):
            if name not in named and lowers[index : index + len(phrase)] == phrase:
                named[name] = index
    return list(named.items())


@cache
def _phrases() -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """First word -> phrases that start with it and their items, longest first."""
    table: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for item in items():
        for phrase in item.phrases:
            table.setdefault(phrase[0], []).append((phrase, item.name))
    return {
        word: tuple(sorted(entries, key=lambda entry: -len(entry[0])))
        for word, entries in table.items()
    }


def _state(clause: ReadClause, at: int) -> str:
    lowers = clause.marked.clause.lowers
    text = " ".join(lowers)
    if any(phrase in text for phrase in _NOT_ASKED):
        return "not_asked"
    if any(phrase in text for phrase in _DECLINED):
        return "declined"
    if any(phrase in text for phrase in _EQUIVOCAL):
        return "equivocal"
    if clause.marked.negated[at]:
        return "denied" if _DENYING & set(lowers) else "absent"
    return "past" if clause.marked.past else "present"


def _person(clause: ReadClause) -> str:
    person = clause.marked.clause.person
    if person in {None, CLIENT, CLINICIAN, TOGETHER, OTHER}:
        return "client"
    return str(person)


def _time(clause: ReadClause) -> str:
    return "past" if clause.marked.past else "current"
