"""Other words in a sentence: what is kept, whose it is then, and what counts as no change."""

from __future__ import annotations

import pytest

from notegen import draft, review
from notegen.model import DraftNote, Origin
from tests.core.drafts import AUTHOR, EXAMPLE, NOW, find, texts


@pytest.fixture
def note() -> DraftNote:
    return draft(EXAMPLE)


def ids(note: DraftNote) -> list[str]:
    return [s.id for s in (*note.statements, *note.unplaced)]


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
