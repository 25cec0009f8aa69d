"""Does a fault show without the summary? A classifier that sees a sentence and its section only.

L2-regularised logistic regression on words and word pairs, cross-validated with all notes of a
summary in one fold; the better of two penalties counts. In a sound set of planted faults it stays
near AUROC 0.5; high values mean that the writers gave their faults away. Also a table of cue
phrases with the share of faults among the sentences that hold them.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from eval.data.schema import Label, LabelledNote

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LIMIT: Final = 0.60
_FOLDS: Final = 5
_RESAMPLES: Final = 1000
_SEED: Final = 20250101
_L2: Final = (1e-3, 1e-4)
_STEPS: Final = 400
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*|[%/]")

CUES: Final = {
    "denied": r"\bden(y|ies|ied)\b",
    "no / not / without": r"\b(no|not|without|never|none)\b|n't\b",
    "no evidence of": r"\bno (evidence|sign|signs|indication)\b",
    "reported / stated": r"\b(report|state|describe|note|share|endorse)(s|d|ed)?\b",
    "observed / appeared": r"\b(observed|appear(s|ed)|presented|noted to)\b",
    "consistent with / suggests": r"\b(consistent with|suggest(s|ed|ing)?|indicat(es|ed|ing))\b",
    "due to / because": r"\b(due to|because|secondary to|result(s|ed|ing)? (from|in)|triggered)\b",
    "progress / improved": r"\b(progress(ing)?|improv(e|es|ed|ing|ement))\b",
    "good / well": r"\b(good|well|positively|receptive|engaged|cooperative)\b",
    "will": r"\bwill\b",
    "scheduled / next session": r"\b(schedul(e|ed)|next session|follow[- ]up)\b",
    "completed / assigned": r"\b(complet(e|ed)|assigned|homework)\b",
    "referred / referral": r"\brefer(red|ral)?\b",
    "may / possible": r"\b(may|might|possibl[ey]|perhaps|unsure|uncertain|considering)\b",
    "therapist / clinician did": r"\b(therapist|clinician|writer)\b",
    "technique named": r"\b(restructuring|psychoeducation|(?-i:CBT|DBT|ACT|EMDR|IFS|MI))\b",
    "mother / father / partner": r"\b(mother|father|sister|brother|partner|husband|wife|parent)\b",
    "weekly / daily / times": r"\b(weekly|daily|twice|times|nightly|every)\b",
    "a number": r"\d",
    "current / past": r"\b(current(ly)?|previous(ly)?|past|history|since)\b",
}  # fmt: skip
_CUE_NEEDS: Final = 30  # sentences, before its balance is judged
_CUE_FACTOR: Final = 2.0


@dataclass(frozen=True, slots=True)
class Baseline:
    """AUROC with a 95% interval (bootstrap over summaries) of the sentence-only classifier."""

    sentences: int
    faults: int
    auroc: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Cue:
    """How often a cue stands in a sentence, and how often that sentence is a fault."""

    name: str
    n: int
    share: float
    base: float

    @property
    def is_out_of_balance(self) -> bool:
        """True when the cue gives faults away, or clears sentences."""
        low, high = self.base / _CUE_FACTOR, self.base * _CUE_FACTOR
        return self.n >= _CUE_NEEDS and not low <= self.share <= high


def sentence_only(notes: Iterable[LabelledNote]) -> Baseline | None:
    """The classifier on notes with planted faults; None without both sorts of sentence."""
    features, faults, groups = [], [], []
    for note in notes:
        for sentence in note.sentences:
            features.append(_features(sentence.text, f"{note.format}:{sentence.section}"))
            faults.append(sentence.label is Label.UNSUPPORTED)
            groups.append(note.case.id)
    y = np.array(faults, dtype=np.float64)
    if not 0 < y.sum() < len(y) or len(set(groups)) < _FOLDS:
        return None
    every = [_cross_validate(features, y, groups, l2) for l2 in _L2]
    scores = max(every, key=lambda found: auroc(found, y))
    low, high = clustered_interval(lambda rows: auroc(scores[rows], y[rows]), groups)
    return Baseline(len(y), int(y.sum()), auroc(scores, y), low, high)


def cue_balance(notes: Iterable[LabelledNote]) -> list[Cue]:
    """For every cue, the share of faults among the sentences that hold it."""
    rows = [(s.text, s.label is Label.UNSUPPORTED) for note in notes for s in note.sentences]
    base = sum(fault for _, fault in rows) / len(rows) if rows else 0.0
    cues = []
    for name, pattern in CUES.items():
        cue = re.compile(pattern, re.IGNORECASE)
        hits = [fault for text, fault in rows if cue.search(text)]
        cues.append(Cue(name, len(hits), sum(hits) / len(hits) if hits else 0.0, base))
    return cues


def auroc(scores: Floats, y: Floats) -> float:
    """Chance that a fault scores above a faithful sentence, ties counted half; NaN without both."""
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    positives = y.sum()
    negatives = len(y) - positives
    if not positives or not negatives:
        return float("nan")
    return float((ranks[y > 0].sum() - positives * (positives + 1) / 2) / (positives * negatives))


def clustered_interval(
    statistic: Callable[[Ints], float], groups: Sequence[str]
) -> tuple[float, float]:
    """95% percentile interval of a statistic of rows, resampling whole groups."""
    members: dict[str, list[int]] = {}
    for row, group in enumerate(groups):
        members.setdefault(group, []).append(row)
    clusters = [np.array(rows, dtype=np.int64) for rows in members.values()]
    random = np.random.default_rng(_SEED)
    values = [
        statistic(
            np.concatenate([clusters[i] for i in random.integers(0, len(clusters), len(clusters))])
        )
        for _ in range(_RESAMPLES)
    ]
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return float(low), float(high)


def _features(text: str, section: str) -> list[str]:
    words = [word.lower() for word in _WORD.findall(text)]
    pairs = [f"{a} {b}" for a, b in zip(["^", *words], [*words, "$"], strict=True)]
    return sorted({*words, *pairs, f"in:{section}", f"long:{min(len(words) // 4, 10)}"})


def _cross_validate(features: list[list[str]], y: Floats, groups: list[str], l2: float) -> Floats:
    order = sorted(set(groups), key=lambda group: hashlib.sha256(group.encode()).hexdigest())
    fold_of = {group: place % _FOLDS for place, group in enumerate(order)}
    folds = np.array([fold_of[group] for group in groups])
    scores = np.zeros(len(y))
    for fold in range(_FOLDS):
        train, test = np.flatnonzero(folds != fold), np.flatnonzero(folds == fold)
        names = sorted({name for row in train for name in features[row]})
        index = {name: column for column, name in enumerate(names)}
        weights = _fit(_rows(features, train, index), y[train], l2)
        scores[test] = _rows(features, test, index).dot(weights)
    # Folds have intercepts of their own; only ranks within a fold are comparable.
    for fold in range(_FOLDS):
        rows = np.flatnonzero(folds == fold)
        scores[rows] = (scores[rows] - scores[rows].mean()) / (scores[rows].std() or 1.0)
    return scores


@dataclass(frozen=True, slots=True)
class _Rows:
    """Sparse rows of unit length, the bias as last column."""

    columns: Ints
    starts: Ints
    values: Floats
    width: int

    def dot(self, weights: Floats) -> Floats:
        return np.add.reduceat(weights[self.columns] * self.values, self.starts)

    def back(self, errors: Floats) -> Floats:
        counts = np.diff(np.append(self.starts, len(self.columns)))
        spread = np.repeat(errors, counts) * self.values
        return np.bincount(self.columns, spread, self.width).astype(np.float64)


def _rows(features: list[list[str]], rows: Ints, index: dict[str, int]) -> _Rows:
    bias = len(index)
    columns: list[int] = []
    starts: list[int] = []
    values: list[float] = []
    for row in rows:
        known = [index[name] for name in features[row] if name in index]
        starts.append(len(columns))
        columns += [*known, bias]
        values += [1 / len(known) ** 0.5] * len(known) + [1.0]
    return _Rows(np.array(columns), np.array(starts), np.array(values), bias + 1)


def _fit(rows: _Rows, y: Floats, l2: float) -> Floats:
    """Accelerated gradient descent on the mean log loss; rows of length one bound the step."""
    penalty = np.full(rows.width, l2)
    penalty[-1] = 0.0
    step = 1 / (0.5 + l2)
    weights = ahead = np.zeros(rows.width)
    momentum = 1.0
    for _ in range(_STEPS):
        errors = 1 / (1 + np.exp(-rows.dot(ahead))) - y
        moved = ahead - step * (rows.back(errors) / len(y) + penalty * ahead)
        following = (1 + (1 + 4 * momentum**2) ** 0.5) / 2
        ahead = moved + (momentum - 1) / following * (moved - weights)
        weights, momentum = moved, following
    return weights
