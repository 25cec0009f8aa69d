"""`draft --jsonl` and `check --jsonl`: one answer a line, whatever the line is."""

from __future__ import annotations

import json

import pytest

from notegen.cli.draft import MAX_LINE_BYTES
from notegen.errors import EngineError

GOOD = {"id": "good", "summary": "Client slept badly.", "format": "soap"}
NOTE = {**GOOD, "sections": {"S": ["The client slept badly."]}}
MARKER = "Zyxwv"

BAD_LINES = {
    "not JSON": (b"{" + MARKER.encode(), None),
    "not UTF-8": (b'{"id":"x","summary":"\xff"}', None),
    "a list": ([MARKER], None),
    "a number": (b"17", None),
    "NaN": (b'{"id":NaN}', None),
    "deep nesting": (b"[" * 100_000, None),
    "a number of 5,000 digits": (b'{"id":' + b"9" * 5_000 + b"}", None),
    "a key twice": (b'{"id":"x","id":"y","summary":"Client slept.","format":"soap"}', None),
    "no id": ({"summary": MARKER, "format": "soap"}, None),
    "id of a wrong type": ({**GOOD, "id": [MARKER]}, None),
    "id true": ({**GOOD, "id": True}, None),
    "half a character as id": (json.dumps({**GOOD, "id": "\ud800"}).encode(), None),
    "no summary": ({"id": 7, "format": "soap"}, 7),
    "summary of a wrong type": ({**GOOD, "id": 7, "summary": 5}, 7),
    "null summary": ({**GOOD, "id": 7, "summary": None}, 7),
    "empty summary": ({**GOOD, "id": 7, "summary": ""}, 7),
    "blank summary": ({**GOOD, "id": 7, "summary": " \n\t\u2003"}, 7),
    "NUL in the summary": ({**GOOD, "id": 7, "summary": MARKER + "\x00"}, 7),
    "lone surrogate": (json.dumps({**GOOD, "id": 7, "summary": MARKER + "\ud800"}).encode(), 7),
    "summary too long by one": ({**GOOD, "id": 7, "summary": "a" * 20_001}, 7),
    "no format": ({"id": 7, "summary": MARKER}, 7),
    "unknown format": ({**GOOD, "id": 7, "format": "nope"}, 7),
    "format that is a path": ({**GOOD, "id": 7, "format": f"../{MARKER}"}, 7),
    "format of a wrong type": ({**GOOD, "id": 7, "format": None}, 7),
    "details of a wrong type": ({**GOOD, "id": 7, "details": MARKER}, 7),
    "unknown detail": ({**GOOD, "id": 7, "details": {MARKER: "x"}}, 7),
    "date in another spelling": ({**GOOD, "id": 7, "details": {"date": "20260102"}}, 7),
    "date that is none": ({**GOOD, "id": 7, "details": {"date": "2026-02-30"}}, 7),
    "time that is none": ({**GOOD, "id": 7, "details": {"start": "24:10"}}, 7),
}

BAD_NOTES = {
    "no sections": ({**GOOD, "id": 7}, 7),
    "sections of a wrong type": ({**NOTE, "id": 7, "sections": [MARKER]}, 7),
    "section of a wrong type": ({**NOTE, "id": 7, "sections": {"S": MARKER}}, 7),
    "sentence of a wrong type": ({**NOTE, "id": 7, "sections": {"S": [MARKER, 5]}}, 7),
    "lone surrogate in a sentence": (
        json.dumps({**NOTE, "id": 7, "sections": {"S": [MARKER + "\udfff"]}}).encode(),
        7,
    ),
    "note too long": ({**NOTE, "id": 7, "sections": {"S": ["a" * 39_999, "b"]}}, 7),
    "answers of a wrong type": ({**NOTE, "id": 7, "answers": MARKER}, 7),
    "answer of a wrong type": ({**NOTE, "id": 7, "answers": [None]}, 7),
    "answers too long": ({**NOTE, "id": 7, "answers": ["a" * 20_001]}, 7),
}


def assert_bad_line(outcome, known_id):
    before, answer, after = outcome.records
    assert outcome.status == 1
    assert list(answer) == ["id", "error"]
    assert list(answer["error"]) == ["type", "message"]
    assert answer["id"] == known_id
    assert answer["error"]["type"] in ("InputError", "FormatError")
    assert answer["error"]["message"].startswith("Line 2: ")
    assert MARKER not in json.dumps(answer)
    assert MARKER not in outcome.err
    assert len(outcome.err.splitlines()) == 1
    assert "error" not in before
    assert "error" not in after


@pytest.mark.parametrize(("line", "known_id"), BAD_LINES.values(), ids=BAD_LINES)
def test_draft_answers_a_bad_line_with_an_error_and_goes_on(run, jsonl, line, known_id):
    assert_bad_line(run("draft", "--jsonl", "-", stdin=jsonl(GOOD, line, GOOD)), known_id)


@pytest.mark.parametrize(("line", "known_id"), BAD_NOTES.values(), ids=BAD_NOTES)
def test_check_answers_a_bad_line_with_an_error_and_goes_on(run, jsonl, line, known_id):
    assert_bad_line(run("check", "--jsonl", "-", stdin=jsonl(NOTE, line, NOTE)), known_id)


@pytest.mark.parametrize("command", ["draft", "check"])
def test_a_line_without_end_is_skipped_and_answered_as_bad(run, jsonl, command):
    good = GOOD if command == "draft" else NOTE
    endless = b'{"id":"x","summary":"' + MARKER.encode() * (1 << 20) + b'"}'
    assert_bad_line(run(command, "--jsonl", "-", stdin=jsonl(good, endless, good)), None)


@pytest.mark.parametrize("ending", [b"\n", b"\r\n", b""])
def test_a_line_of_exactly_the_limit_is_read_and_one_byte_more_is_not(run, ending):
    line = json.dumps(GOOD).encode()
    fits = line[:-1] + b" " * (MAX_LINE_BYTES - len(line)) + b"}"
    assert run("draft", "--jsonl", "-", stdin=fits + ending).status == 0
    assert run("draft", "--jsonl", "-", stdin=b" " + fits + ending).status == 1


def test_blank_lines_are_skipped_and_a_bom_is_dropped(run, jsonl):
    stdin = b"\xef\xbb\xbf" + jsonl(b"", GOOD, b"  \t\r", GOOD, b"")
    outcome = run("draft", "--jsonl", "-", stdin=stdin)
    assert (outcome.status, len(outcome.records)) == (0, 2)


def test_windows_line_ends_and_a_missing_last_one_are_fine(run, jsonl):
    outcome = run("draft", "--jsonl", "-", stdin=jsonl(GOOD, GOOD).replace(b"\n", b"\r\n")[:-2])
    assert (outcome.status, len(outcome.records)) == (0, 2)


def test_offsets_count_the_summary_as_json_gives_it(run, jsonl):
    summary = "\ufeff \U0001f600\r\nClient slept badly."
    outcome = run("draft", "--jsonl", "-", stdin=jsonl({**GOOD, "summary": summary}))
    sections = outcome.records[0]["sections"]
    spans = [e for section in sections for s in section["statements"] for e in s["evidence"]]
    assert spans
    assert all(summary[span["start"] : span["end"]] == span["quote"] for span in spans)


def test_ids_come_back_as_they_are(run, jsonl):
    ids = ["a", 7, "é\u2028\U0001f600", "", -1]
    outcome = run("draft", "--jsonl", "-", stdin=jsonl(*({**GOOD, "id": item} for item in ids)))
    assert [record["id"] for record in outcome.records] == ids


def test_output_is_utf8_not_escapes_and_one_object_a_line_for_every_line_reader(run, jsonl):
    summary = "Client saw \u00e9\u2028\u0085\U0001f600 today."
    outcome = run("draft", "--jsonl", "-", stdin=jsonl({**GOOD, "id": summary}))
    assert "\U0001f600" in outcome.text
    assert len(outcome.text.splitlines()) == 1
    assert outcome.records[0]["id"] == summary


def test_format_option_goes_for_lines_that_name_none(run, jsonl):
    stdin = jsonl({"id": 1, "summary": "Client slept."}, {**GOOD, "format": "dap"})
    outcome = run("draft", "--jsonl", "-", "--format", "birp", stdin=stdin)
    assert [record["format"] for record in outcome.records] == ["birp", "dap"]


def test_keys_that_draft_does_not_know_are_ignored(run, jsonl):
    assert run("draft", "--jsonl", "-", stdin=jsonl({**GOOD, "tags": ["x"]})).status == 0


def test_jsonl_comes_from_a_file_too(run, jsonl, tmp_path):
    path = tmp_path / "cases.jsonl"
    path.write_bytes(jsonl(GOOD, GOOD))
    assert len(run("draft", "--jsonl", path).records) == 2


@pytest.mark.parametrize(
    ("fault", "shown"),
    [
        (EngineError("The engine gave up."), ("EngineError", "Line 1: The engine gave up.")),
        (KeyError(MARKER), ("InternalError", "Line 1: a fault in notegen (KeyError)")),
    ],
    ids=["known fault", "fault of our own"],
)
@pytest.mark.parametrize("command", ["draft", "check"])
def test_an_engine_that_fails_on_a_line_stops_no_run(
    run, jsonl, monkeypatch, command, fault, shown
):
    def fail(*_args, **_kwargs):
        raise fault

    monkeypatch.setattr(f"notegen.cli.{command}.{command}", fail)
    line = GOOD if command == "draft" else NOTE
    outcome = run(command, "--jsonl", "-", stdin=jsonl(line, line))
    assert outcome.status == 1
    assert len(outcome.records) == 2
    assert outcome.records[0] == {
        "id": "good",
        "error": {"type": shown[0], "message": shown[1]},
    }
    assert MARKER not in outcome.text + outcome.err


def test_only_seconds_differ_between_two_runs(process, jsonl, example):
    stdin = jsonl(*({**GOOD, "id": n, "summary": example} for n in range(3)))
    runs = [
        process("draft", "--jsonl", "-", stdin=stdin, env={"PYTHONHASHSEED": seed}).records
        for seed in ("1", "2")
    ]
    for records in runs:
        for record in records:
            record.pop("seconds")
    assert json.dumps(runs[0]) == json.dumps(runs[1])


def test_two_checks_give_the_same_bytes(process, jsonl, example):
    stdin = jsonl({**NOTE, "summary": example, "sections": {"S": ["Client denies all risk."]}})
    first, second = (
        process("check", "--jsonl", "-", stdin=stdin, env={"PYTHONHASHSEED": seed})
        for seed in ("1", "2")
    )
    assert first.out == second.out
