"""From what writers and labellers hand in to the files of the repository, and back by the check."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from eval.cli import main
from eval.data import load_cases, load_notes, load_pairs
from eval.data.checks import check_shipped
from eval.data.labels import shows_changed_first

SUMMARY = "Ct cried. Denied SI. Will write the letter, maybe. (parking)"
TEXT = {
    "id": "a01",
    "author": "a",
    "style": "first person",
    "theme": "grief",
    "approach": "other",
    "summary": SUMMARY,
    "facts": [
        {"quote": "Ct cried", "kind": "observation", "critical": False, "element": "mood_affect"},
        {"quote": "Denied SI", "kind": "risk", "critical": False, "element": "risk"},
        {"quote": "Will write the letter, maybe", "kind": "homework.new", "element": "homework"},
        {"quote": "(parking)", "kind": "logistics", "element": "none"},
    ],
    "states": [],
    "hazards": ["would turn maybe into homework", "would add a plan to the denial"],
}
PLACES = {"f1": "O D B/R R", "f2": "S/O D B R", "f3": "P P P/I P", "f4": "-"}
STATES = [{"item": "suicidal ideation", "state": "denied"}]
FAULT = {"label": "unsupported", "quote": "will", "code": "H3", "severity": "major"}


def case_labels(labeller: str, **changes: Any) -> dict[str, Any]:
    said = {"places": PLACES, "critical": ["f2"], "states": STATES}
    return {"id": "a01", "labeller": labeller, **(said | changes)}


def note_labels(labeller: str, **changes: Any) -> dict[str, Any]:
    said = {"sentences": [{"label": "supported"}, FAULT], "omitted": {"f2": "O1"}}
    return {"id": "n001", "labeller": labeller, **(said | changes)}


def pair_labels(labeller: str, changed: dict[str, Any] = FAULT) -> dict[str, Any]:
    a, b = {"label": "supported"}, changed
    if shows_changed_first("p0001"):
        a, b = b, a
    return {"id": "p0001", "labeller": labeller, "a": a, "b": b}


def handed_in(record: dict[str, Any]) -> dict[str, Any]:
    """A record as its writer hands it in: split, places of quotes and omissions come later."""
    added = {"split", "start", "omitted"}
    kept = {name: value for name, value in record.items() if name not in added}
    if "sentences" in kept:
        kept["sentences"] = [handed_in(sentence) for sentence in kept["sentences"]]
    return kept


@pytest.fixture
def raw(tmp_path: Path, write: Any, note_record: Any, pair_record: Any) -> Path:
    """A folder with one text and its labels for each data set but the natural notes."""
    write(TEXT, name="raw/summaries/texts_a.jsonl")
    write(case_labels("p1"), case_labels("p2"), name="raw/summaries/labels.jsonl")
    write(handed_in(note_record()), name="raw/labelled_notes/texts.jsonl")
    write(note_labels("p1"), note_labels("p2"), name="raw/labelled_notes/labels.jsonl")
    write(handed_in(pair_record()), name="raw/minimal_pairs/texts.jsonl")
    write(pair_labels("p1"), pair_labels("p2"), name="raw/minimal_pairs/labels.jsonl")
    return tmp_path / "raw"


def build(raw: Path) -> tuple[int, Path]:
    out = raw.parent / "out"
    return main(["data", "build", "--raw", str(raw), "--out", str(out)]), out


def test_built_files_load_and_carry_the_labels(raw: Path) -> None:
    status, out = build(raw)
    assert status == 0
    cases = load_cases(out / "summaries/cases.v1.jsonl")
    [case] = cases
    assert (case.split, [fact.id for fact in case.claims]) == ("test", ["f1", "f2", "f3"])
    assert [fact.id for fact in case.facts if fact.critical] == ["f2"]
    assert case.facts[1].sections["soap"].admissible == ("S", "O")
    [note] = load_notes(out / "labelled_notes/notes.v1.jsonl", cases=cases)
    assert [sentence.label for sentence in note.sentences] == ["supported", "unsupported"]
    assert note.faults[0].span == (7, 11)
    assert note.omitted == {"f2": "O1"}
    assert len(load_pairs(out / "minimal_pairs/pairs.v1.jsonl", cases=cases)) == 1


def test_check_derives_the_same_labels_again(raw: Path) -> None:
    _, out = build(raw)
    for report in check_shipped(out):
        wrong = [p for p in report.problems if "labeller" in p or "undecided" in p]
        assert wrong == []
    path = out / "labelled_notes/notes.v1.jsonl"
    path.write_text(path.read_text("utf-8").replace('"H3"', '"H8"'), "utf-8")
    report = check_shipped(out)[1]
    assert any("not those that follow from the labellers (n001)" in p for p in report.problems)


def test_intention_of_the_writer_is_kept_and_counted(raw: Path) -> None:
    _, out = build(raw)
    lines = (out / "labelled_notes/labels.v1.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["labeller"] for line in lines] == ["author", "p1", "p2"]
    report = check_shipped(out)[1]
    assert any(line.startswith("writer's intention") for line in report.lines)


def test_dispute_stops_the_data_set_and_goes_to_the_adjudicator(
    raw: Path, write: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    write(
        note_labels("p1"),
        note_labels("p2", sentences=[{"label": "supported"}, {"label": "supported"}]),
        name="raw/labelled_notes/labels.jsonl",
    )
    status, out = build(raw)
    assert status == 1
    assert "labelled_notes: 0 written, 1 undecided" in capsys.readouterr().out
    assert not (out / "labelled_notes/notes.v1.jsonl").exists()
    [dispute] = (out / "labelled_notes.disputes.jsonl").read_text("utf-8").splitlines()
    assert json.loads(dispute)["undecided"] == ["sentence 1"]
    assert [said["labeller"] for said in json.loads(dispute)["said"]] == ["author", "p1", "p2"]

    final = {"id": "n001", "labeller": "adjudicated", "sentences": [None, FAULT]}
    write(final, name="raw/labelled_notes/labels_final.jsonl")
    assert build(raw)[0] == 0


def test_pair_that_its_labels_do_not_bear_out_is_refused(
    raw: Path, write: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    other = FAULT | {"code": "H8"}
    lines = [pair_labels("p1", other), pair_labels("p2", other)]
    write(*lines, name="raw/minimal_pairs/labels.jsonl")
    build(raw)
    assert "p0001: the fault is H8, not H3" in capsys.readouterr().out


def test_kind_that_labels_and_writer_see_differently_needs_a_decision(
    raw: Path, write: Any, note_record: Any
) -> None:
    places = PLACES | {"f3": "-"}
    lines = [case_labels("p1", places=places), case_labels("p2", places=places)]
    write(*lines, name="raw/summaries/labels.jsonl")
    status, out = build(raw)
    assert status != 0
    assert not (out / "summaries/cases.v1.jsonl").exists()
    final = {"id": "a01", "labeller": "adjudicated", "places": {}, "kinds": {"f3": "filler"}}
    write(final, name="raw/summaries/labels_final.jsonl")
    note = handed_in(note_record(sentences=note_record()["sentences"][:1]))
    write(note, name="raw/labelled_notes/texts.jsonl")
    build(raw)
    [case] = load_cases(out / "summaries/cases.v1.jsonl")
    assert case.facts[2].is_aside


def test_quote_that_is_not_in_the_summary_names_file_and_line(
    raw: Path, write: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = TEXT | {"id": "a02", "facts": [{"quote": "Ct laughed", "kind": "report"}]}
    write(TEXT, broken, name="raw/summaries/texts_a.jsonl")
    assert build(raw)[0] == 2
    assert "texts_a.jsonl:2: facts[0].quote" in capsys.readouterr().err


def test_sheets_show_no_label_and_no_order(raw: Path, tmp_path: Path, pair_record: Any) -> None:
    out = tmp_path / "sheets"
    assert main(["data", "sheets", "--raw", str(raw), "--out", str(out)]) == 0
    shown = {path.stem: json.loads(path.read_text("utf-8")) for path in out.iterdir()}
    assert set(shown["summaries"]) == {"id", "summary", "facts"}
    assert shown["summaries"]["facts"]["f4"] == "(parking)"
    assert shown["labelled_notes"]["sentences"][1] == {
        "section": "P",
        "text": "Client will write the letter.",
    }
    pair, shown_pair = pair_record(), shown["minimal_pairs"]
    assert {shown_pair["a"], shown_pair["b"]} == {pair["faithful"], pair["changed"]}
    assert (shown_pair["a"] == pair["changed"]) is shows_changed_first("p0001")
    assert "H3" not in (out / "minimal_pairs.jsonl").read_text("utf-8")


def test_check_command_follows_the_exit_contract(
    write: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    good = write({"id": "x", "summary": "Slept badly."})
    assert main(["data", "check", str(good)]) == 0
    bad = write({"id": "x", "summary": "Mail to a.b@c.example.org, she said."})
    assert main(["data", "check", str(bad)]) == 1
    assert "e-mail" in capsys.readouterr().err
    assert main(["data", "check", str(good.with_name("none.jsonl"))]) == 2
    assert main(["data", "check", "--as", "haikus"]) == 2


def test_scale_command_prints_cases_that_load(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["data", "scale", "-n", "3", "--seed", "1"]) == 0
    path = tmp_path / "scale.jsonl"
    path.write_text(capsys.readouterr().out, "utf-8")
    assert all(case.synthetic_scale for case in load_cases(path))
