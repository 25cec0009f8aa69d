"""Promise 5, authorship: whose claim a sentence is, and what an edit makes of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from notegen import check, draft, review, sign
from notegen.errors import (
    BlockedBySafetyFindingError,
)
from notegen.model import (
    DraftNote,
    Origin,
    SignedNote,
    Weight,
)
from tests.core.drafts import AUTHOR, DETAILS, NOW, VARIED

NoteBuilder = Callable[..., DraftNote]


def signed(note: DraftNote) -> SignedNote:
    return sign(note, AUTHOR, at=NOW, zone="Europe/Berlin")


def first(note: DraftNote, text: str) -> str:
    return next(s.id for s in (*note.statements, *note.unplaced) if text in s.text)


def codes(note: DraftNote, statement_id: str) -> set[str]:
    return {f.code for f in note.findings if f.statement == statement_id}


# -- words of the clinician ------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        "Client met criteria for bipolar disorder.",
        "Client denied homicidal ideation.",
        "Lithium 900 mg started on 2/14 by Dr. Kessler.",
        "Used EMDR; her uncle Tom joined.",
        "High risk of self-harm; safety plan made.",
        "Zyx qwv blorp.",
    ],
)
def test_words_the_clinician_typed_are_never_called_invented(typed: str) -> None:
    note = review.add(draft(VARIED), "A", typed)
    [statement] = [s for s in note.statements if s.text == typed]
    assert statement.origin is Origin.CLINICIAN
    assert codes(note, statement.id) == set()
    assert [(e.source, e.quote) for e in statement.evidence] == [("edit", typed)]
    [checked] = [s for s in check(note).sentences if s.text == typed]
    assert checked.supported
    assert checked.risk == 0.0


def test_words_the_clinician_answered_are_never_called_invented() -> None:
    note = draft(VARIED, format="girp")
    assert "goal" in {q.topic for q in note.questions}
    answered = review.answer(note, "goal", "Sleep six hours.", section_key="G", kind="goal")
    [goal] = answered.sections[0].statements
    assert goal.is_clinicians
    assert codes(answered, goal.id) == set()
    assert "goal" not in {q.topic for q in answered.questions}


@pytest.mark.parametrize(
    ("typed", "summary"),
    [
        ("Client endorsed suicidal ideation.", VARIED),
        ("Client denied suicidal ideation.", "Client reports SI."),
        ("Client did not practice box breathing.", VARIED),
    ],
)
def test_only_a_conflict_with_the_summary_is_pointed_out(typed: str, summary: str) -> None:
    note = review.add(draft(summary), "S", typed)
    statement = first(note, typed)
    assert codes(note, statement) == {"H5"}
    [finding] = [f for f in note.findings if f.statement == statement]
    assert finding.weight is not Weight.STOP


def test_one_typed_sentence_does_not_make_an_invented_one_supported_by_itself(
    engine_note: NoteBuilder,
) -> None:
    note = engine_note(VARIED, {"A": ["Client met criteria for bipolar disorder."]})
    note = review.add(note, "P", "Revisit sleep hygiene.")
    assert codes(note, first(note, "bipolar"))


# -- claims of the engine --------------------------------------------------------------------

INVENTED = "Client denied homicidal ideation and access to firearms."


@pytest.mark.parametrize(
    "edited",
    [
        "Client denied homicidal ideation and access to firearm.",
        "Client denied homicidal ideation and access to firearms!",
        "client denied homicidal ideation and access to firearms.",
        "Client denies homicidal ideation and access to firearms.",
        "Pt denied homicidal ideation and access to firearms.",
        "Client denied homicidal ideation and  access to  firearms.",
        "Client denied homicidal ideation.",
        "Client denied homicidal ideation and access to firearms today.",
        "Client calmly denied homicidal ideation and any access to firearms.",
    ],
)
def test_a_claim_stays_the_engines_through_a_small_edit(
    edited: str, engine_note: NoteBuilder
) -> None:
    note = engine_note(VARIED, {"S": [INVENTED]}, details=DETAILS)
    note = review.edit_text(note, first(note, "homicidal"), edited)
    [statement] = note.statements
    assert statement.origin is Origin.ENGINE
    assert "H4" in codes(note, statement.id)
    with pytest.raises(BlockedBySafetyFindingError):
        signed(review.attest(note, AUTHOR, at=NOW))


def test_a_claim_stays_the_engines_through_many_small_edits(engine_note: NoteBuilder) -> None:
    """Letter by letter is still an edit of what the engine wrote, as long as its words stand."""
    note = engine_note(VARIED, {"S": [INVENTED]})
    statement_id = first(note, "homicidal")
    for end in range(len(INVENTED), len(INVENTED) - 12, -1):
        note = review.edit_text(note, statement_id, INVENTED[:end])
    assert note.statements[0].origin is Origin.ENGINE
    assert note.statements[0].original == INVENTED
    assert codes(note, statement_id)


def test_an_edit_taken_back_leaves_the_engines_sentence_as_it_was(
    engine_note: NoteBuilder,
) -> None:
    note = engine_note(VARIED, {"S": [INVENTED]})
    statement_id = first(note, "homicidal")
    edited = review.edit_text(note, statement_id, INVENTED.replace("firearms", "firearm"))
    back = review.edit_text(edited, statement_id, INVENTED)
    assert back.statements == note.statements
    assert back.findings == note.findings


def test_a_retyped_claim_is_the_clinicians(engine_note: NoteBuilder) -> None:
    note = engine_note(VARIED, {"S": [INVENTED]})
    statement_id = first(note, "homicidal")
    typed = "I asked about guns and harm to other people; she has neither."
    note = review.edit_text(note, statement_id, typed)
    [statement] = note.statements
    assert statement.origin is Origin.CLINICIAN
    assert codes(note, statement_id) == set()
    assert [e.source for e in statement.evidence] == ["edit"]


def test_a_confirmed_claim_is_the_clinicians_word_for_word(engine_note: NoteBuilder) -> None:
    note = engine_note(VARIED, {"S": [INVENTED]}, details=DETAILS)
    statement_id = first(note, "homicidal")
    assert {f.weight for f in note.findings if f.statement == statement_id} == {Weight.STOP}
    note = review.confirm(note, statement_id)
    [statement] = note.statements
    assert statement.origin is Origin.CONFIRMED
    assert statement.text == INVENTED
    assert codes(note, statement_id) == set()
    note_signed = signed(review.attest(note, AUTHOR, at=NOW))
    assert note_signed.sections[0].statements[0].origin is Origin.CONFIRMED


def test_a_confirmed_claim_that_contradicts_the_summary_is_still_pointed_out(
    engine_note: NoteBuilder,
) -> None:
    note = engine_note("Client reports SI.", {"S": ["Client denied suicidal ideation."]})
    note = review.confirm(note, note.statements[0].id)
    assert codes(note, note.statements[0].id) == {"H5"}
