"""Phrases of this field that say the same thing: "on the fence" and "ambivalent".

The groups are data (`data/lexicon/paraphrases`), written from knowledge of the field. A phrase may
stand in several groups, since many words have several meanings; two texts meet where one group has
a phrase in each. Inflection does not count, nor do articles and possessives inside a phrase.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from notegen.evidence.lexicon import FOLDER, lexicon
from notegen.evidence.morphology import Morphology
from notegen.evidence.spelling import american

_SKIPPED: Final = frozenset("a an the his her their my our your its this that these those".split())


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words `[start:end]` of a text that belong to the group number `group`."""

    group: int
    start: int
    end: int


class Paraphrases:
    """Read-only look-up over the groups; see `paraphrases()` for the shipped ones."""

    def __init__(self, groups: Sequence[Sequence[str]], morphology: Morphology) -> None:
        self._morphology = morphology
        stems: dict[str, str] = {}
        single: dict[str, set[int]] = defaultdict(set)
        longer: dict[tuple[str, str], set[tuple[tuple[str, ...], int]]] = defaultdict(set)
        for number, group in enumerate(groups):
            for phrase in group:
                words = [word for word in phrase.split() if word not in _SKIPPED]
                for word in words:
                    if word not in stems:
                        stems[word] = self.stem(word)
                stemmed = tuple(stems[word] for word in words)
                if len(stemmed) == 1:
                    single[stemmed[0]].add(number)
                elif stemmed:
                    longer[stemmed[0], stemmed[1]].add((stemmed, number))
        self._single: Mapping[str, tuple[int, ...]] = {
            stem: tuple(sorted(numbers)) for stem, numbers in single.items()
        }
        self._longer: Mapping[tuple[str, str], tuple[tuple[tuple[str, ...], int], ...]] = {
            start: tuple(sorted(entries)) for start, entries in longer.items()
        }

    def stem(self, word: str) -> str:
        """The form under which the inflections of a folded word meet."""
        return self._morphology.stem(american(word.removesuffix("'s")))

    def find(self, words: Sequence[str]) -> list[Phrase]:
        """All phrases in folded words; time is linear in the number of words."""
        kept = [index for index, word in enumerate(words) if word not in _SKIPPED]
        stems = [self.stem(words[index]) for index in kept]
        found = []
        for place, stem in enumerate(stems):
            start = kept[place]
            found += [Phrase(group, start, start + 1) for group in self._single.get(stem, ())]
            if place + 1 == len(stems):
                break
            for phrase, group in self._longer.get((stem, stems[place + 1]), ()):
                if tuple(stems[place : place + len(phrase)]) == phrase:
                    found.append(Phrase(group, start, kept[place + len(phrase) - 1] + 1))
        return found


@cache
def paraphrases() -> Paraphrases:
    """The shipped groups, read once."""
    groups: list[list[str]] = []
    for path in sorted((FOLDER / "paraphrases").glob("*.toml")):
        groups += read_groups(path)
    return Paraphrases(groups, lexicon().morphology)


def read_groups(path: Path) -> list[list[str]]:
    """The groups of one file; unknown keys and groups of one phrase are a `ValueError`."""
    table = tomllib.loads(path.read_text("utf-8"))
    if unknown := set(table) - {"version", "groups"}:
        raise ValueError(f"{path.name}: unknown keys {sorted(unknown)}")
    groups = [[phrase.strip() for phrase in line.split("|")] for line in table["groups"]]
    for group in groups:
        if len(group) < 2 or not all(group):
            raise ValueError(f"{path.name}: a group needs two phrases: {' | '.join(group)}")
    return groups
