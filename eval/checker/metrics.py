"""How well a risk separates unsupported sentences from faithful ones, with intervals.

Intervals resample whole summaries (cluster bootstrap, percentile), since sentences of one summary
are not independent. A measure that the sample cannot carry is None.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

_SEED: Final = 20250101
_RESAMPLES: Final = 1000
_FALSE_ALARMS: Final = 0.05


@dataclass(frozen=True, slots=True)
class Estimate:
    """A measured value with its 95% interval and the number of units behind it."""

    value: float | None
    low: float | None
    high: float | None
    n: int

    def __str__(self) -> str:
        if self.value is None:
            return f"n/a (n {self.n})"
        if self.low is None or self.high is None:
            return f"{self.value:.3f} (n {self.n})"
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}] (n {self.n})"


@dataclass(frozen=True, slots=True)
class Scored:
    """Sentences with their risk, label, cluster and stratum, in parallel arrays."""

    risk: Floats
    faulty: Bools
    cluster: Sequence[str]
    section: Sequence[str]

    def take(self, index: NDArray[np.int64]) -> Scored:
        """The sentences at these places, in this order, repeats kept."""
        return Scored(
            self.risk[index],
            self.faulty[index],
            [self.cluster[i] for i in index],
            [self.section[i] for i in index],
        )


Measure = Callable[[Scored], float | None]


def estimate(
    scored: Scored, measure: Measure, *, resamples: int = _RESAMPLES, level: float = 0.95
) -> Estimate:
    """The measure with its cluster-bootstrap interval of this level; n counts sentences."""
    value = measure(scored)
    if value is None:
        return Estimate(None, None, None, len(scored.risk))
    members: dict[str, list[int]] = {}
    for place, name in enumerate(scored.cluster):
        members.setdefault(name, []).append(place)
    groups = [np.array(places) for _, places in sorted(members.items())]
    random = np.random.default_rng(_SEED)
    found = []
    for _ in range(resamples):
        drawn = random.integers(0, len(groups), len(groups))
        again = measure(scored.take(np.concatenate([groups[i] for i in drawn])))
        if again is not None:
            found.append(again)
    low, high = np.quantile(found, [(1 - level) / 2, (1 + level) / 2])
    return Estimate(value, float(low), float(high), len(scored.risk))


def clustered_mean(values: Sequence[float], clusters: Sequence[str]) -> Estimate:
    """A mean with its cluster-bootstrap interval; n counts values."""
    places = Scored(np.array(values, float), np.ones(len(values), bool), clusters, clusters)
    if not len(values):
        return Estimate(None, None, None, 0)
    return estimate(places, lambda scored: float(scored.risk.mean()))


def auroc(scored: Scored) -> float | None:
    """Chance that an unsupported sentence has the higher risk; ties count half."""
    broken, clean = scored.risk[scored.faulty], np.sort(scored.risk[~scored.faulty])
    if not len(broken) or not len(clean):
        return None
    below = np.searchsorted(clean, broken, "left")
    tied = np.searchsorted(clean, broken, "right") - below
    return float(np.mean((below + tied / 2) / len(clean)))


def auroc_within_section(scored: Scored) -> float | None:
    """Mean of the AUROCs of the sections, weighted by their unsupported sentences."""
    sections = np.array(scored.section)
    total, weight = 0.0, 0
    for name in sorted(set(scored.section)):
        inside = scored.take(np.flatnonzero(sections == name))
        value = auroc(inside)
        if value is not None:
            faults = int(inside.faulty.sum())
            total, weight = total + value * faults, weight + faults
    return total / weight if weight else None


def average_precision(scored: Scored) -> float | None:
    """Mean of the precision at each unsupported sentence, most risky first."""
    if not scored.faulty.any():
        return None
    order = np.argsort(-scored.risk, kind="stable")
    hits = scored.faulty[order]
    precision = np.cumsum(hits) / np.arange(1, len(hits) + 1)
    return float(precision[hits].mean())


def balanced_accuracy(below: float) -> Measure:
    """Mean of sensitivity and specificity, with sentences under `below` called supported."""

    def measure(scored: Scored) -> float | None:
        called = scored.risk >= below
        if scored.faulty.all() or not scored.faulty.any():
            return None
        return float((called[scored.faulty].mean() + (~called[~scored.faulty]).mean()) / 2)

    return measure


def threshold_at(scored: Scored, *, false_alarms: float = _FALSE_ALARMS) -> float:
    """The risk that this share of the faithful sentences exceeds."""
    clean = np.sort(scored.risk[~scored.faulty])[::-1]
    return float(clean[min(len(clean) - 1, int(false_alarms * len(clean)))])


def recall_at_5(scored: Scored) -> float | None:
    """Share of unsupported sentences above the risk that 5% of the faithful ones exceed."""
    if not scored.faulty.any() or scored.faulty.all():
        return None
    return float((scored.risk[scored.faulty] > threshold_at(scored)).mean())


def calibration_error(scored: Scored, *, bins: int = 10) -> float | None:
    """Expected calibration error over bins of equal size."""
    if not len(scored.risk):
        return None
    order = np.argsort(scored.risk, kind="stable")
    parts = np.array_split(order, min(bins, len(order)))
    gaps = [abs(scored.risk[p].mean() - scored.faulty[p].mean()) * len(p) for p in parts]
    return float(sum(gaps) / len(order))


def reliability(scored: Scored, *, bins: int = 10) -> list[tuple[float, Estimate]]:
    """Mean risk and share of unsupported sentences in bins of equal size, least risky first."""
    order = np.argsort(scored.risk, kind="stable")
    parts = [p for p in np.array_split(order, min(bins, len(order))) if len(p)]
    return [
        (float(scored.risk[p].mean()), wilson(int(scored.faulty[p].sum()), len(p))) for p in parts
    ]


def wilson(hits: int, n: int) -> Estimate:
    """A proportion with its Wilson interval (1927), for independent trials."""
    if n == 0:
        return Estimate(None, None, None, 0)
    z, p = 1.959964, hits / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z * (p * (1 - p) / n + z * z / (4 * n * n)) ** 0.5 / (1 + z * z / n)
    return Estimate(p, max(0.0, middle - half), min(1.0, middle + half), n)


def span_f1(marked: Sequence[tuple[int, int]], meant: tuple[int, int]) -> float:
    """F1 over characters of the marked spans against the unsupported words."""
    found = {i for start, end in marked for i in range(start, end)}
    wanted = set(range(*meant))
    both = len(found & wanted)
    return 2 * both / (len(found) + len(wanted)) if found or wanted else 0.0
