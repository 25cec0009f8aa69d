"""Every check notices what it is for, and the shipped data passes all of them."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from eval.data import Case, Label, LabelledNote, LabelledSentence, Split, baseline
from eval.data.checks import Report, check_file, check_shipped
from eval.data.checks.datasheet import BEGIN, END, check_datasheet, write_counts
from eval.data.checks.summaries import covered
from eval.data.duplicates import Text, repeated_share, twins
from eval.data.load import FILES
from eval.data.privacy import looks_real
from notegen.model import Severity

WORDS = (
    "sleep panic work sister walk letter tired plan garden call week school dream music late mood "
    "train dinner anger list group visit cousin river paper window coffee fear budget morning"
).split()


def sentence(chance: random.Random) -> str:
    return f"Client spoke of {' '.join(chance.sample(WORDS, 6))}."


def notes_with(fault_text: Callable[[random.Random], str]) -> list[LabelledNote]:
    """120 notes of ten sentences, two of them faults that read as `fault_text` says."""
    chance = random.Random(7)  # noqa: S311
    notes = []
    for number in range(120):
        case = Case(id=f"c{number}", summary="x", split=Split.TEST)
        sentences = [
            LabelledSentence(section="S", text=sentence(chance), label=Label.SUPPORTED)
            for _ in range(8)
        ]
        sentences += [
            LabelledSentence(
                section="S",
                text=fault_text(chance),
                label=Label.UNSUPPORTED,
                quote="Client",
                start=0,
                code="H1",
                severity=Severity.MINOR,
            )
            for _ in range(2)
        ]
        notes.append(
            LabelledNote(id=f"n{number}", case=case, format="soap", sentences=tuple(sentences))
        )
    return notes


def test_baseline_finds_nothing_where_faults_look_like_the_rest() -> None:
    found = baseline.sentence_only(notes_with(sentence))
    assert found is not None
    assert found.auroc < baseline.LIMIT
    assert found.low < 0.5 < found.high
    assert (found.sentences, found.faults) == (1200, 240)


def test_baseline_finds_a_planted_leak() -> None:
    def leaking(chance: random.Random) -> str:
        return sentence(chance).replace(
            "spoke of", "denied any" if chance.random() < 0.6 else "spoke of"
        )

    found = baseline.sentence_only(notes_with(leaking))
    assert found is not None
    assert found.low > baseline.LIMIT
    assert found.low < found.auroc < found.high


def test_baseline_does_not_learn_a_summary_by_heart() -> None:
    # Faults of a summary share a rare word of their own: useless on other summaries.
    notes = []
    for note in notes_with(sentence):
        own = f"{note.case.id}word"
        marked = tuple(
            LabelledSentence(
                section=s.section, text=f"{s.text} {own}", label=s.label, quote=s.quote,
                start=s.start, code=s.code, severity=s.severity,
            )
            if s.code
            else s
            for s in note.sentences
        )  # fmt: skip
        notes.append(LabelledNote(id=note.id, case=note.case, format="soap", sentences=marked))
    found = baseline.sentence_only(notes)
    assert found is not None
    assert found.high < 0.9  # only that the sentence is a word longer helps


def test_baseline_needs_both_sorts_of_sentence() -> None:
    assert baseline.sentence_only([]) is None


def test_auroc_of_ties_and_of_a_worked_example() -> None:
    import numpy as np

    y = np.array([1.0, 0.0, 1.0, 0.0])
    assert baseline.auroc(np.array([0.9, 0.1, 0.4, 0.6]), y) == 0.75
    assert baseline.auroc(np.zeros(4), y) == 0.5


def test_cue_that_gives_faults_away_is_out_of_balance() -> None:
    def denying(chance: random.Random) -> str:
        return sentence(chance).replace("spoke of", "denied")

    cues = {cue.name: cue for cue in baseline.cue_balance(notes_with(denying))}
    assert cues["denied"].is_out_of_balance
    assert cues["denied"].share == 1.0
    assert not cues["will"].is_out_of_balance


def test_near_copies_are_found_within_and_across_splits() -> None:
    text = "Client spoke about the move, slept badly and will call her sister on Sunday afternoon."
    texts = [
        Text("a", "a", Split.TEST, text),
        Text("b", "b", Split.DEV, text.replace("Sunday", "Monday").upper()),
        Text("c", "c", Split.TEST, "Sunday afternoon: " + text),
        Text(
            "d", "d", Split.TEST, "A quiet hour on the allotment, and nothing else that he named."
        ),
    ]
    found = {(t.first.id, t.second.id): t.is_leak for t in twins(texts, least=80)}
    assert found == {("a", "b"): True, ("a", "c"): False, ("b", "c"): True}


def test_texts_of_one_summary_may_be_alike_and_short_sentences_too() -> None:
    same = [
        Text("1", "a", None, "Next session in one week."),
        Text("2", "b", None, "Next session in one week."),
    ]
    assert repeated_share(same) == (0, 0)
    long = "Client will call the clinic about the letter before Friday."
    assert repeated_share([Text("1", "a", None, long), Text("2", "a", None, long)]) == (0, 2)
    assert repeated_share([Text("1", "a", None, long), Text("2", "b", None, long)]) == (2, 2)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("call her at 212-555-0143 or", "telephone number"),
        ("cell (503) 555 0199", "telephone number"),
        ("phone 555-0123 after six", "telephone number"),
        ("writes from ana.b@mail.example.com", "e-mail address"),
        ("see www.clinic.example", "web address"),
        ("SSN 078-05-1120", "social security number"),
        ("lives at 14 Old Mill Road with", "street address"),
        ("MRN 00482913", "record or card number"),
        ("dob 3/4/81", "date of birth"),
        ("born 03/04/1981 in", "date of birth"),
    ],
)
def test_personal_data_that_looks_real_is_noticed(text: str, kind: str) -> None:
    assert kind in looks_real(text)


@pytest.mark.parametrize(
    "text",
    [
        "PHQ-9 14->11, GAD-7 9, 988 card given, sertraline 50-75-100 over 3 wks",
        "sessions on 2025-03-04 and 3/11, SUDS 80/60/35, 1,000 steps, 12 Step group, 4 Ct sessions",
        "baby born on Tuesday, 41 wks; wife born 1981",
        "BP 120/80, 0.5 mg, goal 2.1.3, 10:30-11:20, 911 called, 5 Drive-ins",
    ],
)
def test_clinical_numbers_are_no_personal_data(text: str) -> None:
    assert looks_real(text) == []


def test_missing_data_sets_are_named_with_what_is_demanded(tmp_path: Path) -> None:
    reports = check_shipped(tmp_path)
    assert [report.name for report in reports] == list(FILES)
    assert not any(report.holds for report in reports)
    assert "at least 240 summaries" in reports[0].missing
    assert "0.60" in reports[1].missing


def shipped(
    tmp_path: Path, write: Any, cases: list[Any], labels: list[Any] | None = None
) -> Report:
    write(*cases, name=FILES["summaries"])
    if labels is not None:
        write(*labels, name="summaries/labels.v1.jsonl")
    return check_shipped(tmp_path)[0]


def said_of(record: dict[str, Any], labeller: str) -> dict[str, Any]:
    """What a labeller says who agrees with the record."""
    order = ("soap", "dap", "birp", "girp")
    places = {
        fact["id"]: " ".join("/".join(fact["sections"][name]) for name in order)
        for fact in record["facts"]
    }
    critical = [fact["id"] for fact in record["facts"] if fact["critical"]]
    return {
        "id": record["id"],
        "labeller": labeller,
        "places": places,
        "critical": critical,
        "states": record["states"],
    }


def test_small_set_lacks_counts_and_nothing_else(
    tmp_path: Path, write: Any, case_record: Any
) -> None:
    case = case_record()
    report = shipped(tmp_path, write, [case], [said_of(case, "p1"), said_of(case, "p2")])
    for problem in report.problems:
        assert any(word in problem for word in ("at least", "fewer than", "datasheet")), problem


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"split": "train"}, "not in the split"),
        ({"style": "sonnet"}, "not in the lists"),
        ({"hazards": ["one"]}, "too few hazards"),
        ({"synthetic_scale": True}, "composed for speed tests"),
        (
            {"summary": "Ct cried. Denied SI. Will write the letter, maybe. " + "x" * 60},
            "leave too",
        ),
        ({"summary": "Ct cried. Denied SI. Will write the letter, maybe." + " a" * 300}, "longer"),
    ],
)
def test_fault_of_a_case_is_named(
    tmp_path: Path, write: Any, case_record: Any, change: dict[str, Any], fault: str
) -> None:
    case = case_record(**change)
    report = shipped(tmp_path, write, [case], [said_of(case, "p1"), said_of(case, "p2")])
    assert any(fault in problem and "a01" in problem for problem in report.problems)


def test_near_copy_in_another_split_is_a_leak(tmp_path: Path, write: Any, case_record: Any) -> None:
    report = shipped(
        tmp_path, write, [case_record(), case_record(id="d01", author="d", split="dev")]
    )
    assert any("in two splits (a01 and d01)" in problem for problem in report.problems)


def test_labels_must_follow_from_the_labellers(
    tmp_path: Path, write: Any, case_record: Any
) -> None:
    case = case_record()
    one, two = said_of(case, "p1"), said_of(case, "p2")
    for said in (one, two):
        said["places"]["f1"] = "S D B R"
    report = shipped(tmp_path, write, [case], [one, two])
    assert any("follow from the labellers (a01)" in problem for problem in report.problems)
    two["critical"] = []
    report = shipped(tmp_path, write, [case], [one, two])
    assert any("undecided: critical (a01)" in problem for problem in report.problems)
    assert any(line.startswith("preferred section, soap") for line in report.lines)


def test_unreadable_record_is_a_problem_with_its_line(
    tmp_path: Path, write: Any, case_record: Any
) -> None:
    report = shipped(tmp_path, write, [case_record(), {"id": "a02"}])
    assert report.problems == ["summaries: cases.v1.jsonl:2: summary: must be a text"]


def test_coverage_counts_letters_in_facts(write: Any, case_record: Any) -> None:
    from eval.data import load_cases

    [case] = load_cases(write(case_record()))
    assert covered(case) == 1.0


def test_file_of_ones_own_is_checked_without_demands(write: Any) -> None:
    good = {"id": "x", "summary": "Slept badly, worried about the exam."}
    assert check_file(write(good), name="summaries").holds
    bad = {"id": "y", "summary": "Call me at 212-555-0143 about the exam."}
    report = check_file(write(good, bad), name="summaries")
    assert report.problems == ["own.jsonl: looks like a real telephone number (y)"]


def test_datasheet_carries_the_counts_of_the_check(tmp_path: Path) -> None:
    path = tmp_path / "README.md"
    path.write_text(
        f"Written by language models; no licensed clinician has confirmed it.\n"
        f"{BEGIN}\n{END}\nMore\n"
    )
    report = Report("x", lines=["notes   3", "AUROC 0.51"])
    check_datasheet(path, report)
    assert "run `data build`" in report.problems[0]
    write_counts(path, report)
    other_machine = Report("x", lines=["notes   3", "AUROC 0.52"])
    check_datasheet(path, other_machine)
    assert other_machine.holds
    assert path.read_text().endswith("More\n")
    check_datasheet(path, changed := Report("x", lines=["notes   4", "AUROC 0.51"]))
    assert not changed.holds


def test_datasheet_must_say_who_labelled(tmp_path: Path) -> None:
    report = Report("x")
    check_datasheet(tmp_path / "README.md", report)
    (tmp_path / "README.md").write_text("# Notes\n")
    check_datasheet(tmp_path / "README.md", report)
    assert [problem.split(": ")[1].split(" (")[0] for problem in report.problems] == [
        "the datasheet",
        "the datasheet's first line must say who wrote and labelled the data set",
        "the datasheet has no place for the counts",
    ]


def test_shipped_data_passes() -> None:
    reports = check_shipped()
    assert [report.missing for report in reports if report.missing] == []
    assert [problem for report in reports for problem in report.problems] == []
