"""Classes of words that change a claim each in its own way, from `wordclasses.toml`."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from notegen.evidence.lexicon import FOLDER, lexicon
from notegen.evidence.source import key_of


@dataclass(frozen=True, slots=True)
class WordClasses:
    """Folded words by class; `opposites` maps a key to the keys that say the opposite."""

    party: frozenset[str]
    frame: frozenset[str]
    degree: frozenset[str]
    cause: frozenset[str]
    certainty: frozenset[str]
    time: frozenset[str]
    tentative: frozenset[str]
    deed: frozenset[str]
    negative: frozenset[str]
    negation_stop: frozenset[str]
    gap: frozenset[str]
    moved: frozenset[str]
    calendar: frozenset[str]
    number: frozenset[str]
    opposites: Mapping[str, frozenset[str]]


@cache
def word_classes() -> WordClasses:
    """The shipped classes, read once."""
    table = tomllib.loads((FOLDER / "wordclasses.toml").read_text("utf-8"))
    del table["version"]
    pairs = [line.split("|") for line in table.pop("opposites")]
    opposites: dict[str, set[str]] = defaultdict(set)
    for one, other in pairs:
        for left in one.split():
            for right in other.split():
                first, second = key_of(left, lexicon()), key_of(right, lexicon())
                opposites[first].add(second)
                opposites[second].add(first)
    return WordClasses(
        **{name: frozenset(words.split()) for name, words in table.items()},
        opposites={key: frozenset(others) for key, others in opposites.items()},
    )
