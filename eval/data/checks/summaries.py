"""What must hold of the summaries."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from eval.data import schema
from eval.data.agreement import of_cases
from eval.data.checks.report import Report
from eval.data.duplicates import Text
from eval.data.labels import read_case_labels, voices
from eval.data.load import Dataset, read_rows
from eval.data.schema import Case, Split
from eval.data.settle import settle_case
from eval.data.splits import assign

CASES = 240
DEMANDS = (
    f"at least {CASES} summaries from three or more authors, spread over "
    f"{len(schema.STYLES)} styles, {len(schema.THEMES)} themes and {len(schema.APPROACHES)} "
    "approaches; facts with quotes and with sections in four formats (labelled twice, blind), "
    "ledger states, hazards"
)
_PER_STYLE = 10
_PER_THEME = 6
_PER_APPROACH = 9
_PER_AUTHOR = 30
_AUTHORS = 3
_HAZARDS = 2
_LONGEST = 260
_COVERED = 0.85


def check_cases(cases: Dataset[Case], report: Report, labels: Path) -> None:
    """Counts, spread, splits, completeness, near-duplicates, personal data, agreement."""
    report.require("summaries", len(cases), CASES)
    facts = [fact for case in cases for fact in case.facts]
    claims = [fact for fact in facts if not fact.is_aside]
    report.say(f"{'facts':34}{len(facts):>7}")
    report.say(f"{'facts that a note should carry':34}{len(claims):>7}")
    report.say(f"{'critical facts':34}{sum(fact.critical for fact in facts):>7}")
    report.say(f"{'ledger states':34}{sum(len(case.states) for case in cases):>7}")
    report.say(f"{'hazards':34}{sum(len(case.hazards) for case in cases):>7}")
    _spread(cases, report)
    _complete(cases, report)
    _splits(cases, report)
    check_texts(cases, report)
    report.guarded(lambda: _labels(cases, report, labels))


def check_texts(cases: Dataset[Case], report: Report) -> None:
    """What is asked of every data set, also of one's own: no near-copies, no real person."""
    report.duplicates([Text(case.id, case.id, case.split, case.summary) for case in cases])
    report.privacy((case.id, case.summary) for case in cases)


def _spread(cases: Dataset[Case], report: Report) -> None:
    styles = Counter(case.style for case in cases)
    themes = Counter(case.theme for case in cases)
    approaches = Counter(case.approach for case in cases)
    authors = Counter(case.author for case in cases)
    report.spread("styles", styles, expected=schema.STYLES, least=_PER_STYLE)
    report.spread("themes", themes, expected=schema.THEMES, least=_PER_THEME)
    report.spread("approaches", approaches, expected=schema.APPROACHES, least=_PER_APPROACH)
    report.spread("authors", authors, expected=sorted(authors), least=_PER_AUTHOR)
    report.require("authors", len(authors), _AUTHORS)
    elements = Counter(fact.element for case in cases for fact in case.claims)
    report.spread("checklist elements", elements, expected=schema.ELEMENTS, least=1)
    states = Counter(state.state for case in cases for state in case.states)
    report.spread("ledger states", states, expected=schema.STATES, least=1)
    report.each(
        "style, theme or approach is not in the lists of eval.data.schema",
        (
            (
                case.id,
                case.style in schema.STYLES
                and case.theme in schema.THEMES
                and case.approach in schema.APPROACHES,
            )
            for case in cases
        ),
    )


def _complete(cases: Dataset[Case], report: Report) -> None:
    formats = set(schema.FORMATS)
    report.each("composed for speed tests", ((c.id, not c.synthetic_scale) for c in cases))
    report.each("too few hazards", ((case.id, len(case.hazards) >= _HAZARDS) for case in cases))
    report.each(
        f"longer than {_LONGEST} words", ((c.id, len(c.summary.split()) <= _LONGEST) for c in cases)
    )
    report.each(
        "a fact lacks its sections in the four formats, or its checklist element",
        (
            (f"{case.id} {fact.id}", set(fact.sections) == formats and fact.element != "none")
            for case in cases
            for fact in case.claims
        ),
    )
    report.each(
        "the facts leave too much of the summary out",
        ((case.id, covered(case) >= _COVERED) for case in cases),
    )


def covered(case: Case) -> float:
    """Share of the letters and digits of a summary that stand in a fact."""
    inside = [False] * len(case.summary)
    for fact in case.facts:
        inside[fact.start : fact.end] = [True] * len(fact.quote)
    marks = [hit for hit, char in zip(inside, case.summary, strict=True) if char.isalnum()]
    return sum(marks) / len(marks)


def _splits(cases: Dataset[Case], report: Report) -> None:
    sizes = Counter(str(case.split) for case in cases)
    report.say("splits: " + ", ".join(f"{split.value} {sizes[split]}" for split in Split))
    known = [case for case in cases if case.style in schema.STYLES]
    expected = assign(known)
    report.each(
        "not in the split that eval.data.splits gives",
        ((case.id, case.split is expected[case.id]) for case in known),
    )


def _labels(cases: Dataset[Case], report: Report, path: Path) -> None:
    said = voices(read_case_labels(row) for row in read_rows(path))
    report.each("not labelled twice", ((case.id, case.id in said) for case in cases))
    report.agreement(of_cases(cases, said))
    for case in cases:
        if case.id not in said:
            continue
        decision = settle_case([fact.id for fact in case.facts], said[case.id])
        if decision.undecided:
            report.problem(f"undecided: {', '.join(decision.undecided)}", [case.id])
            continue
        same = (
            all(dict(fact.sections) == decision.sections[fact.id] for fact in case.facts)
            and decision.critical == {fact.id for fact in case.facts if fact.critical}
            and set(decision.states) == set(case.states)
        )
        if not same:
            report.problem("the labels are not those that follow from the labellers", [case.id])
