"""The checker's own accuracy on labelled sentences and pairs, beside baselines and a control.

What is measured is what `notegen.check` says, the same call that guards the review screen.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from eval.checker.baselines import TEXT_BASELINES
from eval.checker.metrics import (
    Estimate,
    Measure,
    Scored,
    auroc,
    auroc_within_section,
    average_precision,
    balanced_accuracy,
    calibration_error,
    clustered_mean,
    estimate,
    recall_at_5,
    reliability,
    span_f1,
    threshold_at,
    wilson,
)
from eval.checker.omitted import omission_rows
from eval.data.schema import BENIGN, CODES, Label, LabelledNote, LabelledSentence, Pair
from notegen import check, load_format
from notegen.checks.risk import RiskModel, risk_model
from notegen.cli.notes import as_draft
from notegen.model import (
    CheckedSentence,
    CheckReport,
    Omission,
    SessionDetails,
    SessionSummary,
    Weight,
)

_FEWEST_FAULTS: Final = 30  # in a group that is judged by itself
_STEP: Final = 97  # notes that a swapped summary is taken from: any number not a multiple of all


@dataclass(frozen=True, slots=True)
class Judged:
    """A labelled sentence and what the checker says of it."""

    note: LabelledNote
    label: LabelledSentence
    said: CheckedSentence

    @property
    def faulty(self) -> bool:
        """True when the label says unsupported."""
        return self.label.label is Label.UNSUPPORTED


@dataclass(frozen=True, slots=True)
class JudgedNote:
    """A labelled note with what the checker says of its sentences and of what it leaves out."""

    note: LabelledNote
    sentences: tuple[Judged, ...]
    omissions: tuple[Omission, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the report."""

    name: str
    estimate: Estimate


def judge(notes: Sequence[LabelledNote], *, swapped: bool = False) -> list[JudgedNote]:
    """Check each note against its summary, or with `swapped` against that of another case.

    Sentences whose label is arguable are left out.
    """
    found = []
    for place, note in enumerate(notes):
        case = notes[(place + _STEP) % len(notes)].case if swapped else note.case
        said = _checked(note, case.summary)
        sentences = tuple(
            Judged(note, label, sentence)
            for label, sentence in zip(_in_order(note), said.sentences, strict=True)
            if label.label is not Label.ARGUABLE
        )
        found.append(JudgedNote(note, sentences, said.omissions))
    return found


def sentences_of(judged: Iterable[JudgedNote]) -> list[Judged]:
    """All sentences of these notes."""
    return [sentence for note in judged for sentence in note.sentences]


def _in_order(note: LabelledNote) -> list[LabelledSentence]:
    """The sentences section by section, as `check` gives them back."""
    by_section: dict[str, list[LabelledSentence]] = defaultdict(list)
    for sentence in note.sentences:
        by_section[sentence.section].append(sentence)
    return [sentence for sentences in by_section.values() for sentence in sentences]


def _checked(note: LabelledNote, summary: str) -> CheckReport:
    sections = tuple((key, tuple(texts)) for key, texts in note.sections.items())
    draft = as_draft(
        SessionSummary(summary), load_format(note.format), sections, details=SessionDetails()
    )
    return check(draft)


def planted_rows(judged: Sequence[JudgedNote], *, resamples: int = 1000) -> Iterator[Row]:
    """The measures of notes with planted faults: recall by code, spans, omissions, baselines."""
    sentences = sentences_of(judged)
    scored = scored_by_risk(sentences)
    yield from _risk_rows(scored, resamples=resamples)
    yield from _recall_rows(sentences, threshold_at(scored))
    yield from _note_rows(judged)
    yield Row("span F1 (found faults)", _span_estimate(sentences))
    for name, found in omission_rows([(item.note, item.omissions) for item in judged]):
        yield Row(name, found)
    for place, (risk, share) in enumerate(reliability(scored), start=1):
        yield Row(f"reliability {place}: risk {risk:.3f}, unsupported", share)
    yield from _group_rows(sentences, resamples=resamples)
    for name, score in TEXT_BASELINES.items():
        base = _scored(sentences, _overlap(score))
        yield Row(f"baseline {name}: AUROC", estimate(base, auroc, resamples=resamples))
        found = estimate(base, recall_at_5, resamples=resamples)
        yield Row(f"baseline {name}: recall at 5%", found)


def natural_rows(judged: Sequence[JudgedNote], *, resamples: int = 1000) -> Iterator[Row]:
    """The measures of natural notes: prevalence, precision and alarms as they really occur."""
    sentences = sentences_of(judged)
    if not sentences:
        return
    faults = sum(item.faulty for item in sentences)
    yield Row("prevalence of unsupported", wilson(faults, len(sentences)))
    yield from _risk_rows(scored_by_risk(sentences), resamples=resamples)
    called = [item for item in sentences if not item.said.supported]
    yield Row("precision of not supported", wilson(sum(i.faulty for i in called), len(called)))
    yield from _note_rows(judged)


def _risk_rows(scored: Scored, *, resamples: int) -> Iterator[Row]:
    model: RiskModel = risk_model()
    measures: dict[str, Measure] = {
        "AUROC": auroc,
        "AUROC within section": auroc_within_section,
        "average precision": average_precision,
        "balanced accuracy at the frozen threshold": balanced_accuracy(model.supported_below),
        "recall at 5% false alarms": recall_at_5,
        "calibration error": calibration_error,
    }
    for name, measure in measures.items():
        yield Row(name, estimate(scored, measure, resamples=resamples))


def _group_rows(judged: Sequence[Judged], *, resamples: int) -> Iterator[Row]:
    """AUROC by style and by theme, intervals adjusted for the number of groups (Bonferroni)."""
    for kind in ("style", "theme"):
        groups: dict[str, list[Judged]] = defaultdict(list)
        for item in judged:
            groups[getattr(item.note.case, kind)].append(item)
        large = {
            name: items
            for name, items in sorted(groups.items())
            if name and sum(item.faulty for item in items) >= _FEWEST_FAULTS
        }
        level = 1 - 0.05 / max(1, len(large))
        for name, items in large.items():
            scored = scored_by_risk(items)
            found = estimate(scored, auroc, resamples=resamples, level=level)
            yield Row(f"{kind} {name}: AUROC", found)


def scored_by_risk(judged: Sequence[Judged]) -> Scored:
    """The sentences with the checker's risk."""
    return _scored(judged, lambda item: item.said.risk)


def _overlap(score: Callable[[str, str], float]) -> Callable[[Judged], float]:
    return lambda item: score(item.label.text, item.note.case.summary)


def _scored(judged: Sequence[Judged], risk: Callable[[Judged], float]) -> Scored:
    return Scored(
        np.array([risk(item) for item in judged], float),
        np.array([item.faulty for item in judged], bool),
        [item.note.case.id for item in judged],
        [f"{item.note.format}:{item.label.section}" for item in judged],
    )


def _recall_rows(judged: Sequence[Judged], threshold: float) -> Iterator[Row]:
    groups: dict[str, list[Judged]] = {code: [] for code in CODES}
    for item in judged:
        if item.faulty:
            groups[str(item.label.code)].append(item)
            groups.setdefault(str(item.label.severity), []).append(item)
    for name, items in groups.items():
        hits = sum(item.said.risk > threshold for item in items)
        yield Row(f"recall at 5%: {name}", wilson(hits, len(items)))


def _note_rows(notes: Sequence[JudgedNote]) -> Iterator[Row]:
    """Alarms on faithful sentences and on notes without a fault, and how often a Stop is right."""
    judged = sentences_of(notes)
    clean = [n.sentences for n in notes if not any(item.faulty for item in n.sentences)]
    alarms = [
        float(sum(_is_marked(item) and not item.faulty for item in n.sentences)) for n in notes
    ]
    yield Row("false alarms a note", clustered_mean(alarms, [n.note.case.id for n in notes]))
    for weight in (Weight.STOP, Weight.LOOK):
        marked = sum(any(_has(item, weight) for item in items) for items in clean)
        yield Row(f"fault-free notes with a {weight.value}", wilson(marked, len(clean)))
    stopped = [item for item in judged if _has(item, Weight.STOP)]
    yield Row("precision of Stop", wilson(sum(i.faulty for i in stopped), len(stopped)))
    coded = [item for item in judged if item.faulty and item.said.findings]
    right = sum(any(f.code == i.label.code for f in i.said.findings) for i in coded)
    yield Row("code right, where a fault is marked", wilson(right, len(coded)))


def _has(item: Judged, weight: Weight) -> bool:
    return any(finding.weight is weight for finding in item.said.findings)


def _is_marked(item: Judged) -> bool:
    return _has(item, Weight.STOP) or _has(item, Weight.LOOK)


def _span_estimate(judged: Sequence[Judged]) -> Estimate:
    scores = [
        span_f1(
            [(f.start, f.end) for f in item.said.findings if f.start is not None and f.end],
            item.label.span,
        )
        for item in judged
        if item.faulty and item.said.findings and item.label.span is not None
    ]
    return Estimate(float(np.mean(scores)) if scores else None, None, None, len(scores))


def pair_rows(pairs: Sequence[Pair], threshold: float) -> Iterator[Row]:
    """Share of pairs whose broken sentence has the higher risk; alarms on benign pairs."""
    ranked: dict[str, list[float]] = defaultdict(list)
    for pair in pairs:
        faithful, changed = (_risk(pair, text) for text in (pair.faithful, pair.changed))
        if pair.code == BENIGN:
            ranked[pair.code] += [float(faithful > threshold), float(changed > threshold)]
        else:
            ranked[pair.code].append(float(changed > faithful) + 0.5 * (changed == faithful))
    for code in (*CODES, BENIGN):
        scores = ranked[code]
        name = "benign: false alarms" if code == BENIGN else f"pairs ranked right: {code}"
        value = wilson(round(sum(scores)), len(scores))
        yield Row(name, replace(value, value=float(np.mean(scores)) if scores else None))


def _risk(pair: Pair, text: str) -> float:
    draft = as_draft(
        SessionSummary(pair.case.summary),
        load_format(pair.format),
        ((pair.section, (text,)),),
        details=SessionDetails(),
    )
    return check(draft).sentences[0].risk
