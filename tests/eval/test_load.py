"""The one way into the data sets: by name or path, JSONL or CSV, with file and line in errors."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest

from eval.cli import DATA_SETS
from eval.data import DataError, load_cases, load_notes, load_pairs
from eval.data.load import FILES, folder
from eval.data.schema import Split
from notegen.errors import NotegenError


def fault_of(call: Any, *args: Any, **options: Any) -> DataError:
    with pytest.raises(DataError) as caught:
        call(*args, **options)
    return caught.value


def csv_file(path: Path, *records: dict[str, Any]) -> Path:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, sorted({key for record in records for key in record}))
    writer.writeheader()
    for record in records:
        writer.writerow(
            {
                key: json.dumps(value) if isinstance(value, list | dict) else value
                for key, value in record.items()
            }
        )
    path.write_text(text.getvalue(), "utf-8", newline="")
    return path


def test_case_comes_back_typed(write: Any, case_record: Any) -> None:
    [case] = load_cases(write(case_record())).records
    assert case.split is Split.TEST
    assert [case.summary[fact.start : fact.end] for fact in case.facts] == [
        fact.quote for fact in case.facts
    ]
    assert case.facts[0].sections["birp"].admissible == ("B", "R")
    assert case.states[0].state == "denied"


def test_only_id_and_summary_are_required(write: Any) -> None:
    [case] = load_cases(write({"id": "mine-1", "summary": "Slept badly."})).records
    assert case.split is None
    assert case.facts == ()


def test_split_selects_and_all_records_are_validated(write: Any, case_record: Any) -> None:
    path = write(case_record(), case_record(id="a02", split="dev"))
    assert [case.id for case in load_cases(path, split="dev")] == ["a02"]
    assert len(load_cases(path)) == 2
    broken = write(case_record(), case_record(id="a02", split="dev", facts=[{"id": "f1"}]))
    assert fault_of(load_cases, broken, split="test").line == 2


def test_empty_split_and_unknown_split_are_refused(write: Any, case_record: Any) -> None:
    path = write(case_record())
    assert "no record in split 'train'" in str(fault_of(load_cases, path, split="train"))
    assert "train, dev, test" in str(fault_of(load_cases, path, split="validation"))


def test_hashes_follow_the_file_and_the_selected_records(write: Any, case_record: Any) -> None:
    path = write(case_record(), case_record(id="a02", split="dev"))
    before = load_cases(path, split="dev")
    assert before.file_sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    after = load_cases(
        write(case_record(author="b"), case_record(id="a02", split="dev")), split="dev"
    )
    assert after.file_sha256 != before.file_sha256
    assert after.records_sha256 == before.records_sha256
    assert load_cases(path, split="test").records_sha256 != before.records_sha256


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"colour": "red"}, "'colour' is not known here"),
        ({"id": "two words"}, "id: use 1 to 64"),
        ({"summary": "  "}, "summary: must not be empty"),
        ({"summary": "x" * 20_001}, "summary: "),
        ({"split": "validation"}, "split: use one of"),
        ({"hazards": "one"}, "hazards: must be a list"),
        ({"synthetic_scale": "yes"}, "synthetic_scale: must be true or false"),
        ({"states": [{"item": "luck", "state": "present"}]}, "states[0].item: use one of"),
        ({"states": [{"item": "mood", "state": "fine"}]}, "states[0].state: use one of"),
    ],
)
def test_broken_case_names_file_line_and_key(
    write: Any, case_record: Any, change: dict[str, Any], fault: str
) -> None:
    path = write(case_record(id="first"), case_record(**change))
    error = fault_of(load_cases, path)
    assert isinstance(error, NotegenError)
    assert error.exit_status == 2
    assert str(error).startswith("own.jsonl:2: ")
    assert fault in str(error)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"quote": "Ct laughed"}, "facts[0].quote: is not what stands at its start"),
        ({"start": 1}, "facts[0].quote: is not what stands at its start"),
        ({"start": -1}, "facts[0].start: must be a whole number"),
        ({"kind": "joke"}, "facts[0].kind: use one of"),
        ({"kind": "filler"}, "enters no note"),
        ({"element": "weather"}, "facts[0].element: use one of"),
        ({"sections": {"soap": ["X"]}}, "facts[0].sections.soap: use each at most once"),
        ({"sections": {"soap": ["O", "O"]}}, "facts[0].sections.soap: use each at most once"),
        ({"sections": {"soap": [["O"]]}}, "facts[0].sections.soap: use each at most once"),
        ({"sections": {"haiku": ["O"]}}, "facts[0].sections.haiku: use one of"),
        ({"id": "f2"}, "facts: two facts have the same id"),
        ({"note": ""}, "facts[0]: 'note' is not known here"),
    ],
)
def test_broken_fact_is_named(
    write: Any, case_record: Any, change: dict[str, Any], fault: str
) -> None:
    record = case_record()
    record["facts"][0] |= change
    assert fault in str(fault_of(load_cases, write(record)))


def test_fact_without_start_needs_a_quote_that_stands_once(write: Any) -> None:
    record = {"id": "x", "summary": "No SI. No SI.", "facts": [{"id": "f1", "quote": "No SI"}]}
    assert "more than once" in str(fault_of(load_cases, write(record)))
    record["summary"] = "Slept. No SI."
    assert load_cases(write(record)).records[0].facts[0].start == 7


@pytest.mark.parametrize(
    "line",
    ["{", '{"id": "a", "id": "b"}', '{"id": NaN}', "[" * 100_000, "[]", '"text"'],
    ids=["cut", "key twice", "NaN", "deep", "list", "text"],
)
def test_line_that_is_no_object_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "own.jsonl"
    path.write_text('{"id": "a", "summary": "Slept."}\n\n' + line + "\n", "utf-8")
    assert fault_of(load_cases, path).line == 3


def test_no_message_repeats_a_text_of_the_record(write: Any, case_record: Any) -> None:
    marker = "Zanzibar"
    for change in (
        {"id": f"{marker} x"},
        {marker + "!": 1},
        {"split": marker},
        {"facts": [{"id": "f1", "quote": marker}]},
        {"states": [{"item": marker, "state": "present"}]},
    ):
        assert marker not in str(fault_of(load_cases, write(case_record(**change))))


def test_same_id_twice_is_refused(write: Any, case_record: Any) -> None:
    error = fault_of(load_cases, write(case_record(), case_record()))
    assert (error.line, "same id" in str(error)) == (2, True)


def test_missing_empty_and_foreign_files_are_refused(tmp_path: Path) -> None:
    assert "no such file" in str(fault_of(load_cases, tmp_path / "no.jsonl"))
    (tmp_path / "empty.jsonl").write_text("\n")
    assert "is empty" in str(fault_of(load_cases, tmp_path / "empty.jsonl"))
    (tmp_path / "a.txt").write_text("x")
    assert ".jsonl or .csv" in str(fault_of(load_cases, tmp_path / "a.txt"))
    (tmp_path / "latin.jsonl").write_bytes(b'{"id":"a","summary":"b"}\n\xff\n')
    assert fault_of(load_cases, tmp_path / "latin.jsonl").line == 2


def test_csv_gives_the_same_cases_as_jsonl(tmp_path: Path, write: Any, case_record: Any) -> None:
    records = [case_record(summary="Ct cried.\nDenied SI.\n" + "x", facts=[]), case_record(id="b")]
    records[0]["facts"] = [{"id": "f1", "quote": "Denied SI", "start": 10}]
    path = csv_file(tmp_path / "own.csv", *records)
    assert load_cases(path).records == load_cases(write(*records)).records


def test_csv_tags_and_plain_columns(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_text('id,summary,split,tags\nx1,"Slept, badly.",dev,telehealth; late\n', "utf-8")
    [case] = load_cases(path, split="dev").records
    assert (case.summary, case.tags) == ("Slept, badly.", ("telehealth", "late"))


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ('id,summary\nx1,"two\nlines"\nx2,Slept.,more\n', 4),
        ('id,summary,facts\nx1,Slept.,"[{"\n', 2),
        ('id,summary\nx1,"Slept.\n', 2),
        ("id,id\nx1,x2\n", 1),
        ("id,summary,colour\nx1,Slept.,red\n", 2),
    ],
    ids=["cells", "json", "quote", "header", "column"],
)
def test_broken_csv_names_the_line_where_the_record_begins(
    tmp_path: Path, text: str, line: int
) -> None:
    path = tmp_path / "own.csv"
    path.write_text(text, "utf-8")
    assert fault_of(load_cases, path).line == line


def test_note_knows_its_case_and_takes_its_split(
    write: Any, case_record: Any, note_record: Any
) -> None:
    cases = load_cases(write(case_record(), name="cases.jsonl"))
    [note] = load_notes(write(note_record()), split="test", cases=cases)
    assert note.case is cases.records[0]
    assert [fault.span for fault in note.faults] == [(7, 11)]
    assert note.sections == {
        "O": ["Client was tearful."],
        "P": ["Client will write the letter."],
    }


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"summary_id": "zz"}, "summary_id: no case has this id"),
        ({"split": "dev"}, "a leak between splits"),
        ({"format": "haiku"}, "format: "),
        ({"sentences": []}, "sentences: must not be empty"),
        ({"omitted": {"f9": "O1"}}, "omitted.f9: is no fact of the case"),
        ({"omitted": {"f1": "H1"}}, "omitted.f1: use one of"),
    ],
)
def test_broken_note_is_named(
    write: Any, case_record: Any, note_record: Any, change: dict[str, Any], fault: str
) -> None:
    cases = write(case_record(), name="cases.jsonl")
    assert fault in str(fault_of(load_notes, write(note_record(**change)), cases=cases))


@pytest.mark.parametrize(
    ("sentence", "fault"),
    [
        ({"section": "B"}, "sentences[0].section: use one of: S, O, A, P"),
        ({"label": "unsupported"}, "sentences[0].quote: must be a text"),
        ({"code": "H1"}, "'code' is not known here"),
        ({"label": "arguable", "why": "two readings"}, "sentences[0].label: use one of"),
    ],
)
def test_label_and_what_belongs_to_it_go_together(
    write: Any, case_record: Any, note_record: Any, sentence: dict[str, Any], fault: str
) -> None:
    record = note_record(omitted={})
    record["sentences"] = [record["sentences"][0] | sentence]
    cases = write(case_record(), name="cases.jsonl")
    assert fault in str(fault_of(load_notes, write(record), cases=cases))


def test_natural_note_may_be_arguable(write: Any, case_record: Any, note_record: Any) -> None:
    sentence = {"section": "O", "text": "Sad.", "label": "arguable", "why": "tears or sadness"}
    path = write(note_record(prompt="plain", sentences=[sentence]))
    [note] = load_notes(path, cases=write(case_record(), name="cases.jsonl"))
    assert note.is_natural


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"code": "H11"}, "code: use one of"),
        ({"severity": None}, "severity: is set for a fault"),
        ({"code": "benign"}, "kind: use one of: paraphrase"),
        ({"code": "benign", "kind": "voice"}, "severity: is set for a fault"),
        ({"changed": "Client may write the letter."}, "changed: is the same"),
        ({"section": "B"}, "section: use one of"),
    ],
)
def test_broken_pair_is_named(
    write: Any, case_record: Any, pair_record: Any, change: dict[str, Any], fault: str
) -> None:
    cases = write(case_record(), name="cases.jsonl")
    assert load_pairs(write(pair_record()), cases=cases).records[0].code == "H3"
    assert fault in str(fault_of(load_pairs, write(pair_record(**change)), cases=cases))


def test_shipped_folder_is_found_in_checkout_and_wheel(tmp_path: Path) -> None:
    assert folder() == Path(__file__).parents[2] / "datasets"
    package = tmp_path / "site-packages" / "notegen"
    assert "install notegen again" in str(fault_of(folder, package=package))
    (package / "_datasets").mkdir(parents=True)
    (package / "_datasets" / "SCHEMA.md").write_text("")
    assert folder(package=package) == package / "_datasets"


def test_command_line_names_the_same_data_sets() -> None:
    assert tuple(FILES) == DATA_SETS
