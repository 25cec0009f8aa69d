"""What the summary states and the note leaves out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from notegen import check, draft, list_formats
from notegen.model import DraftNote, Severity, Weight

NoteBuilder = Callable[..., DraftNote]

# code, what the note leaves out (with what the note says, one summary)
LEFT_OUT = [
    ("O1", "Client reports SI with a plan."),
    ("O1", "Cut herself on Sunday."),
    ("O1", "She has a gun at home."),
    ("O1", "Disclosed abuse by her uncle."),
    ("O1", "Client denies SI."),
    ("O1", "Safety plan updated."),
    ("O2", "Sertraline raised to 100 mg."),
    ("O2", "Missed two doses of lithium."),
    ("O3", "Nightmares three times this week."),
    ("O4", "Taught box breathing."),
    ("O4", "Responded well to grounding."),
    ("O5", "Return to clinic in 2 weeks."),
    ("O5", "Refer to a dietitian."),
]
POSITIVE = (
    "Client reports SI with a plan.",
    "Passive SI since Monday.",
    "She wants to die.",
    "Cut herself on Sunday.",
    "Endorsed HI toward a neighbor.",
    "Disclosed abuse by her uncle.",
    "Overdosed on Friday.",
    "She has a gun at home.",
    "Husband choked her last night.",
)
NEGATIVE = (
    "Client denies SI.",
    "No SI.",
    "Denies self-harm.",
    "No plan or intent.",
    "Risk not assessed.",
    "Did not ask about SI.",
)
KEPT = "Client argued with her sister."


@pytest.mark.parametrize(("code", "left_out"), LEFT_OUT)
def test_omitted_clause_is_listed_with_its_class_and_span(
    code: str, left_out: str, engine_note: NoteBuilder
) -> None:
    summary = f"Argued with her sister. {left_out}"
    [omission] = check(engine_note(summary, {"S": [KEPT]})).omissions
    assert omission.code == code
    assert summary[omission.start : omission.end] == omission.quote
    assert omission.quote.rstrip(".") == left_out.rstrip(".")


@pytest.mark.parametrize(("code", "left_out"), LEFT_OUT)
def test_risk_and_medication_are_critical_the_rest_is_not(
    code: str, left_out: str, engine_note: NoteBuilder
) -> None:
    [omission] = check(engine_note(f"Argued with her sister. {left_out}", {"S": [KEPT]})).omissions
    assert (omission.severity is Severity.CRITICAL) == (code in {"O1", "O2"})


@pytest.mark.parametrize("risk", POSITIVE)
def test_a_stated_positive_risk_that_is_missing_stops(risk: str, engine_note: NoteBuilder) -> None:
    summary = f"Argued with her sister. {risk}"
    report = check(engine_note(summary, {"S": [KEPT]}))
    [finding] = report.findings
    assert (finding.code, finding.weight) == ("O1", Weight.STOP)
    assert finding.statement is None
    assert finding.start is not None
    assert finding.end is not None
    assert summary[finding.start : finding.end].rstrip(".") == risk.rstrip(".")


@pytest.mark.parametrize("risk", POSITIVE)
def test_a_stated_positive_risk_does_not_stop_when_the_note_has_it(
    risk: str, engine_note: NoteBuilder
) -> None:
    note = engine_note(f"Argued with her sister. {risk}", {"S": [KEPT, risk]})
    assert check(note).findings == ()
    assert check(note).omissions == ()


@pytest.mark.parametrize("denial", NEGATIVE)
def test_a_missing_denial_is_listed_but_does_not_stop(
    denial: str, engine_note: NoteBuilder
) -> None:
    report = check(engine_note(f"Argued with her sister. {denial}", {"S": [KEPT]}))
    assert report.findings == ()
    assert report.omissions


def test_a_denial_does_not_stand_in_for_a_positive_risk(engine_note: NoteBuilder) -> None:
    """The words are there; what they say is not."""
    note = engine_note(
        "Client reports SI. Denies HI.", {"S": ["Client denied suicidal and homicidal ideation."]}
    )
    assert Weight.STOP in {finding.weight for finding in check(note).all_findings}


def test_half_a_clause_is_not_the_whole(engine_note: NoteBuilder) -> None:
    note = engine_note("Client reports SI with a plan to overdose.", {"S": ["Client was seen."]})
    assert [o.code for o in check(note).omissions] == ["O1"]


@pytest.mark.parametrize("key", [f.key for f in list_formats()])
def test_the_offline_engine_leaves_nothing_out(key: str) -> None:
    summaries = [f"Argued with her sister. {text}" for _, text in LEFT_OUT] + [
        f"Slept badly. {text}" for text in (*POSITIVE, *NEGATIVE)
    ]
    for summary in summaries:
        note = draft(summary, format=key)
        assert note.omissions == (), summary
        assert note.findings == (), summary


@pytest.mark.parametrize(
    "summary",
    [
        "Um, client slept badly, you know.",
        "Off the record, I was tired. Client slept badly.",
        "Seen via telehealth, 10-10:50. Client slept badly.",
        "See her Tuesday, no wait, Thursday. Client slept badly.",
    ],
)
def test_what_was_set_aside_with_a_reason_is_no_omission(summary: str) -> None:
    note = draft(summary)
    assert note.unused
    assert note.omissions == ()


def test_what_stands_beside_the_note_is_no_omission() -> None:
    note = draft("Practiced breathing. Follow up on sleep next session.", format="pie")
    assert note.unplaced
    assert note.omissions == ()
