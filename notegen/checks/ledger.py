"""The risk and mental-status ledger: the state of each item, by person and time.

Silence gives `not_stated` and nothing else. Items and their words are `data/rules/ledger.toml`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from notegen.evidence.grammar import grammar
from notegen.evidence.lexicon import Lexicon, phrase_words
from notegen.evidence.source import ReadClause, Source
from notegen.evidence.syntax import CLIENT, CLINICIAN, OTHER, TOGETHER
from notegen.evidence.text import Span
from notegen.formats import DATA
from notegen.model import LedgerEntry

_ASKING: Final = frozenset({"ask", "screen", "assess", "inquire"})
_BEHIND: Final = 8  # words behind an item, and behind those named with it, where "neg" is about it
_BETWEEN: Final = frozenset(
    "/ , : - or and is was current currently suicidal homicidal ideation thoughts intent plan "
    "si hi self-harm today now says said she he they client".split()
)
_SAYING: Final = frozenset({"says", "said"})
_GOING_ON: Final = frozenset({"today", "reported", "endorsed", "voiced", "currently", "again"})
_ALONE: Final = 2  # words of a clause that says nothing else
_DENYING: Final = frozenset({"denies", "denied", "deny", "denying"})


@dataclass(frozen=True, slots=True)
class Item:
    """A ledger item: its name, the phrases that name it, whether its presence is critical.

    `alone` are phrases that name it only where nothing else stands in the clause.
    """

    name: str
    phrases: tuple[tuple[str, ...], ...]
    critical: bool
    alone: frozenset[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Rules:
    """The items, the phrases that give a state, and the words that answer a question.

    `behind` are words that say right behind an item that it is not there: "SI neg".
    """

    items: tuple[Item, ...]
    states: Mapping[str, tuple[str, ...]]
    answers: Mapping[str, frozenset[str]]
    behind: frozenset[str]


@cache
def rules() -> Rules:
    """The shipped rules, read once."""
    table = tomllib.loads((DATA / "rules" / "ledger.toml").read_text("utf-8"))
    items = tuple(
        Item(
            name,
            tuple(
                sorted((tuple(phrase_words(p)) for p in entry["phrases"]), key=len, reverse=True)
            ),
            bool(entry["critical"]),
            frozenset(tuple(phrase_words(phrase)) for phrase in entry.get("alone", ())),
        )
        for name, entry in table["item"].items()
    )
    return Rules(
        items,
        {state: tuple(phrases) for state, phrases in table["state"].items()},
        {state: frozenset(words) for state, words in table["answer"].items()},
        frozenset(table["absent_behind"]),
    )


def items() -> tuple[Item, ...]:
    """The items of the ledger in its order."""
    return rules().items


def ledger_of(
    sources: Sequence[Source], lexicon: Lexicon
) -> tuple[tuple[LedgerEntry, ...], tuple[str, ...]]:
    """All stated items in order, and the names of those in state `not_stated`."""
    found: dict[str, dict[LedgerEntry, None]] = {item.name: {} for item in items()}
    for source in sources:
        for item, entry, _ in items_named(source, lexicon):
            found[item.name][entry] = None
    entries: list[LedgerEntry] = []
    for name, stated in found.items():
        entries.extend(stated or [LedgerEntry(name, "not_stated")])
    return tuple(entries), tuple(name for name, stated in found.items() if not stated)


def items_named(source: Source, lexicon: Lexicon) -> list[tuple[Item, LedgerEntry, Span]]:
    """Each item that a text gives a state to, its entry, and the words that name it."""
    found = []
    for index, clause in enumerate(source.clauses):
        following = source.clauses[index + 1] if index + 1 < len(source.clauses) else None
        words = clause.marked.clause.words
        for item, start, end in _named_in(clause):
            state = _state(clause, (start, end), following, lexicon)
            if state is None:
                continue
            entry = LedgerEntry(item.name, state, _person(clause, start, lexicon), _time(clause))
            found.append((item, entry, Span(words[start].start, words[end - 1].end)))
    return found


def _named_in(clause: ReadClause) -> list[tuple[Item, int, int]]:
    """Items that a clause names, each once, with the range of words of its name."""
    lowers = clause.marked.clause.lowers
    named: dict[str, tuple[Item, int, int]] = {}
    for index, word in enumerate(lowers):
        for phrase, item in _phrases().get(word, ()):
            if item.name not in named and lowers[index : index + len(phrase)] == phrase:
                named[item.name] = (item, index, index + len(phrase))
    bare = tuple(low for low in lowers if low[:1].isalnum())
    for item in items() if 0 < len(bare) <= _ALONE else ():
        if bare in item.alone and item.name not in named:
            named[item.name] = (item, lowers.index(bare[-1]), lowers.index(bare[-1]) + 1)
    return list(named.values())


@cache
def _phrases() -> dict[str, tuple[tuple[tuple[str, ...], Item], ...]]:
    """First word -> phrases that start with it and their items, longest first."""
    table: dict[str, list[tuple[tuple[str, ...], Item]]] = {}
    for item in items():
        for phrase in item.phrases:
            table.setdefault(phrase[0], []).append((phrase, item))
    return {
        word: tuple(sorted(entries, key=lambda entry: -len(entry[0])))
        for word, entries in table.items()
    }


def _state(
    clause: ReadClause, named: tuple[int, int], following: ReadClause | None, lexicon: Lexicon
) -> str | None:
    """The state that a clause gives to the item it names there; None when it gives none."""
    lowers, (at, end) = clause.marked.clause.lowers, named
    text = " ".join(lowers)
    for state, phrases in rules().states.items():
        if any(phrase in text for phrase in phrases):
            return state
    if _asks(clause, at, lexicon):
        return _answered(clause, at, following)
    gone = _gone_behind(lowers, end)
    if gone is not None:
        return gone
    if clause.marked.negated[at]:
        return "denied" if clause.marked.negator in _DENYING else "absent"
    return "past" if clause.marked.past else "present"


def _gone_behind(lowers: Sequence[str], end: int) -> str | None:
    """Absent or denied for "SI neg", "SI/HI: denies both", "SI -, HI -", "SI: no": a sign behind
    the item and those named with it."""
    colon = False
    for place, word in enumerate(lowers[end : end + _BEHIND], end):
        after = lowers[place + 1] if place + 1 < len(lowers) else ""
        ends = not after[:1].isalnum()
        if word in rules().behind and (ends or after in _GOING_ON | grammar().preposition):
            return "absent"
        if word in {"-", "no"} and ends:
            return "denied" if _SAYING & set(lowers[end:place]) else "absent"
        if colon and word in _DENYING:
            return "denied"
        colon = colon or word == ":"
        if word not in _BETWEEN:
            return None
    return None


def _asks(clause: ReadClause, at: int, lexicon: Lexicon) -> bool:
    """True when the item was asked about and the clause itself says no more.

    "Client was asked about it" asks; "client asked about it" is the client's own question.
    """
    before = clause.marked.clause.lowers[:at]
    for index, word in enumerate(before):
        if lexicon.verb(word) in _ASKING:
            passive = index > 0 and before[index - 1] in {"was", "were", "been", "when"}
            return passive or not lexicon.client & set(before[:1])
    return False


def _answered(clause: ReadClause, at: int, following: ReadClause | None) -> str | None:
    """The answer to a question: in the rest of its clause, else in the clause behind it."""
    rest = list(clause.marked.clause.lowers[at + 1 :])
    rest += following.marked.clause.lowers[:6] if following is not None else ()
    for state, words in rules().answers.items():
        if words & set(rest):
            return state
    return None


def _person(clause: ReadClause, at: int, lexicon: Lexicon) -> str:
    """Whom the item is about: the person named last before it, the client where nobody is."""
    for word in reversed(clause.marked.clause.lowers[:at]):
        plain = word.removesuffix("'s")
        if plain in lexicon.client | lexicon.female | lexicon.male | lexicon.plural:
            return CLIENT
        role = lexicon.role(plain)
        if role is not None:
            return role
    person = clause.marked.clause.person
    return CLIENT if person in {None, CLIENT, CLINICIAN, TOGETHER, OTHER} else str(person)


def _time(clause: ReadClause) -> str:
    return "past" if clause.marked.past else "current"
