"""A check's report for a reader at a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from notegen.export.content import clean
from notegen.model import CheckedSentence, CheckReport, Finding, NoteFormat, Weight

_MARKS: Final = {Weight.STOP: "STOP", Weight.LOOK: "look", Weight.QUIET: "quiet"}
_GRAVEST_FIRST: Final = (Weight.STOP, Weight.LOOK, Weight.QUIET)
_FINE: Final = "ok"
_UNSUPPORTED: Final = "?"
_INDENT: Final = " " * 12


def report_text(report: CheckReport, note_format: NoteFormat) -> str:
    """`report` in words: each sentence with its mark, what it rests on and its findings.

    Control characters of the note and the summary are shown as U+FFFD: a terminal would obey them.
    """
    titles = {spec.key: spec.title for spec in note_format.sections}
    blocks = [_headline(report)]
    for key, group in groupby(report.sentences, key=lambda sentence: sentence.section):
        lines = [line for sentence in group for line in _sentence_lines(sentence)]
        blocks.append("\n".join([_line(titles.get(key, key)) or "(no heading)", *lines]))
    blocks += [f"{heading}\n" + "\n".join(lines) for heading, lines in _asides(report) if lines]
    return "\n\n".join(blocks) + "\n"


def _headline(report: CheckReport) -> str:
    weights = [finding.weight for finding in report.all_findings]
    found = ", ".join(f"{weights.count(weight)} {weight.value}" for weight in _GRAVEST_FIRST)
    count = _count(len(report.sentences), "sentence")
    return f"{count} checked: {found}; {_count(len(report.omissions), 'omission')}."


def _sentence_lines(sentence: CheckedSentence) -> Iterator[str]:
    place = f"{_line(sentence.section)}{sentence.index + 1}"
    yield f"  {_mark(sentence):5} {place:4} {_line(sentence.text)}"
    for evidence in sentence.evidence:
        span = f"{evidence.source} {evidence.start}-{evidence.end}"
        yield f'{_INDENT}from {_line(span)}: "{_line(evidence.quote)}"'
    if not sentence.evidence:
        yield f"{_INDENT}not in the summary"
    for finding in sentence.findings:
        yield f"{_INDENT}{_finding_text(finding)}"


def _mark(sentence: CheckedSentence) -> str:
    weights = {finding.weight for finding in sentence.findings}
    for weight in _GRAVEST_FIRST:
        if weight in weights:
            return _MARKS[weight]
    return _FINE if sentence.supported else _UNSUPPORTED


def _asides(report: CheckReport) -> Iterator[tuple[str, list[str]]]:
    yield "About the whole note", [f"  {_finding_text(item)}" for item in report.findings]
    yield (
        "In the summary, not in the note",
        [
            f'  {item.code} {item.severity.value} {item.start}-{item.end}: "{_line(item.quote)}"'
            for item in report.omissions
        ],
    )
    yield (
        "Risk and mental status in the summary",
        [
            f"  {_line(entry.item)}: {_words(entry.state)} ({_words(entry.person)}, "
            f"{_words(entry.time)})"
            for entry in report.ledger
            if entry.state != "not_stated"
        ],
    )
    yield (
        "Not stated in the summary",
        [f"  {', '.join(_lines(report.not_stated))}"][: len(report.not_stated)],
    )


def _finding_text(finding: Finding) -> str:
    return (
        f"{_MARKS[finding.weight]}: {_line(finding.message)} "
        f"({finding.code}, {finding.severity.value})"
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _words(name: str) -> str:
    return _line(name).replace("_", " ")


def _lines(texts: Iterable[str]) -> list[str]:
    return [_line(text) for text in texts]


def _line(text: str) -> str:
    return " ".join(clean(text).split())
