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
from eval.checker.validate import (
    Row,
    judge,
    natural_rows,
    pair_rows,
    planted_rows,
    scored_by_risk,
    sentences_of,
)
from eval.data.load import (
    LABELLED_NOTES,
    MINIMAL_PAIRS,
    NATURAL_NOTES,
    SUMMARIES,
    load_notes,
    load_pairs,
)
from eval.data.schema import Split
from notegen import __version__


@dataclass(frozen=True, slots=True)
class Sets:
    """Names or paths of the data sets to measure on."""

    notes: str = LABELLED_NOTES
    pairs: str = MINIMAL_PAIRS
    natural: str = NATURAL_NOTES
    cases: str = SUMMARIES


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


def report(sets: Sets, *, split: str, resamples: int = 1000) -> Iterator[tuple[str, Iterator[Row]]]:
    """The checker as shipped on one split: the rows of each data set. Raises `DataError`."""
    planted = judge(list(load_notes(sets.notes, split=split, cases=sets.cases)))
    yield "labelled_notes", planted_rows(planted, resamples=resamples)
    swapped = judge([item.note for item in planted], swapped=True)
    control = estimate(scored_by_risk(sentences_of(swapped)), auroc, resamples=resamples)
    yield "another case's summary (control)", iter([Row("AUROC", control)])
    pairs = list(load_pairs(sets.pairs, split=split, cases=sets.cases))
    threshold = threshold_at(scored_by_risk(sentences_of(planted)))
    yield "minimal_pairs", pair_rows(pairs, threshold)
    natural = judge(list(load_notes(sets.natural, split=split, cases=sets.cases)))
    yield "natural_notes", natural_rows(natural, resamples=resamples)
