"""Texts that are too much alike, within a split and across: a leak, or an author who repeats.

Likeness is rapidfuzz's ratio of the sorted words, 0 to 100, upper and lower case alike.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from rapidfuzz import fuzz, process, utils

from eval.data.schema import Split

TEXTS: Final = 80.0  # summaries and whole notes
SENTENCES: Final = 92.0
SENTENCE_WORDS: Final = 6  # shorter ones are alike by nature ("Next session in one week.")
SENTENCE_SHARE: Final = 0.05


@dataclass(frozen=True, slots=True)
class Text:
    """A text under comparison; texts of one `group` (a summary) may be alike."""

    id: str
    group: str
    split: Split | None
    text: str


@dataclass(frozen=True, slots=True)
class Twins:
    """Two texts of different groups that are too much alike."""

    first: Text
    second: Text
    likeness: float

    @property
    def is_leak(self) -> bool:
        """True when they stand in different splits."""
        return self.first.split is not self.second.split


def twins(texts: Sequence[Text], *, least: float) -> list[Twins]:
    """All pairs of texts of different groups with at least this likeness."""
    if len(texts) < 2:
        return []
    # Sorted here once; `token_sort_ratio` would sort both sides for each of the pairs.
    words = [" ".join(sorted(utils.default_process(text.text).split())) for text in texts]
    scores = process.cdist(
        words, words, scorer=fuzz.ratio, score_cutoff=least, dtype=np.float32, workers=-1
    )
    found = []
    for i, j in np.argwhere(np.triu(scores, k=1) >= least):
        if texts[i].group != texts[j].group:
            found.append(Twins(texts[i], texts[j], float(scores[i, j])))
    return found


def repeated_share(texts: Sequence[Text]) -> tuple[int, int]:
    """How many of the longer sentences have a near-copy in another group, and of how many."""
    longer = [text for text in texts if len(text.text.split()) >= SENTENCE_WORDS]
    found = twins(longer, least=SENTENCES)
    return len({text.id for pair in found for text in (pair.first, pair.second)}), len(longer)
