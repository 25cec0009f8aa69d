"""Words with exact offsets, and what each stands for in a finished note.

`tokenise` never loses a character that is not white space: joining the slices of its words gives
the text back. Offsets count Unicode code points. Time is linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from notegen.evidence.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Span:
    """A half-open range of a text."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The slice of `text` that the span covers."""
        return text[self.start : self.end]

    def __contains__(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Word:
    """One word, number or punctuation mark of a text.

    `text` is what the note says for it (shorthand expanded), `lower` the same folded for
    look-ups, `spaced` whether white space stood before it. Several words share one span where
    shorthand stands for several.
    """

    start: int
    end: int
    text: str
    lower: str
    spaced: bool = True

    @property
    def is_word(self) -> bool:
        """True for words and numbers, false for punctuation."""
        return self.lower[:1].isalnum() or (self.lower[:1] == "'" and len(self.lower) > 1)

    @property
    def is_number(self) -> bool:
        """True when the word starts with a digit."""
        return self.lower[:1].isdigit()

    def says(self, text: str) -> Word:
        """The same place saying something else."""
        return replace(self, text=text, lower=text.casefold())


_TOKEN: Final = re.compile(
    r"""
      [wW]/(?:o|in|out)?(?!\w)                         # w/, w/o, w/in
    | [+\-]ve\b
    | [-–—]{1,3}>|=>|→|↑|↓                               # arrows
    | \b(?:Dr|Mr|Mrs|Ms|Prof|St)\.(?=\s)              # a title keeps its full stop
    | \b[A-Z]\.(?=\s+[a-z])                            # an initial: "K. seemed"
    | \d+(?:st|nd|rd|th)\b                             # 14th
    | \d+(?:[.,:/]\d+)*(?:[-–]\d+(?:[.,:/]\d+)*)*%?    # 7, 7/10, 2.5, 10-10:50, 14/11
    | [^\W\d_]+(?:['’][^\W\d_]+)*(?:[-/&][^\W_]+(?:['’][^\W\d_]+)*)*['’]?(?<![\s])  # word, PHQ-9
    | \S
    """,
    re.VERBOSE,
)
_QUOTE_END: Final = re.compile(r"['’]$")


def tokenise(text: str, *, start: int = 0, end: int | None = None) -> list[Word]:
    """The words of `text[start:end]` as they stand, without expansion."""
    stop = len(text) if end is None else end
    words: list[Word] = []
    previous = start
    for match in _TOKEN.finditer(text, start, stop):
        begin, finish, raw = match.start(), match.end(), match.group()
        if len(raw) > 1 and _QUOTE_END.search(raw) and not raw[:-1].endswith(("s", "S")):
            finish -= 1  # a closing quotation mark, not a genitive
        raw = text[begin:finish]
        words.append(Word(begin, finish, raw, fold(raw), begin > previous or begin == start))
        if finish < match.end():
            mark = text[finish : match.end()]
            words.append(Word(finish, match.end(), mark, fold(mark), False))
        previous = match.end()
    return words


def fold(text: str) -> str:
    """Lower case with straight apostrophes: the form in which words are looked up."""
    return text.replace("’", "'").casefold()


def expand(words: Sequence[Word], lexicon: Lexicon) -> list[Word]:
    """The words with shorthand written out, spans unchanged."""
    expanded: list[Word] = []
    index = 0
    while index < len(words):
        taken, new = _expanded_at(words, index, expanded[-1] if expanded else None, lexicon)
        expanded.extend(new)
        index += taken
    return expanded


def _expanded_at(
    words: Sequence[Word], index: int, before: Word | None, lexicon: Lexicon
) -> tuple[int, list[Word]]:
    """How many words the shorthand at `index` takes, and what it stands for."""
    word = words[index]
    after = words[index + 1] if index + 1 < len(words) else None
    counted = before is not None and _counts(before) and before.end <= word.start
    if word.lower == "x" and after is not None and after.is_number and not counted:
        third = words[index + 2] if index + 2 < len(words) else None
        if third is not None and third.lower in _STRETCHES:
            return 2, [word.says("for"), replace(after, spaced=True)]  # "x 3 wks"
        if third is not None and third.lower[:1].isalpha() and third.lower not in _AFTER_COUNT:
            return 2, [replace(after, spaced=True)]  # "x2 drinks"
        return 2, [replace(after, spaced=True), _times(after)]
    rate = _rate(words, index) if counted else None
    if rate is not None:
        taken, unit, period = rate
        texts = [unit, "per", period] if unit else ["per", period]
        return taken, [Word(word.start, words[index + taken - 1].end, t, t) for t in texts]
    if counted and before is not None and word.lower in _MINUTES and _before_noun(after):
        return 1, [Word(word.start, word.end, "-minute", "-minute", False)]  # "10 min check-in"
    key, taken = word.text, 1
    if after is not None and after.text == "." and not after.spaced:
        dotted = f"{word.text}."
        if lexicon.expansion(dotted) is not None and _dot_is_short(words, index + 1):
            key, taken = dotted, 2
    long = lexicon.expansion(key, after_number=counted)
    if long is None:
        return 1, [word]
    if counted and before is not None and before.lower in {"1", "one"}:
        long = _SINGULAR.get(long, long)
    end = words[index + taken - 1].end
    return taken, [
        Word(word.start, end, part, fold(part), word.spaced or counted or position > 0)
        for position, part in enumerate(long.split())
    ]


def _times(number: Word) -> Word:
    said = "time" if number.text == "1" else "times"
    return Word(number.start, number.end, said, said)


def _rate(words: Sequence[Word], index: int) -> tuple[int, str, str] | None:
    """ "x/wk", "hrs / night": how many words it takes, the unit and the period."""
    parts = words[index].lower.split("/")
    taken = 1
    if len(parts) == 1 and index + 2 < len(words) and words[index + 1].text == "/":
        parts, taken = [parts[0], words[index + 2].lower], 3
    if len(parts) != 2 or parts[1] not in _PERIODS or parts[0] not in _RATE_UNITS:
        return None
    return taken, _RATE_UNITS[parts[0]], _PERIODS[parts[1]]


def _before_noun(after: Word | None) -> bool:
    """True when a word follows that minutes can describe: "10 min check-in", not "10 min late"."""
    if after is None or not after.lower[:1].isalpha() or not after.spaced:
        return False
    return after.lower not in _NOT_DESCRIBED


def _counts(word: Word) -> bool:
    return word.is_number or word.lower in _NUMBER_WORDS


def _dot_is_short(words: Sequence[Word], dot: int) -> bool:
    """True when the full stop at `dot` belongs to shorthand: a small letter or comma follows."""
    if dot + 1 >= len(words):
        return False
    after = words[dot + 1]
    return after.text[:1].islower() or after.text in {",", ";", ":"} or after.is_number


_PERIODS: Final = {
    "wk": "week",
    "week": "week",
    "w": "week",
    "d": "day",
    "day": "day",
    "mo": "month",
    "month": "month",
    "yr": "year",
    "year": "year",
    "night": "night",
}
_STRETCHES: Final = frozenset(
    "wk wks week weeks d day days mo mos month months yr yrs year years hr hrs hour hours min mins "
    "minute minutes night nights evening evenings morning mornings weekend weekends".split()
)
_AFTER_COUNT: Final = frozenset("w/ with in on at this last per and but to since a by".split())
_RATE_UNITS: Final = {
    "x": "times",
    "times": "times",
    "hr": "hours",
    "hrs": "hours",
    "h": "hours",
    "hours": "hours",
    "min": "minutes",
    "mins": "minutes",
    "minutes": "minutes",
    "d": "days",
    "days": "days",
    "drinks": "drinks",
    "sessions": "sessions",
    "": "",
}
_MINUTES: Final = frozenset({"min", "mins", "minute"})
_NOT_DESCRIBED: Final = frozenset(
    "of in on at for with w/ to by from before after and or but then than per each every daily "
    "twice once late early long total away ago later more less into over the a an this that she "
    "he they i we today both apart back only max straight when while until since was is "
    "as".split()
)
_SINGULAR: Final = {
    "weeks": "week",
    "days": "day",
    "months": "month",
    "years": "year",
    "hours": "hour",
    "minutes": "minute",
    "sessions": "session",
}
_NUMBER_WORDS: Final = frozenset(
    "one two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty "
    "fifty sixty ninety few several couple half".split()
)


def join(words: Sequence[Word]) -> str:
    """The words as running text, spaced as they were."""
    parts: list[str] = []
    for index, word in enumerate(words):
        if index and word.spaced:
            parts.append(" ")
        parts.append(word.text)
    return "".join(parts)


def spans_of(words: Sequence[Word], text: str) -> list[Span]:
    """The spans that the words cover, joined where only white space lies between."""
    spans: list[Span] = []
    for word in sorted(words, key=lambda w: w.start):
        if spans and not text[spans[-1].end : word.start].strip():
            if word.end > spans[-1].end:
                spans[-1] = Span(spans[-1].start, word.end)
        elif not spans or word.start >= spans[-1].end:
            spans.append(Span(word.start, word.end))
    return spans


def upper_first(text: str) -> str:
    """The text with its first letter in upper case, unless a number comes first."""
    for index, char in enumerate(text):
        if char.isalpha():
            return text[:index] + char.upper() + text[index + 1 :]
        if char.isdigit():
            return text
    return text


def lower_first(text: str) -> str:
    """The text with its first letter in lower case, unless the word is a name in capitals."""
    first = text.split(" ", 1)[0]
    if len(first) > 1 and (first.isupper() or any(c.isupper() for c in first[1:]) or first == "I"):
        return text
    return text[:1].lower() + text[1:]
