"""PDF files, read back with poppler: nothing lost, nothing moved, client and date everywhere."""

from __future__ import annotations

import hashlib
import logging
import os
import pickle
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from fpdf.fonts import TTFFont

from notegen.errors import ExportError
from notegen.export import note_pdf
from notegen.model import SessionDetails

STRANGE = [
    "Sertraline 50→75 mg since “last Tuesday”; PHQ-9 ≥ 15, sleep 5½ h, café, naïve.",
    "Привет, Мария. Ελλάδα, ώρα. Ça va, Łódź, Türkçe, ½ µg ≈ 0.5, ☐ ✓ 😀 ‘single’ – long — dash…",
    "Not markup: **bold** __x__ <b>tag</b> [link](https://example.org) {nb} ~~gone~~ %PDF \\n.",
]
FILLER = "Client reported that work stress has increased since the reorganisation in October."


def squeezed(text: str) -> str:
    """Without any space, since line breaks may fall anywhere."""
    return re.sub(r"\s", "", text)


@pytest.mark.needs_pdftotext
def test_pdf_prints_every_sentence_exactly(make_note, pdf_pages):
    note = make_note([("Subjective", STRANGE), ("Plan", [])])
    [page] = pdf_pages(note_pdf(note))
    for sentence in [*STRANGE, "Nothing was stated for Plan."]:
        assert squeezed(sentence) in squeezed(page)


@pytest.mark.needs_pdftotext
def test_pdf_prints_details_and_signature(make_note, pdf_pages):
    text = " ".join(pdf_pages(note_pdf(make_note()))[0].split())
    for part in (
        "Clinical note: SOAP",
        "Session time 14:00 to 14:50 (50 minutes)",
        "CPT 90834",
        "Modality Individual psychotherapy",
        "Place Telehealth",
        "Participants Client",
        "Treatment goal Return to driving alone",
        "Reviewed and signed by Dana Example, LCSW on November 24, 2026 at 15:10 "
        "America/New_York (UTC-05:00)",
        "Page 1 of 1",
    ):
        assert part in text
    assert "Late entry" not in text


@pytest.mark.needs_pdftotext
def test_pdf_has_client_date_number_and_error_mark_on_every_page(make_note, pdf_pages, error_mark):
    note = make_note([("Subjective", [FILLER] * 90), ("Plan", [FILLER] * 20)])
    pages = pdf_pages(note_pdf(note, error_mark=error_mark))
    assert len(pages) >= 3
    for number, page in enumerate(pages, start=1):
        assert "Maria Exämple" in page
        assert "Date of service: November 24, 2026" in page
        assert "ENTERED IN ERROR: Written for another client." in page
        assert f"Page {number} of {len(pages)}" in page
    assert squeezed("".join(pages)).count(squeezed(FILLER)) >= 110 - len(pages)


@pytest.mark.needs_pdftotext
def test_pdf_labels_late_entry_and_addenda(make_note, pdf_pages, addendum):
    note = make_note(signed_at=datetime(2026, 11, 26, 20, 10, tzinfo=UTC))
    text = " ".join(pdf_pages(note_pdf(note, addenda=[addendum]))[0].split())
    assert "Late entry: session of November 24, 2026, written November 26, 2026" in text
    assert (
        "Addendum by Dana Example, LCSW on November 27, 2026 at 10:00 America/New_York (UTC-05:00) "
        "The dose is 75 mg. Prescriber informed."
    ) in text


@pytest.mark.needs_pdftotext
def test_pdf_leaves_no_heading_and_no_single_line_alone(make_note, pdf_pages):
    # Sections of 1 to 9 lines, so that headings fall on every place near the foot of a page.
    sections = [(f"Heading {n}", [FILLER] * (n * 7 % 9 + 1)) for n in range(120)]
    pages = pdf_pages(note_pdf(make_note(sections)))
    assert len(pages) > 10
    for page in pages:
        header, *body, footer = (line.strip() for line in page.splitlines() if line.strip())
        assert header.startswith("Maria")
        assert footer.endswith(f"of {len(pages)}")
        assert not body[-1].startswith("Heading")
        alone_above = body[1].startswith("Heading") and not body[0].startswith("Heading")
        assert not alone_above


@pytest.mark.needs_pdftotext
def test_pdf_breaks_a_word_that_is_longer_than_a_line(make_note, pdf_pages):
    word = "".join(chr(ord("a") + n % 26) for n in range(400))
    [page] = pdf_pages(note_pdf(make_note([("Plan", [f"See {word} again."])])))
    assert word in squeezed(page)


@pytest.mark.needs_pdftotext
def test_pdf_keeps_whole_names_and_reasons_that_are_too_long_for_a_header(
    make_note, pdf_pages, error_mark
):
    name, reason = "Maximiliana " * 20 + "Lastword", "Wrong client. " * 40 + "Lastreason"
    note = make_note([("Plan", [FILLER] * 60)], details=SessionDetails(client=name))
    pages = pdf_pages(note_pdf(note, error_mark=replace(error_mark, reason=reason)))
    assert squeezed(name) in squeezed(pages[0])
    assert squeezed(reason) in squeezed(pages[0])
    assert all("Maximiliana" in page and "ENTERED IN ERROR" in page for page in pages)


@pytest.mark.needs_pdftotext
def test_pdf_flows_over_pages_whatever_is_long(make_note, pdf_pages, addendum):
    details = SessionDetails(client="Maria", goal="goal " * 1500)
    pages = pdf_pages(
        note_pdf(make_note(details=details), addenda=[replace(addendum, text="line\n" * 200)])
    )
    text = " ".join(pages)
    assert text.count("goal") >= 1500
    assert text.count("line") == 200


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("漢字", "U+5B57, U+6F22"),
        ("שלום", "U+05D5"),
        ("مرحبا", "U+0627"),
        ("🤖", "U+1F916"),
        ("reversed \u202etxet\u202c", "U+202C, U+202E"),
    ],
)
def test_pdf_refuses_what_it_cannot_print_and_names_only_the_characters(make_note, text, named):
    with pytest.raises(ExportError) as refusal:
        note_pdf(make_note([("Plan", [f"Secret {text} words."])]))
    assert named in str(refusal.value)
    assert "as text instead" in str(refusal.value)
    assert "Secret" not in str(refusal.value)
    assert text not in str(refusal.value)


@pytest.mark.parametrize("field", ["client", "place", "goal"])
def test_pdf_refuses_lost_characters_in_every_place(make_note, field):
    with pytest.raises(ExportError, match=r"U\+6F22"):
        note_pdf(make_note(details=SessionDetails(**{field: "漢"})))


def test_pdf_refusal_stays_short(make_note):
    many = "".join(map(chr, range(0x4E00, 0x4F00)))
    with pytest.raises(ExportError, match="U\\+4E07 and 248 more"):
        note_pdf(make_note([("Plan", [many])]))


@pytest.mark.needs_pdftotext
def test_pdf_composes_accents_and_shows_what_is_not_text(make_note, pdf_pages):
    [page] = pdf_pages(note_pdf(make_note([("Plan", ["cafe\u0301\ttea\x1b. Soft\u00adhyphen."])])))
    assert "café tea\ufffd. Softhyphen." in page


def test_pdf_logs_and_warns_nothing(make_note, caplog, recwarn):
    with caplog.at_level(logging.WARNING):
        note_pdf(make_note([("Subjective", STRANGE)]))
    assert not caplog.records
    assert not recwarn.list


def test_pdf_of_one_note_has_the_same_bytes_in_every_process(make_note):
    note = make_note([("Plan", STRANGE)])
    code = (
        "import hashlib, pickle, sys; from notegen.export import note_pdf\n"
        "note = pickle.loads(sys.stdin.buffer.read())\n"
        "print(hashlib.sha256(note_pdf(note)).hexdigest())"
    )
    digests = {hashlib.sha256(note_pdf(note)).hexdigest()}
    for seed, zone in (("1", "Asia/Tokyo"), ("2", "UTC")):
        run = subprocess.run(
            [sys.executable, "-c", code],
            env=os.environ | {"PYTHONHASHSEED": seed, "TZ": zone},
            input=pickle.dumps(note),
            capture_output=True,
            check=True,
        )
        digests.add(run.stdout.decode().strip())
    assert len(digests) == 1


def test_pdf_metadata_has_a_title_and_a_language_but_no_person(make_note):
    pdf = note_pdf(make_note([("Plan", ["Rest."])]))
    trailer = re.sub(rb"stream\n.*?endstream", b"", pdf, flags=re.DOTALL)
    assert b"/Title (Clinical note)" in trailer
    assert b"/Lang (en)" in trailer
    assert b"/DisplayDocTitle true" in trailer
    assert b"D:20261124201000Z" in trailer
    for private in (b"Maria", b"Dana", "Maria".encode("utf-16-be"), "Dana".encode("utf-16-be")):
        assert private not in trailer


def test_pdf_has_a_bookmark_per_section(make_note, addendum):
    pdf = note_pdf(make_note([("Subjective", ["Low."]), ("Plan", [])]), addenda=[addendum])
    titles = re.findall(rb"/Title \((.*?)\)", pdf)
    assert titles[:3] == [b"Subjective", b"Plan", b"Addendum"]


@pytest.mark.parametrize(("paper", "box"), [("letter", b"612.00 792.00"), ("a4", b"595.28 841.89")])
def test_pdf_paper(make_note, paper, box):
    assert b"/MediaBox [0 0 " + box in note_pdf(make_note(), paper=paper)


def test_import_of_the_exporters_does_not_load_fpdf2():
    code = "import sys, notegen.export; sys.exit('fpdf' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_pdf_closes_its_font_files_when_it_refuses(make_note, monkeypatch):
    closed = []
    close = TTFFont.close
    monkeypatch.setattr(TTFFont, "close", lambda font: closed.append(font) or close(font))
    with pytest.raises(ExportError):
        note_pdf(make_note([("Plan", ["漢"])]))
    assert len(closed) == 2


@pytest.mark.needs_pdftotext
def test_pdf_prints_no_label_for_what_is_not_given(make_note, pdf_pages):
    [page] = pdf_pages(note_pdf(make_note([("Plan", ["Rest."])], details=SessionDetails())))
    lines = [line.strip() for line in page.splitlines() if line.strip()]
    assert lines[:3] == ["Clinical note: SOAP", "Plan", "Rest."]
