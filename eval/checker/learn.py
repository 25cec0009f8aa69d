"""From data sets to a trained model and to a report: what the commands call."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from eval.checker.examples import Reader
from eval.checker.metrics import (
    Scored,
    auroc,
    auroc_within_section,
    estimate,
    recall_at_5,
    threshold_at,
)
from eval.checker.train import train
from eval.checker.validate import Row, judge, pair_rows, scored_by_risk, sentence_rows
from eval.data.load import load_notes, load_pairs
from eval.data.schema import Split
from notegen import __version__


@dataclass(frozen=True, slots=True)
class Learnt:
    """The table of the model's file, and what is said of it."""

    table: dict[str, Any]
    lines: tuple[str, ...]


def learn(notes: str, pairs: str, cases: str, *, prevalence: float) -> Learnt:
    """Train on everything that is not in the test split. Raises `DataError`."""
    labelled = load_notes(notes, cases=cases)
    minimal = load_pairs(pairs, cases=cases)
    reader = Reader()
    sentences = reader.of_notes(n for n in labelled if n.case.split is not Split.TEST)
    examples = sentences + reader.of_pairs(p for p in minimal if p.case.split is not Split.TEST)
    source = f"notes {labelled.records_sha256[:12]}, pairs {minimal.records_sha256[:12]}"
    trained = train(
        examples,
        judged=len(sentences),
        prevalence=prevalence,
        trained_on=f"train and dev of {source}, notegen {__version__}",
    )
    fitted = Scored(
        trained.cross_fitted[: len(sentences)],
        np.array([example.faulty for example in sentences], bool),
        [example.summary for example in sentences],
        [f"{example.format}:{example.section}" for example in sentences],
    )
    lines = [
        f"{len(sentences)} sentences, {len(examples) - len(sentences)} of pairs; cross-fitted:"
    ]
    for name, measure in (
        ("AUROC", auroc),
        ("AUROC within section", auroc_within_section),
        ("recall at 5% false alarms", recall_at_5),
    ):
        lines.append(f"{name:<28} {estimate(fitted, measure)}")
    return Learnt(trained.table, tuple(lines))


def report(notes: str, pairs: str, cases: str, *, split: str, resamples: int) -> Iterator[Row]:
    """The checker as shipped, on one split. Raises `DataError`."""
    labelled = load_notes(notes, split=split, cases=cases)
    judged = judge(list(labelled))
    yield from sentence_rows(judged, resamples=resamples)
    swapped = scored_by_risk(judge(list(labelled), swapped=True))
    yield Row(
        "control, another case's summary: AUROC", estimate(swapped, auroc, resamples=resamples)
    )
    threshold = threshold_at(scored_by_risk(judged))
    yield from pair_rows(list(load_pairs(pairs, split=split, cases=cases)), threshold)
