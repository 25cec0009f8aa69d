"""The README of a data set: says who wrote and labelled it, and carries the counts of the check."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from eval.data.checks.report import Report

NAME: Final = "README.md"
BEGIN: Final = "<!-- counts: written by `python -m eval data build` -->"
END: Final = "<!-- end of counts -->"
_MUST_SAY: Final = ("language model", "no licensed clinician")
_FRACTION = re.compile(r"\d+\.\d+")


def check_datasheet(path: Path, report: Report) -> None:
    """First line and counts. Fractions may differ in the last digit between machines."""
    if not path.is_file():
        report.problem("the datasheet (README.md) is missing")
        return
    text = path.read_text("utf-8")
    first = text.split("\n", 1)[0].lower()
    if not all(phrase in first for phrase in _MUST_SAY):
        report.problem("the datasheet's first line must say who wrote and labelled the data set")
    written = _counts(text)
    if written is None:
        report.problem("the datasheet has no place for the counts")
    elif _FRACTION.sub("#", written) != _FRACTION.sub("#", _block(report)):
        report.problem("the datasheet's counts are not those of the check; run `data build`")


def write_counts(path: Path, report: Report) -> None:
    """Put the lines of a report into the datasheet, between its two marks."""
    text = path.read_text("utf-8")
    before, rest = text.split(BEGIN, 1)
    after = rest.split(END, 1)[1]
    path.write_text(f"{before}{BEGIN}{_block(report)}{END}{after}", "utf-8", newline="\n")


def _block(report: Report) -> str:
    return "\n```text\n" + "\n".join(line.rstrip() for line in report.lines) + "\n```\n"


def _counts(text: str) -> str | None:
    if BEGIN not in text or END not in text.split(BEGIN, 1)[1]:
        return None
    return text.split(BEGIN, 1)[1].split(END, 1)[0]
