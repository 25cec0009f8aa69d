"""Arbitrary Unicode through segmentation, draft, check and review: whole, exact, deterministic."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from notegen import check, draft, list_formats, load_format, review
from notegen.errors import DraftError, InputError
from notegen.evidence.lexicon import lexicon
from notegen.evidence.quantities import quantities
from notegen.evidence.segment import lines, sentences
from notegen.evidence.source import read_source
from notegen.evidence.text import expand, tokenise
from notegen.model import DraftNote, Origin, Section, SessionDetails, SessionSummary, Statement

FORMATS = tuple(note_format.key for note_format in list_formats())
ANYTHING = st.text(st.characters(), max_size=120)  # all categories, surrogates among them
UNICODE = st.text(st.characters(exclude_categories=["Cs"]), max_size=120)
PIECES = st.sampled_from(
    [
        "Pt", "client", "denies", "no", "SI", "SI/HI", "not", "but", "and", ",", ".", ";", ":",
        "\n",
        "Plan:", "Mood -", "- ", "PHQ-9", "14", "->", "11", "7/10", "50 mg", "BID", "sertraline",
        "x 3 wks", "I", "we", "she", "said", '"', "“", "”", "(", ")", "'", "’", "practiced",
        "breathing", "assigned", "homework", "no wait,", "scratch that", "off the record", "um",
        "okay", "mother", "Tuesday", "next session", "follow up", "if", "😀", "👩‍👩‍👧", "e\u0301",
        "\u200b", "\r\n", "\u2028", "&", "@", "=", "…", "?", "!", "w/", "c/o", "risk",
        "safety plan", "--",
    ]
)  # fmt: skip
CLINICAL = st.lists(PIECES, min_size=1, max_size=25).flatmap(
    lambda parts: st.sampled_from([" ".join(parts), "".join(parts)])
)
SUMMARIES = st.one_of(UNICODE, CLINICAL)
QUICK = settings(
    max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow],
)  # fmt: skip


def is_usable(text: str) -> bool:
    return (
        bool(text.strip())
        and "\x00" not in text
        and not any("\ud800" <= char <= "\udfff" for char in text)
    )


def holds(note: DraftNote) -> None:
    """What is true of every draft of every summary."""
    text = note.summary.text
    for statement in (*note.statements, *note.unplaced):
        assert statement.text.strip() == statement.text != ""
        assert len(statement.text.splitlines()) == 1
        assert statement.evidence
        for evidence in statement.evidence:
            assert evidence.source == "summary"
            assert 0 <= evidence.start < evidence.end <= len(text)
            assert text[evidence.start : evidence.end] == evidence.quote
    for unused in note.unused:
        assert 0 <= unused.start < unused.end <= len(text)
        assert text[unused.start : unused.end] == unused.quote
        assert unused.reason in {"filler", "logistics", "superseded", "kept_out", "no_place"}
    for omission in note.omissions:
        assert text[omission.start : omission.end] == omission.quote != ""
    lengths = {s.id: len(s.text) for s in note.statements}
    for finding in note.findings:
        limit = len(text) if finding.statement is None else lengths[finding.statement]
        assert finding.start is not None
        assert finding.end is not None
        assert 0 <= finding.start < finding.end <= limit
    for section in note.sections:
        assert bool(section.statements) != bool(section.empty_reason)
    assert len(note.questions) <= 3
    ids = [s.id for s in (*note.statements, *note.unplaced)]
    assert len(ids) == len(set(ids))


@QUICK
@given(ANYTHING)
def test_segmentation_loses_and_doubles_nothing(text: str) -> None:
    spans = sentences(text)
    assert "".join("".join(s.of(text).split()) for s in spans) == "".join(text.split())
    position = 0
    for line in lines(text):
        begin = line.body.start if line.label is None else line.label.start
        assert position <= begin <= line.body.end <= len(text)
        position = line.body.end
    words = tokenise(text)
    assert "".join(text[w.start : w.end] for w in words) == "".join(text.split())
    for word in expand(words, lexicon()):
        assert 0 <= word.start < word.end <= len(text)
    for quantity in quantities(text):
        assert text[quantity.start : quantity.end] == quantity.written
    for clause in read_source("summary", text, lexicon()).clauses:
        assert 0 <= clause.span.start < clause.span.end <= len(text)


@QUICK
@given(ANYTHING)
def test_a_summary_is_taken_as_given_or_refused(text: str) -> None:
    if is_usable(text):
        assert SessionSummary(text).text == text
        return
    with pytest.raises(InputError) as caught:
        draft(text)
    assert len(str(caught.value).splitlines()) == 1


@QUICK
@given(SUMMARIES.filter(is_usable), st.sampled_from(FORMATS))
@example("😀 Client slept badly. 😀😀 PHQ-9 14.", "soap")
@example("SI", "soap")
@example(".", "dap")
@example("Plan:", "pie")
@example('"', "birp")
@example("no wait, no wait, no wait,", "girp")
@example("\u2028Pt\u2028denies\u2028SI", "narrative")
@example("((((((", "soap")
@example("- \n- \n-", "soap")
@example("'' '' ''", "soap")
def test_every_draft_is_whole_and_exact(text: str, key: str) -> None:
    note = draft(text, format=key)
    holds(note)
    assert draft(text, format=key) == note
    report = check(note)
    assert report.all_findings == note.findings
    assert [s.text for s in report.sentences] == [s.text for s in note.statements]
    assert all(0 <= s.risk <= 1 for s in report.sentences)


@QUICK
@given(SUMMARIES.filter(is_usable), st.lists(ANYTHING, max_size=4), st.sampled_from(list(Origin)))
def test_check_reads_any_sentence_of_any_engine(
    text: str, written: list[str], origin: Origin
) -> None:
    soap = load_format("soap")
    statements = tuple(
        Statement(id=f"s{n}", text=sentence, kind="report", origin=origin)
        for n, sentence in enumerate(written)
    )
    note = DraftNote(
        summary=SessionSummary(text),
        details=SessionDetails(),
        format=soap,
        engine="made-up",
        sections=tuple(
            Section(s.key, s.title, statements if s.key == "S" else ()) for s in soap.sections
        ),
    )
    report = check(note)
    assert [s.text for s in report.sentences] == written
    for sentence in report.sentences:
        for finding in sentence.findings:
            assert finding.start is not None
            assert finding.end is not None
            assert 0 <= finding.start < finding.end <= len(sentence.text)
        for evidence in sentence.evidence:
            # An "edit" is any sentence that the clinician answers for.
            sources = written if evidence.source == "edit" else [text]
            assert evidence.quote in {s[evidence.start : evidence.end] for s in sources}
    assert check(note) == report


@QUICK
@given(SUMMARIES.filter(is_usable), SUMMARIES, st.sampled_from(FORMATS), st.integers(-3, 9))
def test_any_edit_keeps_the_draft_whole(text: str, typed: str, key: str, index: int) -> None:
    note = draft(text)
    everything = [s.id for s in (*note.statements, *note.unplaced)]
    for statement_id in everything[:2]:
        note = review.edit_text(note, statement_id, typed)
    if typed.split():
        note = review.add_section(review.add(note, "A", typed, index=index), typed)
    else:
        with pytest.raises(DraftError):
            review.add(note, "A", typed, index=index)
    before = sorted((s.id, s.text) for s in (*note.statements, *note.unplaced))
    note = review.change_format(note, load_format(key))
    note = review.change_format(note, load_format("soap"))
    assert sorted((s.id, s.text) for s in (*note.statements, *note.unplaced)) == before
    for statement in (*note.statements, *note.unplaced):
        assert statement.text.strip()
        for evidence in statement.evidence:
            source = {"summary": text, "edit": statement.text}[evidence.source]
            assert source[evidence.start : evidence.end] == evidence.quote


@QUICK
@given(st.text("😀🎉𝒳a .", min_size=1, max_size=40).filter(is_usable))
def test_offsets_count_code_points_not_units(text: str) -> None:
    for statement in draft(text).statements:
        for evidence in statement.evidence:
            assert text[evidence.start : evidence.end] == evidence.quote
