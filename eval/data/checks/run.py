"""Runs the checks on the shipped data sets, or the general ones on a file of one's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from eval.data import load
from eval.data.checks import notes, pairs, summaries
from eval.data.checks.datasheet import NAME, check_datasheet
from eval.data.checks.report import Report
from eval.data.errors import DataError
from eval.data.load import Dataset, load_cases, load_notes, load_pairs
from eval.data.schema import Case

LABELS: Final = "labels.v1.jsonl"


@dataclass(frozen=True, slots=True)
class _Sort:
    """How a data set is loaded and checked, and what is demanded while it is missing."""

    load: Callable[..., Dataset[Any]]
    check: Callable[[Dataset[Any], Report, Path], None]
    check_texts: Callable[[Dataset[Any], Report], None]
    demands: str


_SORTS: Final = {
    load.SUMMARIES: _Sort(
        load_cases, summaries.check_cases, summaries.check_texts, summaries.DEMANDS
    ),
    load.LABELLED_NOTES: _Sort(
        load_notes, notes.check_labelled, notes.check_texts, notes.LABELLED_DEMANDS
    ),
    load.NATURAL_NOTES: _Sort(
        load_notes, notes.check_natural, notes.check_texts, notes.NATURAL_DEMANDS
    ),
    load.MINIMAL_PAIRS: _Sort(load_pairs, pairs.check_pairs, pairs.check_texts, pairs.DEMANDS),
}


def check_shipped(root: Path | None = None) -> list[Report]:
    """One report for each shipped data set, in `root` (by default where they are installed).

    A missing data set is reported as missing, with what is demanded of it.
    """
    root = root or load.folder()
    reports = []
    cases: Dataset[Case] | None = None
    for name, sort in _SORTS.items():
        report = Report(name)
        reports.append(report)
        path = root / load.FILES[name]
        if not path.is_file():
            report.missing = f"missing; demanded: {sort.demands}"
            continue
        if name != load.SUMMARIES and cases is None:
            report.problem("cannot be checked without the summaries")
            continue
        try:
            found = sort.load(path) if cases is None else sort.load(path, cases=cases)
        except DataError as error:
            report.problem(str(error))
            continue
        if name == load.SUMMARIES:
            cases = found
        sort.check(found, report, path.with_name(LABELS))
        check_datasheet(path.with_name(NAME), report)
    return reports


def check_file(path: Path, *, name: str, cases: Path | None = None) -> Report:
    """Schema, near-copies and personal data of a file of one's own, which is like data set `name`.

    Nothing is demanded of its size. `cases` are its summaries, where it has notes or pairs.
    """
    report = Report(path.name)
    sort = _SORTS[name]
    try:
        if name == load.SUMMARIES:
            found = sort.load(path)
        else:
            found = sort.load(path, cases=cases or load.SUMMARIES)
    except DataError as error:
        report.problem(str(error))
        return report
    report.say(f"{'records':34}{len(found):>7}")
    report.say(f"sha256 {found.file_sha256}")
    sort.check_texts(found, report)
    return report
