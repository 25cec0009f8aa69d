"""Numbers of a text with what they count, in one normal form.

"2x/wk", "twice a week", "two times per week" are one quantity; "BID" is two times a day; "50mg"
and "50 mg" are one dose; "14/11", "14->11" and "from 14 to 11" hold the same two scores.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

_UNITS: Final = {
    "mg": "mg",
    "mcg": "mcg",
    "g": "g",
    "ml": "ml",
    "%": "%",
    "percent": "%",
    "minute": "minute",
    "minutes": "minute",
    "min": "minute",
    "mins": "minute",
    "hour": "hour",
    "hours": "hour",
    "hr": "hour",
    "hrs": "hour",
    "h": "hour",
    "day": "day",
    "days": "day",
    "d": "day",
    "night": "night",
    "nights": "night",
    "week": "week",
    "weeks": "week",
    "wk": "week",
    "wks": "week",
    "month": "month",
    "months": "month",
    "mo": "month",
    "mos": "month",
    "year": "year",
    "years": "year",
    "yr": "year",
    "yrs": "year",
    "yo": "year",
    "time": "time",
    "times": "time",
    "x": "time",
    "session": "session",
    "sessions": "session",
    "drink": "drink",
    "drinks": "drink",
}
_WORD_NUMBERS: Final = {
    word: value
    for value, word in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
        "fifteen sixteen seventeen eighteen nineteen twenty".split()
    )
} | {
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
    "once": 1,
    "twice": 2,
    "thrice": 3,
    "half": 0.5,
    "first": 1,
    "second": 2,
    "third": 3,
    "fourth": 4,
    "fifth": 5,
    "sixth": 6,
    "seventh": 7,
    "eighth": 8,
    "ninth": 9,
    "tenth": 10,
    "nineteenth": 19,
    "twentieth": 20,
    "hundred": 100,
}
_SHORT_FREQUENCY: Final = {"bid": 2, "tid": 3, "qid": 4}
_TOKEN: Final = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+|%")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number (`value`), what it counts (`unit`, empty where unknown) and its place."""

    value: float
    unit: str
    start: int
    end: int
    written: str


def quantities(text: str) -> tuple[Quantity, ...]:
    """All quantities of a text in order; spelled numbers included, ordinals as numbers."""
    tokens = list(_TOKEN.finditer(text))
    found: list[Quantity] = []
    index = 0
    while index < len(tokens):
        value, used = _value(tokens, index)
        if value is None:
            index += 1
            continue
        unit = ""
        after = index + used
        if after < len(tokens) and tokens[after].start() - tokens[after - 1].end() <= 2:
            unit = _UNITS.get(tokens[after].group().lower(), "")
        found.append(
            Quantity(
                value,
                unit,
                tokens[index].start(),
                tokens[after - 1].end(),
                text[tokens[index].start() : tokens[after - 1].end()],
            )
        )
        index = after
    return tuple(found)


def _value(tokens: list[re.Match[str]], index: int) -> tuple[float | None, int]:
    """The number that starts at a token, and how many tokens it takes."""
    word = tokens[index].group().lower()
    if word[0].isdigit():
        plain = (
            word.replace(",", "")
            if re.fullmatch(r"\d{1,3}(?:,\d{3})+", word)
            else word.replace(",", ".")
        )
        try:
            return float(plain), 1
        except ValueError:
            return None, 1
    if word in _SHORT_FREQUENCY:
        return float(_SHORT_FREQUENCY[word]), 1
    if word not in _WORD_NUMBERS:
        return None, 1
    value = float(_WORD_NUMBERS[word])
    if value >= 20 and value < 100 and index + 1 < len(tokens):
        unit = _WORD_NUMBERS.get(tokens[index + 1].group().lower())
        if (
            unit is not None
            and 0 < unit < 10
            and tokens[index + 1].start() - tokens[index].end() <= 1
        ):
            return value + unit, 2
    return value, 1
