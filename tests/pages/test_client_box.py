"""What a known client brings into a new note, and what it never does."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

from notegen import list_formats
from notegen.model import SessionDetails
from notegen.store import ClientRow
from pages._ui.client_box import CARRIED, carried_line, client_data, name_client
from pages._ui.workspace import Workspace

FORMATS = {item.key: item for item in list_formats()}
KNOWN = ClientRow(
    client="R. M.",
    notes=3,
    last_session=date(2026, 11, 12),
    format_key="dap",
    modality="Individual",
    place="In person",
    cpt="90837",
    participants="Client",
)


def name(work: Workspace, label: str, row: ClientRow | None) -> None:
    name_client(work, label, row, formats=FORMATS, default_format="soap")


def test_a_known_client_fills_the_sitting_in_and_marks_it() -> None:
    work = Workspace()
    name(work, "R. M.", KNOWN)
    assert (work.details.cpt, work.details.modality) == ("90837", "Individual")
    assert (work.details.place, work.details.participants) == ("In person", "Client")
    assert work.format_key == "dap"
    assert work.carried == {*CARRIED, "format"}
    assert carried_line(work) == "from the last note of 12 Nov"


def test_nothing_clinical_and_no_time_is_ever_carried() -> None:
    allowed = {"client", *CARRIED}
    work = Workspace()
    blank = work.details
    name(work, "R. M.", KNOWN)
    others = {field.name for field in fields(SessionDetails)} - allowed
    assert others == {"date", "start", "stop", "goal"}
    assert all(getattr(work.details, other) == getattr(blank, other) for other in others)
    assert work.summary == ""


def test_what_the_clinician_entered_stays_and_is_not_called_carried() -> None:
    work = Workspace(details=replace(Workspace().details, cpt="90834"), is_format_chosen=True)
    name(work, "R. M.", KNOWN)
    assert work.details.cpt == "90834"
    assert work.format_key == "soap"
    assert work.carried == {"modality", "place", "participants"}


def test_another_client_takes_back_what_the_first_ones_note_filled_in() -> None:
    work = Workspace()
    name(work, "R. M.", KNOWN)
    name(work, "S. T.", None)
    assert work.details == replace(Workspace().details, client="S. T.")
    assert work.format_key == "soap"
    assert work.carried == frozenset()
    assert carried_line(work) == ""


def test_a_draft_keeps_its_format_and_a_note_its_carried_details_until_it_is_erased() -> None:
    work = Workspace()
    work.capture({"kind": "send", "text": "Client discussed work stress."}, FORMATS)
    name(work, "R. M.", KNOWN)
    assert work.format_key == "soap"
    assert work.draft is not None
    assert work.draft.details.cpt == "90837"
    work.erase()
    assert work.carried == frozenset()


def test_the_field_offers_labels_with_their_last_day() -> None:
    shown = client_data(Workspace(), [KNOWN], {})
    assert shown["known"] == [{"client": "R. M.", "last": "3 notes, last 12 Nov"}]
