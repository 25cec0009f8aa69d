"""What must hold of notes: planted ones and natural ones, which are never pooled."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from eval.data import baseline, schema
from eval.data.agreement import of_notes
from eval.data.checks.report import Report
from eval.data.duplicates import SENTENCE_SHARE, Text, repeated_share
from eval.data.labels import Mark, read_note_labels, voices
from eval.data.load import Dataset, read_rows
from eval.data.schema import Label, LabelledNote, LabelledSentence, Split
from eval.data.settle import settle_note
from notegen.model import Severity

LABELLED_DEMANDS = (
    "at least 240 notes with planted faults, a third of them with none; 2,400 sentences, 550 "
    "unsupported, 40 of each code, 160 critical; four formats; splits 25/25/50; sentence-only "
    "AUROC at most 0.60; two blind labels a sentence"
)
NATURAL_DEMANDS = (
    "at least 160 notes written from a summary and one of four or more ordinary prompts, unedited: "
    "40 dev, 120 test; two blind labels a sentence and a third value, arguable"
)
_PER_FORMAT = 50
_PER_STYLE = 8
_PER_THEME = 4
_PROMPTS = 4
_PER_PROMPT = 30
_PER_NATURAL_FORMAT = 30


def check_labelled(notes: Dataset[LabelledNote], report: Report, labels: Path) -> None:
    """Counts, spread, splits, the sentence-only baseline, cues, near-duplicates, agreement."""
    sentences = [sentence for note in notes for sentence in note.sentences]
    faults = [sentence for note in notes for sentence in note.faults]
    report.require("notes", len(notes), 240)
    report.require("sentences", len(sentences), 2400)
    report.require("unsupported sentences", len(faults), 550)
    report.require("critical", sum(s.severity is Severity.CRITICAL for s in faults), 160)
    report.spread("codes", _codes(faults), expected=schema.CODES, least=40)
    report.within("notes without a fault", sum(not n.faults for n in notes) / len(notes), 0.28, 0.4)
    for split, share in ((Split.TRAIN, 0.25), (Split.DEV, 0.25), (Split.TEST, 0.50)):
        part = sum(note.case.split is split for note in notes) / len(notes)
        report.within(f"notes in {split.value}", part, share - 0.03, share + 0.03)
    report.each("a note with planted faults has no prompt", ((n.id, not n.prompt) for n in notes))
    _spread(notes, report, per_format=_PER_FORMAT)
    _texts(notes, report)
    _judge_without_summary(notes, report)
    report.guarded(lambda: _labels(notes, report, labels))


def check_natural(notes: Dataset[LabelledNote], report: Report, labels: Path) -> None:
    """Counts, prompts, splits, near-duplicates, agreement; prevalence is printed, not judged."""
    prompts = Counter(note.prompt for note in notes)
    splits = Counter(note.case.split for note in notes)
    faults = [sentence for note in notes for sentence in note.faults]
    sentences = [sentence for note in notes for sentence in note.sentences]
    report.require("notes", len(notes), 160)
    report.require("notes in dev", splits[Split.DEV], 40)
    report.require("notes in test", splits[Split.TEST], 120)
    report.require("prompts", len(prompts), _PROMPTS)
    report.spread("prompts", prompts, expected=sorted(prompts), least=_PER_PROMPT)
    report.say(f"{'sentences':34}{len(sentences):>7}")
    report.say(f"{'unsupported sentences':34}{len(faults):>7}")
    report.say(f"{'critical':34}{sum(s.severity is Severity.CRITICAL for s in faults):>7}")
    report.say(f"{'arguable':34}{sum(s.label is Label.ARGUABLE for s in sentences):>7}")
    report.say(f"{'notes without a fault':34}{sum(not n.faults for n in notes):>7}")
    report.say("codes: " + ", ".join(f"{code} {_codes(faults)[code]}" for code in schema.CODES))
    report.each("a natural note names its prompt", ((n.id, bool(n.prompt)) for n in notes))
    report.each("in train", ((n.id, n.case.split is not Split.TRAIN) for n in notes))
    _spread(notes, report, per_format=_PER_NATURAL_FORMAT)
    _texts(notes, report)
    report.guarded(lambda: _labels(notes, report, labels))


def check_texts(notes: Dataset[LabelledNote], report: Report) -> None:
    """What is asked of every data set, also of one's own: no near-copies, no real person.

    The sentence-only baseline and the cues are printed too, but judged for the shipped set alone.
    """
    if not any(note.is_natural for note in notes):
        _without_summary(notes, report)
    report.duplicates(
        [
            Text(note.id, note.case.id, note.case.split, " ".join(s.text for s in note.sentences))
            for note in notes
        ]
    )
    report.privacy((note.id, sentence.text) for note in notes for sentence in note.sentences)


def _spread(notes: Dataset[LabelledNote], report: Report, *, per_format: int) -> None:
    formats = Counter(note.format for note in notes)
    report.spread("formats", formats, expected=schema.FORMATS, least=per_format)
    if not any(note.is_natural for note in notes):
        styles = Counter(note.case.style for note in notes)
        themes = Counter(note.case.theme for note in notes)
        report.spread("styles", styles, expected=schema.STYLES, least=_PER_STYLE)
        report.spread("themes", themes, expected=schema.THEMES, least=_PER_THEME)
    report.each("in no common format", ((n.id, n.format in schema.FORMATS) for n in notes))


def _without_summary(notes: Dataset[LabelledNote], report: Report) -> None:
    found = baseline.sentence_only(notes)
    if found is not None:
        report.say(
            f"{'sentence-only AUROC':34}{found.auroc:>7.3f}   [{found.low:.3f}, {found.high:.3f}], "
            f"n {found.sentences}, at most {baseline.LIMIT:.2f}"
        )
    report.say(f"{'cue':34}{'n':>7}{'faults':>9}{'of all':>9}")
    for cue in baseline.cue_balance(notes):
        mark = "   OUT OF BALANCE" if cue.is_out_of_balance else ""
        report.say(f"{cue.name:34}{cue.n:>7}{cue.share:>9.3f}{cue.base:>9.3f}{mark}")


def _judge_without_summary(notes: Dataset[LabelledNote], report: Report) -> None:
    found = baseline.sentence_only(notes)
    if found is None:
        report.problem("too few notes, or faults, for the sentence-only baseline")
    elif found.auroc > baseline.LIMIT:
        report.problem(
            f"faults show without the summary: sentence-only AUROC {found.auroc:.3f}, "
            f"at most {baseline.LIMIT:.2f}"
        )
    for cue in baseline.cue_balance(notes):
        if cue.is_out_of_balance:
            report.problem(
                f"cue '{cue.name}' gives faults away or clears sentences: "
                f"{cue.share:.2f} of {cue.n} are faults, {cue.base:.2f} of all"
            )


def _texts(notes: Dataset[LabelledNote], report: Report) -> None:
    check_texts(notes, report)
    repeated, longer = repeated_share(
        [
            Text(f"{note.id} {index}", note.case.id, note.case.split, sentence.text)
            for note in notes
            for index, sentence in enumerate(note.sentences)
        ]
    )
    report.within("longer sentences with a near-copy", repeated / (longer or 1), 0, SENTENCE_SHARE)


def _labels(notes: Dataset[LabelledNote], report: Report, path: Path) -> None:
    said = voices(read_note_labels(row) for row in read_rows(path))
    report.each("not labelled twice", ((note.id, note.id in said) for note in notes))
    report.agreement(of_notes(notes, said))
    for note in notes:
        if note.id not in said:
            continue
        decision = settle_note(len(note.sentences), said[note.id])
        if decision.undecided:
            report.problem(f"undecided: {', '.join(decision.undecided)}", [note.id])
        elif list(map(_said, note.sentences)) != list(map(_said, decision.marks)):
            report.problem("the labels are not those that follow from the labellers", [note.id])
        elif dict(note.omitted) != dict(decision.omitted):
            report.problem("the omissions are not those that follow from the labellers", [note.id])


def _said(mark: LabelledSentence | Mark) -> tuple[object, ...]:
    return mark.label, mark.quote, mark.code, mark.severity


def _codes(faults: list[LabelledSentence]) -> Counter[str]:
    return Counter(fault.code for fault in faults if fault.code)
