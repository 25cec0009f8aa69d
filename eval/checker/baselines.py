"""What a checker must beat: scores that know only words in common, numbers, length or section."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, Final

from eval.checker.examples import Example
from notegen.evidence.lexicon import lexicon
from notegen.evidence.quantities import quantities
from notegen.evidence.text import tokenise


def _words(text: str) -> list[str]:
    return [word.lower for word in tokenise(text) if word.is_word]


def _stems(text: str) -> list[str]:
    stem = lexicon().morphology.stem
    return [stem(word) for word in _words(text)]


def rouge_1(text: str, summary: str) -> float:
    """Share of the sentence's words that the summary lacks (1 - ROUGE-1 precision)."""
    return _lacking(Counter(_words(text)), Counter(_words(summary)))


def rouge_2(text: str, summary: str) -> float:
    """The same for pairs of words."""
    mine, theirs = _words(text), _words(summary)
    return _lacking(Counter(itertools.pairwise(mine)), Counter(itertools.pairwise(theirs)))


def stemmed(text: str, summary: str) -> float:
    """Share of the sentence's stems that the summary lacks."""
    return _lacking(Counter(_stems(text)), Counter(_stems(summary)))


def numbers(text: str, summary: str) -> float:
    """Share of the sentence's numbers that the summary lacks; 0 without a number."""
    known = {quantity.value for quantity in quantities(summary)}
    mine = [quantity.value for quantity in quantities(text)]
    return sum(value not in known for value in mine) / len(mine) if mine else 0.0


def length(text: str, summary: str) -> float:
    """Words of the sentence."""
    del summary
    return float(len(_words(text)))


TEXT_BASELINES: Final[dict[str, Callable[[str, str], float]]] = {
    "ROUGE-1": rouge_1,
    "ROUGE-2": rouge_2,
    "stemmed tokens": stemmed,
    "numbers": numbers,
    "length": length,
}


def section_prior(examples: Sequence[Example]) -> list[float]:
    """The share of unsupported sentences in the same format and section: knows the labels."""
    faults: Counter[tuple[str, str]] = Counter()
    seen: Counter[tuple[str, str]] = Counter()
    for example in examples:
        place = (example.format, example.section)
        seen[place] += 1
        faults[place] += example.faulty
    return [faults[e.format, e.section] / seen[e.format, e.section] for e in examples]


def _lacking(mine: Counter[Any], theirs: Counter[Any]) -> float:
    total = sum(mine.values())
    return 1 - sum((mine & theirs).values()) / total if total else 1.0
