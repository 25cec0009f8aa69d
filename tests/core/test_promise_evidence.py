"""Promise 2: every sentence shows its evidence or a mark, and none is dropped to look clean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from notegen import check, draft, list_formats
from notegen.model import DraftNote, NoteFormat, SessionDetails, SessionSummary
from notegen.review import change_format, move

FORMATS = tuple(note_format.key for note_format in list_formats())
NoteBuilder = Callable[..., DraftNote]

SUMMARIES = (
    "Client discussed work stress, practiced grounding techniques, assigned journaling homework.",
    "Pt c/o insomnia x 3 wks, sleeping 4-5 hrs. PHQ-9 14 -> 11. Denies SI. RTC 2 wks.",
    "Mood: low\nAffect: flat\n- argued with mother\n- skipped class\nPlan: call school counselor",
    "um so she came in late and she said her boss yelled at her and I taught her box breathing",
    'Session w/ couple. He said "I never told her." She cried. See them Tuesday, no wait, Friday.',
    "Client 😀 laughed 👩‍👩‍👧 about the weekend. Naïve café plans. Practiced breathing.",
    "Mother called before session: client cut herself Sunday. Client denied self-harm.",
    "Sertraline 50 mg daily, missed two doses. Psychiatrist increased to 100 mg.",
    "Goal: leave the house daily. SUDS 8 to 4 after exposure. I think avoidance keeps her stuck.",
    "Off the record, I was tired. Client slept well. Same time Thursday.",
)
INVENTED = (
    "Client met criteria for bipolar disorder.",
    "Client denied suicidal ideation.",
    "Therapist used EMDR to process a car accident.",
    "Client will start lithium 900 mg.",
    "Client made excellent progress toward recovery.",
    "Zyx qwv blorp.",
    "No acute safety concerns were noted.",
    "Referral to a dietitian was made.",
)
SUMMARY = "Client discussed work stress and slept poorly."


def has_spans_or_mark(note: DraftNote) -> None:
    marked = {finding.statement for finding in note.findings}
    for statement in (*note.statements, *note.unplaced):
        assert statement.text.strip()
        spans = [e for e in statement.evidence if e.source == "summary"]
        assert spans or statement.id in marked or statement.is_clinicians
        for evidence in spans:
            assert 0 <= evidence.start < evidence.end <= len(note.summary.text)
            assert note.summary.text[evidence.start : evidence.end] == evidence.quote
            assert evidence.quote.strip()


@pytest.mark.parametrize("key", FORMATS)
def test_every_sentence_of_a_draft_cites_exact_spans(key: str) -> None:
    for summary in SUMMARIES:
        note = draft(summary, format=key)
        assert note.statements
        has_spans_or_mark(note)


@pytest.mark.parametrize("summary", SUMMARIES)
def test_every_word_of_the_summary_is_evidence_or_listed_as_unused(summary: str) -> None:
    note = draft(summary)
    covered = bytearray(len(summary))
    for statement in (*note.statements, *note.unplaced):
        for evidence in statement.evidence:
            covered[evidence.start : evidence.end] = b"\1" * (evidence.end - evidence.start)
    for unused in note.unused:
        assert summary[unused.start : unused.end] == unused.quote
        covered[unused.start : unused.end] = b"\1" * (unused.end - unused.start)
    lost = "".join(c if not covered[i] and c.isalnum() else " " for i, c in enumerate(summary))
    joiners = {"and", "so", "but", "then", "Mood", "Affect", "Plan", "Goal", "w"}
    assert set(lost.split()) <= joiners


@pytest.mark.parametrize("sentence", INVENTED)
@pytest.mark.parametrize("section", ["S", "O", "A", "P"])
def test_an_invented_sentence_stays_visible_with_a_finding(
    sentence: str, section: str, engine_note: NoteBuilder
) -> None:
    note = engine_note(SUMMARY, {section: ["Client discussed work stress.", sentence]})
    [kept] = [s for s in note.statements if s.text == sentence]
    assert [f for f in note.findings if f.statement == kept.id]
    checked = [s for s in check(note).sentences if s.text == sentence]
    assert len(checked) == 1
    assert not checked[0].supported
    assert checked[0].section == section
    assert checked[0].risk > 0.5


@pytest.mark.parametrize("sentence", INVENTED)
@pytest.mark.parametrize("key", FORMATS)
def test_changing_the_format_hides_no_invented_sentence(
    sentence: str, key: str, engine_note: NoteBuilder
) -> None:
    """Beside the note it stands without evidence; put back into it, it carries its finding."""
    note = engine_note(SUMMARY, {"P": [sentence]}, kind="plan")
    target = next(f for f in list_formats() if f.key == key)
    moved = change_format(note, target)
    [statement] = [*moved.statements, *moved.unplaced]
    assert statement.text == sentence
    assert statement.evidence == ()
    if moved.unplaced:
        moved = move(moved, statement.id, target.sections[-1].key, 0)
    assert [f for f in moved.findings if f.statement == statement.id]


def test_every_sentence_is_reported_even_twice_the_same(engine_note: NoteBuilder) -> None:
    note = engine_note(SUMMARY, {"S": ["Client slept poorly."] * 3, "P": ["Client slept poorly."]})
    assert [(s.section, s.index) for s in check(note).sentences] == [
        ("S", 0), ("S", 1), ("S", 2), ("P", 0),
    ]  # fmt: skip


def test_supported_sentence_of_a_foreign_engine_gets_the_span_it_rests_on(
    engine_note: NoteBuilder,
) -> None:
    note = engine_note(
        "He slept poorly. Argued with boss.", {"S": ["Client argued with his boss."]}
    )
    [sentence] = check(note).sentences
    assert [e.quote.rstrip(".") for e in sentence.evidence] == ["Argued with boss"]
    [evidence] = sentence.evidence
    assert note.summary.text[evidence.start : evidence.end] == evidence.quote


def test_unsupported_sentence_is_given_no_evidence_that_shares_nothing(
    engine_note: NoteBuilder,
) -> None:
    note = engine_note(SUMMARY, {"S": ["Zebras migrated northward."]})
    [sentence] = check(note).sentences
    assert sentence.evidence == ()
    assert sentence.findings


class OutsideEngine:
    """An engine that claims evidence which is not there."""

    name = "outside"

    def __init__(self, note: DraftNote) -> None:
        self._note = note

    def draft(
        self,
        summary: SessionSummary,
        note_format: NoteFormat,
        details: SessionDetails,
        *,
        ask_about_risk: bool = True,  # noqa: ARG002 - the protocol has it
    ) -> DraftNote:
        return replace(self._note, summary=summary, format=note_format, details=details)


def test_draft_checks_what_any_engine_gives(engine_note: NoteBuilder) -> None:
    bare = engine_note(SUMMARY, {"S": ["Client denied suicidal ideation."]})
    bare = bare.changed(findings=(), omissions=(), ledger=())
    note = draft(SUMMARY, engine=OutsideEngine(bare))
    assert [s.text for s in note.statements] == ["Client denied suicidal ideation."]
    assert {f.code for f in note.findings} == {"H4"}
    assert note.ledger
