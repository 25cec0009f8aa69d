"""The JSON layouts, on notes made by hand: what a real draft seldom has all at once."""

from __future__ import annotations

import json

import pytest

from notegen import serial
from notegen.errors import InputError
from notegen.formats import load_format
from notegen.model import (
    CheckedSentence,
    CheckReport,
    DraftNote,
    Evidence,
    Finding,
    LedgerEntry,
    Omission,
    Section,
    SessionDetails,
    SessionSummary,
    Severity,
    Statement,
    Unused,
    Weight,
)

FINDING = Finding(
    id="f",
    code="H6",
    severity=Severity.CRITICAL,
    weight=Weight.STOP,
    message="The dose is not in the summary.",
    statement="b",
    start=3,
    end=8,
)


def draft_with(*findings):
    statements = (
        Statement(id="a", text="One.", kind="report"),
        Statement(id="b", text="Two.", kind="plan"),
    )
    return DraftNote(
        summary=SessionSummary("One. Two. Three."),
        details=SessionDetails(),
        format=load_format("soap"),
        engine="rules",
        sections=(Section("S", "Subjective", (), "Nothing."), Section("P", "Plan", statements)),
        unplaced=(
            Statement(
                id="u",
                text="Three.",
                kind="goal",
                evidence=(Evidence("summary", 10, 16, "Three."),),
            ),
        ),
        unused=(Unused(10, 16, "Three.", "no_place"),),
        findings=findings,
    )


def test_a_finding_names_section_and_index_of_its_sentence():
    (found,) = serial.draft_record(draft_with(FINDING), id=1, seconds=0.5)["findings"]
    assert list(found.items()) == [
        ("code", "H6"),
        ("severity", "critical"),
        ("weight", "stop"),
        ("message", "The dose is not in the summary."),
        ("section", "P"),
        ("index", 1),
        ("start", 3),
        ("end", 8),
    ]


@pytest.mark.parametrize("statement", [None, "u"], ids=["whole note", "sentence without a place"])
def test_a_finding_about_no_placed_sentence_has_no_section(statement):
    from dataclasses import replace

    note = draft_with(replace(FINDING, statement=statement))
    (found,) = serial.draft_record(note, id=1, seconds=0.5)["findings"]
    assert (found["section"], found["index"]) == (None, None)


def test_a_sentence_without_a_place_is_in_the_record_all_the_same():
    record = serial.draft_record(draft_with(), id=1, seconds=0.5)
    assert record["unused"] == [{"start": 10, "end": 16, "quote": "Three.", "reason": "no_place"}]
    assert [statement["text"] for statement in record["unplaced"]] == ["Three."]


def test_a_report_has_findings_about_the_whole_note_at_its_end():
    report = CheckReport(
        sentences=(
            CheckedSentence(
                section="P", index=0, text="Two.", risk=0.25, supported=True, findings=(FINDING,)
            ),
        ),
        omissions=(Omission(code="O1", severity=Severity.CRITICAL, start=0, end=4, quote="One."),),
        ledger=(LedgerEntry("suicide plan", "denied"),),
        not_stated=("mood",),
        findings=(FINDING,),
    )
    record = serial.check_record(report, id="x")
    assert json.loads(serial.dump(record)) == {
        "id": "x",
        "sentences": [
            {
                "section": "P",
                "index": 0,
                "text": "Two.",
                "risk": 0.25,
                "supported": True,
                "evidence": [],
                "findings": [
                    {
                        "code": "H6",
                        "severity": "critical",
                        "weight": "stop",
                        "message": "The dose is not in the summary.",
                        "start": 3,
                        "end": 8,
                    }
                ],
            }
        ],
        "omissions": [
            {"code": "O1", "severity": "critical", "start": 0, "end": 4, "quote": "One."}
        ],
        "ledger": [
            {"item": "suicide plan", "state": "denied", "person": "client", "time": "current"}
        ],
        "not_stated": ["mood"],
        "findings": record["sentences"][0]["findings"],
    }


def test_details_are_read_into_their_types():
    line = {
        "id": 1,
        "summary": "Client slept.",
        "format": "soap",
        "details": {"date": "2026-03-02", "start": "09:05", "stop": None, "goal": "Sleep"},
    }
    details = serial.read_draft_request(line).details
    assert (details.date.isoformat(), details.start.isoformat("minutes")) == ("2026-03-02", "09:05")
    assert (details.stop, details.goal) == (None, "Sleep")


def test_a_key_that_stands_twice_at_any_depth_is_refused():
    with pytest.raises(InputError, match="twice"):
        serial.load_object('{"sections":{"S":["One."],"S":["Two."]}}')
