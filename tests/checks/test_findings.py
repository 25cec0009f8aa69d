"""What `check` says of faulty sentences: code, weight, place, and a message without the text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from notegen import check, review
from notegen.model import DraftNote, Finding, Origin, SessionDetails, Severity, Weight

NoteBuilder = Callable[..., DraftNote]

WORK = "Client discussed work stress and slept four hours a night. Practiced box breathing."
MEDS = "Sertraline 50 mg daily since March, missed two doses. Psychiatrist seen Tuesday."

# code of the fault, summary, faulty sentence
FAULTS = [
    # nothing in the summary speaks of it
    ("H1", WORK, "Client was promoted and bought a house."),
    ("H1", WORK, "Client described a car accident in childhood."),
    ("H2", WORK, "Affect was blunted with poor eye contact."),
    ("H3", WORK, "Testing for dyslexia will be arranged."),
    ("H10", WORK, "Cognitive restructuring and exposure were conducted."),
    # numbers
    ("H6", WORK, "Client slept six hours a night."),
    ("H6", WORK, "Client slept 5 hours a night."),
    ("H6", MEDS, "Client takes sertraline 150 mg daily."),
    ("H6", MEDS, "Client takes sertraline 500 mg daily."),
    ("H6", MEDS, "Client takes sertraline 5 mg daily."),
    ("H6", MEDS, "Client takes sertraline 50 mcg daily."),
    ("H6", MEDS, "Client missed 12 doses."),
    ("H6", "PHQ-9 14 to 11.", "PHQ-9 went from 14 to 10."),
    ("H6", "GAD-7 was 9.", "GAD-7 was 19."),
    ("H6", "Seen on 3/14.", "Client was seen on 3/15."),
    ("H6", "Panic twice this week.", "Client had panic three times this week."),
    ("H6", "Return in 2 weeks.", "Return in 2 months."),
    ("H6", "Return in 2 weeks.", "Return in four weeks."),
    ("H6", "Took 2.5 mg.", "Client took 25 mg."),
    # drugs
    ("H1", WORK, "Client takes lithium."),
    ("H1", MEDS, "Client takes sertraline and quetiapine."),
    ("H1", MEDS, "Client takes fluoxetine 50 mg daily."),
    ("H1", "Taking bupropion.", "Client takes buspirone."),
    # people
    ("H7", WORK, "Client discussed work stress with her sister."),
    ("H7", "Client argued with her mother.", "Client argued with her father."),
    ("H1", "Client argued with Marlow.", "Client argued with Denholm."),
    # polarity, both ways
    ("H5", "Client denied nightmares.", "Client reported nightmares."),
    ("H5", "Client reported nightmares.", "Client denied nightmares."),
    ("H5", "Client reports SI.", "No suicidal ideation."),
    ("H5", "No SI.", "Client reported suicidal ideation."),
    ("H5", "Homework not done.", "Homework was completed."),
    ("H5", "She did not practice breathing.", "Client practiced breathing."),
    ("H5", "Practiced breathing daily.", "Client did not practice breathing daily."),
    ("H5", "She isn't drinking.", "Client is drinking."),
    # denials of what nobody mentioned
    ("H4", WORK, "Client denied suicidal ideation."),
    ("H4", WORK, "No suicidal or homicidal ideation."),
    ("H4", WORK, "Client denied hallucinations and delusions."),
    ("H4", WORK, "No side effects were reported."),
    ("H4", "Client denies SI.", "Client denied homicidal ideation."),
    ("H4", "Client denies SI.", "Client denied suicidal and homicidal ideation."),
    ("H4", "Client denies SI.", "Client denied SI, HI, self-harm and access to firearms."),
    ("H4", "Client denies SI.", "Client denied suicidal ideation, plan or intent."),
    ("H4", "Denies nightmares.", "Client denied nightmares and flashbacks."),
    ("H4", "Client denies SI.", "Client denied suicidal ideation, plan, and intent."),
    # half of it was denied, the other half stated
    ("H5", "Client reports SI. Denies HI.", "Client denied suicidal and homicidal ideation."),
    ("H5", "Passive SI, no plan.", "Client reported suicidal ideation with a plan."),
    ("H5", "She did not take her lithium.", "Client took her lithium."),
    # dates
    ("H6", "Referred in March.", "Client was referred in May."),
]  # fmt: skip

SILENT = [
    # the same words, written out
    ("Pt c/o insomnia x 3 wks.", "Client complained of insomnia for three weeks."),
    ("Pt denies SI/HI.", "Client denied suicidal or homicidal ideation."),
    ("No SI.", "No suicidal ideation."),
    ("RTC 2 wks.", "Return to clinic in 2 weeks."),
    ("Sertraline 50mg BID.", "Client takes sertraline 50 mg twice daily."),
    ("Zoloft 50 mg.", "Client takes sertraline 50 mg."),
    ("Panic 2x/wk.", "Client had panic twice a week."),
    ("PHQ-9 14->11.", "PHQ-9 went from 14 to 11."),
    ("SUDS 8/10 to 4/10.", "SUDS went from 8 to 4."),
    # synonyms
    ("Client was crying.", "Client was tearful."),
    ("Her mom called.", "Client's mother called."),
    ("Sleeping better.", "Client's sleep improved."),
    ("Argued w/ partner.", "Client had an argument with her partner."),
    ("Anxious about work.", "Client reported anxiety about her job."),
    ("Taught breathing.", "Client was taught breathing."),
    ("Stopped sertraline.", "Client discontinued sertraline."),
    ("Refer to group.", "Referral to group."),
    # passive, tense, order
    ("Practiced box breathing.", "Box breathing was practiced."),
    ("Assigned journaling homework.", "Journaling homework was assigned."),
    ("Client reports nightmares.", "Client reported nightmares."),
    ("I explored grief with her.", "Grief was explored."),
    ("Slept 4 hours.", "Client slept four hours."),
    ("Slept four hours, cried daily.", "Client cried daily and slept 4 hours."),
    # negation kept in another form
    ("She didn't sleep.", "Client did not sleep."),
    (
        "Denied SI but endorsed self-harm.",
        "Client endorsed self-harm but denied suicidal ideation.",
    ),
    ("No homework done.", "Homework was not completed."),
    ("Denies SI, plan or intent.", "Client denied suicidal ideation, plan and intent."),
    ("Never cut herself.", "Client has never cut herself."),
]

STOP = [
    (WORK, "Client denied suicidal ideation."),
    (WORK, "Client reported suicidal ideation."),
    (WORK, "Client cut herself on Sunday."),
    (WORK, "Client disclosed abuse by her uncle."),
    (WORK, "A safety plan was completed."),
    (WORK, "A report was filed with CPS."),
    (WORK, "Client takes lithium 900 mg."),
    (WORK, "Client threatened to kill her boss."),
    (WORK, "Client denied homicidal ideation."),
    (MEDS, "Client takes sertraline 150 mg daily."),
    (MEDS, "Client stopped lorazepam."),
    ("Client denies SI.", "Client endorsed suicidal ideation."),
    ("Client reports SI.", "Client denied suicidal ideation."),
    ("Brother attempted suicide.", "Client denied suicide attempts."),
]


def about(note: DraftNote, sentence: str) -> list[Finding]:
    [checked] = [s for s in check(note).sentences if s.text == sentence]
    return list(checked.findings)


@pytest.mark.parametrize(("code", "summary", "sentence"), FAULTS)
def test_fault_is_found_under_its_code(
    code: str, summary: str, sentence: str, engine_note: NoteBuilder
) -> None:
    found = about(engine_note(summary, {"S": [sentence]}), sentence)
    assert code in {finding.code for finding in found}


@pytest.mark.parametrize(("code", "summary", "sentence"), FAULTS)
def test_faulty_sentence_is_not_called_supported(
    code: str, summary: str, sentence: str, engine_note: NoteBuilder
) -> None:
    [checked] = check(engine_note(summary, {"S": [sentence]})).sentences
    assert not checked.supported
    assert 0.5 <= checked.risk <= 1


@pytest.mark.parametrize(("summary", "sentence"), SILENT)
def test_a_licensed_rewording_is_no_fault(
    summary: str, sentence: str, engine_note: NoteBuilder
) -> None:
    report = check(engine_note(summary, {"S": [sentence]}))
    assert [(f.code, f.message) for f in report.all_findings] == []
    assert report.sentences[0].supported
    assert report.omissions == ()


@pytest.mark.parametrize(("summary", "sentence"), STOP)
def test_critical_fault_of_an_engine_stops(
    summary: str, sentence: str, engine_note: NoteBuilder
) -> None:
    found = about(engine_note(summary, {"S": [sentence]}), sentence)
    assert Weight.STOP in {finding.weight for finding in found}
    assert Severity.CRITICAL in {finding.severity for finding in found}


@pytest.mark.parametrize(("summary", "sentence"), STOP)
@pytest.mark.parametrize("origin", [Origin.CLINICIAN, Origin.CONFIRMED])
def test_nothing_the_clinician_answers_for_stops(
    summary: str, sentence: str, origin: Origin, engine_note: NoteBuilder
) -> None:
    found = about(engine_note(summary, {"S": [sentence]}, origin=origin), sentence)
    assert Weight.STOP not in {finding.weight for finding in found}
    assert {finding.code for finding in found} <= {"H5"}


@pytest.mark.parametrize(
    "sentence",
    ["Client was promoted.", "Client argued with her sister.", "Affect was blunted.",
     "Client slept six hours a night."],
)  # fmt: skip
def test_a_fault_that_is_not_critical_asks_for_a_look(
    sentence: str, engine_note: NoteBuilder
) -> None:
    found = about(engine_note(WORK, {"S": [sentence]}), sentence)
    assert {finding.weight for finding in found} == {Weight.LOOK}


def test_a_note_without_a_fault_has_no_finding(engine_note: NoteBuilder) -> None:
    note = engine_note(
        f"{WORK} {MEDS}",
        {
            "S": [
                "Client discussed work stress and slept four hours a night.",
                "Client takes sertraline 50 mg daily since March and missed two doses.",
                "Psychiatrist was seen on Tuesday.",
            ],
            "O": ["Box breathing was practiced."],
        },
    )
    report = check(note)
    assert report.all_findings == ()
    assert report.omissions == ()
    assert all(sentence.supported and sentence.evidence for sentence in report.sentences)


# -- place, id, message ----------------------------------------------------------------------


@pytest.mark.parametrize(("code", "summary", "sentence"), FAULTS)
def test_finding_points_into_its_sentence(
    code: str, summary: str, sentence: str, engine_note: NoteBuilder
) -> None:
    for finding in about(engine_note(summary, {"S": [sentence]}), sentence):
        assert finding.start is not None
        assert finding.end is not None
        assert 0 <= finding.start < finding.end <= len(sentence)
        assert (
            sentence[finding.start : finding.end] == sentence[finding.start : finding.end].strip()
        )


def test_offsets_of_findings_are_code_points(engine_note: NoteBuilder) -> None:
    sentence = "😀😀 Client takes lithium."
    [finding] = about(engine_note("😀😀 Client slept.", {"S": [sentence]}), sentence)
    assert sentence[finding.start : finding.end] == "lithium"


@pytest.mark.parametrize(("code", "summary", "sentence"), FAULTS)
def test_message_holds_no_clinical_text_beyond_the_doubted_number(
    code: str, summary: str, sentence: str, engine_note: NoteBuilder
) -> None:
    """Numbers only: names, drugs and symptoms stay in the note, where the span shows them."""
    common = {
        "your", "summary", "does", "not", "mention", "this", "medication", "person", "name",
        "states", "denies", "the", "sentence", "it", "in", "has", "no", "but", "of", "unit",
        "silence", "is", "denial", "that", "note", "leaves", "out", "a", "risk", "says", "other",
        "stated", "different", "another",
    }  # fmt: skip
    for finding in about(engine_note(summary, {"S": [sentence]}), sentence):
        assert finding.message.endswith(".")
        words = [w.strip(".,;:").lower() for w in finding.message.split()]
        foreign = [w for w in words if w not in common]
        span = sentence[finding.start : finding.end].lower().split()
        if finding.code == "H6":
            assert set(foreign) <= {w.strip(".,;:") for w in span}
        else:
            assert foreign == []


def test_id_is_stable_and_each_doubt_has_its_own(engine_note: NoteBuilder) -> None:
    note = engine_note(
        WORK, {"S": [sentence for _, summary, sentence in FAULTS if summary == WORK]}
    )
    ids = [finding.id for finding in note.findings]
    assert len(ids) == len(set(ids))
    assert [finding.id for finding in check(note).all_findings] == ids
    moved = review.move(note, note.statements[0].id, "P", 0)
    assert sorted(finding.id for finding in moved.findings) == sorted(ids)


def test_two_equal_wrong_numbers_are_two_places_or_one_doubt(engine_note: NoteBuilder) -> None:
    note = engine_note(MEDS, {"S": ["Client took 70 mg, then 70 mg again."]})
    ids = [finding.id for finding in note.findings]
    assert ids
    assert len(ids) == len(set(ids))


# -- edits of an engine's sentence -----------------------------------------------------------


def edited(note: DraftNote, text: str) -> DraftNote:
    return review.edit_text(note, note.statements[0].id, text)


def test_typed_words_in_an_engine_sentence_are_not_called_invented(
    engine_note: NoteBuilder,
) -> None:
    note = engine_note(WORK, {"S": ["Client discussed work stress and slept four hours."]})
    note = edited(note, "Client discussed work stress with Denholm and slept four hours.")
    assert note.statements[0].origin is Origin.ENGINE
    assert note.findings == ()


def test_a_number_typed_over_the_summarys_asks_for_a_look_and_never_stops(
    engine_note: NoteBuilder,
) -> None:
    """The clinician's word, so it is not invented; but it is not what the summary says."""
    note = engine_note(MEDS, {"S": ["Client takes sertraline 50 mg daily since March."]})
    note = edited(note, "Client takes sertraline 75 mg daily since March.")
    assert note.statements[0].origin is Origin.ENGINE
    [finding] = note.findings
    assert (finding.code, finding.weight) == ("H6", Weight.LOOK)


def test_typed_words_that_contradict_the_summary_are_still_pointed_out(
    engine_note: NoteBuilder,
) -> None:
    note = engine_note(WORK, {"O": ["Client practiced box breathing."]})
    note = edited(note, "Client never practiced box breathing.")
    assert note.statements[0].origin is Origin.ENGINE
    assert {finding.code for finding in note.findings} == {"H5"}


def test_what_the_engine_invented_stays_doubted_beside_typed_words(
    engine_note: NoteBuilder,
) -> None:
    note = engine_note(WORK, {"S": ["Client takes lithium and discussed work stress."]})
    note = edited(note, "Client takes lithium and discussed work stress at length.")
    assert Weight.STOP in {finding.weight for finding in note.findings}


# -- other sources ---------------------------------------------------------------------------


def test_details_and_answers_are_sources(engine_note: NoteBuilder) -> None:
    goal = SessionDetails(client="C-104", goal="Leave the house daily", date=date(2025, 3, 14))
    sentence = "Goal: leave the house daily."
    assert about(engine_note(WORK, {"S": [sentence]}), sentence)
    assert about(engine_note(WORK, {"S": [sentence]}, details=goal), sentence) == []
    denial = "Client denied suicidal ideation."
    note = engine_note(WORK, {"S": [denial]})
    assert about(note, denial)
    answered = check(note, answers=["Asked about SI, she denied it: denies suicidal ideation."])
    assert answered.all_findings == ()
    assert "suicidal ideation" not in answered.not_stated


def test_a_sentence_that_the_clinician_typed_supports_another(engine_note: NoteBuilder) -> None:
    note = engine_note(WORK, {"S": ["Client takes lithium."]})
    note = review.add(note, "S", "She told me that she takes lithium.")
    assert note.findings == ()


def test_check_keeps_nothing_between_calls(engine_note: NoteBuilder) -> None:
    first = engine_note(WORK, {"S": ["Client takes lithium."]})
    other = engine_note("Client takes lithium.", {"S": ["Client takes lithium."]})
    assert check(first).all_findings
    assert check(other).all_findings == ()
    assert check(first) == check(first)


def test_the_summary_decides_not_the_evidence_that_an_engine_claims(
    engine_note: NoteBuilder,
) -> None:
    """Evidence that an engine attached does not make an invented sentence true."""
    note = engine_note(WORK, {"S": ["Client denied suicidal ideation."]})
    rules = engine_note(WORK, {"S": ["Client discussed work stress."]})
    [sentence] = check(rules).sentences
    statement = replace(note.statements[0], evidence=sentence.evidence)
    section = replace(note.sections[0], statements=(statement,))
    lying = replace(note, sections=(section, *note.sections[1:]))
    assert {finding.code for finding in check(lying).all_findings} == {"H4"}
