"""Every change that a draft can go through, with its errors."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from notegen import check, draft, list_formats, load_format, review
from notegen.errors import DraftError
from notegen.model import Author, DraftNote, Origin, SessionDetails

SUMMARY = (
    "Client discussed work stress, practiced grounding techniques, assigned journaling homework. "
    "Client appeared engaged and motivated. Follow up on sleep next session."
)
AUTHOR = Author("Robin Vale", "LCSW")
NOW = datetime(2025, 3, 4, 18, 30, tzinfo=UTC)


@pytest.fixture
def note() -> DraftNote:
    return draft(SUMMARY)


def find(note: DraftNote, text: str) -> str:
    [statement] = [s for s in (*note.statements, *note.unplaced) if text in s.text.lower()]
    return statement.id


def texts(note: DraftNote, section: str) -> list[str]:
    return [s.text for s in next(x for x in note.sections if x.key == section).statements]


def everything(note: DraftNote) -> list[str]:
    return sorted(s.text for s in (*note.statements, *note.unplaced))


def ids(note: DraftNote) -> list[str]:
    return [s.id for s in (*note.statements, *note.unplaced)]


# -- words -----------------------------------------------------------------------------------


def test_edit_changes_one_sentence_and_no_other(note: DraftNote) -> None:
    target = find(note, "work stress")
    edited = review.edit_text(note, target, "Client discussed stress at work.")
    assert review.find(edited, target).text == "Client discussed stress at work."
    assert [s for s in edited.statements if s.id != target] == [
        s for s in note.statements if s.id != target
    ]
    assert review.find(note, target).text != "Client discussed stress at work."


def test_edit_keeps_the_evidence_while_the_claim_is_the_engines(note: DraftNote) -> None:
    target = find(note, "work stress")
    edited = review.edit_text(note, target, "Client discussed work stressors.")
    statement = review.find(edited, target)
    assert statement.evidence == review.find(note, target).evidence
    assert statement.original == review.find(note, target).text
    assert statement.origin is Origin.ENGINE


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Client   talked\tabout\n his dog. ", "Client talked about his dog."),
        ("Client\r\ntalked.", "Client talked."),
        ("Client\u00a0talked\u2028today.", "Client talked today."),
    ],
)
def test_white_space_in_typed_words_is_made_single_blanks(
    note: DraftNote, typed: str, kept: str
) -> None:
    edited = review.edit_text(note, find(note, "work stress"), typed)
    added = review.add(note, "S", typed)
    assert kept in texts(edited, "S")
    assert texts(added, "S")[-1] == kept
    assert added.statements[1].evidence[0].end == len(kept)


def test_edit_that_changes_nothing_changes_nothing(note: DraftNote) -> None:
    attested = review.attest(note, AUTHOR, at=NOW)
    statement = attested.statements[0]
    assert review.edit_text(attested, statement.id, statement.text) == attested
    assert review.edit_text(attested, statement.id, f" {statement.text}\n") == attested


@pytest.mark.parametrize("nothing", ["", " ", "\t\n", "\u2003"])
def test_edit_to_nothing_deletes_the_sentence(note: DraftNote, nothing: str) -> None:
    target = find(note, "work stress")
    edited = review.edit_text(note, target, nothing)
    assert target not in ids(edited)
    assert edited == review.delete(note, target)


def test_edit_of_the_clinicians_own_words_stays_theirs(note: DraftNote) -> None:
    added = review.add(note, "S", "Her dog died.")
    target = find(added, "dog")
    edited = review.edit_text(added, target, "Her dog died in May.")
    statement = review.find(edited, target)
    assert statement.origin is Origin.CLINICIAN
    assert statement.evidence[0].quote == "Her dog died in May."


def test_edit_of_a_confirmed_sentence_is_the_clinicians(note: DraftNote) -> None:
    target = find(note, "work stress")
    edited = review.edit_text(review.confirm(note, target), target, "Client discussed stress.")
    assert review.find(edited, target).origin is Origin.CLINICIAN


def test_confirm_twice_or_of_own_words_changes_nothing(note: DraftNote) -> None:
    confirmed = review.confirm(note, note.statements[0].id)
    assert review.confirm(confirmed, note.statements[0].id) == confirmed
    added = review.add(note, "S", "Her dog died.")
    assert review.confirm(added, find(added, "dog")) == added


def test_typed_sentence_without_a_full_stop_is_not_completed(note: DraftNote) -> None:
    assert texts(review.add(note, "S", "dog died"), "S")[-1] == "dog died"


# -- adding, deleting, moving ----------------------------------------------------------------


@pytest.mark.parametrize(("index", "place"), [(None, 2), (0, 0), (1, 1), (2, 2), (99, 2), (-5, 0)])
def test_add_puts_a_sentence_where_asked(note: DraftNote, index: int | None, place: int) -> None:
    assert len(texts(note, "P")) == 2
    added = review.add(note, "P", "Call the school.", index=index)
    assert texts(added, "P").index("Call the school.") == place
    assert len(texts(added, "P")) == 3


def test_add_to_an_empty_section_removes_its_reason_and_delete_brings_it_back(
    note: DraftNote,
) -> None:
    added = review.add(note, "A", "Grief is central.")
    [section] = [s for s in added.sections if s.key == "A"]
    assert section.empty_reason is None
    gone = review.delete(added, section.statements[0].id)
    [section] = [s for s in gone.sections if s.key == "A"]
    assert section.empty_reason


def test_ids_stay_unique_through_adding_and_deleting(note: DraftNote) -> None:
    for number in range(5):
        note = review.add(note, "S", f"Sentence number {number}.")
    note = review.delete(note, find(note, "number 2"))
    note = review.add(note, "O", "One more.")
    note = review.change_format(note, load_format("pie"))
    note = review.add(note, "P", "And another.")
    assert len(ids(note)) == len(set(ids(note)))


def test_delete_makes_what_only_it_carried_an_omission(note: DraftNote) -> None:
    gone = review.delete(note, find(note, "grounding"))
    assert [o.quote for o in gone.omissions] == ["practiced grounding techniques"]
    for omission in gone.omissions:
        assert SUMMARY[omission.start : omission.end] == omission.quote


def test_delete_of_every_sentence_leaves_an_empty_note_that_says_so(note: DraftNote) -> None:
    for statement in note.statements:
        note = review.delete(note, statement.id)
    assert note.statements == ()
    assert all(section.empty_reason for section in note.sections)
    assert note.omissions


def test_move_keeps_words_evidence_and_origin(note: DraftNote) -> None:
    target = find(note, "engaged")
    moved = review.move(note, target, "S", 0)
    before, after = review.find(note, target), review.find(moved, target)
    assert texts(moved, "S")[0] == before.text
    assert (after.text, after.evidence, after.origin) == (
        before.text, before.evidence, before.origin,
    )  # fmt: skip
    assert everything(moved) == everything(note)


@pytest.mark.parametrize(("index", "order"), [(0, [1, 0]), (1, [0, 1]), (99, [0, 1]), (-1, [1, 0])])
def test_move_within_a_section_counts_without_the_sentence(
    note: DraftNote, index: int, order: list[int]
) -> None:
    before = texts(note, "P")
    moved = review.move(
        note, next(s.id for s in note.statements if s.text == before[1]), "P", index
    )
    assert texts(moved, "P") == [before[i] for i in order]


def test_an_unplaced_sentence_can_be_moved_into_the_note() -> None:
    note = draft(SUMMARY, format="pie")
    target = find(note, "sleep")
    moved = review.move(note, target, "E", 0)
    assert target not in {s.id for s in moved.unplaced}
    assert "sleep" in " ".join(texts(moved, "E"))
    assert everything(moved) == everything(note)


def test_an_unplaced_sentence_can_be_edited_and_deleted() -> None:
    note = draft(SUMMARY, format="pie")
    target = find(note, "sleep")
    edited = review.edit_text(note, target, "Follow up on sleep at the next session.")
    assert review.find(edited, target).text == "Follow up on sleep at the next session."
    assert target in {s.id for s in edited.unplaced}
    assert target not in ids(review.delete(note, target))


# -- sections --------------------------------------------------------------------------------


def test_own_section_gets_a_key_of_its_own_and_takes_sentences(note: DraftNote) -> None:
    note = review.add_section(review.add_section(note, " Risk\nand safety "), "Risk and safety")
    keys = [s.key for s in note.sections]
    assert len(keys) == len(set(keys)) == 6
    assert [s.title for s in note.sections[-2:]] == ["Risk and safety"] * 2
    assert all(s.empty_reason for s in note.sections[-2:])
    note = review.move(note, find(note, "engaged"), keys[-1], 0)
    assert len(texts(note, keys[-1])) == 1


def test_remove_section_lists_its_sentences_beside_the_note(note: DraftNote) -> None:
    removed = review.remove_section(note, "P")
    assert [s.key for s in removed.sections] == ["S", "O", "A"]
    assert [s.text for s in removed.unplaced] == texts(note, "P")
    assert everything(removed) == everything(note)


def test_the_last_section_cannot_be_removed() -> None:
    with pytest.raises(DraftError):
        review.remove_section(draft(SUMMARY, format="narrative"), "N")


@pytest.mark.parametrize(("index", "order"), [(0, "PSOA"), (1, "SPOA"), (3, "SOAP"), (99, "SOAP"),
                                             (-3, "PSOA")])  # fmt: skip
def test_move_section_changes_only_the_order(note: DraftNote, index: int, order: str) -> None:
    moved = review.move_section(note, "P", index)
    assert "".join(s.key for s in moved.sections) == order
    assert everything(moved) == everything(note)


# -- format ----------------------------------------------------------------------------------


def worked_on() -> DraftNote:
    """A draft with one of every sort of edit."""
    note = draft(SUMMARY, format="soap")
    note = review.edit_text(note, find(note, "work stress"), "Client discussed stress at work.")
    note = review.confirm(note, find(note, "engaged"))
    note = review.add(note, "P", "Call the school.", kind="plan")
    note = review.add(note, "A", "Grief is central.", kind="impression")
    note = review.add_section(note, "Risk")
    note = review.add(note, note.sections[-1].key, "Asked about risk; none stated.")
    return review.move(note, find(note, "grounding"), "A", 0)


@pytest.mark.parametrize("key", [f.key for f in list_formats()])
def test_there_and_back_again_keeps_every_sentence_and_edit(key: str) -> None:
    note = worked_on()
    away = review.change_format(note, load_format(key))
    assert away.format.key == key
    assert everything(away) == everything(note)
    back = review.change_format(away, load_format("soap"))
    assert everything(back) == everything(note)
    for statement in (*note.statements, *note.unplaced):
        again = review.find(back, statement.id)
        assert (again.text, again.origin, again.evidence, again.original) == (
            statement.text, statement.origin, statement.evidence, statement.original,
        )  # fmt: skip


def test_soap_to_pie_and_back_puts_the_plan_back_under_plan() -> None:
    note = worked_on()
    pie = review.change_format(note, load_format("pie"))
    beside = {s.text for s in pie.unplaced}
    assert {"Call the school.", "Follow up on sleep next session."} <= beside
    soap = review.change_format(pie, load_format("soap"))
    assert soap.unplaced == ()
    assert sorted(texts(soap, "P")) == sorted(texts(note, "P"))


def test_own_section_survives_a_change_of_format() -> None:
    note = worked_on()
    for key in ("pie", "narrative", "soap"):
        note = review.change_format(note, load_format(key))
        assert note.sections[-1].title == "Risk"
        assert [s.text for s in note.sections[-1].statements] == ["Asked about risk; none stated."]


def test_a_section_removed_by_hand_and_a_change_of_format_lose_nothing() -> None:
    note = worked_on()
    less = review.remove_section(note, "P")
    for key in ("birp", "dar", "soap"):
        less = review.change_format(less, load_format(key))
        assert everything(less) == everything(note)


def test_a_sentence_moved_by_hand_keeps_its_section_where_the_new_format_has_it() -> None:
    note = draft(SUMMARY, format="soap")
    note = review.move(note, find(note, "engaged"), "A", 0)
    dap = review.change_format(note, load_format("dap"))
    assert "engaged" in " ".join(texts(dap, "A"))
    birp = review.change_format(note, load_format("birp"))
    assert "engaged" not in " ".join(texts(birp, "P"))


def test_the_same_letter_with_another_meaning_is_not_the_same_section() -> None:
    """P is Plan in SOAP and Problem in PIE; A is Assessment in SOAP and Action in DAR."""
    note = draft(SUMMARY, format="soap")
    note = review.move(note, find(note, "engaged"), "P", 0)
    pie = review.change_format(note, load_format("pie"))
    assert "engaged" in " ".join(texts(pie, "P")), "an observation belongs to the problem"
    note = review.move(draft(SUMMARY), find(draft(SUMMARY), "sleep"), "A", 0)
    dar = review.change_format(note, load_format("dar"))
    assert everything(dar) == everything(note)


def test_sentences_stay_in_the_order_of_the_summary_through_a_change_of_format() -> None:
    note = review.change_format(draft(SUMMARY), load_format("narrative"))
    starts = [s.evidence[0].start for s in note.statements]
    assert starts == sorted(starts)


# -- questions, findings, details ------------------------------------------------------------


def test_dismissed_question_writes_nothing(note: DraftNote) -> None:
    topic = note.questions[0].topic
    left = review.dismiss_question(note, topic)
    assert topic not in {q.topic for q in left.questions}
    assert left.sections == note.sections
    assert review.dismiss_question(note, "no such topic") == note


def test_answer_takes_the_question_away_and_becomes_a_sentence(note: DraftNote) -> None:
    topic = note.questions[0].topic
    answered = review.answer(note, topic, "Asked; she denied SI.", section_key="S", kind="risk")
    assert topic not in {q.topic for q in answered.questions}
    assert texts(answered, "S")[-1] == "Asked; she denied SI."


def test_settled_finding_is_no_longer_open() -> None:
    note = review.add(draft("Client denies SI."), "S", "Client endorsed suicidal ideation.")
    [finding] = note.findings
    settled = review.resolve(note, finding.id)
    assert settled.open_findings == ()
    assert settled.findings == note.findings
    assert review.resolve(settled, finding.id).open_findings == ()


def test_set_details_to_the_same_keeps_the_attestation(note: DraftNote) -> None:
    attested = review.attest(note, AUTHOR, at=NOW)
    assert review.set_details(attested, attested.details) == attested
    other = SessionDetails(client="C-1", date=date(2025, 1, 2))
    assert review.set_details(attested, other).details == other


def test_findings_are_always_those_of_the_text() -> None:
    note = worked_on()
    report = check(note)
    assert note.findings == report.all_findings
    assert note.omissions == report.omissions
    assert note.ledger == report.ledger


# -- errors ----------------------------------------------------------------------------------

UNKNOWN = {
    "edit_text": lambda n: review.edit_text(n, "nope", "x"),
    "edit_text to nothing": lambda n: review.edit_text(n, "nope", ""),
    "confirm": lambda n: review.confirm(n, "nope"),
    "delete": lambda n: review.delete(n, "nope"),
    "move": lambda n: review.move(n, "nope", "S", 0),
    "move to no section": lambda n: review.move(n, n.statements[0].id, "nope", 0),
    "add": lambda n: review.add(n, "nope", "Some words."),
    "add nothing": lambda n: review.add(n, "S", " \n"),
    "answer": lambda n: review.answer(n, "risk", "x", section_key="nope", kind="risk"),
    "answer nothing": lambda n: review.answer(n, "risk", "", section_key="S", kind="risk"),
    "add_section": lambda n: review.add_section(n, " "),
    "remove_section": lambda n: review.remove_section(n, "nope"),
    "move_section": lambda n: review.move_section(n, "nope", 0),
    "resolve": lambda n: review.resolve(n, "nope"),
    "find": lambda n: review.find(n, "nope"),
}


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_the_draft_does_not_have_is_refused_and_nothing_changes(
    name: str, note: DraftNote
) -> None:
    before = repr(note)
    with pytest.raises(DraftError) as caught:
        UNKNOWN[name](note)
    assert str(caught.value).strip().endswith(".")
    assert repr(note) == before


def test_missing_for_signature_lists_what_is_missing(note: DraftNote) -> None:
    assert len(review.missing_for_signature(note, Author(""))) == 3
    full = review.set_details(note, SessionDetails(client="C-1", date=date(2025, 1, 2)))
    assert review.missing_for_signature(full, AUTHOR) == ()


def test_content_hash_covers_details_format_titles_words_and_origin(note: DraftNote) -> None:
    hashes = {
        review.content_hash(changed)
        for changed in (
            note,
            review.set_details(note, SessionDetails(client="C-1")),
            review.set_details(note, SessionDetails(goal="C-1")),
            review.change_format(note, load_format("dap")),
            review.move_section(note, "P", 0),
            review.add_section(note, "Risk"),
            review.move(note, note.statements[0].id, "A", 0),
            review.confirm(note, note.statements[0].id),
            review.edit_text(note, note.statements[0].id, "Client discussed work stress"),
        )
    }
    assert len(hashes) == 9
    assert review.content_hash(draft(SUMMARY)) == review.content_hash(note)
