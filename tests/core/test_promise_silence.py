"""Promise 3: silence is not denial. Each state of a risk item is told apart, by person and time."""

from __future__ import annotations

import re

import pytest

from notegen import check, draft, list_formats
from notegen.model import DraftNote, LedgerEntry

FORMATS = tuple(note_format.key for note_format in list_formats())

# Nobody mentions risk in these.
SILENT = (
    "Client discussed work stress and slept four hours a night.",
    "Pt tearful about the breakup. Practiced box breathing. F/u next wk.",
    "She argued with her mother. No homework done. Not sleeping.",
    "Client never misses a session. He has no appetite and nothing helps.",
    "Mood: low\nAffect: flat\nPlan: return to clinic in 2 weeks",
    "Feels hopeless about the job, nobody calls back, can't concentrate.",
    "Denied drinking this week. Denies side effects of sertraline.",
    "No change in medication, no contact with his father.",
    "Couple argued about money; neither wanted to talk about it.",
    "Teen said nothing for ten minutes, then talked about soccer.",
)
RISK_WORDS = re.compile(
    r"suicid|self-?\s?harm|homicid|harm to|hurting|violen|abus|plan or intent|intent\b|ideation|"
    r"hallucinat|delusion|lethal|firearm|safety|\brisk",
    re.IGNORECASE,
)

STATES = {
    "present": [
        ("suicidal ideation", "Client reports SI."),
        ("suicidal ideation", "Endorsed suicidal thoughts this week."),
        ("suicidal ideation", "She said she wants to die."),
        ("suicidal ideation", "Pt states he thinks about killing himself."),
        ("passive suicidal ideation", "Passive SI since Monday."),
        (
            "passive suicidal ideation",
            "He said they would be better off without him, better off dead.",
        ),
        ("suicidal intent", "Client voiced intent to die."),
        ("access to means", "There is a gun in the house."),
        ("self-harm", "Cutting twice this week."),
        ("self-harm", "Client reported self-harm on Sunday."),
        ("homicidal ideation", "Endorsed HI toward a neighbor."),
        ("abuse or neglect", "Client disclosed abuse by her uncle."),
        ("hallucinations", "Reports hearing voices at night."),
    ],
    "denied": [
        ("suicidal ideation", "Client denies SI."),
        ("suicidal ideation", "Denied suicidal thoughts."),
        ("suicidal ideation", "She denied any suicidal ideation."),
        ("suicidal intent", "Passive thoughts but denied intent."),
        ("self-harm", "Denies self-harm."),
        ("self-harm", "Denied SI, HI, self-harm."),
        ("homicidal ideation", "Denied SI, HI, self-harm."),
        ("homicidal ideation", "Pt denies SI/HI."),
        ("homicidal ideation", "Denied suicidal or homicidal ideation."),
        ("hallucinations", "Denies hallucinations."),
        ("homicidal ideation", "HI denied."),
        ("suicidal ideation", "SI and HI denied."),
        ("suicidal ideation", "Asked about suicide; she said no."),
        ("suicidal ideation", "Asked about suicidal thoughts and she said no."),
    ],
    "absent": [
        ("suicidal ideation", "No SI."),
        ("suicidal ideation", "No suicidal ideation today."),
        ("suicidal ideation", "Not suicidal."),
        ("suicide plan", "Passive SI, no plan or intent."),
        ("suicidal intent", "Passive SI, no plan or intent."),
        ("self-harm", "No self-harm since March."),
        ("hallucinations", "No hallucinations."),
        ("suicidal intent", "Client reported no SI, plan, or intent."),
        ("suicidal intent", "No SI, plan, intent."),
        ("suicide plan", "No SI, plan, intent."),
    ],
    "past": [
        ("suicidal ideation", "History of SI."),
        ("suicidal ideation", "Hx of suicidal ideation as a teen."),
        ("suicide attempt", "Suicide attempt in 2015."),
        ("suicide attempt", "Past suicide attempt."),
        ("self-harm", "Used to cut herself in high school."),
        ("self-harm", "Previously self-harmed."),
    ],
    "equivocal": [
        ("suicidal ideation", "She was not sure whether she is suicidal."),
        ("suicidal ideation", "Unclear whether suicidal."),
        ("suicidal ideation", "Maybe suicidal, hard to say."),
    ],
    "declined": [
        ("suicidal ideation", "Declined to answer about suicide."),
        ("suicidal ideation", "He would not answer questions on suicidal thoughts."),
        ("self-harm", "Refused to answer about self-harm."),
    ],
    "not_asked": [
        ("suicidal ideation", "SI not assessed."),
        ("suicidal ideation", "Did not ask about suicide."),
        ("suicidal ideation", "I didn't ask about suicidal thoughts."),
        ("homicidal ideation", "Homicidal ideation was not asked."),
    ],
}
CASES = [(state, item, text) for state, rows in STATES.items() for item, text in rows]


def words_of(note: DraftNote) -> str:
    return " ".join(statement.text for statement in (*note.statements, *note.unplaced))


def entries(summary: str, item: str) -> list[LedgerEntry]:
    return [entry for entry in draft(summary).ledger if entry.item == item]


@pytest.mark.parametrize("key", FORMATS)
def test_a_summary_silent_on_risk_gives_a_draft_silent_on_risk(key: str) -> None:
    for summary in SILENT:
        assert RISK_WORDS.findall(words_of(draft(summary, format=key))) == []


@pytest.mark.parametrize("key", FORMATS)
def test_a_denial_is_written_only_where_one_was_stated(key: str) -> None:
    for summary in SILENT:
        if "eni" not in summary:
            assert re.findall(r"\bden(?:y|ies|ied)", words_of(draft(summary, format=key))) == []
    written = words_of(draft("No SI. Practiced grounding.", format=key))
    assert "No suicidal ideation" in written
    assert "denied" not in written.lower()


@pytest.mark.parametrize("summary", SILENT)
def test_silence_leaves_every_risk_item_not_stated(summary: str) -> None:
    note = draft(summary)
    not_stated = set(check(note).not_stated)
    critical = {
        "suicidal ideation", "passive suicidal ideation", "suicide plan", "suicidal intent",
        "access to means", "suicide attempt", "self-harm", "homicidal ideation", "harm to others",
        "abuse or neglect", "hallucinations", "delusions",
    }  # fmt: skip
    assert critical <= not_stated
    assert {e.state for e in note.ledger if e.item in critical} == {"not_stated"}


@pytest.mark.parametrize("summary", SILENT)
def test_silence_becomes_at_most_a_question(summary: str) -> None:
    note = draft(summary)
    assert len(note.questions) <= 3
    assert note.questions[0].topic == "risk"


def test_of_many_open_questions_the_three_most_important_are_asked() -> None:
    summary = "Client discussed work stress. Practiced grounding. PHQ-9 was 14."
    asked = [question.topic for question in draft(summary, format="girp").questions]
    assert asked == ["risk", "goal", "response"]
    without = draft(summary, format="girp", ask_about_risk=False).questions
    assert [question.topic for question in without] == ["goal", "response", "next_contact"]


@pytest.mark.parametrize(("state", "item", "summary"), CASES)
def test_ledger_has_the_state_that_was_stated(state: str, item: str, summary: str) -> None:
    assert {entry.state for entry in entries(summary, item)} == {state}


@pytest.mark.parametrize(("state", "item", "summary"), CASES)
def test_what_was_stated_about_risk_stands_in_the_note_unchanged(
    state: str, item: str, summary: str
) -> None:
    """The draft, read as a summary of its own, says the same of the item."""
    written = words_of(draft(summary))
    assert {entry.state for entry in entries(written, item)} == {state}


@pytest.mark.parametrize(
    ("summary", "item"),
    [
        ("Denies SI.", "suicide plan"),
        ("Denies SI.", "suicidal intent"),
        ("Denies SI.", "self-harm"),
        ("Denies SI.", "homicidal ideation"),
        ("Denies SI.", "passive suicidal ideation"),
        ("Denies SI.", "harm to others"),
        ("No plan or intent.", "suicidal ideation"),
        ("Denies self-harm.", "suicidal ideation"),
        ("Denies HI.", "suicidal ideation"),
        ("Denies alcohol.", "suicidal ideation"),
        ("Passive SI.", "suicide plan"),
        ("Endorsed homicidal ideation.", "suicidal ideation"),
    ],
)
def test_one_item_says_nothing_about_another(summary: str, item: str) -> None:
    assert {entry.state for entry in entries(summary, item)} == {"not_stated"}


@pytest.mark.parametrize(
    ("summary", "item", "expected"),
    [
        (
            "Denied SI but endorsed HI.",
            "suicidal ideation",
            {("denied", "client", "current")},
        ),
        (
            "Denied SI but endorsed HI.",
            "homicidal ideation",
            {("present", "client", "current")},
        ),
        (
            "Brother is suicidal. Client denies SI.",
            "suicidal ideation",
            {("present", "brother", "current"), ("denied", "client", "current")},
        ),
        (
            "Her father attempted suicide; a suicide attempt was hard on the family.",
            "suicidal ideation",
            None,
        ),
        (
            "Mother reports client is cutting. Client denies self-harm.",
            "self-harm",
            {("present", "client", "current"), ("denied", "client", "current")},
        ),
        (
            "History of self-harm in college. No self-harm this month.",
            "self-harm",
            {("past", "client", "past"), ("absent", "client", "current")},
        ),
        (
            "SI last week, denies SI today.",
            "suicidal ideation",
            None,
        ),
    ],
)
def test_persons_and_times_are_kept_apart(
    summary: str, item: str, expected: set[tuple[str, str, str]] | None
) -> None:
    found = {(entry.state, entry.person, entry.time) for entry in entries(summary, item)}
    if expected is None:  # what matters: it is not told of the client as denied alone or as silence
        assert found
        assert "not_stated" not in {state for state, _, _ in found}
        assert found != {("denied", "client", "current")}
    else:
        assert found == expected


@pytest.mark.parametrize(
    "summary", ["Client did not ask about the schedule.", "Wasn't asked back."]
)
def test_not_asked_about_something_else_is_no_state_of_risk(summary: str) -> None:
    assert "suicidal ideation" in check(draft(summary)).not_stated
