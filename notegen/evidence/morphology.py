"""Forms of English verbs and nouns, as far as clinical prose needs them.

Rules for the regular forms, a table (`data/lexicon/morphology.toml`) for the irregular verbs.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final

_VOWELS: Final = "aeiou"
_BE: Final = frozenset({"be", "am", "is", "are", "was", "were", "been", "being"})


@dataclass(frozen=True)
class Morphology:
    """Inflection and its undoing. Words are lower case."""

    irregular: Mapping[str, tuple[str, str]]
    doubling: frozenset[str]

    @classmethod
    def read(cls, path: Path) -> Morphology:
        """The tables in one file; unknown keys are refused with a `ValueError`."""
        table = tomllib.loads(path.read_text("utf-8"))
        if unknown := set(table) - {"version", "irregular", "doubling"}:
            raise ValueError(f"{path.name}: unknown keys {sorted(unknown)}")
        triples = [line.split() for line in table["irregular"]]
        return cls({b: (past, part) for b, past, part in triples}, frozenset(table["doubling"]))

    @property
    def bases(self) -> frozenset[str]:
        """The verbs of the irregular table."""
        return frozenset(self.irregular)

    def past(self, base: str) -> str:
        """Simple past: report -> reported, go -> went, deny -> denied, refer -> referred."""
        if base in self.irregular:
            return self.irregular[base][0]
        return self._ed(base)

    def participle(self, base: str) -> str:
        """Past participle: give -> given."""
        if base in self.irregular:
            return self.irregular[base][1]
        return self._ed(base)

    def gerund(self, base: str) -> str:
        """Present participle: practice -> practicing, refer -> referring, lie -> lying."""
        if base.endswith("ie"):
            return base[:-2] + "ying"
        if base.endswith("e") and not base.endswith(("ee", "ye", "oe")) and base != "be":
            return base[:-1] + "ing"
        return self._doubled(base) + "ing"

    def third(self, base: str) -> str:
        """Third person singular: deny -> denies, teach -> teaches, have -> has."""
        if base in {"have", "be", "do", "go"}:
            return {"have": "has", "be": "is", "do": "does", "go": "goes"}[base]
        if base.endswith("y") and base[-2:-1] not in _VOWELS:
            return base[:-1] + "ies"
        if base.endswith(("s", "x", "z", "ch", "sh", "o")):
            return base + "es"
        return base + "s"

    def forms(self, base: str) -> tuple[str, ...]:
        """All forms of a verb, base first."""
        if base == "be":
            return tuple(sorted(_BE))
        head, _, rest = base.partition(" ")
        tail = f" {rest}" if rest else ""
        forms = (head, self.third(head), self.past(head), self.participle(head), self.gerund(head))
        return tuple(dict.fromkeys(form + tail for form in forms))

    def stem(self, word: str) -> str:
        """A key under which the forms of one word meet: practiced, practices, practicing.

        Coarser than a lemma on purpose, and only ever compared with another stem.
        """
        base = self._irregular_forms.get(word)
        if base is not None:
            word = base
        for suffix in ("'s", "’s", "s'"):
            word = word.removesuffix(suffix)
        if len(word) > 4 and word.endswith("ies"):
            word = word[:-3] + "y"
        elif len(word) > 4 and word.endswith(("sses", "shes", "ches", "xes", "zes")):
            word = word[:-2]
        elif len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
            word = word[:-1]
        for suffix in ("ingly", "edly", "ing", "ied", "ed", "ly"):
            if word.endswith(suffix) and len(word) - len(suffix) >= 3:
                rest = word[: -len(suffix)]
                if any(vowel in rest for vowel in _VOWELS + "y"):
                    word = rest + ("y" if suffix == "ied" else "")
                    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "lsz":
                        word = word[:-1]
                    break
        word = word.removesuffix("e")
        return word[:-1] + "i" if len(word) > 2 and word.endswith("y") else word

    @cached_property
    def _irregular_forms(self) -> Mapping[str, str]:
        forms = dict.fromkeys(_BE, "be")
        for base, pair in self.irregular.items():
            if base != "be":
                forms |= dict.fromkeys(pair, base)
        return forms | {"has": "have", "does": "do", "goes": "go"}

    def _ed(self, base: str) -> str:
        if base.endswith("e"):
            return base + "d"
        if base.endswith("y") and base[-2:-1] not in _VOWELS:
            return base[:-1] + "ied"
        return self._doubled(base) + "ed"

    def _doubled(self, base: str) -> str:
        return base + base[-1] if base in self.doubling else base


def plural_noun(word: str) -> bool:
    """True when a noun looks plural; right often enough to choose between was and were."""
    lower = word.lower()
    if lower in {"children", "people", "men", "women", "feet", "teeth", "data", "both"}:
        return True
    return (
        len(lower) > 2
        and lower.endswith("s")
        and not lower.endswith(("ss", "us", "is", "ics", "'s", "news", "sis", "ness"))
    )
