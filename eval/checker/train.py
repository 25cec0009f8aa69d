"""Learning the weights of the risk model from labelled sentences.

Both steps are logistic regressions with a ridge penalty whose weights may not have the wrong sign:
an oddity never makes a sentence safer. With a few hundred faults that keeps noise out better than
any penalty that we tried. Thresholds come from cross-fitted predictions, all sentences of a summary
in one fold, so that no sentence is judged by a model that has seen it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from eval.checker.examples import Example
from notegen.checks.risk import read_model, sentence_features
from notegen.checks.signals import ClauseSignals, signals_of

Floats = NDArray[np.float64]

_FOLDS: Final = 5
_CLAUSE_RIDGE: Final = 10.0
_SENTENCE_RIDGE: Final = 1.0
_STEPS: Final = 600
_FREE: Final = frozenset({"content_words", "homes", "clauses"})  # may have either sign
_LOOK_FALSE_ALARMS: Final = 0.015  # of faithful sentences
_SMALLEST_WEIGHT: Final = 0.004


@dataclass(frozen=True, slots=True)
class Trained:
    """The table that goes into the model's file, and the cross-fitted risks of the examples."""

    table: dict[str, Any]
    cross_fitted: Floats


def train(
    examples: Sequence[Example], *, judged: int, prevalence: float, trained_on: str
) -> Trained:
    """Fit on all examples; cross-fit for thresholds on the first `judged` of them.

    `prevalence` is the share of unsupported sentences for which the probability is calibrated.
    The examples behind `judged` (minimal pairs) teach the clause step only.
    """
    folds = _folds([example.summary for example in examples])
    risks = np.zeros(len(examples))
    for fold in range(_FOLDS):
        inside = [i for i in range(len(examples)) if folds[i] != fold]
        model = read_model(_fit(examples, inside, judged, prevalence, trained_on))
        for i in np.flatnonzero(folds == fold).tolist():
            example = examples[i]
            signals = signals_of(example.matching, model.licence)
            risks[i] = model.probability(signals, example.rule_findings(model.licence))
    table = _fit(examples, range(len(examples)), judged, prevalence, trained_on)
    faulty = np.array([example.faulty for example in examples[:judged]])
    table["supported_below"], table["look_from"] = _thresholds(risks[:judged], faulty)
    return Trained(table, risks)


def _fit(
    examples: Sequence[Example],
    inside: Sequence[int] | range,
    judged: int,
    prevalence: float,
    trained_on: str,
) -> dict[str, Any]:
    licence: Counter[str] = Counter()
    for i in inside:
        if not examples[i].faulty:
            licence.update(examples[i].added)
    licences = [_licence_of(examples[i], licence) for i in inside]
    clauses = [
        signals_of(examples[i].matching, known) for i, known in zip(inside, licences, strict=True)
    ]
    names = sorted({name for read in clauses for clause in read for name in clause.signals})
    matrix = _matrix([clause.signals for read in clauses for clause in read], names)
    labels = np.array(
        [
            x
            for i, read in zip(inside, clauses, strict=True)
            for x in _clause_labels(examples[i], read)
        ]
    )
    weights, intercept = logistic(matrix, labels, ridge=_CLAUSE_RIDGE, signs=_signs(names))
    odds = matrix @ weights + intercept
    rows, targets, place = [], [], 0
    for i, read, known in zip(inside, clauses, licences, strict=True):
        mine = odds[place : place + len(read)]
        place += len(read)
        if i < judged:
            rows.append(sentence_features(mine.tolist(), examples[i].rule_findings(known)))
            targets.append(float(examples[i].faulty))
    second = sorted({name for row in rows for name in row})
    y = np.array(targets)
    top, base = logistic(_matrix(rows, second), y, ridge=_SENTENCE_RIDGE, signs=_signs(second))
    shift = _logit(prevalence) - _logit(float(y.mean()))
    return {
        "version": 1,
        "trained_on": trained_on,
        "prevalence": {"training": round(float(y.mean()), 4), "calibrated_for": prevalence},
        "clause": _rounded(names, weights),
        "sentence": _rounded(second, top),
        "intercepts": {"clause": round(intercept, 4), "sentence": round(base + shift, 4)},
        "licence": dict(sorted(licence.items())),
        "supported_below": 0.5,
        "look_from": 0.9,
    }


def _licence_of(example: Example, licence: Mapping[str, int]) -> Mapping[str, int]:
    """The licensed words, as far as others than this example have licensed them."""
    if example.faulty:
        return licence
    return {**licence, **{key: licence[key] - 1 for key in example.added}}


def _clause_labels(example: Example, clauses: Sequence[ClauseSignals]) -> list[float]:
    """1 for the clauses that hold unsupported words; all where nobody says which."""
    if not example.faulty:
        return [0.0] * len(clauses)
    tokens = example.matching.sentence.tokens
    start, end = example.span or (0, len(example.text))
    labels = [
        float(any(tokens[i].word.start < end and tokens[i].word.end > start for i in c.tokens))
        for c in clauses
    ]
    return labels if any(labels) else [1.0] * len(clauses)


def logistic(
    matrix: Floats, labels: Floats, *, ridge: float, signs: Floats
) -> tuple[Floats, float]:
    """Weights and intercept of a ridge logistic regression under sign constraints.

    `signs` is 1 (not negative), -1 (not positive) or 0 (free) per column. Accelerated projected
    gradient (Nesterov 1983) on standardised columns; weights are given for the raw ones.
    """
    scale, mean = matrix.std(0) + 1e-9, matrix.mean(0)
    z = (matrix - mean) / scale
    count = len(labels)
    step = 1 / (float(np.linalg.eigvalsh(z.T @ z / count)[-1]) / 4 + ridge / count)
    w = look = np.zeros(matrix.shape[1])
    b = look_b = _logit(float(labels.mean()))
    momentum = 1.0
    for _ in range(_STEPS):
        error = 1 / (1 + np.exp(-(z @ look + look_b))) - labels
        new = look - step * (z.T @ error / count + ridge / count * look)
        new = np.where(signs > 0, np.maximum(new, 0), np.where(signs < 0, np.minimum(new, 0), new))
        new_b = look_b - 4 * float(error.mean())
        faster = (1 + (1 + 4 * momentum**2) ** 0.5) / 2
        look = new + (momentum - 1) / faster * (new - w)
        look_b = new_b + (momentum - 1) / faster * (new_b - b)
        w, b, momentum = new, new_b, faster
    raw = w / scale
    return raw, b - float(raw @ mean)


def _thresholds(risks: Floats, faulty: NDArray[np.bool_]) -> tuple[float, float]:
    """Where balanced accuracy is best, and where false alarms stay within the budget of Look."""
    clean, broken = np.sort(risks[~faulty]), np.sort(risks[faulty])
    candidates = np.unique(risks)
    sensitivity = 1 - np.searchsorted(broken, candidates, "left") / len(broken)
    specificity = np.searchsorted(clean, candidates, "left") / len(clean)
    best = float(candidates[int(np.argmax(sensitivity + specificity))])
    look = float(np.quantile(clean, 1 - _LOOK_FALSE_ALARMS))
    return round(best, 4), round(max(best, look), 4)


def _folds(groups: Sequence[str]) -> NDArray[np.int64]:
    number = {group: i % _FOLDS for i, group in enumerate(sorted(set(groups)))}
    return np.array([number[group] for group in groups])


def _matrix(rows: Sequence[Mapping[str, float]], names: Sequence[str]) -> Floats:
    column = {name: i for i, name in enumerate(names)}
    matrix = np.zeros((len(rows), len(names)))
    for i, row in enumerate(rows):
        for name, value in row.items():
            matrix[i, column[name]] = value
    return matrix


def _signs(names: Sequence[str]) -> Floats:
    return np.array([0 if n in _FREE else -1 if n.endswith("_kept") else 1 for n in names], float)


def _rounded(names: Sequence[str], weights: Floats) -> dict[str, float]:
    return {
        name: round(float(w), 4)
        for name, w in zip(names, weights, strict=True)
        if abs(w) >= _SMALLEST_WEIGHT
    }


def _logit(p: float) -> float:
    p = min(max(p, 1e-6), 1 - 1e-6)
    return float(np.log(p / (1 - p)))
