"""Questions, doubts, details, what a signature needs; what a draft does not have is refused."""

from __future__ import annotations

from datetime import date

import pytest

from notegen import check, draft, load_format, review
from notegen.errors import DraftError
from notegen.model import Author, DraftNote, SessionDetails
from tests.core.drafts import AUTHOR, EXAMPLE, NOW, texts, worked_on


@pytest.fixture
def note() -> DraftNote:
    return draft(EXAMPLE)


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
    assert review.content_hash(draft(EXAMPLE)) == review.content_hash(note)
