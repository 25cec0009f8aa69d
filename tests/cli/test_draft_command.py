"""`notegen draft` for one summary."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from notegen.export import draft_text, parse_note_text
from notegen.formats import load_format

TOP = [
    "id", "format", "engine", "sections", "questions", "findings", "omissions", "unused",
    "seconds", "unplaced",
]  # fmt: skip


def test_json_has_exactly_the_keys_of_the_contract_in_their_order(run, summary_file):
    outcome = run("draft", summary_file, "--format", "soap", "--json")
    assert outcome.status == 0
    (record,) = outcome.records
    assert list(record) == TOP
    assert (record["id"], record["format"], record["engine"]) == (None, "soap", "rules")
    assert [section["key"] for section in record["sections"]] == ["S", "O", "A", "P"]
    for section in record["sections"]:
        assert list(section) == ["key", "title", "statements", "empty_reason"]
        assert bool(section["statements"]) != bool(section["empty_reason"])
        for statement in section["statements"]:
            assert list(statement) == ["text", "evidence"]
            for evidence in statement["evidence"]:
                assert list(evidence) == ["source", "start", "end", "quote"]
    assert all(list(question) == ["topic", "text"] for question in record["questions"])
    assert all(list(part) == ["start", "end", "quote", "reason"] for part in record["unused"])
    assert isinstance(record["seconds"], float)


def test_text_is_the_note_with_its_headings_and_reads_back_as_the_same_sentences(run, summary_file):
    text = run("draft", summary_file).text
    record = run("draft", summary_file, "--json").records[0]
    read = parse_note_text(text, load_format("soap"), split=lambda line: [line])
    assert [(key, list(sentences)) for key, sentences in read] == [
        (section["key"], [statement["text"] for statement in section["statements"]])
        for section in record["sections"]
    ]


def test_soap_is_the_default_format(run, summary_file):
    assert run("draft", summary_file).out == run("draft", summary_file, "--format", "soap").out


@pytest.mark.parametrize("source", [(), ("-",)], ids=["no argument", "dash"])
def test_summary_comes_from_standard_input_without_a_file(run, summary_file, source):
    piped = run("draft", *source, stdin=summary_file.read_bytes())
    assert piped.status == 0
    assert piped.out == run("draft", summary_file).out


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        pytest.param("Client slept badly.\r\nPlan: call school.\r\n", None, id="CRLF is kept"),
        pytest.param("Client slept badly.\rPlan: call school.", None, id="CR is kept"),
        pytest.param("\ufeffClient slept badly.", "Client slept badly.", id="BOM is dropped"),
        pytest.param("\ufeff\ufeffClient slept.", "\ufeffClient slept.", id="one BOM is dropped"),
        pytest.param("\U0001f600 Client slept badly.", None, id="emoji is one code point"),
        pytest.param("Client met Rene\u0301 today.", None, id="no normalisation"),
        pytest.param("  \n\t Client slept badly.  \n\n", None, id="no trimming"),
        pytest.param("Client slept.\u2028Client ate.\u0085Mood low.", None, id="Unicode breaks"),
    ],
)
def test_offsets_count_code_points_of_the_summary_exactly_as_given(run, tmp_path, given, kept):
    source = given if kept is None else kept
    path = tmp_path / "summary.txt"
    path.write_bytes(given.encode("utf-8"))
    (record,) = run("draft", path, "--json").records
    spans = [
        evidence
        for section in record["sections"]
        for statement in section["statements"]
        for evidence in statement["evidence"]
    ]
    assert spans
    for span in [*spans, *record["unused"], *record["omissions"]]:
        assert source[span["start"] : span["end"]] == span["quote"]


def test_only_seconds_differ_between_two_runs(process, summary_file):
    first, second = (
        process("draft", summary_file, "--json", env={"PYTHONHASHSEED": seed}).records[0]
        for seed in ("1", "2")
    )
    first.pop("seconds"), second.pop("seconds")
    assert json.dumps(first) == json.dumps(second)


def test_a_format_of_ones_own_comes_from_the_named_folder(run, summary_file, tmp_path):
    folder = own_format(tmp_path / "mine")
    outcome = run("draft", summary_file, "--format", "mine", "--formats-dir", folder, "--json")
    assert outcome.status == 0
    assert [section["key"] for section in outcome.records[0]["sections"]] == ["All"]


def test_a_format_of_ones_own_comes_from_the_data_folder(run, summary_file, notegen_home):
    own_format(notegen_home / "formats")
    outcome = run("draft", summary_file, "--format", "mine", "--json")
    assert outcome.records[0]["format"] == "mine"


def test_draft_works_where_no_data_folder_can_be_made(run, summary_file, monkeypatch):
    monkeypatch.setenv("NOTEGEN_HOME", "/dev/null/nowhere")
    assert run("draft", summary_file).status == 0


def test_control_characters_of_the_summary_do_not_reach_the_terminal(run):
    outcome = run("draft", stdin="Client slept \x1b[31mbadly\x9b2J.".encode())
    assert outcome.status == 0
    assert not {"\x1b", "\x9b"} & set(outcome.text)


def test_text_is_what_the_page_would_copy_from_the_same_draft(run, example):
    from notegen import draft

    assert run("draft", stdin=example.encode()).text == draft_text(draft(example))


def own_format(folder: Path) -> Path:
    """A folder with one format, `mine`, of one section."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "mine.toml").write_text(
        'key = "mine"\ntitle = "Mine"\nversion = 1\ndescription = "All in one."\n'
        '[[sections]]\nkey = "All"\ntitle = "Everything"\ndefinition = "All of it."\n'
        'takes = ["report", "observation", "intervention", "response", "homework", "plan"]\n',
        "utf-8",
    )
    return folder
