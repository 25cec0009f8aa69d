"""Reading notes back: exactly what `draft_text` printed, and tolerantly what people write."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notegen.errors import InputError
from notegen.export import draft_text, note_text, parse_note_text
from notegen.formats import list_formats, load_format
from notegen.model import DraftNote, Section, SessionDetails, SessionSummary, Statement, Unused


def split(text: str) -> list[str]:
    """A plain stand-in for the segmenter: a sentence ends at a stop before a space."""
    return re.split(r"(?<=[.!?])\s+", text)


def parse(text: str, key: str = "soap"):
    return parse_note_text(text, load_format(key), split=split)


printable = st.text(
    st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=60
)
marks = st.sampled_from(
    ["- x", "Plan:", "--- not part of the note ---", "[empty] x", "S: x", "Draft for review: x"]
)
sentence = (printable | marks).map(str.strip).filter(bool)


@given(data=st.data())
def test_parse_reads_a_printed_draft_exactly(data):
    note_format = data.draw(st.sampled_from(list_formats()))
    expected = tuple(
        (spec.key, tuple(data.draw(st.lists(sentence, max_size=3))))
        for spec in note_format.sections
    )
    sections = tuple(
        Section(
            spec.key,
            spec.title,
            tuple(Statement(id=str(n), text=text, kind="x") for n, text in enumerate(texts)),
            None if texts else "Nothing was stated.",
        )
        for spec, (_, texts) in zip(note_format.sections, expected, strict=True)
    )
    draft = DraftNote(
        summary=SessionSummary("x"),
        details=SessionDetails(),
        format=note_format,
        engine="rules",
        sections=sections,
        unused=(Unused(0, 1, data.draw(sentence), "filler"),),
    )
    text = draft_text(draft)
    for printed in (text, text.replace("\n", "\r\n"), "\ufeff" + text):
        assert parse_note_text(printed, note_format, split=split) == expected


@given(text=printable)
def test_parse_never_loses_a_word_of_a_plain_note(text):
    words = re.sub(r"\W", "", text)
    found = parse_note_text(f"zzz {text} zzz", load_format("narrative"), split=split)
    assert re.sub(r"\W", "", "".join("".join(texts) for _, texts in found)) == f"zzz{words}zzz"


@pytest.mark.parametrize(
    "heading",
    [
        "Plan:\n", "Plan\n", "PLAN\n", "plan\n", "P\n", "P:\n", "P: ", "P - ", "P – ", "P) ",
        "Plan: ", "Plan - ", "plan: ", "## Plan\n", "### PLAN ###\n", "**Plan:** ", "**Plan**: ",
        "**Plan**\n", "__Plan:__\n", "Plan (P): ", "Plan (P)\n", "P: Plan\n", "P – Plan: ",
        "- **Plan:** ", "  Plan :\n", "Plans:\n",
    ],
)  # fmt: skip
def test_parse_knows_a_heading_however_it_is_written(heading):
    found = parse(f"Subjective: Slept badly.\n\n{heading}Rest. Walk.\n")
    assert found == (("S", ("Slept badly.",)), ("P", ("Rest.", "Walk.")))


@pytest.mark.parametrize(
    "line",
    [
        "Plan to rest was discussed.",
        "A lot was said.",
        "p: lower-case letters head nothing.",
        "Plan-making was hard.",
        "Assessment (PHQ-9) was given.",
        "P. reported low mood.",
        "Mood: low.",
        "Client listed the following as hard this week:",
    ],
)
def test_parse_takes_a_sentence_for_a_sentence(line):
    [(key, sentences)] = parse(f"Objective:\n{line}")
    assert (key, " ".join(sentences)) == ("O", line)


def test_parse_keeps_the_order_of_the_text_and_merges_a_repeated_section():
    assert parse("P: Rest.\nS: Low.\nP: Walk.") == (("P", ("Rest.", "Walk.")), ("S", ("Low.",)))


def test_parse_keeps_a_heading_without_text():
    assert parse("S: Low.\nAssessment:\n") == (("S", ("Low.",)), ("A", ()))


def test_parse_takes_the_second_p_of_a_pirp_note_for_the_plan():
    found = parse("P: Low.\nI: CBT.\nR: Calm.\nP: Rest.", "pirp")
    assert [key for key, _ in found] == ["P", "I", "R", "Pl"]


@pytest.mark.parametrize("heading", ["Behaviour", "behavior", "BEHAVIOURS"])
def test_parse_takes_both_spellings_of_behavior(heading):
    assert parse(f"{heading}: Calm.", "birp") == (("B", ("Calm.",)),)


def test_parse_keeps_unknown_headings_as_keys():
    text = "S: Low.\n\nRisk Level:\nNone named.\n\n## Billing\nSent.\n\n**Next Visit**\nMay."
    assert parse(text) == (
        ("S", ("Low.",)),
        ("Risk Level", ("None named.",)),
        ("Billing", ("Sent.",)),
        ("Next Visit", ("May.",)),
    )


def test_parse_gives_text_without_heading_to_the_only_section_or_to_none():
    assert parse("Low. Tired.") == (("", ("Low.", "Tired.")),)
    assert parse("Low. Tired.", "narrative") == (("N", ("Low.", "Tired.")),)


def test_parse_joins_wrapped_lines_and_keeps_listed_lines_apart():
    wrapped = "Client reported that the work stress which began in the spring of\nMay went on."
    assert parse(f"S:\n{wrapped}") == (("S", (wrapped.replace("\n", " "),)),)
    assert parse("S:\nSlept\nbadly.\nAnxious\nTearful") == (
        ("S", ("Slept badly.", "Anxious", "Tearful")),
    )


def test_parse_takes_any_bullet_off():
    assert parse("P:\n- Rest. Walk.\n* Sleep.\n• Eat.\n1. Call.\n2) Write.") == (
        ("P", ("Rest.", "Walk.", "Sleep.", "Eat.", "Call.", "Write.")),
    )


def test_parse_leaves_out_session_facts_above_the_note_but_not_in_it():
    text = "SOAP Note\nClient: Maria Exämple\nDate: 11/24\n\nS: Low.\nTime: flies, she said."
    assert parse(text) == (("S", ("Low.", "Time: flies, she said.")),)


def test_parse_reads_an_exported_note_up_to_its_signature(make_note, addendum):
    note = make_note([("Subjective", ["Low.", "Tired."]), ("Plan", ["Rest."])])
    text = note_text(note, addenda=[replace(addendum, text="Later.")])
    assert parse(text) == (("S", ("Low.", "Tired.")), ("P", ("Rest.",)))


def test_parse_reads_on_when_a_person_has_added_to_a_printed_draft():
    text = "Draft for review: SOAP, rules engine\n\nPlan:\n- One. Still one.\nTwo. Three.\n"
    assert parse(text) == (("P", ("One. Still one.", "Two.", "Three.")),)


@pytest.mark.parametrize("text", ["", " \n\t", "\ufeff", "S: a\x00b", "S: \udc80"])
def test_parse_refuses_what_is_empty_or_binary(text):
    with pytest.raises(InputError):
        parse(text)
