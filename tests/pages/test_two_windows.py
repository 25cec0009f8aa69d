"""Two windows on one note: the later words stand and are said to, the others stay in undo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from notegen import list_formats
from notegen.errors import NotAttestedError
from notegen.model import Author, SignedNote
from pages._ui.workspace import Workspace

AUTHOR = Author("Ana Example", "LCSW")
FORMATS = {item.key: item for item in list_formats()}
SUMMARY = "Client discussed work stress. Practiced grounding."
Do = Callable[..., None]


@pytest.fixture
def work() -> Workspace:
    drafted = Workspace()
    drafted.capture({"kind": "send", "text": SUMMARY, "by": "w1"}, FORMATS)
    drafted.set_details(replace(drafted.details, client="R. M."))
    return drafted


def do(work: Workspace, **op: object) -> None:
    work.apply(op, author=AUTHOR, store=[].append)


def first(work: Workspace) -> str:
    assert work.draft is not None
    return work.draft.statements[0].text


def edit(work: Workspace, by: str, *texts: str) -> None:
    assert work.draft is not None
    for text in texts:
        do(work, kind="edit", id=work.draft.statements[0].id, text=text, by=by)


def test_the_later_words_stand_and_the_others_are_one_undo_away(work: Workspace) -> None:
    before = first(work)
    edit(work, "w1", "Client talked of wor.", "Client talked of work.")
    assert work.notice == ""
    edit(work, "w2", "Client talked of home.")
    assert "two windows" in work.notice
    assert first(work) == "Client talked of home."
    do(work, kind="undo")
    assert first(work) == "Client talked of work."
    do(work, kind="undo")
    assert first(work) == before


def test_edits_of_different_sentences_in_two_windows_are_no_conflict(work: Workspace) -> None:
    assert work.draft is not None
    other = work.draft.statements[1].id
    edit(work, "w1", "Client talked of work.")
    do(work, kind="edit", id=other, text="Breathed together.", by="w2")
    assert work.notice == ""


def test_a_summary_typed_in_two_windows_at_once_keeps_both_texts() -> None:
    work = Workspace()
    work.capture({"kind": "text", "text": "From the first.", "by": "w1", "news": 0}, FORMATS)
    work.capture({"kind": "text", "text": "From the second.", "by": "w2", "news": 0}, FORMATS)
    assert work.summary == "From the second."
    work.capture({"kind": "swap"}, FORMATS)
    assert work.summary == "From the first."
    work.capture({"kind": "swap"}, FORMATS)
    assert work.summary == "From the second."


def test_an_undone_change_leaves_the_attestation_void(work: Workspace) -> None:
    stored: list[SignedNote] = []
    do(work, kind="attest", value=True)
    edit(work, "w1", "Client talked of home.")
    do(work, kind="undo")
    assert work.draft is not None
    assert work.draft.attestation is None
    with pytest.raises(NotAttestedError):
        work.apply({"kind": "approve"}, author=AUTHOR, store=stored.append)
    assert stored == []


def test_undo_takes_back_words_and_not_the_details_entered_since(work: Workspace) -> None:
    edit(work, "w1", "Client talked of home.")
    work.set_details(replace(work.details, client="S. T."))
    do(work, kind="undo")
    assert work.draft is not None
    assert work.draft.details.client == work.details.client == "S. T."
