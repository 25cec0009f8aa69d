"""The example that every user tries first, in every format."""

from __future__ import annotations

import re

import pytest

from notegen import check, draft, list_formats
from notegen.errors import NotegenError
from notegen.model import DraftNote, SessionDetails

EXAMPLE = (
    "Client discussed work stress, practiced grounding techniques, assigned journaling homework. "
    "Client appeared engaged and motivated. Follow up on sleep next session."
)
FORMATS = tuple(note_format.key for note_format in list_formats())

# For each section all the facts that belong in it, none: nothing was stated. "Assessment" is empty
# everywhere, GIRP's Goal and DAR's Focus too. `|` parts sections between which a format may choose.
WHERE = {
    "soap": {"S": ["work"], "O": ["grounding", "engaged"], "A": [], "P": ["journal", "sleep"]},
    "dap": {"D": ["work", "grounding", "engaged"], "A": [], "P": ["journal", "sleep"]},
    "birp": {"B": ["work"], "I": ["grounding"], "B|R": ["engaged"], "P": ["journal", "sleep"]},
    "girp": {"G": [], "I": ["grounding"], "R": ["work", "engaged"], "P": ["journal", "sleep"]},
    "pirp": {"P": ["work"], "I": ["grounding"], "P|R": ["engaged"], "Pl": ["journal", "sleep"]},
    "sirp": {"S": ["work"], "I": ["grounding"], "S|R": ["engaged"], "P": ["journal", "sleep"]},
    "pie": {"P": ["work"], "I": ["grounding"], "P|E": ["engaged"], "": ["journal", "sleep"]},
    "darp": {
        "D": ["work", "grounding"], "A": [], "D|R": ["engaged"], "P": ["journal", "sleep"],
    },
    "darp_action": {
        "D": ["work"], "A": ["grounding"], "D|R": ["engaged"], "P": ["journal", "sleep"],
    },
    "dar": {
        "F": [], "D": ["work"], "A": ["grounding", "journal", "sleep"], "D|R": ["engaged"],
    },
    "narrative": {"N": ["work", "grounding", "journal", "engaged", "sleep"]},
}  # fmt: skip
FACTS = {
    "work": r"work stress",
    "grounding": r"grounding techniques",
    "engaged": r"engaged and motivated",
    "journal": r"journaling homework",
    "sleep": r"follow up on sleep next session",
}


def placed(note: DraftNote) -> dict[str, str]:
    """Text by section; what the format has no place for under the empty key."""
    texts = {s.key: " ".join(x.text for x in s.statements) for s in note.sections}
    return texts | {"": " ".join(x.text for x in note.unplaced)}


@pytest.mark.parametrize("key", FORMATS)
def test_each_fact_of_the_example_stands_once_and_where_it_belongs(key: str) -> None:
    texts = placed(draft(EXAMPLE, format=key))
    expected = WHERE[key]
    stated = [fact for facts in expected.values() for fact in facts]
    assert sorted(stated) == sorted(FACTS), "the table must name each fact once"
    for sections, facts in expected.items():
        together = " ".join(texts[section] for section in sections.split("|"))
        for fact in facts:
            assert re.search(FACTS[fact], together, re.IGNORECASE), (
                f"{fact} is not in {sections or 'unplaced'}"
            )
        if not facts:
            assert together == ""
    everything = " ".join(texts.values())
    for fact, pattern in FACTS.items():
        assert len(re.findall(pattern, everything, re.IGNORECASE)) == 1, (
            f"{fact} is lost or doubled"
        )


@pytest.mark.parametrize("key", FORMATS)
def test_empty_section_says_that_nothing_was_stated(key: str) -> None:
    for section in draft(EXAMPLE, format=key).sections:
        if section.statements:
            assert section.empty_reason is None
        else:
            assert section.empty_reason is not None
            assert "stated" in section.empty_reason


@pytest.mark.parametrize("key", FORMATS)
def test_at_most_three_questions_and_none_is_answered(key: str) -> None:
    questions = draft(EXAMPLE, format=key).questions
    assert len(questions) <= 3
    assert len({question.topic for question in questions}) == len(questions)
    for question in questions:
        assert question.text.strip().endswith("?")


def test_girp_asks_for_its_goal_and_takes_the_stored_one() -> None:
    assert "goal" in {question.topic for question in draft(EXAMPLE, format="girp").questions}
    stored = draft(EXAMPLE, format="girp", details=SessionDetails(goal="Sleep six hours a night"))
    assert "goal" not in {question.topic for question in stored.questions}
    [goal] = stored.sections[0].statements
    assert "Sleep six hours a night" in goal.text
    [evidence] = goal.evidence
    assert (evidence.source, evidence.quote) == ("details", "Sleep six hours a night")
    assert not [f for f in stored.findings if f.statement == goal.id]


@pytest.mark.parametrize("key", FORMATS)
def test_no_actor_place_outcome_or_denial_is_added(key: str) -> None:
    text = " ".join(placed(draft(EXAMPLE, format=key)).values()).lower()
    added = (
        r"therapist|clinician|counselor|writer|in session|during|at home|today|well|successfully|"
        r"helpful|benefit|effective|progress|improv|reduc|calm|den(y|ies|ied)|risk|suicid|"
        r"because|due to|diagnos|disorder|anxi|insomnia|collaborat|together|were reviewed"
    )
    assert re.findall(added, text) == []


@pytest.mark.parametrize("key", FORMATS)
def test_every_sentence_has_evidence_whose_quote_equals_its_slice(key: str) -> None:
    note = draft(EXAMPLE, format=key)
    statements = (*note.statements, *note.unplaced)
    assert len(statements) == 5
    for statement in statements:
        assert statement.evidence
        for evidence in statement.evidence:
            assert evidence.source == "summary"
            assert evidence.start < evidence.end
            assert EXAMPLE[evidence.start : evidence.end] == evidence.quote


@pytest.mark.parametrize("key", FORMATS)
def test_sentences_are_complete_and_in_a_clinical_register(key: str) -> None:
    note = draft(EXAMPLE, format=key)
    for statement in (*note.statements, *note.unplaced):
        assert re.fullmatch(r"[A-Z][^.!?]*\.", statement.text)
        assert "  " not in statement.text


@pytest.mark.parametrize("key", FORMATS)
def test_nothing_is_doubted_left_out_or_claimed_about_risk(key: str) -> None:
    note = draft(EXAMPLE, format=key)
    assert note.findings == ()
    assert note.omissions == ()
    assert {entry.state for entry in note.ledger} <= {"not_stated"}
    report = check(note)
    assert all(sentence.supported for sentence in report.sentences)
    assert all(sentence.risk < 0.5 for sentence in report.sentences)
    assert "suicidal ideation" in report.not_stated


@pytest.mark.parametrize("key", FORMATS)
def test_the_same_summary_always_gives_the_same_draft(key: str) -> None:
    assert draft(EXAMPLE, format=key) == draft(EXAMPLE, format=key)


def test_what_pie_has_no_place_for_is_listed_beside_it_with_the_reason() -> None:
    note = draft(EXAMPLE, format="pie")
    assert {u.quote for u in note.unused if u.reason == "no_place"} == {
        e.quote for statement in note.unplaced for e in statement.evidence
    }


@pytest.mark.parametrize("summary", ["", "   \n\t ", "x" * 20_001, "Client\x00slept", "a\ud800b"])
def test_a_summary_that_cannot_be_used_is_refused_without_repeating_it(summary: str) -> None:
    with pytest.raises(NotegenError) as caught:
        draft(summary)
    assert caught.value.exit_status == 2
    assert "Client" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_summary_of_twenty_thousand_characters_is_read() -> None:
    sentence = "Client slept badly and argued with her sister about money. "
    summary = (sentence * 400)[:20_000]
    assert len(summary) == 20_000
    assert draft(summary).statements
