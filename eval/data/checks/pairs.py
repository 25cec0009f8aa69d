"""What must hold of the minimal pairs."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from statistics import mean
from typing import Final

from rapidfuzz import fuzz

from eval.data import schema
from eval.data.agreement import of_pairs
from eval.data.checks.report import Report
from eval.data.duplicates import SENTENCE_SHARE, Text, repeated_share
from eval.data.labels import read_pair_labels, voices
from eval.data.load import Dataset, read_rows
from eval.data.schema import Pair, Split
from eval.data.settle import settle_pair

DEMANDS = (
    "at least 60 pairs for each of H1-H10 (15 dev, 45 test), 120 for H4 and H6 (20 dev, 100 test), "
    "and 200 benign pairs of four kinds; two blind labels a sentence"
)
_LEAST: Final = dict.fromkeys(schema.CODES, (15, 45)) | {"H4": (20, 100), "H6": (20, 100)}
_BENIGN: Final = 200
_PER_BENIGN_KIND: Final = 30
_ALIKE: Final = 60.0  # a least edit leaves this much of the sentence (rapidfuzz ratio)
_LONGER: Final = 3.0  # words that the broken sentences of a code may be longer on average


def check_pairs(pairs: Dataset[Pair], report: Report, labels: Path) -> None:
    """Counts per code and split, size and direction of the edits, near-duplicates, agreement."""
    counts = Counter((pair.code, pair.case.split) for pair in pairs)
    for code in schema.CODES:
        dev, test = _LEAST[code]
        report.require(f"{code} dev", counts[code, Split.DEV], dev)
        report.require(f"{code} test", counts[code, Split.TEST], test)
    benign = [pair for pair in pairs if pair.is_benign]
    report.require("benign", len(benign), _BENIGN)
    kinds = Counter(pair.kind for pair in benign)
    report.spread("benign kinds", kinds, expected=schema.BENIGN_KINDS, least=_PER_BENIGN_KIND)
    tags = Counter(f"{pair.code} {pair.kind}" for pair in pairs if not pair.is_benign)
    report.say("kinds: " + ", ".join(f"{tag} {n}" for tag, n in sorted(tags.items())))
    formats = Counter(pair.format for pair in pairs)
    report.spread("formats", formats, expected=schema.FORMATS, least=len(pairs) // 8)
    report.each("in train", ((p.id, p.case.split is not Split.TRAIN) for p in pairs))
    _edits(pairs, report)
    check_texts(pairs, report)
    repeated, longer = repeated_share(
        [Text(pair.id, pair.case.id, pair.case.split, pair.faithful) for pair in pairs]
    )
    report.within("longer sentences with a near-copy", repeated / (longer or 1), 0, SENTENCE_SHARE)
    report.guarded(lambda: _labels(pairs, report, labels))


def check_texts(pairs: Dataset[Pair], report: Report) -> None:
    """What is asked of every data set, also of one's own: no pair twice, no real person."""
    seen = Counter((pair.case.id, pair.faithful, pair.changed) for pair in pairs)
    report.each(
        "the same pair twice",
        ((pair.id, seen[pair.case.id, pair.faithful, pair.changed] == 1) for pair in pairs),
    )
    report.privacy((p.id, text) for p in pairs for text in (p.faithful, p.changed))


def _edits(pairs: Dataset[Pair], report: Report) -> None:
    broken = [pair for pair in pairs if not pair.is_benign]
    report.each(
        "the change is larger than a least edit",
        ((pair.id, fuzz.ratio(pair.faithful, pair.changed) >= _ALIKE) for pair in broken),
    )
    for code in schema.CODES:
        longer = [
            len(pair.changed.split()) - len(pair.faithful.split())
            for pair in broken
            if pair.code == code
        ]
        if longer:
            report.within(f"{code} words longer", mean(longer), -_LONGER, _LONGER)


def _labels(pairs: Dataset[Pair], report: Report, path: Path) -> None:
    said = voices(read_pair_labels(row) for row in read_rows(path))
    report.each("not labelled twice", ((pair.id, pair.id in said) for pair in pairs))
    report.agreement(of_pairs(said))
    for pair in pairs:
        if pair.id not in said:
            continue
        decision = settle_pair(pair, said[pair.id])
        if decision.undecided:
            report.problem(f"undecided: {', '.join(decision.undecided)}", [pair.id])
        elif decision.fault:
            report.problem(decision.fault, [pair.id])
