"""What the operations of the page do to the unfinished note."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from notegen import list_formats
from notegen.errors import BlockedBySafetyFindingError, InputError, NotAttestedError, StorageError
from notegen.model import Author, Origin, SignedNote
from pages._ui.component import Inbox
from pages._ui.review_view import CHOICES, late_line, review_data
from pages._ui.workspace import Workspace, today

AUTHOR = Author("Ana Example", "LCSW")
FORMATS = {item.key: item for item in list_formats()}
SUMMARY = (
    "Client discussed work stress, practiced grounding techniques, assigned journaling homework. "
    "Client appeared engaged and motivated. Follow up on sleep next session."
)
RISK = "Client reports passive SI, no plan or intent. Practiced grounding."


class Shelf(list[SignedNote]):
    """A store that keeps notes in a list."""


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()


def drafted(summary: str = SUMMARY) -> Workspace:
    work = Workspace()
    work.capture({"kind": "send", "text": summary}, FORMATS)
    work.set_details(replace(work.details, client="R. M."))
    return work


def do(work: Workspace, shelf: Shelf | None = None, /, **op: Any) -> None:
    work.apply(op, author=AUTHOR, store=[].append if shelf is None else shelf.append)


def id_of(work: Workspace, words: str) -> str:
    assert work.draft is not None
    return next(s.id for s in work.draft.statements if words.lower() in s.text.lower())


def texts(work: Workspace) -> list[str]:
    assert work.draft is not None
    return [s.text for s in work.draft.statements]


def test_a_summary_that_cannot_be_used_is_kept_and_said() -> None:
    work = Workspace()
    with pytest.raises(InputError):
        work.capture({"kind": "send", "text": "  "}, FORMATS)
    work = drafted()
    before = work.draft
    with pytest.raises(InputError):
        work.capture({"kind": "send", "text": "x" * 20_001}, FORMATS)
    assert work.draft is before
    assert work.summary == "x" * 20_001


def test_signing_stores_the_note_and_erases_the_rest(shelf: Shelf) -> None:
    work = drafted()
    do(work, shelf, kind="attest", value=True)
    do(work, shelf, kind="approve")
    assert [note.id for note in shelf] == [work.signed.id if work.signed else None]
    assert work.draft is None
    assert work.summary == ""
    assert work.history == []
    assert work.details.client == ""


def test_without_the_tick_nothing_is_signed(shelf: Shelf) -> None:
    work = drafted()
    with pytest.raises(NotAttestedError):
        do(work, shelf, kind="approve")
    assert shelf == []
    assert work.draft is not None


@pytest.mark.parametrize(
    "op",
    [
        {"kind": "edit", "text": "Client discussed stress at work."},
        {"kind": "confirm"},
        {"kind": "delete"},
        {"kind": "shift", "step": 1},
        {"kind": "move", "section": "P", "index": 0},
        {"kind": "add", "id": "new-1", "section": "A", "index": 0, "text": "Mine."},
        {"kind": "add_section", "title": "Safety"},
        {"kind": "remove_section", "section": "A"},
        {"kind": "rename_section", "section": "A", "title": "Impression"},
        {"kind": "move_section", "section": "P", "step": -1},
        {"kind": "undo"},
    ],
    ids=lambda op: op["kind"],
)
def test_every_change_voids_the_attestation(op: dict[str, Any], shelf: Shelf) -> None:
    work = drafted()
    statement = id_of(work, "work stress")
    do(work, kind="edit", id=statement, text="Client discussed work stress at length.")
    do(work, kind="attest", value=True)
    assert work.draft is not None
    assert work.draft.attestation is not None
    do(work, **{"id": statement, **op})
    assert work.draft.attestation is None
    with pytest.raises(NotAttestedError):
        do(work, shelf, kind="approve")


def test_other_details_void_the_attestation(shelf: Shelf) -> None:
    work = drafted()
    do(work, kind="attest", value=True)
    work.set_details(replace(work.details, client="S. T."))
    with pytest.raises(NotAttestedError):
        do(work, shelf, kind="approve")


def test_an_open_stop_blocks_and_adding_the_part_settles_it(shelf: Shelf) -> None:
    work = drafted(RISK)
    do(work, kind="delete", id=id_of(work, "suicidal"))
    do(work, kind="attest", value=True)
    with pytest.raises(BlockedBySafetyFindingError):
        do(work, shelf, kind="approve")
    assert work.draft is not None
    for omission in work.draft.omissions:
        do(work, kind="include", start=omission.start, end=omission.end)
    assert "SI" in " ".join(texts(work))
    assert any(s.origin is Origin.CLINICIAN for s in work.draft.statements)
    do(work, kind="attest", value=True)
    do(work, shelf, kind="approve")
    assert len(shelf) == 1


def test_a_disk_that_refuses_keeps_the_draft() -> None:
    work = drafted()
    do(work, kind="attest", value=True)

    def full(note: SignedNote) -> None:
        raise StorageError("The disk is full; nothing was written.")

    with pytest.raises(StorageError):
        work.apply({"kind": "approve"}, author=AUTHOR, store=full)
    assert work.draft is not None
    assert work.signed is None


def test_a_format_there_and_back_keeps_every_edit() -> None:
    work = drafted()
    do(
        work,
        kind="edit",
        id=id_of(work, "work stress"),
        text="Client named three causes of stress.",
    )
    do(work, kind="add", id="new-1", section="P", index=0, text="Bring the journal.")
    work.set_format(FORMATS["pie"])
    assert work.draft is not None
    assert work.draft.unplaced != ()
    work.set_format(FORMATS["soap"])
    assert {"Client named three causes of stress.", "Bring the journal."} <= set(texts(work))


def test_steps_add_up_over_the_edges_of_sections() -> None:
    work = drafted()
    assert work.draft is not None
    statement = work.draft.sections[1].statements[-1].id
    for _ in range(2):
        do(work, kind="shift", id=statement, step=1)
    assert work.draft.sections[3].statements[0].id == statement
    do(work, kind="shift", id=statement, step=-1)
    assert work.draft.sections[2].statements[0].id == statement


def test_a_sentence_typed_in_the_browser_answers_to_its_name_there() -> None:
    work = drafted()
    do(work, kind="add", id="new-7", section="A", index=0, text="Progress")
    do(work, kind="edit", id="new-7", text="Progress was made.")
    assert "Progress was made." in texts(work)
    do(work, kind="delete", id="new-7")
    assert "Progress was made." not in texts(work)


def test_undo_goes_back_one_change_and_a_run_of_typing_is_one() -> None:
    work = drafted()
    statement = id_of(work, "work stress")
    original = texts(work)
    for text in ("Client a.", "Client ab.", "Client abc."):
        do(work, kind="edit", id=statement, text=text)
    do(work, kind="delete", id=statement)
    do(work, kind="undo")
    assert "Client abc." in texts(work)
    do(work, kind="undo")
    assert texts(work) == original


def test_drafting_again_keeps_own_sentences_beside_the_new_draft() -> None:
    work = drafted()
    do(work, kind="add", id="new-1", section="A", index=0, text="She named two goals.")
    work.capture({"kind": "send", "text": "Client discussed school stress."}, FORMATS)
    assert work.draft is not None
    assert [s.text for s in work.draft.unplaced] == ["She named two goals."]
    do(work, kind="undo")
    assert work.summary == SUMMARY
    assert "She named two goals." in texts(work)


def test_discarding_erases_everything() -> None:
    work = drafted()
    do(work, kind="discard")
    assert work.is_empty
    assert work.history == []
    assert work.details.client == ""


def test_an_operation_arrives_once_and_in_order_however_often_it_is_sent() -> None:
    inbox = Inbox()
    first = {"epoch": "e", "list": [{"seq": 1, "kind": "a"}, {"seq": 2, "kind": "b"}]}
    again = {"epoch": "e", "list": [{"seq": 3, "kind": "c"}, {"seq": 2, "kind": "b"}]}
    assert [op["kind"] for op in inbox.take(first)] == ["a", "b"]
    assert [op["kind"] for op in inbox.take(again)] == ["c"]
    assert inbox.take(again) == []
    assert [op["kind"] for op in inbox.take({"epoch": "f", "list": [{"seq": 1, "kind": "d"}]})] == [
        "d"
    ]
    assert inbox.acks == {"e": 3, "f": 1}


@pytest.mark.parametrize(
    "message", [None, "x", {}, {"list": 1}, {"list": [1, {"seq": "1", "kind": "a"}, {"seq": 1}]}]
)
def test_a_message_of_another_shape_is_ignored(message: object) -> None:
    assert Inbox().take(message) == []


def test_without_storing_no_store_gets_the_note_and_the_page_still_has_it(shelf: Shelf) -> None:
    work = drafted()
    do(work, kind="attest", value=True)
    rows: list[str] = []
    work.apply(
        {"kind": "approve", "store": False},
        author=AUTHOR,
        store=lambda note: rows.append(note.id),
    )
    assert work.signed is not None
    assert rows == [work.signed.id]
    assert not work.is_stored
    assert not work.is_worth_keeping  # so it never waits, as ciphertext or otherwise
    assert work.summary == ""


def test_confirming_settles_every_doubt_about_the_sentence_also_a_conflict(shelf: Shelf) -> None:
    work = drafted(RISK)
    statement = id_of(work, "suicidal")
    do(work, kind="edit", id=statement, text="Client denies suicidal ideation, plan and intent.")
    assert work.draft is not None
    assert [f for f in work.draft.open_findings if f.statement == statement]
    do(work, kind="confirm", id=statement)
    assert [f for f in work.draft.open_findings if f.statement == statement] == []


def test_the_question_about_risk_follows_the_clients_setting() -> None:
    work = drafted()
    assert work.draft is not None
    assert "risk" in {question.topic for question in work.draft.questions}
    work.ask_about_risk(False)
    assert "risk" not in {question.topic for question in work.draft.questions}
    work.capture({"kind": "send", "text": SUMMARY}, FORMATS)
    assert "risk" not in {question.topic for question in work.draft.questions}


def test_an_answer_about_risk_is_the_clinicians_and_shows_in_the_ledger() -> None:
    work = drafted()
    denied, own, unasked, nothing = CHOICES["risk"]
    do(work, kind="answer", topic="risk", text=denied["text"])
    assert work.draft is not None
    answered = next(s for s in work.draft.statements if s.text == denied["text"])
    assert (answered.origin, answered.kind) == (Origin.CLINICIAN, "risk")
    data = review_data(work, work.draft, AUTHOR, {})
    assert ["suicidal ideation", "denied (client, current)"] in data["ledger"]["stated"]
    assert "suicidal ideation" not in data["ledger"]["silent"]
    assert "self-harm" in data["ledger"]["silent"]
    assert "text" not in own
    assert "text" not in nothing
    assert "not assessed" in unasked["text"]


def test_silence_is_never_written_however_the_question_is_left() -> None:
    work = drafted()
    before = texts(work)
    do(work, kind="dismiss", topic="risk")
    assert texts(work) == before


def test_both_dates_of_a_late_entry_are_said_before_it_is_signed() -> None:
    work = drafted()
    assert work.draft is not None
    assert late_line(work.draft) == ""
    work.set_details(replace(work.details, date=date(2026, 1, 2)))
    assert "session of 2 Jan 2026, signed" in late_line(work.draft)


def test_each_detail_is_entered_alone_and_what_was_carried_meanwhile_stays() -> None:
    work = Workspace()
    work.enter("times", "2-2:53")
    work.set_details(replace(work.details, client="R. M.", cpt="90837"))
    work.carried = frozenset({"cpt"})
    work.enter("date", "yesterday")
    work.enter("goal", "Sleep ")
    assert (work.details.start, work.details.stop) == (time(14), time(14, 53))
    assert (work.details.cpt, work.details.goal) == ("90837", "Sleep")
    assert work.carried == {"cpt"}
    work.enter("cpt", "90834")
    assert work.carried == frozenset()


def test_times_and_a_day_that_cannot_be_read_yet_are_kept_as_typed() -> None:
    work = Workspace()
    work.enter("times", "2-2:5")
    work.enter("date", "24 No")
    assert (work.details.start, work.details.date) == (None, None)
    assert (work.as_typed("times"), work.as_typed("date")) == ("2-2:5", "24 No")
    work.enter("times", "2-2:53")
    work.enter("date", "yesterday")
    assert work.details.minutes == 53
    assert work.as_typed("date") == (today() - timedelta(days=1)).isoformat()
    work.erase()
    assert work.as_typed("times") == ""


def test_a_detail_entered_anew_as_it_stands_leaves_the_attestation() -> None:
    work = drafted()
    work.enter("times", "2-2:53")
    do(work, kind="attest", value=True)
    work.enter("times", "2:00-2:53")
    assert work.draft is not None
    assert work.draft.attestation is not None
    work.enter("times", "2:00-2:50")
    assert work.draft.attestation is None
