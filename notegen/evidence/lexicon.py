"""The words of the field, loaded from `data/lexicon`: shorthand, verbs, people, cues.

A cue is a named list of phrases. `Lexicon.cues` finds all of them in a list of words in one pass
over a table keyed by first word, so time is linear in the text and does not grow with the lists.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from notegen.evidence.morphology import Morphology

FOLDER: Final = Path(__file__).parent.parent / "data" / "lexicon"


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase of the cue list `name` at words `[start:end]`."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class CueExamples:
    """Sentences that must (`yes`) and must not (`no`) contain the cue."""

    name: str
    yes: tuple[str, ...]
    no: tuple[str, ...]


class Lexicon:
    """Read-only look-ups over the lexicon files; see `lexicon()` for the shared instance."""

    def __init__(self, folder: Path) -> None:
        short = _read(
            folder / "abbreviations.toml",
            {"version", "expand", "keep", "expand_after_number", "expand_otherwise"},
        )
        verbs = _read(folder / "verbs.toml", {"version", "classes"})
        people = _read(
            folder / "people.toml",
            {
                "version",
                "client",
                "clinician",
                "together",
                "female",
                "male",
                "plural",
                "female_roles",
                "male_roles",
                "others",
            },
        )
        cues = _read(folder / "cues.toml", {"version", "cue"})
        self.morphology = Morphology.read(folder / "morphology.toml")
        self._exact: dict[str, str] = {k: v for k, v in short["expand"].items() if k != k.lower()}
        self._any_case: dict[str, str] = {
            k: v for k, v in short["expand"].items() if k == k.lower()
        }
        self._after_number: Mapping[str, str] = short["expand_after_number"]
        self._otherwise: Mapping[str, str] = short["expand_otherwise"]
        self._keep = frozenset(short["keep"]["terms"])
        self._verb_classes = {name: frozenset(words) for name, words in verbs["classes"].items()}
        self.verbs = (
            frozenset(
                word for words in self._verb_classes.values() for word in words if " " not in word
            )
            | self.morphology.bases
        )
        self.client = frozenset(people["client"])
        self.clinician = frozenset(people["clinician"])
        self.together = frozenset(people["together"])
        self.female = frozenset(people["female"])
        self.male = frozenset(people["male"])
        self.plural = frozenset(people["plural"])
        self._sex = dict.fromkeys(people["female_roles"], "she") | dict.fromkeys(
            people["male_roles"], "he"
        )
        self.roles = {word: role for role, words in people["others"].items() for word in words}
        self.examples = tuple(
            CueExamples(name, tuple(cue.get("yes", ())), tuple(cue.get("no", ())))
            for name, cue in cues["cue"].items()
        )
        self._phrases = self._index(cues["cue"])
        self._forms: dict[str, str] = self._verb_forms()
        phrases = (phrase for entries in self._phrases.values() for phrase, _, _ in entries)
        self._vocabulary = frozenset(self._forms).union(self.roles, *phrases)

    def expansion(self, short: str, *, after_number: bool = False) -> str | None:
        """What a short form stands for; None when it is an ordinary word or is kept."""
        if short in self._keep:
            return None
        if short in self._exact:
            return self._exact[short]
        lower = short.replace("’", "'").lower()
        if after_number and lower in self._after_number:
            return self._after_number[lower]
        return self._any_case.get(lower) or self._otherwise.get(lower)

    def verb(self, word: str) -> str | None:
        """Base form of a known verb in any inflection (folded); None where it is no known verb."""
        return self._forms.get(word)

    def verb_is(self, word: str, verb_class: str) -> bool:
        """True when the inflected `word` belongs to a class of `verbs.toml`."""
        base = self._forms.get(word)
        return base is not None and base in self._verb_classes[verb_class]

    def is_a(self, base: str | None, verb_class: str) -> bool:
        """True when the base form belongs to a class of `verbs.toml`."""
        return base is not None and base in self._verb_classes[verb_class]

    def knows(self, word: str) -> bool:
        """True when a cue phrase or a role begins with the word: no name, then."""
        return word in self._phrases or word in self.roles

    def knows_word(self, word: str) -> bool:
        """True when any lexicon file has the word, so that it is no typing error."""
        return word in self._vocabulary

    def pronouns_of(self, word: str) -> frozenset[str]:
        """Which of "she" and "he" could stand for the person that a word names; none: no person."""
        role = self.roles.get(word)
        if role is None:
            return frozenset()
        return frozenset({self._sex[role]}) if role in self._sex else frozenset({"she", "he"})

    def role(self, word: str) -> str | None:
        """The role of a person other than the two of the session ("mom" -> "mother")."""
        return self.roles.get(word)

    def cues(self, words: Sequence[str]) -> list[Cue]:
        """All cues in folded words; at one place the longest phrase of each list."""
        found: list[Cue] = []
        forms = tuple("#" if word[:1].isdigit() else word for word in words)
        written = tuple(words)
        for index, word in enumerate(written):
            table = self._phrases.get(word, ())
            if forms[index] == "#":
                table = (*table, *self._phrases.get("#", ()))
            if not table:
                continue
            seen: set[str] = set()
            for phrase, name, counts in table:
                row = forms if counts else written
                if name not in seen and row[index : index + len(phrase)] == phrase:
                    seen.add(name)
                    found.append(Cue(name, index, index + len(phrase)))
        return found

    def _index(
        self, cues: Mapping[str, Mapping[str, Any]]
    ) -> dict[str, tuple[tuple[tuple[str, ...], str, bool], ...]]:
        """First word -> (phrase, cue, whether it counts: holds a number), longest first."""
        table: dict[str, list[tuple[tuple[str, ...], str, bool]]] = {}
        for name, cue in cues.items():
            for phrase in cue["phrases"]:
                for parts in self._spelled(phrase):
                    table.setdefault(parts[0], []).append((parts, name, "#" in parts))
        return {
            word: tuple(sorted(entries, key=lambda entry: -len(entry[0])))
            for word, entries in table.items()
        }

    def _spelled(self, phrase: str) -> list[tuple[str, ...]]:
        """The phrase as tuples of words, one for each inflection of a `<verb>` in it."""
        options: list[tuple[str, ...]] = [()]
        for part in phrase_words(phrase):
            forms: tuple[str, ...] = (part,)
            if part.startswith("<"):
                forms = tuple(self.morphology.forms(part[1:-1]))
            options = [(*option, form) for option in options for form in forms]
        return options

    def _verb_forms(self) -> dict[str, str]:
        forms: dict[str, str] = {}
        for base in sorted(self.verbs):
            for form in self.morphology.forms(base):
                forms.setdefault(form, base)
        forms.update({base: base for base in self.verbs})
        return forms


def phrase_words(phrase: str) -> list[str]:
    """A cue phrase cut as `tokenise` cuts text, with `<verb>` kept whole."""
    from notegen.evidence.text import tokenise

    parts: list[str] = []
    for chunk in phrase.split():
        if chunk.startswith("<") and chunk.endswith(">"):
            parts.append(chunk)
        elif chunk.startswith("#"):
            parts.append("#")
        else:
            parts.extend(word.lower for word in tokenise(chunk))
    return parts


@cache
def lexicon() -> Lexicon:
    """The shipped lexicon, read once."""
    return Lexicon(FOLDER)


def _read(path: Path, keys: set[str]) -> dict[str, Any]:
    table = tomllib.loads(path.read_text("utf-8"))
    if unknown := set(table) - keys:
        raise ValueError(f"{path.name}: unknown keys {sorted(unknown)}")
    return table
