"""Which words of the sources each word of a sentence rests on.

Words first, then meaning: the same word, an equivalent, a paraphrase, a word of the same family, a
typing error. Then place: the clauses of the sources in which most of a clause of the sentence has
its matches are its home, and what is compared (polarity, status, numbers) is compared there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from notegen.evidence.spelling import is_typo_of
from notegen.evidence.tokens import MOST_MATCHES, PREFIX, Reading, Token
from notegen.evidence.values import Value
from notegen.evidence.wordclasses import word_classes

_EXACT: Final = frozenset({"person", "drug", "number", "calendar"})  # no near matches for these
_FIRST_MONTHS: Final = tuple("jan feb mar apr may jun jul aug sep oct nov dec".split())
_HALF_DAYS: Final = {
    "morning": ("am", "a.m", "mornings", "mane"),
    "afternoon": ("pm", "p.m"),
    "evening": ("pm", "p.m", "tonight", "eve"),
    "tonight": ("evening", "night"),
    "noon": ("12", "midday"),
    "midnight": ("12",),
    "weekend": ("weekends", "wkend", "w/e", "saturday", "sat"),
}  # fmt: skip
_INCLUDES: Final = {
    "parents": frozenset({"mother", "father"}),
    "grandparents": frozenset({"grandmother", "grandfather"}),
    "child": frozenset({"son", "daughter"}),
    "sibling": frozenset({"brother", "sister"}),
    "partner": frozenset({"husband", "wife", "boyfriend", "girlfriend"}),
    "family": frozenset(
        "mother father parents sister brother sibling son daughter child aunt uncle cousin "
        "grandmother grandfather husband wife partner".split()
    ),
}  # "her parents" for "mum and dad"
_MOST_HOMES: Final = 5
_ELSEWHERE_WEIGHT: Final = 0.3  # of a match from another clause of the sentence
_WINDOW: Final = 7  # tokens on each side that are the context of a value
_CLOSE: Final = 4
_REACH: Final = 9
_UNIT_BONUS: Final = 0.5
_WRONG_UNIT: Final = 0.7


@dataclass(frozen=True, slots=True)
class Match:
    """The tokens of the sources that a token may rest on, and how like it they are (0..1)."""

    tokens: Sequence[int]
    grade: float


@dataclass(frozen=True, slots=True)
class ValueMatch:
    """How well the context of a value agrees with that of an equal and of a different value.

    Below zero: there is no equal (no different) value of its kind.
    """

    value: Value
    equal: float
    different: float


NO_MATCH: Final = Match((), 0.0)


class Matching:
    """A sentence laid against its sources, both as `Reading`."""

    def __init__(self, sentence: Reading, sources: Reading) -> None:
        self.sentence, self.sources = sentence, sources
        self.matches: list[Match] = [_match(token, sources) for token in sentence.tokens]
        self.values: dict[int, ValueMatch] = {}
        for value in sentence.values:
            self.values[value.token] = self._value_match(value)
        for index, found in self.values.items():
            if found.equal >= 0 and not self.matches[index].tokens:
                key = (found.value.kind, found.value.value)
                equals = [v.token for v in sources.by_value.get(key, ())[:MOST_MATCHES]]
                self.matches[index] = Match(equals or sources.everywhere, 0.9)
        self._votes = self._count_votes()
        self._all: dict[int, float] = {}
        for counted in self._votes.values():
            for home, vote in counted.items():
                self._all[home] = self._all.get(home, 0.0) + vote
        self._most_voted = sorted(self._all, key=lambda home: (-self._all[home], home))[
            :_MOST_HOMES
        ]

    def homes(self, clause: int) -> list[int]:
        """Clauses of the sources that a clause of the sentence rests on, the best first."""
        own = self._votes.get(clause, {})
        votes = {
            home: own.get(home, 0.0) + _ELSEWHERE_WEIGHT * (self._all[home] - own.get(home, 0.0))
            for home in {*own, *self._most_voted}
        }
        if not votes:
            return []
        homes = [max(sorted(votes), key=lambda home: votes[home])]
        left = [i for i in self._content(clause) if not self.rests_in(i, homes)]
        while left and len(homes) < _MOST_HOMES:
            reach = Counter(
                home
                for i in left
                for home in {self.sources.tokens[j].clause for j in self.matches[i].tokens}
            )
            best = max(sorted(reach), key=lambda home: (reach[home], -abs(home - homes[0])))
            homes.append(best)
            left = [i for i in left if not self.rests_in(i, [best])]
        return homes

    def rests_in(self, index: int, clauses: Sequence[int]) -> bool:
        """True when a match of the token stands in one of the clauses of the sources."""
        return any(self.sources.tokens[j].clause in clauses for j in self.matches[index].tokens)

    def _content(self, clause: int) -> list[int]:
        return [
            i
            for i in self.sentence.by_clause.get(clause, ())
            if self.sentence.tokens[i].is_content and self.matches[i].tokens
        ]

    def _count_votes(self) -> Mapping[int, Mapping[int, float]]:
        """Clause of the sentence -> clause of the sources -> weight of the matches there."""
        votes: dict[int, dict[int, float]] = {}
        for token, match in zip(self.sentence.tokens, self.matches, strict=True):
            if not token.is_content or not match.tokens:
                continue
            clauses = {self.sources.tokens[j].clause for j in match.tokens}
            counted = votes.setdefault(token.clause, {})
            for clause in clauses:
                counted[clause] = counted.get(clause, 0.0) + match.grade / len(clauses) ** 0.5
        return votes

    def _value_match(self, value: Value) -> ValueMatch:
        equal = different = -1.0
        equals = self.sources.by_value.get((value.kind, value.value), ())[:MOST_MATCHES]
        others = self.sources.by_value_kind.get(value.kind, ())
        for other in (*equals, *(o for o in others if o.value != value.value)):
            context = self._context(value.token, other.token)
            if value.unit and other.unit:
                context += _UNIT_BONUS if value.unit == other.unit else -_UNIT_BONUS
            if value.same(other):
                equal = max(equal, context)
            elif value.value == other.value:
                equal = max(equal, context - _WRONG_UNIT)
            else:
                different = max(different, context)
        if equal < 0 and self._follows(value):
            equal = 1.0
        return ValueMatch(value, equal, different)

    def _context(self, index: int, other: int) -> float:
        """How much of what stands around a value stands around another value of the sources."""
        tokens = self.sentence.tokens
        score = 0.0
        for near in range(max(0, index - _WINDOW), min(len(tokens), index + _WINDOW + 1)):
            token, match = tokens[near], self.matches[near]
            if near == index or not token.is_content or not match.tokens:
                continue
            distance = min((abs(j - other) for j in match.tokens if j != other), default=99)
            if distance > _REACH:
                continue
            weight = match.grade / self.sources.clauses_with.get(token.key, 1) ** 0.5
            weight *= 1.0 if distance <= _CLOSE else 0.6
            weight *= 1.0 if token.clause == tokens[index].clause else 0.6
            score += weight * (1.0 if abs(near - index) <= _CLOSE else 0.7)
        return score

    def _follows(self, value: Value) -> bool:
        """True when the value follows from numbers of the sources by arithmetic or the calendar."""
        numbers = self.sources.numbers
        if value.kind == "number" and isinstance(value.value, float):
            moved = any(word in self.sentence.by_lower for word in word_classes().moved)
            if moved and round(value.value, 2) in self.sources.differences:
                return True
            return 1900 < value.value < 2100 and value.value % 100 in numbers  # '15 for 2015
        if value.kind == "calendar" and value.value in _FIRST_MONTHS:
            return float(_FIRST_MONTHS.index(str(value.value)) + 1) in numbers  # 11/2022
        if value.kind == "person":
            return bool(_INCLUDES.get(str(value.value), frozenset()) & self.sources.persons)
        halves = _HALF_DAYS.get(str(value.value), ())
        return any(half in self.sources.by_lower for half in halves)


def _match(token: Token, sources: Reading) -> Match:
    if found := sources.by_lower.get(token.lower):
        return Match(found, 1.0)
    if found := sources.by_key.get(token.key):
        return Match(found, 0.9)
    if token.key in sources.labels:
        return Match(sources.everywhere, 0.5)
    if token.kind == "person" and len(token.lower) > PREFIX:
        return _misspelled(token.lower, sources)
    if token.kind == "drug" and len(token.lower) >= PREFIX:
        return _shortened(token.lower, sources)
    if token.kind in _EXACT:
        return NO_MATCH
    if "-" in token.lower and (parts := _parts(token.lower, sources)):
        return Match(parts, 0.9)
    grouped = {j for group in token.groups for j in sources.by_group.get(group, ())}
    if grouped:
        return Match(sorted(grouped)[:MOST_MATCHES], 0.85)
    return _near(token, sources)


def _shortened(lower: str, sources: Reading) -> Match:
    """The tokens of which a drug's name is the long form, or the short one: "lisdex"."""
    found = [
        j
        for j in sources.by_prefix.get(lower[:PREFIX], ())
        if lower.startswith(sources.tokens[j].lower) or sources.tokens[j].lower.startswith(lower)
    ]
    return Match(found, 0.9) if found else NO_MATCH


def _parts(lower: str, sources: Reading) -> list[int]:
    """The tokens of "self harm" for "self-harm"; none unless they stand one behind the other."""
    first, *rest = lower.split("-")
    for start in sources.by_lower.get(first, ()):
        behind = sources.tokens[start + 1 : start + 1 + len(rest)]
        if rest and [token.lower for token in behind] == rest:
            return list(range(start, start + 1 + len(rest)))
    return []


def _near(token: Token, sources: Reading) -> Match:
    """A word of the same family (irritable, irritability) or the word with a typing error."""
    lower = token.lower.removesuffix("'s")
    if len(lower) > PREFIX and (found := sources.by_prefix.get(lower[:PREFIX])):
        return Match(found, 0.7)
    return _misspelled(lower, sources)


def _misspelled(lower: str, sources: Reading) -> Match:
    """The word with a typing error, where the sources have a word that nobody knows."""
    if len(lower) < PREFIX or not lower.isalpha():
        return NO_MATCH
    typos = [
        i for i in sources.by_first.get(lower[0], ()) if is_typo_of(lower, sources.tokens[i].lower)
    ]
    return Match(typos, 0.7) if typos else NO_MATCH
