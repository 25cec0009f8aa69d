"""What the page says of a summary and of each sentence: unsaved, thin, found, or not found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from notegen import list_formats
from notegen.model import Author, DraftNote, Evidence, Origin
from pages._ui.review_view import QUESTIONS_SHOWN, review_data
from pages._ui.text_box import summary_data
from pages._ui.workspace import Workspace

AUTHOR = Author("Ana Example")
FORMATS = {item.key: item for item in list_formats()}
SUMMARY = "Client discussed work stress. Practiced grounding."


@pytest.fixture
def work() -> Workspace:
    drafted = Workspace()
    drafted.capture({"kind": "send", "text": SUMMARY}, FORMATS)
    return drafted


def shown(work: Workspace, draft: DraftNote) -> dict:
    return review_data(work, draft, AUTHOR, {})


def first_with(draft: DraftNote, **changes: object) -> DraftNote:
    """The draft with its first sentence changed behind the review's back."""
    section = next(section for section in draft.sections if section.statements)
    statement = replace(section.statements[0], **changes)
    new = replace(section, statements=(statement, *section.statements[1:]))
    return draft.changed(sections=tuple(new if s is section else s for s in draft.sections))


def test_box_and_draft_say_that_nothing_is_saved_and_what_would_cost_it(work: Workspace) -> None:
    for status in (
        summary_data(work, {}, window="w1")["words"]["status"],
        shown(work, work.draft)["status"],
    ):
        assert status.startswith("Not saved")
        assert "lost" in status


def test_a_thin_summary_gets_a_hint_and_a_full_one_none() -> None:
    work = Workspace()
    work.capture({"kind": "text", "text": "Client came."}, FORMATS)
    assert summary_data(work, {}, window="w1")["hint"] != ""
    work.capture(
        {"kind": "text", "text": f"{SUMMARY} She felt calmer. Next session Monday."}, FORMATS
    )
    assert summary_data(work, {}, window="w1")["hint"] == ""


@pytest.mark.parametrize(
    ("changes", "state", "tag"),
    [
        ({}, "evidenced", ""),
        ({"evidence": ()}, "unsupported", "Not in your summary"),
        ({"evidence": (Evidence("details", 0, 5, "Sleep"),)}, "unsupported", "Not in your summary"),
        ({"origin": Origin.CONFIRMED}, "confirmed", "Confirmed"),
        ({"origin": Origin.CLINICIAN}, "yours", "Your words"),
    ],
)
def test_each_sentence_bears_its_mark(work: Workspace, changes: dict, state: str, tag: str) -> None:
    assert work.draft is not None
    data = shown(work, first_with(work.draft, **changes))
    [statement, *_] = [s for section in data["sections"] for s in section["statements"]]
    assert (statement["state"], statement["tag"]) == (state, tag)


def test_however_many_questions_an_engine_has_three_are_shown(work: Workspace) -> None:
    assert work.draft is not None
    question = work.draft.questions[0]
    many = tuple(replace(question, topic=f"{question.topic}{n}") for n in range(6))
    assert QUESTIONS_SHOWN == 3
    assert shown(work, work.draft.changed(questions=many))["questions"][3:] == []
