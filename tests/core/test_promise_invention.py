"""Promise 4: nothing clinical is invented. Every content word of a draft comes from the summary."""

from __future__ import annotations

import re

import pytest

from notegen import draft, list_formats
from notegen.evidence.lexicon import lexicon
from notegen.evidence.text import expand, tokenise
from notegen.model import DraftNote

FORMATS = tuple(note_format.key for note_format in list_formats())

SUMMARIES = (
    "Client discussed work stress, practiced grounding techniques, assigned journaling homework.",
    "Pt late 10 min. Mood low, affect flat. Denies SI/HI.",
    "Ct reports sleeping 4-5 hrs x 3 wks, woke at 3am most nights.",
    "PHQ-9 14 -> 11, GAD-7 9. Pt pleased w/ scores.",
    "Taught box breathing. Client said it helped a little.",
    "Argued with her sister about their mother's house.",
    "Did 3 of 5 thought records. Forgot the rest.",
    "I think the avoidance keeps her stuck.",
    "We role-played asking the landlord for repairs; he laughed and then got it.",
    "Passive SI, no plan or intent. Safety plan updated, gave 988.",
    "Cut herself on Sunday after a fight with her boyfriend.",
    "Sertraline 50 mg daily, missed two doses, mild nausea.",
    "Psychiatrist raised lamotrigine to 100 mg last week per client.",
    "Goal: leave the house daily. Walked to the shop twice.",
    "SUDS 8 to 4 after imaginal exposure.",
    "Plan: RTC 2 wks, call school counselor, continue exposure hierarchy.",
    "Mom reports he skips school; he says the bus is too loud.",
    "Couple talked about money. Both felt heard. Next session: budgets.",
    "EMDR phase 4, target car crash, VOC 3 to 5.",
    "Quiet today. Didn't want to talk about the divorce.",
    "um so he basically said his boss is on his back and he's not eating",
    "Drank six beers Friday. Wants to cut down. Explored pros and cons.",
    "See him Tuesday, no wait, Thursday at 4.",
    "Telehealth, 45 min session. Kids in the background.",
    "Slept better. Ran three times. Proud of it.",
    "Grief over the dog. Cried a lot. Looked at photos together.",
    "Not sure if she is bipolar; says her cousin is.",
    "r/o ADHD, refer for testing.",
    "Dx: adjustment disorder. Meets weekly.",
    "Interpreter present. Client spoke of the war.",
    "Hearing voices at night, not commanding. Guarded, poor eye contact.",
    "Teen shrugged through most of it, then said 'whatever, it's fine'.",
    "He hit the wall Saturday, nobody hurt.",
    "Homework: worry log, 10 min a day.",
    "If panic returns, call psychiatrist.",
    "No homework. No show last week. Rescheduled for 3/14.",
    "Client's husband started chemo; she is the only driver.",
    "Worked on \"I am a burden\" with downward arrow, landed on shame.",
    "Group: Ann-free check-in, mindfulness of sounds, two members left early.",
    "Appeared tired, yawning, oriented x3.",
    "Client quit her job!!! Excited + scared. Plan = budget, sleep, gym.",
    "CPS report filed at 3 pm re: bruises on the younger child.",
)  # fmt: skip

# Words without a clinical claim that make a fragment a sentence, and nothing else.
FRAME = set(
    "a an the and or of to from with for in on at by as that it its is was were are be been has "
    "have had does did do not client client's went used provided completed given homework "
    "assigned".split()
)
SESSION_WORDS = {"i", "i'm", "me", "my", "myself", "we", "us", "our", "therapist", "clinician"}
TITLES = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*|\d+(?:[.:/-]\d+)*")


def words_of(text: str) -> list[str]:
    return [word.replace("’", "'").casefold() for word in TITLES.findall(text)]


def source_words(summary: str) -> set[str]:
    """The words of the summary and of its shorthand written out."""
    spelled = " ".join(word.text for word in expand(tokenise(summary), lexicon()))
    found = set(words_of(summary)) | set(words_of(spelled))
    return found | {part for word in found for part in re.split(r"['-/]", word) if part}


def comes_from(word: str, known: set[str]) -> bool:
    """True for a word of the summary in any of its grammatical forms."""
    if word in known or all(part in known for part in re.split(r"['-/]", word)):
        return True
    base = lexicon().verb(word)
    if base is not None and any(lexicon().verb(other) == base for other in known):
        return True
    return any(
        len(word) > 3 and len(other) > 3 and word[:4] == other[:4]
        and abs(len(word) - len(other)) <= 3
        for other in known
    )  # fmt: skip


def foreign_words(note: DraftNote) -> list[tuple[str, str]]:
    known = source_words(note.summary.text)
    frame = FRAME | (
        {"therapist", "therapist's"} if SESSION_WORDS & set(words_of(note.summary.text)) else set()
    )
    return [
        (word, statement.text)
        for statement in (*note.statements, *note.unplaced)
        for word in words_of(statement.text)
        if word not in frame and not comes_from(word, known)
    ]


@pytest.mark.parametrize("summary", SUMMARIES)
def test_every_content_word_of_a_draft_comes_from_the_summary(summary: str) -> None:
    for key in ("soap", "girp", "narrative"):
        assert foreign_words(draft(summary, format=key)) == []


def test_the_word_test_sees_an_invented_word() -> None:
    known = source_words("Pt c/o insomnia x 3 wks, practiced breathing.")
    for word in ("client", "insomnia", "weeks", "practicing", "breathed", "complained"):
        assert comes_from(word, known)
    for word in ("depression", "denied", "cbt", "progress", "therapist", "month", "4"):
        assert not comes_from(word, known)


@pytest.mark.parametrize("summary", SUMMARIES)
def test_every_number_of_a_draft_stands_in_the_summary(summary: str) -> None:
    given = set(re.findall(r"\d+", summary))
    for key in FORMATS:
        note = draft(summary, format=key)
        for statement in (*note.statements, *note.unplaced):
            assert set(re.findall(r"\d+", statement.text)) <= given


UNSTATED = {
    "a diagnosis": r"\b(?:disorder|criteria|diagnos\w*|bipolar|adhd|ptsd|mdd|gad)\b",
    "a risk level": r"\b(?:low|moderate|high|acute|imminent)(?: acute)? risk|risk (?:is|was|level)",
    "a plan": r"\b(?:will|plans? to|continue|refer\w*|follow[- ]up|schedul\w*|next session)\b",
    "progress": r"\b(?:progress\w*|improv\w*|benefit\w*|effective\w*|responded well|success\w*)\b",
    "an intervention": (
        r"\b(?:cbt|dbt|emdr|act|psychoeducation|validat\w*|support\w*|reframed?|processed|"
        r"explored|empathic\w*|active listening|collaborat\w*)\b"
    ),
    "a mental status": (
        r"\b(?:alert|oriented|cooperative|euthymic|congruent|appropriate|well[- ]groomed|"
        r"within normal limits|insight|judg\w*)\b"
    ),
    "a denial": r"\bden(?:y|ies|ied)\b",
}


@pytest.mark.parametrize("what", UNSTATED)
@pytest.mark.parametrize("key", FORMATS)
def test_what_was_not_given_is_not_in_the_note(what: str, key: str) -> None:
    checked = 0
    for summary in SUMMARIES:
        spelled = " ".join(word.text for word in expand(tokenise(summary), lexicon()))
        if re.search(UNSTATED[what], f"{summary} {spelled}", re.IGNORECASE):
            continue
        checked += 1
        note = draft(summary, format=key)
        text = " ".join(s.text for s in (*note.statements, *note.unplaced))
        assert not re.search(UNSTATED[what], text, re.IGNORECASE), text
    assert checked > 15, "too many summaries state it; the test would show little"


@pytest.mark.parametrize("key", FORMATS)
def test_a_section_for_which_nothing_was_given_stays_empty_and_says_so(key: str) -> None:
    for summary in SUMMARIES:
        for section in draft(summary, format=key).sections:
            assert bool(section.statements) != bool(section.empty_reason)


def test_uncertainty_of_the_clinician_is_kept() -> None:
    [note] = [draft("Not sure if she is bipolar; possible ADHD.")]
    text = " ".join(s.text for s in note.statements).lower()
    assert "not sure" in text
    assert "possible adhd" in text


@pytest.mark.parametrize(
    ("summary", "kept"),
    [
        ("No SI. Not eating.", ["no suicidal ideation", "not eating"]),
        ("She isn't sleeping and won't call her doctor.", ["isn't sleeping", "won't call"]),
        ("Never missed a dose. Without side effects.", ["never missed", "without side effects"]),
        ("Risk was not asked about.", ["not asked"]),
        ("Denied plan; did not deny intent.", ["denied plan", "did not deny intent"]),
    ],
)
def test_negations_are_neither_lost_nor_turned(summary: str, kept: list[str]) -> None:
    text = " ".join(s.text for s in draft(summary).statements).lower()
    for phrase in kept:
        assert phrase in text.replace("is not", "isn't").replace("will not", "won't")
