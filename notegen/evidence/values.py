"""Values of a text, which a sentence must repeat exactly: numbers, days, persons."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Protocol

from notegen.evidence.grammar import grammar
from notegen.evidence.lexicon import Lexicon, lexicon
from notegen.evidence.quantities import Quantity
from notegen.evidence.source import Source, person_word
from notegen.evidence.spelling import is_typo_of
from notegen.evidence.text import Word
from notegen.evidence.wordclasses import word_classes

_POSSIBLE_DIFFERENCE: Final = 60  # characters between two scores whose difference may be told
_NEIGHBOUR_SCORES: Final = 3
_RATES: Final = {
    "daily": (1.0, "day"),
    "nightly": (1.0, "night"),
    "weekly": (1.0, "week"),
    "fortnightly": (2.0, "week"),
    "biweekly": (2.0, "week"),
    "monthly": (1.0, "month"),
    "hourly": (1.0, "hour"),
    "yearly": (1.0, "year"),
    "fortnight": (2.0, "week"),
    "nocte": (1.0, "night"),
    "qhs": (1.0, "night"),
}
_NOBODY: Final = frozenset({"couple", "group_member", "staff"})  # nobody else could be meant
_SHORTEST_TYPO: Final = 5  # letters; shorter words are too often others
_EVERY: Final = frozenset({"every", "each", "per", "a", "at"})
_PERIODS: Final = frozenset({"day", "night", "week", "month", "year", "hour"})
_CONJUNCTION: Final = re.compile(
    r"\s+(?:the|an?(?!\s+(?:day|night|week|month|year)\b)|s?he|they|it|his|her|their|client|patient)\b"
)  # "once the roommate leaves" counts nothing
_SHORT_DAYS: Final = {
    short: day
    for day, forms in {
        "mon": "mon",
        "tue": "tue tues",
        "wed": "wed weds",
        "thu": "thu thur thurs",
        "fri": "fri",
    }.items()
    for short in forms.split()
}


class HasWord(Protocol):
    """A token, as far as values are concerned."""

    @property
    def word(self) -> Word:
        """The word with its place."""


@dataclass(frozen=True, slots=True)
class Value:
    """Something that must be exact: a number with its unit, a day, a person.

    `kind` is number, calendar or person; `token` its index.
    """

    kind: str
    value: float | str
    unit: str
    token: int
    written: str

    def same(self, other: Value) -> bool:
        """True when the two are equal; a unit counts where both have one."""
        return self.value == other.value and (
            not self.unit or not other.unit or self.unit == other.unit
        )


def values_of(
    tokens: Sequence[HasWord], source: Source, words: Lexicon, *, first: int
) -> list[Value]:
    """The values of a source in no special order; `first` is the number of its first token."""
    found: list[Value] = []
    place = 0
    for quantity in source.quantities:
        while place < len(tokens) and tokens[place].word.end <= quantity.start:
            place += 1
        if place == len(tokens):
            break
        if _is_measure(quantity, source.text):
            found.append(
                Value("number", quantity.value, quantity.unit, first + place, quantity.written)
            )
    for index, token in enumerate(tokens, first):
        lower = token.word.lower
        role = words.role(person_word(lower))
        before = tokens[index - first - 1].word.lower if index > first else ""
        if lower in _PERIODS and before in _EVERY:
            found.append(Value("number", 1.0, lower, index, f"{before} {lower}"))
        elif lower in _RATES:
            value, unit = _RATES[lower]
            found.append(Value("number", value, unit, index, lower))
        elif (day := _day(token.word)) is not None:
            found.append(Value("calendar", day, "", index, lower))
        elif role is not None and role not in _NOBODY:
            found.append(Value("person", role, "", index, lower))
    return found


def _is_measure(quantity: Quantity, text: str) -> bool:
    """False for a number that measures nothing: "one of the", "first", "once she leaves"."""
    written = quantity.written.lower()
    before = text[max(0, quantity.start - len("the ")) : quantity.start].casefold()
    if written in {"first", "second", "third"} or (written == "two" and before == "the "):
        return False
    if quantity.value == 0 and before.endswith(":"):
        return False  # the minutes of 09:00
    if written == "once" and _CONJUNCTION.match(text, quantity.end):
        return False
    if written == "couple":
        return text[quantity.end : quantity.end + 3] == " of"
    return quantity.value != 1 or written[:1].isdigit() or written == "once" or bool(quantity.unit)


def _day(word: Word) -> str | None:
    """The weekday, month or time of the year that a word names, in three letters where it can."""
    rules, lower = grammar(), word.lower.removesuffix("'s")
    if lower in _SHORT_DAYS:
        return _SHORT_DAYS[lower]
    if word.text in {"Sat", "Sun", "Mar"}:
        return lower
    if lower in rules.weekday:
        return lower[:3]
    if lower in rules.month and (lower != "may" or word.text == "May"):
        return lower[:3]
    if lower in word_classes().calendar:
        return lower
    return _misspelled_day(lower)


def _misspelled_day(lower: str) -> str | None:
    """The weekday or month that a typing error hides ("Febuary").

    Never cached by word: that would keep what somebody wrote.
    """
    if len(lower) < _SHORTEST_TYPO or lexicon().knows_word(lower):
        return None
    names = _day_names().get(lower[0], ())
    return next((name[:3] for name in names if is_typo_of(lower, name)), None)


@cache
def _day_names() -> Mapping[str, tuple[str, ...]]:
    """First letter -> the weekdays and months that a typing error may hide, in order."""
    names = sorted(name for name in grammar().weekday | grammar().month if len(name) > len("may"))
    return {first: tuple(n for n in names if n[0] == first) for first in {n[0] for n in names}}


def differences(sources: Sequence[Source]) -> frozenset[float]:
    """Differences of numbers that stand close together: what "fell three points" may tell."""
    found = set()
    for source in sources:
        numbers = [(quantity.value, quantity.start) for quantity in source.quantities]
        for index, (value, start) in enumerate(numbers):
            for other, behind in numbers[index + 1 : index + 1 + _NEIGHBOUR_SCORES]:
                if behind - start < _POSSIBLE_DIFFERENCE:
                    found.add(round(abs(value - other), 2))
    return frozenset(found)
