"""Closed word classes of English, from `data/lexicon/grammar.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from notegen.evidence.lexicon import FOLDER


@dataclass(frozen=True, slots=True)
class Grammar:
    """Closed word classes from `grammar.toml`; `auxiliary` joins be, have, do and the modals."""

    be: frozenset[str]
    have: frozenset[str]
    do: frozenset[str]
    modal: frozenset[str]
    nominative: frozenset[str]
    contracted: frozenset[str]
    determiner: frozenset[str]
    preposition: frozenset[str]
    connector: frozenset[str]
    subordinator: frozenset[str]
    adverb: frozenset[str]
    adjectival: frozenset[str]
    descriptive: frozenset[str]
    complement_verbs: frozenset[str]
    weekday: frozenset[str]
    month: frozenset[str]
    takes_clause: frozenset[str]
    takes_infinitive: frozenset[str]
    noun_first: frozenset[str]
    object_pronoun: frozenset[str]

    auxiliary: frozenset[str]


@cache
def grammar() -> Grammar:
    """The shipped word classes, read once."""
    table = tomllib.loads((FOLDER / "grammar.toml").read_text("utf-8"))
    del table["version"]
    classes = {name: frozenset(words) for name, words in table.items()}
    auxiliary = classes["be"] | classes["have"] | classes["do"] | classes["modal"]
    return Grammar(**classes, auxiliary=auxiliary)
