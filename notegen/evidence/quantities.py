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
_FRACTIONS: Final = {"½": 0.5, "¼": 0.25, "¾": 0.75}
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
    "couple": 2,
    "dozen": 12,
    **_FRACTIONS,
}
_SHORT_FREQUENCY: Final = {"bid": 2, "tid": 3, "qid": 4}
_TOKEN: Final = re.compile(
    r"""
      \d+(?:,\d{3})+(?![\d,])          # 1,200
    | (?<![\d,])\d+,\d+(?![\d,])       # 2,5: a decimal comma, no list such as 1,2,3
    | (?<![\d.])(?:\d+)?\.\d+(?!\.?\d) # 2.5, .03
    | \d+
    | [½¼¾]
    | [^\W\d_]+
    | %
    """,
    re.VERBOSE,
)
_SCALE: Final = re.compile(
    r"(?:[A-Z]{2,}|[Pp]hq|[Gg]ad|[Pp]cl|[Bb]di|[Oo]ci)-$"
)  # PHQ-9: the number is part of the name
_THOUSANDS: Final = re.compile(r"\d{1,3}(?:,\d{3})+")
_LONGEST_NAME: Final = 8  # letters of a scale's name that are looked at
_LONGEST_NUMBER: Final = 7  # words: "one hundred and sixty two point four"
_NO_DIGIT: Final = frozenset({"once", "twice", "thrice", "half", "couple", "dozen"})


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
        if value is None or _names_a_scale(text, tokens[index].start()):
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


def _names_a_scale(text: str, start: int) -> bool:
    return _SCALE.search(text, max(0, start - _LONGEST_NAME), start) is not None


def _value(tokens: list[re.Match[str]], index: int) -> tuple[float | None, int]:
    """The number that starts at a token, and how many tokens it takes."""
    word = tokens[index].group().lower()
    if word[0].isdigit() or word[0] == ".":
        return _with_fraction(tokens, index, _written_in_digits(word))
    if word in _SHORT_FREQUENCY:
        return float(_SHORT_FREQUENCY[word]), 1
    if word not in _WORD_NUMBERS and word != "a":
        return None, 1
    words = [token.group().lower() for token in tokens[index : index + _LONGEST_NUMBER]]
    words = words[: _unbroken(tokens[index : index + _LONGEST_NUMBER])]
    if words[:2] == ["a", "hundred"]:
        words[0] = "one"
    if words[0] not in _WORD_NUMBERS:
        return None, 1
    value, used = _below_hundred(words)
    if words[used : used + 1] == ["hundred"] and 0 < value < 10:
        value, used = 100 * value, used + 1
        more = used + 1 if words[used : used + 1] == ["and"] else used
        if more < len(words) and words[more] in _WORD_NUMBERS:
            rest, taken = _below_hundred(words[more:])
            if 0 < rest < 100:
                value, used = value + rest, more + taken
    if words[used : used + 1] == ["point"] and used + 1 < len(words):
        tenths = _WORD_NUMBERS.get(words[used + 1])
        if tenths is not None and 0 <= tenths < 10 and words[used + 1] not in _NO_DIGIT:
            value, used = value + tenths / 10, used + 2
    return value, used


def _with_fraction(
    tokens: list[re.Match[str]], index: int, value: float | None
) -> tuple[float | None, int]:
    """ "1½" is one number."""
    after = tokens[index + 1] if index + 1 < len(tokens) else None
    if value is None or after is None or after.group() not in _FRACTIONS:
        return value, 1
    if after.start() > tokens[index].end():
        return value, 1
    return value + _FRACTIONS[after.group()], 2


def _written_in_digits(word: str) -> float | None:
    plain = word.replace(",", "" if _THOUSANDS.fullmatch(word) else ".")
    try:
        return float(plain)
    except ValueError:
        return None


def _below_hundred(words: list[str]) -> tuple[float, int]:
    """The spelled number at the start of `words`: seven, seventeen, sixty two."""
    value = float(_WORD_NUMBERS[words[0]])
    if 20 <= value < 100 and len(words) > 1:
        unit = _WORD_NUMBERS.get(words[1])
        if unit is not None and 0 < unit < 10 and words[1] not in _NO_DIGIT:
            return value + unit, 2
    return value, 1


def _unbroken(tokens: list[re.Match[str]]) -> int:
    """How many of the tokens follow each other with one character between them at most."""
    count = 1
    while count < len(tokens) and tokens[count].start() - tokens[count - 1].end() <= 1:
        count += 1
    return count
