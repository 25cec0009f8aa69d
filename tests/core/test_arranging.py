"""Sentences and sections come, go and move; no word, evidence or origin is lost by it."""

from __future__ import annotations

import pytest

from notegen import draft, load_format, review
from notegen.errors import DraftError
from notegen.model import DraftNote
from tests.core.drafts import EXAMPLE, everything, find, texts


@pytest.fixture
def note() -> DraftNote:
    return draft(EXAMPLE)


def ids(note: DraftNote) -> list[str]:
    return [s.id for s in (*note.statements, *note.unplaced)]


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
        assert EXAMPLE[omission.start : omission.end] == omission.quote


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
    note = draft(EXAMPLE, format="pie")
    target = find(note, "sleep")
    moved = review.move(note, target, "E", 0)
    assert target not in {s.id for s in moved.unplaced}
    assert "sleep" in " ".join(texts(moved, "E"))
    assert everything(moved) == everything(note)


def test_an_unplaced_sentence_can_be_edited_and_deleted() -> None:
    note = draft(EXAMPLE, format="pie")
    target = find(note, "sleep")
    edited = review.edit_text(note, target, "Follow up on sleep at the next session.")
    assert review.find(edited, target).text == "Follow up on sleep at the next session."
    assert target in {s.id for s in edited.unplaced}
    assert target not in ids(review.delete(note, target))


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
        review.remove_section(draft(EXAMPLE, format="narrative"), "N")


@pytest.mark.parametrize(("index", "order"), [(0, "PSOA"), (1, "SPOA"), (3, "SOAP"), (99, "SOAP"),
                                             (-3, "PSOA")])  # fmt: skip
def test_move_section_changes_only_the_order(note: DraftNote, index: int, order: str) -> None:
    moved = review.move_section(note, "P", index)
    assert "".join(s.key for s in moved.sections) == order
    assert everything(moved) == everything(note)
