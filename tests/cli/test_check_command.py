"""`notegen check`: a note against its summary."""

from __future__ import annotations

import json

import pytest

from notegen.model import CheckReport, Finding, Severity, Weight

SENTENCE_KEYS = ["section", "index", "text", "risk", "supported", "evidence", "findings"]
FINDING_KEYS = ["code", "severity", "weight", "message", "start", "end"]
SUMMARY = "Client discussed work stress. Client appeared engaged. Follow up on sleep."
STATES = {"present", "denied", "absent", "past", "equivocal", "declined", "not_asked", "not_stated"}


@pytest.fixture
def files(tmp_path):
    """Write summary and note to files and give the options that name them."""

    def write(note, summary=SUMMARY):
        (tmp_path / "summary.txt").write_bytes(summary.encode())
        (tmp_path / "note").write_bytes(note.encode())
        return ["--summary", tmp_path / "summary.txt", "--note", tmp_path / "note"]

    return write


def test_a_line_has_exactly_the_keys_of_the_contract_in_their_order(run, jsonl):
    sections = {"S": ["Client discussed work stress.", "Client denies suicidal ideation."]}
    line = {"id": "a", "summary": SUMMARY, "format": "soap", "sections": sections}
    outcome = run("check", "--jsonl", "-", stdin=jsonl(line))
    assert outcome.status == 0
    (record,) = outcome.records
    assert list(record) == ["id", "sentences", "omissions", "ledger", "not_stated", "findings"]
    for sentence in record["sentences"]:
        assert list(sentence) == SENTENCE_KEYS
        assert 0 <= sentence["risk"] <= 1
        for finding in sentence["findings"]:
            assert list(finding) == FINDING_KEYS
            assert finding["weight"] in ("stop", "look", "quiet")
        for evidence in sentence["evidence"]:
            assert list(evidence) == ["source", "start", "end", "quote"]
    for omission in record["omissions"]:
        assert list(omission) == ["code", "severity", "start", "end", "quote"]
        assert SUMMARY[omission["start"] : omission["end"]] == omission["quote"]
    for entry in record["ledger"]:
        assert list(entry) == ["item", "state", "person", "time"]
        assert entry["state"] in STATES
    assert record["not_stated"]


def test_index_counts_from_0_within_each_section_in_the_order_of_the_note(run, jsonl):
    sections = {"P": ["Follow up on sleep.", ""], "S": ["Client discussed work stress."]}
    line = {"id": 1, "summary": SUMMARY, "format": "soap", "sections": sections}
    (record,) = run("check", "--jsonl", "-", stdin=jsonl(line)).records
    told = [(item["section"], item["index"], item["text"]) for item in record["sentences"]]
    assert told == [
        ("P", 0, "Follow up on sleep."),
        ("P", 1, ""),
        ("S", 0, "Client discussed work stress."),
    ]


def test_sections_that_the_format_does_not_know_are_checked_as_they_are(run, jsonl):
    sections = {"Unknown part": ["Client discussed work stress."]}
    line = {"id": 1, "summary": SUMMARY, "format": "dap", "sections": sections}
    (record,) = run("check", "--jsonl", "-", stdin=jsonl(line)).records
    assert record["sentences"][0]["section"] == "Unknown part"


def test_a_note_without_sentences_is_checked_and_leaves_everything_out(run, jsonl):
    line = {"id": 1, "summary": SUMMARY, "format": "soap", "sections": {}}
    outcome = run("check", "--jsonl", "-", stdin=jsonl(line))
    assert outcome.status == 0
    assert outcome.records[0]["sentences"] == []
    assert outcome.records[0]["omissions"]


def test_details_and_answers_are_sources_of_evidence(run, jsonl):
    sections = {"S": ["Client drinks two beers a week."]}
    line = {
        "id": 1,
        "summary": SUMMARY,
        "format": "soap",
        "sections": sections,
        "details": {"date": "2026-03-02", "start": "09:00", "stop": "09:50", "goal": "Sleep"},
    }
    without, with_answer = run(
        "check", "--jsonl", "-",
        stdin=jsonl(line, {**line, "answers": ["Client drinks two beers a week."]}),
    ).records  # fmt: skip
    assert not without["sentences"][0]["supported"]
    told = with_answer["sentences"][0]
    assert told["supported"]
    assert "answer" in {item["source"] for item in told["evidence"]}


@pytest.mark.parametrize("extra", [(), ("--json",)], ids=["text", "json"])
def test_what_draft_prints_is_a_note_that_check_reads(run, files, extra):
    printed = run("draft", *extra, stdin=SUMMARY.encode()).text
    drafted = run("draft", "--json", stdin=SUMMARY.encode()).records[0]
    outcome = run("check", *files(printed), "--json")
    assert outcome.status == 0
    assert [(s["section"], s["text"]) for s in outcome.records[0]["sentences"]] == [
        (section["key"], statement["text"])
        for section in drafted["sections"]
        for statement in section["statements"]
    ]


@pytest.mark.parametrize(
    ("note", "sections"),
    [
        ("S: Client discussed work stress.\nP: Follow up on sleep.", ["S", "P"]),
        ("Data:\nClient discussed work stress.\n\nAssessment:\n\nPlan:\nSleep.", ["D", "P"]),
        ("Client discussed work stress. Follow up on sleep.", ["N", "N"]),
        (json.dumps({"format": "soap", "sections": {"S": ["Client slept."]}}), ["S"]),
        ("\ufeff{}", None),
    ],
    ids=["keys", "titles", "no headings", "line of check", "empty object"],
)
def test_format_of_a_note_is_told_by_the_note(run, files, note, sections):
    outcome = run("check", *files(note), "--json")
    if sections is None:
        assert outcome.status == 2
    else:
        assert [sentence["section"] for sentence in outcome.records[0]["sentences"]] == sections


def test_format_option_overrules_the_note(run, files):
    outcome = run("check", *files("S: Client slept."), "--format", "narrative", "--json")
    assert outcome.records[0]["sentences"][0]["section"] == "N"


def test_text_shows_every_sentence_with_its_evidence_or_its_lack(run, files):
    note = "Subjective:\nClient discussed work stress.\nClient denies suicidal ideation.\n"
    text = run("check", *files(note)).text
    assert "Subjective" in text
    assert "S1   Client discussed work stress." in text
    assert "from summary" in text
    assert "Client denies suicidal ideation." in text
    assert "In the summary, not in the note" in text
    assert "Not stated in the summary" in text


def test_text_shows_no_control_characters(run, files):
    outcome = run("check", *files("S: Client \x1b[2Jslept.", summary="Client \x1b[2Jslept."))
    assert "\x1b" not in outcome.text


STOP = Finding(
    id="f", code="O1", severity=Severity.CRITICAL, weight=Weight.STOP, message="A risk is missing."
)
LOOK = Finding(
    id="g", code="H1", severity=Severity.MAJOR, weight=Weight.LOOK, message="Not stated."
)


@pytest.mark.parametrize(
    ("finding", "options", "status"),
    [(STOP, ["--strict"], 3), (STOP, [], 0), (LOOK, ["--strict"], 0)],
    ids=["stop and strict", "stop", "look and strict"],
)
def test_strict_alone_makes_a_stop_an_exit_status(
    run, jsonl, files, monkeypatch, finding, options, status
):
    report = CheckReport(sentences=(), findings=(finding,))
    monkeypatch.setattr("notegen.cli.check.check", lambda *_args, **_kwargs: report)
    line = {"id": 1, "summary": SUMMARY, "format": "soap", "sections": {}}
    assert run("check", *files("S: Client slept."), *options).status == status
    assert run("check", "--jsonl", "-", *options, stdin=jsonl(line, line)).status == status
    # What failed on the way was not checked, so "a Stop was found" is not the whole story.
    assert run("check", "--jsonl", "-", *options, stdin=jsonl(line, b"{")).status == 1


def test_an_invented_denial_is_a_stop(run, jsonl):
    sections = {"S": ["Client denies suicidal ideation."]}
    line = {"id": 1, "summary": SUMMARY, "format": "soap", "sections": sections}
    outcome = run("check", "--jsonl", "-", "--strict", stdin=jsonl(line))
    assert outcome.status == 3
    assert "H4" in {finding["code"] for finding in outcome.records[0]["sentences"][0]["findings"]}


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--summary", "-"],
        ["--note", "-"],
        ["--summary", "-", "--note", "-"],
        ["--jsonl", "-", "--summary", "-"],
        ["--jsonl", "-", "--note", "-"],
    ],
)
def test_a_wrong_set_of_options_is_wrong_usage(run, options):
    outcome = run("check", *options, stdin=b"Client slept.")
    assert (outcome.status, outcome.out) == (2, b"")
    assert len(outcome.err.splitlines()) == 1
