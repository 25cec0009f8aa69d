"""The probability that a sentence is not fully supported: a small model over named signals.

Two steps, both logistic and both readable in `data/checks/risk.v1.json`. Each clause gets log-odds
from its signals. The sentence gets its own from its worst clause, from all clauses together
(noisy-or), and from the findings of the rules. `python -m eval train` writes the file; it says on
what data, and for which prevalence the probability is calibrated.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from notegen.checks.signals import ClauseSignals
from notegen.formats import DATA

_FILE: Final = DATA / "checks" / "risk.v1.json"
_KEYS: Final = frozenset(
    "version trained_on clause sentence intercepts licence prevalence supported_below "
    "look_from".split()
)
_NO_CLAUSE: Final = -4.0  # log-odds of a sentence without a word
_EDGE: Final = 1e-9


@dataclass(frozen=True, slots=True)
class RiskModel:
    """Weights by signal name; `licence` counts words that faithful notes add on their own.

    `supported_below` and `look_from` are frozen operating points of the probability: below the
    first a sentence counts as supported, from the second on a doubt is shown without a rule's.
    """

    clause: Mapping[str, float]
    clause_intercept: float
    sentence: Mapping[str, float]
    sentence_intercept: float
    licence: Mapping[str, int]
    supported_below: float
    look_from: float

    def clause_odds(self, signals: Mapping[str, float]) -> float:
        """Log-odds that a clause with these signals is not supported."""
        weights = self.clause
        return self.clause_intercept + sum(
            weights.get(name, 0.0) * value for name, value in signals.items()
        )

    def contributions(self, signals: Mapping[str, float]) -> list[tuple[str, float]]:
        """What each signal adds to the log-odds, the largest first."""
        parts = [(name, self.clause.get(name, 0.0) * value) for name, value in signals.items()]
        return sorted(parts, key=lambda part: (-part[1], part[0]))

    def probability(
        self, clauses: Sequence[ClauseSignals], rule_findings: Mapping[str, int]
    ) -> float:
        """The risk of a sentence from its clauses and the number of findings by code."""
        odds = [self.clause_odds(clause.signals) for clause in clauses]
        features = sentence_features(odds, rule_findings)
        total = self.sentence_intercept + sum(
            self.sentence.get(name, 0.0) * value for name, value in features.items()
        )
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


def sentence_features(odds: Sequence[float], rule_findings: Mapping[str, int]) -> dict[str, float]:
    """What the second step weighs: the worst clause, all clauses, their number, the findings."""
    odds = list(odds) or [_NO_CLAUSE]
    none = math.prod(1 / (1 + math.exp(min(30.0, o))) for o in odds)
    found = {
        "worst_clause": max(odds),
        "any_clause": math.log(max(_EDGE, 1 - none)),
        "clauses": math.log(len(odds)),
    }
    for code, count in rule_findings.items():
        found[f"finding_{code}"] = float(min(count, 2))
    return found


@cache
def risk_model() -> RiskModel:
    """The shipped model, read once."""
    return read_model(json.loads(_FILE.read_text("utf-8")))


def read_model(table: Mapping[str, Any]) -> RiskModel:
    """The model in a decoded file; unknown or missing keys are a `ValueError`."""
    if set(table) != _KEYS:
        raise ValueError(f"risk model: keys differ: {sorted(set(table) ^ _KEYS)}")
    return RiskModel(
        clause=dict(table["clause"]),
        clause_intercept=float(table["intercepts"]["clause"]),
        sentence=dict(table["sentence"]),
        sentence_intercept=float(table["intercepts"]["sentence"]),
        licence=dict(table["licence"]),
        supported_below=float(table["supported_below"]),
        look_from=float(table["look_from"]),
    )
