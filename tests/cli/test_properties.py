"""Whatever the text, `draft` and `check` answer it or refuse it, and never fall over."""

from __future__ import annotations

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notegen.errors import NotegenError
from notegen.formats import list_formats

# Any code point, surrogates and NUL too; more often what means something to a parser.
PLAIN = (
    "client denies SI HI no not wasn't 50 mg sertraline 3x/wk 03/04 next week PHQ-9 14 -> 12 ; . "
    ", she said “ ” - é [ { \\ plan: S:"
)
SPECIAL = ("\r\n", "\n", "\t", "\u2028", "\ufeff", "e\u0301", "\U0001f600", "\x85", "\x1b", '"')
WORDS = st.sampled_from((*PLAIN.split(), *SPECIAL))
ANY_TEXT = st.text(st.characters(codec=None), max_size=200)
CLINICAL = st.lists(WORDS | st.text(st.characters(), max_size=5), max_size=40).map(" ".join)
TEXT = ANY_TEXT | CLINICAL
FORMATS = st.sampled_from([note_format.key for note_format in list_formats()])
MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def quotes_equal_slices(source: str, spans: list[dict]) -> bool:
    return all(source[span["start"] : span["end"]] == span["quote"] for span in spans)


@MANY
@given(summary=TEXT, key=FORMATS)
def test_draft_in_process_raises_only_our_errors_and_quotes_what_is_there(run, summary, key):
    from notegen import draft

    try:
        note = draft(summary, format=key)
    except NotegenError:
        return
    spans = [span for s in (*note.statements, *note.unplaced) for span in s.evidence]
    spans = [span for span in spans if span.source == "summary"]
    for span in (*spans, *note.unused, *note.omissions):
        assert summary[span.start : span.end] == span.quote


@MANY
@given(summary=TEXT, key=FORMATS)
def test_draft_of_any_json_line_is_an_answer_or_an_error_in_json(run, summary, key):
    # Escapes, so that the line itself is sound whatever the summary holds.
    line = json.dumps({"id": 1, "summary": summary, "format": key}).encode()
    outcome = run("draft", "--jsonl", "-", stdin=line)
    (record,) = outcome.records
    assert record["id"] == 1
    if "error" in record:
        assert outcome.status == 1
        assert record["error"]["type"] == "InputError"
        return
    assert outcome.status == 0
    statements = [s for section in record["sections"] for s in section["statements"]]
    spans = [e for s in statements for e in s["evidence"] if e["source"] == "summary"]
    assert quotes_equal_slices(summary, [*spans, *record["unused"], *record["omissions"]])
    assert len(outcome.text.splitlines()) == 1


@MANY
@given(
    summary=TEXT,
    key=FORMATS,
    sections=st.dictionaries(
        st.sampled_from(["S", "O", "A", "P", "N", "Pl"]) | st.text(max_size=3),
        st.lists(TEXT, max_size=4),
        max_size=3,
    ),
    answers=st.lists(TEXT, max_size=2),
)
def test_check_of_any_json_line_is_an_answer_or_an_error_in_json(
    run, summary, key, sections, answers
):
    request = {
        "id": 1, "summary": summary, "format": key, "sections": sections, "answers": answers,
    }  # fmt: skip
    outcome = run("check", "--jsonl", "-", stdin=json.dumps(request).encode())
    (record,) = outcome.records
    if "error" in record:
        assert (outcome.status, record["error"]["type"]) == (1, "InputError")
        return
    assert outcome.status == 0
    told = [(item["section"], item["index"], item["text"]) for item in record["sentences"]]
    assert told == [
        (section, index, text)
        for section, texts in sections.items()
        for index, text in enumerate(texts)
    ]
    for sentence in record["sentences"]:
        sources = {"summary": [summary], "answer": answers}
        for span in sentence["evidence"]:
            if span["source"] in sources:
                texts = sources[span["source"]]
                assert any(quotes_equal_slices(text, [span]) for text in texts)
        for finding in sentence["findings"]:
            if finding["start"] is not None:
                assert 0 <= finding["start"] <= finding["end"] <= len(sentence["text"])
    assert quotes_equal_slices(summary, record["omissions"])


@MANY
@given(data=st.binary(max_size=300))
def test_any_bytes_are_answered_or_refused_without_a_fault_of_ours(run, data):
    for args in (["draft"], ["draft", "--jsonl", "-"], ["check", "--jsonl", "-"]):
        outcome = run(*args, stdin=data)
        assert outcome.status in (0, 1, 2)
        assert "fault in notegen" not in outcome.err + outcome.text


@MANY
@given(note=TEXT)
def test_any_note_file_is_checked_or_refused_without_a_fault_of_ours(run, summary_path, note):
    data = note.encode("utf-8", "surrogatepass")
    outcome = run("check", "--summary", summary_path, "--note", "-", stdin=data)
    assert outcome.status in (0, 2)
    assert "fault in notegen" not in outcome.err
