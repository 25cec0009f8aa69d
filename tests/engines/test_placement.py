"""The offline engine puts each statement where the placement guide wants it.

Sections are the guide's preferred ones, those it tolerates after a `|`.
"""

from __future__ import annotations

import pytest

from notegen import draft
from notegen.model import DraftNote

KEYS = ("soap", "dap", "birp", "girp")
REPORT = ("S", "D", "B", "R")
OBSERVED = ("O", "D", "B|R", "R")
MEASURED = ("O|S", "D", "B", "R|G")
DONE = ("O|A", "D", "I", "I")
PLANNED = ("P", "P", "P", "P")
REVIEWED = ("S|O", "D", "B|R", "R")
IMPRESSION = ("A", "A", "R|B", "R|G")
RISK = ("S|O", "D", "B|R", "R")
CASES = [
    # said by the client or an informant
    (REPORT, "Client discussed work stress.", "work stress"),
    (REPORT, "Pt slept badly all week.", "slept badly"),
    (REPORT, "She said she argued with her sister.", "argued"),
    (REPORT, "Mother reports he skips school.", "skips school"),
    (REPORT, "He talked about the divorce.", "divorce"),
    (REPORT, "Reports panic twice this week.", "panic"),
    (REPORT, "Feels lonely since the move.", "lonely"),
    (REPORT, "Used to play chess as a teen.", "chess"),
    (REPORT, "Left the house and drove to his mother.", "mother"),
    (REPORT, "Started a new job Monday.", "job"),
    (REPORT, "Stopped taking lithium 3 days ago.", "lithium"),
    # observed by the clinician
    (OBSERVED, "Client appeared engaged and motivated.", "engaged"),
    (OBSERVED, "Affect flat.", "flat"),
    (OBSERVED, "Tearful throughout.", "earful"),
    (OBSERVED, "Good eye contact.", "ye contact"),
    (OBSERVED, "Speech pressured.", "pressured"),
    # scales
    (MEASURED, "PHQ-9 14.", "14"),
    (MEASURED, "GAD-7 was 9 today.", "9"),
    (MEASURED, "PHQ-9 14 to 11.", "11"),
    (("O|S", "D", "R", "R"), "SUDS 8 to 4 after box breathing.", "8"),
    # done
    (DONE, "Practiced grounding techniques.", "rounding"),
    (DONE, "Taught box breathing.", "ox breathing"),
    (DONE, "We explored grief about her dog.", "grief"),
    (DONE, "I provided psychoeducation on sleep.", "sychoeducation"),
    (DONE, "Reviewed coping skills.", "oping skills"),
    (DONE, "Role-played asking for a raise.", "raise"),
    # reactions
    (("O", "D", "R", "R"), "Taught breathing. She visibly relaxed.", "relaxed"),
    (("S", "D", "R", "R"), "Taught breathing. She said it helped.", "helped"),
    (("A", "A", "R", "R"), "Taught breathing. Responded well.", "esponded well"),
    # homework
    (REVIEWED, "Did 3 of 5 thought records.", "thought records"),
    (REVIEWED, "Homework not done.", "omework"),
    (("P", "P", "P|I", "P"), "Assigned journaling homework.", "ournaling"),
    (("P", "P", "P|I", "P"), "HW: worry log, 10 min a day.", "orry log"),
    # meaning
    (IMPRESSION, "I think the avoidance keeps her stuck.", "avoidance"),
    (IMPRESSION, "Making slow progress on goal 2.", "progress"),
    (IMPRESSION, "Dx: adjustment disorder.", "djustment disorder"),
    # risk
    (RISK, "Client denies SI.", "suicidal"),
    (RISK, "No SI.", "suicidal"),
    (RISK, "Passive SI, no plan or intent.", "suicidal"),
    (RISK, "Cut herself on Sunday.", "ut herself"),
    (("A", "A", "B|R", "R"), "Risk assessed as low.", "isk"),
    (("O", "D", "I", "I"), "Safety plan updated.", "afety plan"),
    # medication
    (REPORT, "Psychiatrist raised sertraline to 100 mg.", "100 mg"),
    (("S|O", "D", "B", "R"), "Sertraline 50 mg daily.", "50 mg"),
    # next
    (PLANNED, "Follow up on sleep next session.", "sleep"),
    (PLANNED, "RTC 2 wks.", "eturn to clinic"),
    (PLANNED, "Refer to a dietitian.", "dietitian"),
    (PLANNED, "If panic returns, call psychiatrist.", "panic"),
    (PLANNED, "Will start exposure next week.", "exposure"),
    (PLANNED, "Plan: continue CBT weekly.", "CBT"),
    (PLANNED, "Plan: cont. CBT weekly.", "CBT"),
    (PLANNED, "Plan: cont sertraline.", "ertraline"),
    (PLANNED, "Plan: RTC 2 wks, cont sertraline, call school.", "ertraline"),
    (PLANNED, "Plan:\n- exposure hierarchy\n- sleep log", "xposure hierarchy"),
    (PLANNED, "See her Thursday.", "Thursday"),
    # goal
    (("A|S", "D|A", "B", "G"), "Goal: leave the house daily.", "leave the house"),
]


def section_of(note: DraftNote, phrase: str) -> str:
    [found] = {s.key for s in note.sections for x in s.statements if phrase in x.text}
    return found


@pytest.mark.parametrize(("places", "summary", "phrase"), CASES, ids=[c[1] for c in CASES])
def test_statement_stands_where_the_guide_wants_it(
    places: tuple[str, str, str, str], summary: str, phrase: str
) -> None:
    found = {key: section_of(draft(summary, format=key), phrase) for key in KEYS}
    for key, allowed in zip(KEYS, places, strict=True):
        assert found[key] in allowed.split("|"), f"{key}: {found[key]}, wanted {allowed}"


def test_a_plan_in_the_future_is_never_told_as_done() -> None:
    for summary in (
        "Plan: grounding next session.",
        "Will practice grounding next session.",
        "Plan: cont. grounding.",
        "Next time: grounding.",
        "To practice grounding at home.",
    ):
        text = " ".join(s.text for s in draft(summary).statements)
        assert "rounding" in text
        assert " was " not in text
        assert " were " not in text


def test_what_was_done_is_never_told_as_a_plan() -> None:
    for summary in ("Practiced grounding.", "Did breathing with her.", "We reviewed the diary."):
        [plan] = [s for s in draft(summary).sections if s.key == "P"]
        assert plan.statements == ()


def test_pie_lists_plans_and_dar_lists_impressions_beside_the_note() -> None:
    pie = draft("Slept badly. Return in 2 weeks.", format="pie")
    assert [s.text for s in pie.unplaced] == ["Return in 2 weeks."]
    dar = draft("Slept badly. I think the avoidance keeps her stuck.", format="dar")
    assert ["avoidance" in s.text for s in dar.unplaced] == [True]
    assert {u.reason for u in (*pie.unused, *dar.unused)} == {"no_place"}
