"""Promise 5, signature: attestation, Stop findings, the signed record and its addenda."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import FrozenInstanceError, asdict, fields, replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from notegen import append, check, draft, load_format, review, sign
from notegen.errors import (
    BlockedBySafetyFindingError,
    MissingDetailError,
    NotAttestedError,
    SignError,
)
from notegen.model import (
    Addendum,
    Author,
    DraftNote,
    SessionDetails,
    SignedNote,
    Weight,
)
from tests.core.drafts import AUTHOR, DETAILS, NOW, VARIED

NoteBuilder = Callable[..., DraftNote]


def ready(summary: str = VARIED) -> DraftNote:
    return review.attest(draft(summary, details=DETAILS), AUTHOR, at=NOW)


def signed(note: DraftNote) -> SignedNote:
    return sign(note, AUTHOR, at=NOW, zone="Europe/Berlin")


# -- attestation -----------------------------------------------------------------------------

EDITS: dict[str, Callable[[DraftNote], DraftNote]] = {
    "edit_text": lambda n: review.edit_text(n, n.statements[0].id, "Client slept four hours."),
    "edit_text by a letter": lambda n: review.edit_text(
        n, n.statements[0].id, n.statements[0].text[:-1] + "s."
    ),
    "edit_text to nothing": lambda n: review.edit_text(n, n.statements[0].id, " "),
    "confirm": lambda n: review.confirm(n, n.statements[0].id),
    "add": lambda n: review.add(n, "P", "Call the school."),
    "answer": lambda n: review.answer(
        n, "response", "She felt calmer.", section_key="O", kind="response.said"
    ),
    "delete": lambda n: review.delete(n, n.statements[0].id),
    "move": lambda n: review.move(n, n.statements[0].id, "O", 0),
    "move within": lambda n: review.move(n, n.statements[0].id, "S", 1),
    "add_section": lambda n: review.add_section(n, "Risk"),
    "rename_section": lambda n: review.rename_section(n, "A", "Impression"),
    "remove_section": lambda n: review.remove_section(n, "A"),
    "move_section": lambda n: review.move_section(n, "P", 0),
    "change_format": lambda n: review.change_format(n, load_format("dap")),
    "set_details": lambda n: review.set_details(n, replace(DETAILS, client="C-105")),
    "set_details date": lambda n: review.set_details(n, replace(DETAILS, date=date(2025, 3, 5))),
    "set_details cpt": lambda n: review.set_details(n, replace(DETAILS, cpt="90834")),
}


@pytest.mark.parametrize("name", EDITS)
def test_any_edit_after_attestation_voids_it(name: str) -> None:
    note = ready()
    assert signed(note)
    changed = EDITS[name](note)
    assert changed.attestation is None
    with pytest.raises(NotAttestedError):
        signed(changed)
    assert signed(note), "the draft that was attested is untouched"


@pytest.mark.parametrize("name", EDITS)
def test_an_old_attestation_does_not_fit_an_edited_note(name: str) -> None:
    """Even put back by hand it is refused: it was said of another content."""
    note = ready()
    stale = replace(EDITS[name](note), attestation=note.attestation)
    with pytest.raises(NotAttestedError):
        signed(stale)


def test_a_moved_time_of_the_session_voids_the_attestation() -> None:
    note = ready()
    later = replace(note, details=replace(DETAILS, modality="telehealth"))
    with pytest.raises(NotAttestedError):
        signed(later)


def test_every_function_of_review_is_covered_by_the_edits_above() -> None:
    changing = {
        name
        for name, value in vars(review).items()
        if callable(value) and getattr(value, "__module__", "") == review.__name__
        and not name.startswith("_")
    }  # fmt: skip
    harmless = {
        "find", "dismiss_question", "resolve", "set_aside",
    }  # fmt: skip
    assert changing - harmless == {name.split()[0] for name in EDITS}


# -- signature -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("details", "author", "missing"),
    [
        (replace(DETAILS, client=""), AUTHOR, "client"),
        (replace(DETAILS, client=" \t"), AUTHOR, "client"),
        (replace(DETAILS, date=None), AUTHOR, "date"),
        (DETAILS, Author(""), "name"),
        (DETAILS, Author("  ", "LCSW"), "name"),
    ],
)
def test_sign_refuses_without_client_date_or_author(
    details: SessionDetails, author: Author, missing: str
) -> None:
    note = review.attest(draft(VARIED, details=details), author, at=NOW)
    with pytest.raises(MissingDetailError, match=missing):
        sign(note, author, at=NOW, zone="UTC")


def test_sign_refuses_a_note_without_a_sentence() -> None:
    note = ready()
    for statement in note.statements:
        note = review.delete(note, statement.id)
    with pytest.raises(SignError):
        signed(review.attest(note, AUTHOR, at=NOW))


def test_sign_refuses_without_attestation() -> None:
    with pytest.raises(NotAttestedError):
        signed(draft(VARIED, details=DETAILS))


@pytest.mark.parametrize("other", [Author("Kim Sorrel", "LCSW"), Author("Robin Vale", "MD")])
def test_sign_refuses_an_attestation_of_another_author(other: Author) -> None:
    with pytest.raises(NotAttestedError):
        sign(ready(), other, at=NOW, zone="UTC")


STOPPING = {
    "invented denial": ("Client discussed work.", "Client denied suicidal ideation."),
    "denial of a stated risk": ("Client reports SI.", "Client denied suicidal ideation."),
    "stated risk turned on": ("Client denies SI.", "Client reported suicidal ideation."),
    "wrong dose": ("Sertraline 50 mg daily.", "Client takes sertraline 150 mg daily."),
    "unknown drug": ("Client slept badly.", "Client takes lithium."),
    "invented safety plan": ("Client discussed work.", "A safety plan was completed."),
}


@pytest.mark.parametrize("case", STOPPING)
def test_sign_refuses_an_open_stop_and_takes_a_settled_one(
    case: str, engine_note: NoteBuilder
) -> None:
    summary, sentence = STOPPING[case]
    note = engine_note(summary, {"S": [sentence]}, details=DETAILS)
    with pytest.raises(BlockedBySafetyFindingError) as caught:
        signed(review.attest(note, AUTHOR, at=NOW))
    for word in ("suicid", "sertraline", "lithium", "safety plan"):
        assert word not in str(caught.value).lower(), "clinical text in an error"
    for finding in note.findings:
        note = review.resolve(note, finding.id)
    assert signed(review.attest(note, AUTHOR, at=NOW)).findings_left == 0


def test_sign_checks_again_and_does_not_trust_the_findings_it_is_given(
    engine_note: NoteBuilder,
) -> None:
    note = engine_note(
        "Client discussed work.", {"S": ["Client denied suicidal ideation."]}, details=DETAILS
    )
    clean = replace(note, findings=(), omissions=())
    with pytest.raises(BlockedBySafetyFindingError):
        signed(review.attest(clean, AUTHOR, at=NOW))


def test_a_stated_risk_that_left_the_note_stops_the_signature() -> None:
    note = draft("Client reports SI with a plan. Slept badly.", details=DETAILS)
    for statement in note.statements:
        if "suicidal" in statement.text:
            note = review.delete(note, statement.id)
    assert any(o.code == "O1" for o in note.omissions)
    with pytest.raises(BlockedBySafetyFindingError):
        signed(review.attest(note, AUTHOR, at=NOW))


def test_a_stated_risk_that_only_stands_beside_the_note_stops_the_signature() -> None:
    """What is listed beside the note is not signed; a risk there is a risk left out."""
    note = draft("Client reports SI with a plan. Practiced breathing.", details=DETAILS)
    note = review.remove_section(note, "S")
    assert any("suicidal" in s.text for s in note.unplaced)
    with pytest.raises(BlockedBySafetyFindingError):
        signed(review.attest(note, AUTHOR, at=NOW))


def test_a_settled_doubt_comes_back_when_the_doubt_is_another(engine_note: NoteBuilder) -> None:
    note = engine_note(
        "Sertraline 50 mg.", {"S": ["Client takes sertraline 150 mg."]}, details=DETAILS
    )
    for finding in note.findings:
        note = review.resolve(note, finding.id)
    assert note.open_findings == ()
    note = review.add(note, "P", "Call the prescriber.")
    assert note.open_findings == (), "the same doubt stays settled through other edits"
    report = check(replace(note, sections=engine_note(
        "Sertraline 50 mg.", {"S": ["Client takes sertraline 200 mg."]}
    ).sections))  # fmt: skip
    assert {f.id for f in report.all_findings} - note.resolved


def test_look_and_quiet_never_block(engine_note: NoteBuilder) -> None:
    note = engine_note(VARIED, {"O": ["Client gardened on Mars."]}, details=DETAILS)
    assert note.findings
    assert {f.weight for f in note.findings} <= {Weight.LOOK, Weight.QUIET}
    assert signed(review.attest(note, AUTHOR, at=NOW)).findings_left == len(note.findings)


# -- the signed record -----------------------------------------------------------------------


def test_the_signed_record_keeps_words_origin_quotes_author_and_times() -> None:
    note = review.add(draft(VARIED, details=DETAILS), "P", "Call the school.")
    record = signed(review.attest(note, AUTHOR, at=NOW - timedelta(minutes=1)))
    assert record.author == AUTHOR
    assert record.details == DETAILS
    assert (record.attested_at, record.signed_at) == (NOW - timedelta(minutes=1), NOW)
    assert record.zone == "Europe/Berlin"
    assert (record.format_key, record.engine) == ("soap", "rules")
    statements = [s for section in record.sections for s in section.statements]
    assert [s.text for s in statements] == [s.text for s in note.statements]
    for stored, source in zip(statements, note.statements, strict=True):
        assert stored.origin is source.origin
        assert stored.quotes == tuple(e.quote for e in source.evidence)
    empty = [section for section in record.sections if not section.statements]
    assert all(section.empty_reason for section in empty)


def test_the_signed_record_holds_no_summary_offset_draft_or_doubt() -> None:
    note = draft(VARIED, details=DETAILS)
    for finding in note.findings:
        note = review.resolve(note, finding.id)
    record = asdict(signed(review.attest(note, AUTHOR, at=NOW)))
    text = repr(record)
    assert "waiting room" not in text, "kept out on request"
    assert "Um," not in text
    assert VARIED not in text
    names = set()
    stack: list[object] = [record]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            names |= set(value)
            stack.extend(value.values())
        elif isinstance(value, list | tuple):
            stack.extend(value)
    assert names.isdisjoint(
        {"summary", "start_offset", "end", "offset", "evidence", "original", "findings", "message",
         "omissions", "unused", "unplaced", "ledger", "resolved", "questions"}
    )  # fmt: skip
    assert {"findings_resolved", "findings_left"} <= names


def test_an_edited_sentence_leaves_no_trace_of_the_engines_wording(
    engine_note: NoteBuilder,
) -> None:
    note = engine_note(VARIED, {"S": ["Client discussed stress at work and zebras."]})
    note = review.set_details(note, DETAILS)
    note = review.edit_text(note, note.statements[0].id, "Client discussed stress at work.")
    record = signed(review.attest(note, AUTHOR, at=NOW))
    assert "zebras" not in repr(asdict(record))


def test_a_signed_note_is_immutable() -> None:
    record = signed(ready())
    for field in fields(record):
        with pytest.raises(FrozenInstanceError):
            setattr(record, field.name, None)
    statement = record.sections[0].statements[0]
    with pytest.raises(FrozenInstanceError):
        statement.text = "x"  # type: ignore[misc]
    assert isinstance(record.sections, tuple)
    assert isinstance(record.sections[0].statements, tuple)


def test_times_are_kept_in_utc_and_need_a_zone() -> None:
    local = datetime(2025, 3, 4, 13, 30, tzinfo=timezone(timedelta(hours=-5)))
    note = review.attest(draft(VARIED, details=DETAILS), AUTHOR, at=local)
    record = sign(note, AUTHOR, at=local, zone="America/New_York")
    assert record.signed_at == NOW
    assert record.signed_at.tzinfo is UTC
    assert record.attested_at.tzinfo is UTC
    with pytest.raises(ValueError, match="zone"):
        review.attest(note, AUTHOR, at=datetime(2025, 3, 4, 13, 30))  # noqa: DTZ001


def test_a_late_entry_is_told_by_the_local_day_of_signing() -> None:
    midnight = datetime(2025, 3, 5, 2, 0, tzinfo=UTC)
    note = ready()
    assert not sign(note, AUTHOR, at=midnight, zone="America/New_York").is_late_entry
    assert sign(note, AUTHOR, at=midnight, zone="Europe/Berlin").is_late_entry


def test_two_signed_notes_have_two_ids_and_the_caller_may_choose() -> None:
    note = ready()
    assert signed(note).id != signed(note).id
    assert sign(note, AUTHOR, at=NOW, zone="UTC", new_id=lambda: "n-1").id == "n-1"


def test_append_dates_and_signs_an_addendum_and_leaves_the_note_alone() -> None:
    record = signed(ready())
    before = asdict(record)
    addendum = append(record, "  Client called: slept six hours.  ", AUTHOR, at=NOW, zone="UTC")
    assert isinstance(addendum, Addendum)
    assert (addendum.note_id, addendum.author) == (record.id, AUTHOR)
    assert addendum.text == "Client called: slept six hours."
    assert addendum.written_at == NOW
    assert asdict(record) == before


@pytest.mark.parametrize(("text", "author"), [("", AUTHOR), (" \n", AUTHOR), ("x", Author(" "))])
def test_append_refuses_without_text_or_author(text: str, author: Author) -> None:
    with pytest.raises(MissingDetailError):
        append(signed(ready()), text, author, at=NOW, zone="UTC")
