"""The risk and mental-status ledger: the state of each item, by person and time.

Silence gives `not_stated` and nothing else. Items and their words are `data/rules/ledger.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from notegen.evidence.clauses import CLIENT, CLINICIAN, OTHER, TOGETHER
from notegen.evidence.lexicon import Lexicon, phrase_words
from notegen.evidence.source import ReadClause, Source
from notegen.formats import DATA
from notegen.model import LedgerEntry

_DENYING: Final = frozenset({"denies", "denied", "deny", "denying"})
_NOT_ASKED: Final = ("not asked", "not assessed", "didn't ask", "did not ask", "didn't assess",
                     "did not assess", "wasn't asked", "was not asked", "didn't screen", "not screened")
_DECLINED: Final = ("declined to answer", "declined to say", "refused to answer", "would not answer",
                    "wouldn't answer", "declined to discuss", "wouldn't say")
_EQUIVOCAL: Final = ("not sure", "unsure", "unclear", "couldn't say", "could not say", "maybe",
                     "possibly", "hard to say", "might have", "ambivalent")


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
            tuple(sorted((tuple(phrase_words(p)) for p in entry["phrases"]), key=len, reverse=True)),
            bool(entry["critical"]),
        )
        for name, entry in table["item"].items()
    )


def ledger_of(
    sources: Sequence[Source], lexicon: Lexicon
) -> tuple[tuple[LedgerEntry, ...], tuple[str, ...]]:
    """All stated items in order, and the names of those in state `not_stated`."""
    entries: list[LedgerEntry] = []
    silent: list[str] = []
    for item in items():
        found = [
            entry
            for source in sources
            for clause in source.clauses
            if (entry := _entry(item, clause)) is not None
        ]
        distinct = list(dict.fromkeys(found))
        if distinct:
            entries.extend(distinct)
        else:
            silent.append(item.name)
            entries.append(LedgerEntry(item.name, "not_stated"))
    return tuple(entries), tuple(silent)


def _entry(item: Item, clause: ReadClause) -> LedgerEntry | None:
    lowers = clause.marked.clause.lowers
    for phrase in item.phrases:
        for start in range(len(lowers) - len(phrase) + 1):
            if lowers[start : start + len(phrase)] == phrase:
                return LedgerEntry(
                    item.name, _state(clause, start), _person(clause), _time(clause)
                )
    return None


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
