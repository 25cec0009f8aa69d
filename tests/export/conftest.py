"""Synthetic signed notes for the exporters, and a reader of finished PDF files."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from notegen.model import (
    Addendum,
    Author,
    EnteredInError,
    Origin,
    SessionDetails,
    SignedNote,
    SignedSection,
    SignedStatement,
)

AUTHOR = Author("Dana Example", "LCSW")
ZONE = "America/New_York"
DETAILS = SessionDetails(
    client="Maria Exämple",
    date=date(2026, 11, 24),
    start=time(14),
    stop=time(14, 50),
    cpt="90834",
    modality="Individual psychotherapy",
    place="Telehealth",
    participants="Client",
    goal="Return to driving alone",
)

MakeNote = Callable[..., SignedNote]
PdfPages = Callable[[bytes], list[str]]


def _make_note(sections: Sequence[tuple[str, Sequence[str]]] = (), **changes: Any) -> SignedNote:
    made = tuple(
        SignedSection(
            title[:1],
            title,
            tuple(SignedStatement(text, Origin.ENGINE) for text in texts),
            None if texts else f"Nothing was stated for {title}.",
        )
        for title, texts in sections
    )
    fields: dict[str, Any] = {
        "id": "7c1e9a52-0d1f-4c0b-9a55-0a3f6de0f1b2",
        "details": DETAILS,
        "format_key": "soap",
        "format_title": "SOAP",
        "format_version": 1,
        "engine": "rules",
        "sections": made,
        "author": AUTHOR,
        "attested_at": datetime(2026, 11, 24, 20, 10, tzinfo=UTC),
        "signed_at": datetime(2026, 11, 24, 20, 10, tzinfo=UTC),
        "zone": ZONE,
    }
    return SignedNote(**{**fields, **changes})


@pytest.fixture
def make_note() -> MakeNote:
    """Builds a signed note from (title, sentences) pairs; keywords change its other fields."""
    return _make_note


@pytest.fixture
def addendum() -> Addendum:
    return Addendum(
        id="a1",
        note_id="n1",
        text="The dose is 75 mg.\nPrescriber informed.",
        author=AUTHOR,
        written_at=datetime(2026, 11, 27, 15, tzinfo=UTC),
        zone=ZONE,
    )


@pytest.fixture
def error_mark() -> EnteredInError:
    return EnteredInError(
        note_id="n1",
        reason="Written for another client.",
        author=AUTHOR,
        marked_at=datetime(2026, 11, 28, 15, tzinfo=UTC),
        zone=ZONE,
    )


@pytest.fixture
def pdf_pages(tmp_path: Path) -> PdfPages:
    """The text of each page, as another program than the one that wrote it reads it."""

    def read(pdf: bytes) -> list[str]:
        path = tmp_path / "note.pdf"
        path.write_bytes(pdf)
        text = subprocess.run(
            ["pdftotext", "-layout", "-enc", "UTF-8", str(path), "-"],
            capture_output=True,
            check=True,
        ).stdout.decode()
        return text.removesuffix("\f").split("\f")

    return read
