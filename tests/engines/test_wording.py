"""How the offline engine words a fact: a clinical register, and nothing added."""

from __future__ import annotations

import pytest

from notegen import draft
from notegen.model import DraftNote


def text_of(summary: str) -> str:
    return " ".join(s.text for s in draft(summary).statements)


def reasons(note: DraftNote) -> dict[str, str]:
    return {u.quote: u.reason for u in note.unused}


KEPT = [
    # words as given about risk
    ("No SI.", "No suicidal ideation."),
    ("Pt denies SI.", "Client denied suicidal ideation."),
    ("Pt denies SI/HI.", "Client denied suicidal or homicidal ideation."),
    # shorthand written out
    ("Pt c/o insomnia x 3 wks.", "Client complained of insomnia for 3 weeks."),
    ("RTC 2 wks.", "Return to clinic 2 weeks."),
    # numbers as given
    ("PHQ-9 14 to 11.", "PHQ-9 went from 14 to 11."),
    ("PHQ-9 14->11.", "PHQ-9 went from 14 to 11."),
    ("Sertraline 12.5 mg.", "Sertraline 12.5 mg."),
    # corrections
    ("See her Tuesday, no wait, Thursday.", "See her Thursday."),
    # the clinician's own voice
    ("I think the avoidance keeps her stuck.", "Therapist thinks the avoidance keeps her stuck."),
    ("I told her I would call the school.", "Therapist told her therapist would call the school."),
    # words that may be the client's own, without quotation marks: as typed
    ("Says better if I wasn't here.", "Client said better if I wasn't here."),
    ("Feels like I am a burden.", "Client feels like I am a burden."),
    ("He goes I can't do this anymore.", "Client goes I can't do this anymore."),
    ("She said she thinks I am angry.", "Client said she thinks I am angry."),
    ("Told me I should rest more.", "Client told the therapist I should rest more."),
    ("Says no one would miss me.", "Client said no one would miss me."),
    # titles and initials
    ("Paul will read ch. 3 of Hold Me Tight.", "Paul will read ch. 3 of Hold Me Tight."),
    ("Today with MJ he came in late.", "Today with MJ he came in late."),
]


@pytest.mark.parametrize(("summary", "expected"), KEPT)
def test_fact_is_worded_as_it_was_given(summary: str, expected: str) -> None:
    assert text_of(summary) == expected


def test_what_was_not_asked_is_written_so() -> None:
    for summary in ("SI not assessed.", "Did not ask about SI.", "SI wasn't asked."):
        text = text_of(summary).lower()
        assert "suicidal ideation" in text
        assert " not " in text.replace("n't", " not")
        assert "denied" not in text
        assert "no suicidal" not in text


@pytest.mark.parametrize(
    ("summary", "kept", "gone"),
    [
        ("See her Tuesday, no wait, Thursday.", "Thursday", "Tuesday"),
        ("PHQ-9 was 14, sorry, I mean 11.", "11", "14"),
        ("She cried, scratch that, she sobbed.", "sobbed", "cried"),
        ("His sister, no wait, his mother called.", "mother", "sister"),
    ],
)
def test_a_self_correction_keeps_the_last_word_and_lists_the_first(
    summary: str, kept: str, gone: str
) -> None:
    note = draft(summary)
    text = " ".join(s.text for s in note.statements)
    assert kept in text
    assert gone not in text
    assert any(gone in quote and why == "superseded" for quote, why in reasons(note).items())


@pytest.mark.parametrize(
    "summary",
    [
        "Off the record, the waiting room was loud. Client slept well.",
        "Client slept well. Waiting room was loud, not for the note.",
    ],
)
def test_what_is_kept_out_on_request_is_in_no_sentence_and_no_evidence(summary: str) -> None:
    note = draft(summary)
    for statement in (*note.statements, *note.unplaced):
        assert "waiting room" not in statement.text.lower()
        for evidence in statement.evidence:
            assert "waiting room" not in evidence.quote.lower()
    assert "kept_out" in reasons(note).values()
    assert "slept well" in " ".join(s.text for s in note.statements)


@pytest.mark.parametrize(
    ("summary", "word"),
    [
        ("No wait for the bus today.", "bus"),
        ("She had no weight loss.", "weight loss"),
        ("Actually, no change in sleep.", "no change"),
        ("On the record player she found peace.", "peace"),
        ("He said right, left, right.", "left"),
        ("She is well.", "well"),
        ("So tired she skipped work.", "skipped"),
    ],
)
def test_words_that_only_look_like_fillers_or_corrections_stay(summary: str, word: str) -> None:
    assert word in text_of(summary)


@pytest.mark.parametrize(
    ("summary", "person", "not_person"),
    [
        ("Mother called. She is worried.", "Mother", None),
        ("Her brother drinks. He hit the wall.", "brother", "Client hit"),
        ("Mother (she called. Twice.) is ill.", "Mother", "Client is ill"),
        ("I was late.", "Therapist", "Client was late"),
        ("My supervisor joined.", "supervisor", "Client"),
        ("We agreed on weekly sessions.", "herapist", None),
    ],
)
def test_no_sentence_changes_who_it_is_about(
    summary: str, person: str, not_person: str | None
) -> None:
    text = text_of(summary)
    assert person in text
    if not_person is not None:
        assert not_person not in text


@pytest.mark.parametrize(
    "summary",
    [
        'He said "I never told her."',
        "She said “my life is over” and cried.",
        'Client: "I am a burden".',
    ],
)
def test_quotations_stay_word_for_word(summary: str) -> None:
    quotation = summary.replace("“", '"').replace("”", '"').split('"')[1]
    assert quotation in text_of(summary).replace("“", '"').replace("”", '"')


@pytest.mark.parametrize(
    "summary",
    [
        "Client discussed work stress, practiced grounding techniques.",
        "pt tearful. mood low. affect flat.",
        "slept badly\nate little\nno si",
        "Plan: RTC 2 wks, cont CBT",
        "um okay so she talked about the dog",
    ],
)
def test_sentences_begin_with_a_capital_and_end_with_a_mark(summary: str) -> None:
    for statement in draft(summary).statements:
        assert statement.text[0].isupper() or statement.text[0].isdigit()
        assert statement.text[-1] in '.!?"”'
        assert "  " not in statement.text
        assert " ," not in statement.text
        assert " ." not in statement.text


@pytest.mark.parametrize(
    ("summary", "expected"),
    [
        ("Sad &angry about work.", "and angry"),
        ("Ignore this note please, she said.", "this note "),
        ("Client will continue.", "continue"),
    ],
)
def test_words_are_neither_glued_nor_bent(summary: str, expected: str) -> None:
    assert expected in f"{text_of(summary)} ".replace(".", " .")


@pytest.mark.parametrize(
    ("summary", "topics"),
    [
        ("Slept badly.", {"risk"}),
        ("Denies SI. Practiced breathing.", {"response"}),
        ("Denies SI. Slept badly. Return in 2 weeks.", set()),
        ("SI not assessed. Slept badly. Return next week.", set()),
    ],
)
def test_questions_ask_for_what_is_missing_and_not_for_what_is_there(
    summary: str, topics: set[str]
) -> None:
    asked = {question.topic for question in draft(summary).questions}
    assert topics <= asked
    assert len(asked) <= 3
    if "risk" not in topics:
        assert "risk" not in asked


def test_a_time_stays_with_what_happened_then() -> None:
    """Not "Taking lithium 3 days ago was stopped"."""
    text = text_of("Stopped taking lithium 3 days ago.")
    assert text.endswith("3 days ago.")


def test_questions_hold_no_text_of_the_summary() -> None:
    note = draft("Zyxwv argued with Marlow about the qwopper. Practiced breathing.")
    for question in note.questions:
        for word in ("Zyxwv", "Marlow", "qwopper"):
            assert word not in question.text


def test_a_wish_not_to_be_here_in_the_clients_words_is_in_the_ledger() -> None:
    for summary in ("Says better if I wasn't here.", "Everyone would be better off if I was gone."):
        states = {entry.item: entry.state for entry in draft(summary).ledger}
        assert states["passive suicidal ideation"] == "present", summary
    note = draft("Says her job would be better if I was earlier.")
    assert {e.item: e.state for e in note.ledger}["passive suicidal ideation"] == "not_stated"
