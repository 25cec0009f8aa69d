"""Plain text: what is printed of a signed note and of a draft, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from notegen.export import UNENCRYPTED_NOTICE, draft_text, export_filename, note_text, section_text
from notegen.formats import load_format
from notegen.model import (
    Author,
    DraftNote,
    Finding,
    Question,
    Section,
    SessionDetails,
    SessionSummary,
    Severity,
    Statement,
    Unused,
    Weight,
)


def test_note_text_prints_facts_sections_and_signature(make_note):
    note = make_note([("Subjective", ["Slept badly.", "Dose 50→75 mg."]), ("Plan", [])])
    assert note_text(note) == (
        "Clinical note: SOAP\n"
        "\n"
        "Client: Maria Exämple\n"
        "Date of service: November 24, 2026\n"
        "Session time: 14:00 to 14:50 (50 minutes)\n"
        "CPT: 90834\n"
        "Modality: Individual psychotherapy\n"
        "Place: Telehealth\n"
        "Participants: Client\n"
        "Treatment goal: Return to driving alone\n"
        "\n"
        "SUBJECTIVE\n"
        "Slept badly. Dose 50→75 mg.\n"
        "\n"
        "PLAN\n"
        "Nothing was stated for Plan.\n"
        "\n"
        "Reviewed and signed by Dana Example, LCSW on November 24, 2026 at 15:10 "
        "America/New_York (UTC-05:00)\n"
    )


def test_note_text_prints_no_label_for_what_is_not_given(make_note):
    details = SessionDetails(client="Maria Exämple", date=date(2026, 11, 24))
    text = note_text(make_note([("Plan", ["Rest."])], details=details))
    for label in ("Session time", "CPT", "Modality", "Place", "Participants", "goal", "None"):
        assert label not in text


@pytest.mark.parametrize(
    ("start", "stop", "shown"),
    [
        (time(14), None, "Session time: from 14:00\n"),
        (None, time(9, 5), "Session time: until 09:05\n"),
        (time(23, 30), time(0, 20), "Session time: 23:30 to 00:20 (50 minutes)\n"),
    ],
)
def test_note_text_prints_the_times_that_are_known(make_note, start, stop, shown):
    details = SessionDetails(start=start, stop=stop, cpt="90834")
    assert shown in note_text(make_note(details=details))


def test_note_text_labels_a_late_entry_by_the_day_in_the_zone_of_signing(make_note):
    just_in_time = make_note(signed_at=datetime(2026, 11, 25, 4, 59, tzinfo=UTC))
    late = make_note(signed_at=datetime(2026, 11, 25, 5, 1, tzinfo=UTC))
    label = "Late entry: session of November 24, 2026, written November 25, 2026\n"
    assert "Late entry" not in note_text(just_in_time)
    assert label in note_text(late)
    assert label in note_text(late, zone="Pacific/Honolulu")


def test_note_text_shows_instants_in_the_zone_asked_for(make_note, addendum):
    text = note_text(make_note(), addenda=[addendum], zone="Europe/Berlin")
    assert "on November 24, 2026 at 21:10 Europe/Berlin (UTC+01:00)\n" in text
    assert "on November 27, 2026 at 16:00 Europe/Berlin (UTC+01:00)\n" in text


@pytest.mark.parametrize(
    ("zone", "shown"),
    [
        ("+05:30", "November 25, 2026 at 01:40 UTC+05:30"),
        ("UTC", "November 24, 2026 at 20:10 UTC"),
        ("Nowhere/Lost", "November 24, 2026 at 20:10 UTC"),
    ],
)
def test_note_text_names_the_offset_where_the_zone_has_no_known_name(make_note, zone, shown):
    assert f"{shown}\n" in note_text(make_note(zone=zone))


def test_note_text_ends_with_labelled_addenda(make_note, addendum):
    text = note_text(make_note(), addenda=[addendum, replace(addendum, text="Second.")])
    label = (
        "Addendum by Dana Example, LCSW on November 27, 2026 at 10:00 America/New_York (UTC-05:00)"
    )
    assert text.endswith(
        f"\n\n{label}\nThe dose is 75 mg.\nPrescriber informed.\n\n{label}\nSecond.\n"
    )


def test_note_text_begins_with_the_mark_of_a_wrong_note(make_note, error_mark):
    assert note_text(make_note(), error_mark=error_mark).startswith(
        "ENTERED IN ERROR: Written for another client.\n"
        "Marked by Dana Example, LCSW on November 28, 2026 at 10:00"
    )


def test_note_text_shows_what_is_not_text_as_a_replacement_character(make_note):
    text = note_text(make_note([("Plan", ["Rest\x1b[2J.\tThen\r\nwalk.\udc80"])]))
    assert "Rest\ufffd[2J. Then\nwalk.\ufffd" in text
    text.encode("utf-8")


def test_note_text_keeps_a_client_name_on_one_line(make_note):
    details = SessionDetails(client="Maria\nReviewed and signed by Mallory")
    assert "Client: Maria Reviewed and signed by Mallory\n" in note_text(make_note(details=details))


def test_section_text_is_the_body_alone(make_note):
    note = make_note([("Subjective", ["Slept badly.", "Ate well."]), ("Plan", [])])
    assert section_text(note.sections[0]) == "Slept badly. Ate well."
    assert section_text(note.sections[1]) == "Nothing was stated for Plan."


def test_section_text_of_a_draft_section():
    statement = Statement(id="s1", text=" Slept badly. ", kind="report")
    assert section_text(Section("S", "Subjective", (statement,))) == "Slept badly."
    assert section_text(Section("S", "Subjective")) == ""


def _draft(**changes):
    soap = load_format("soap")
    statement = Statement(id="s1", text="Client reported work stress.", kind="report")
    return DraftNote(
        summary=SessionSummary("Work stress. Um."),
        details=SessionDetails(),
        format=soap,
        engine="rules",
        sections=(
            Section("S", "Subjective", (statement,)),
            Section("A", "Assessment", (), "Nothing was stated for Assessment."),
        ),
        **changes,
    )


def test_draft_text_is_headings_and_one_sentence_per_line():
    assert draft_text(_draft()) == (
        "Draft for review: SOAP, rules engine\n"
        "\n"
        "Subjective:\n"
        "- Client reported work stress.\n"
        "\n"
        "Assessment:\n"
        "[empty] Nothing was stated for Assessment.\n"
    )


def test_draft_text_keeps_all_that_is_not_the_note_below_a_rule():
    doubt = Finding(
        id="f1", code="H6", severity=Severity.CRITICAL, weight=Weight.STOP, message="Check the dose"
    )
    settled = replace(doubt, id="f2", message="Settled")
    quiet = replace(doubt, id="f3", weight=Weight.QUIET, message="Whisper")
    text = draft_text(
        _draft(
            unplaced=(Statement(id="s2", text="Billed to plan.", kind="logistics"),),
            findings=(doubt, settled, quiet),
            resolved=frozenset({"f2"}),
            questions=(Question("risk", "Was suicide risk asked about?"),),
            unused=(Unused(13, 16, "Um.", "filler"),),
        )
    )
    note, _, asides = text.partition("\n--- not part of the note ---\n")
    assert note.endswith("Nothing was stated for Assessment.\n")
    assert asides == (
        "\nNo place in SOAP:\n- Billed to plan.\n"
        "\nDoubts:\n- stop: Check the dose\n"
        "\nQuestions:\n- Was suicide risk asked about?\n"
        '\nNot used:\n- "Um." (filler)\n'
    )


def test_draft_text_cannot_drive_the_terminal():
    statement = Statement(id="s1", text="Slept\x1b]0;x\x07 badly.\nPlan:\n- Leave.", kind="report")
    text = draft_text(_draft().changed(sections=(Section("S", "Subjective", (statement,)),)))
    assert "- Slept\ufffd]0;x\ufffd badly. Plan: - Leave.\n" in text


def test_export_filename_has_date_format_and_id_but_no_name(make_note):
    assert export_filename(make_note(), "pdf") == "note-2026-11-24-SOAP-7c1e9a52.pdf"
    assert export_filename(make_note(), ".txt") == "note-2026-11-24-SOAP-7c1e9a52.txt"


def test_export_filename_is_a_plain_name_whatever_the_note_holds(make_note):
    note = make_note(id="../../x y", format_key="my_own/format", details=SessionDetails())
    assert export_filename(note, "txt") == "note-undated-MY-OWN-FORMAT-xy.txt"


def test_unencrypted_notice_is_one_line():
    assert UNENCRYPTED_NOTICE.startswith("A copy or download is not encrypted: ")
    assert "\n" not in UNENCRYPTED_NOTICE


def test_author_without_credentials_is_named_alone(make_note):
    text = note_text(make_note(author=Author("Dana Example")))
    assert "Reviewed and signed by Dana Example on November 24" in text
