"""Session details above the summary: validated by code, never generated."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from notegen import list_formats
from notegen.errors import NotegenError
from notegen.paths import data_folder
from pages._ui import session
from pages._ui.times import CPT_MINUTES, cpt_doubt, parse_times, show_times
from pages._ui.workspace import today

if TYPE_CHECKING:
    from notegen.model import NoteFormat, SessionDetails
    from pages._ui.workspace import Workspace

MODALITIES = ["Individual", "Couple", "Family", "Group"]
PLACES = ["In person", "Telehealth, video", "Telehealth, phone"]
CODES = [*CPT_MINUTES, "90846", "90847", "90853", "90791"]


def formats() -> dict[str, NoteFormat]:
    """All formats by key, the clinician's own included. Raises `FormatError`."""
    return {item.key: item for item in list_formats(folder=data_folder().formats)}


def show(known: dict[str, NoteFormat]) -> None:
    """The form. Each change goes into the workspace at once, and voids an attestation."""
    work = session.workspace()
    session.follow_details(work)
    details = work.details
    with st.container(key="details"):
        first, second, third, fourth = st.columns([4, 2.4, 2.6, 3.4], vertical_alignment="top")
        with first:
            _text("Client", "client", details.client, "Initials or a label of yours")
        with second:
            st.date_input(
                "Date of service",
                key=session.seed(_key("date"), details.date),
                format="YYYY-MM-DD",
                max_value=today(),
                on_change=_take,
            )
        with third:
            _text("Start and stop", "times", show_times(details.start, details.stop), "2-2:53")
        with fourth:
            if session.chosen("note_format") != work.format_key:  # undone, or a next note
                session.put("note_format", work.format_key)
            st.selectbox(
                "Format",
                list(known),
                key="note_format",
                on_change=_change_format,
                format_func=lambda key: known[key].title if key in known else key,
            )
        with st.container(key="details_foot", horizontal=True, vertical_alignment="center"):
            with st.popover("More session details", key="note_more", type="tertiary"):
                _more(details)
            _say_doubts(details)


def _more(details: SessionDetails) -> None:
    _choice("CPT code", "cpt", details.cpt, CODES)
    _choice("Modality", "modality", details.modality, MODALITIES)
    _choice("Place", "place", details.place, PLACES)
    _text("Participants", "participants", details.participants, "Client")
    _text("Treatment goal worked on", "goal", details.goal, "")


def _text(label: str, name: str, initial: str, placeholder: str) -> None:
    st.text_input(
        label,
        key=session.seed(_key(name), initial),
        placeholder=placeholder,
        autocomplete="off",
        max_chars=200,
        on_change=_take,
    )


def _choice(label: str, name: str, initial: str, options: list[str]) -> None:
    listed = options if not initial or initial in options else [*options, initial]
    st.selectbox(
        label,
        listed,
        key=session.seed(_key(name), initial or None),
        index=None,
        placeholder="Choose or type",
        accept_new_options=True,
        on_change=_take,
    )


def _key(name: str) -> str:
    """The key of a widget: each note has its own, so that nothing is carried into the next."""
    return f"note_{name}_{session.workspace().id}"


def _take() -> None:
    """Read all widgets into the workspace. A time that cannot be read is no time."""
    work = session.workspace()
    span = None
    with session.faults(lambda _: None):
        span = parse_times(session.value(_key("times"), ""))
    day = session.chosen(_key("date"))
    entered = replace(
        work.details,
        client=session.value(_key("client"), "").strip(),
        date=day if isinstance(day, date) else None,
        start=span[0] if span else None,
        stop=span[1] if span else None,
        cpt=session.value(_key("cpt"), "").strip(),
        modality=session.value(_key("modality"), "").strip(),
        place=session.value(_key("place"), "").strip(),
        participants=session.value(_key("participants"), "").strip(),
        goal=session.value(_key("goal"), "").strip(),
    )
    with session.faults(session.flash_error), session.changing(work.id):
        work.set_details(entered)


def _change_format() -> None:
    work: Workspace = session.workspace()
    known = formats()
    with session.faults(session.flash_error), session.changing(work.id):
        work.set_format(known[session.value("note_format", work.format_key)])


def _say_doubts(details: SessionDetails) -> None:
    """What else is known, how the times were read, and what does not fit together."""
    lines = [details.cpt, details.modality, details.place, details.participants]
    lines = [", ".join(filter(None, lines))]
    try:
        parse_times(session.value(_key("times"), ""))
    except NotegenError as error:
        lines.append(str(error))
    if details.minutes is not None:
        lines.append(f"{show_times(details.start, details.stop)}, {details.minutes} minutes")
    lines.append(cpt_doubt(details.cpt, details.minutes))
    if text := " · ".join(filter(None, lines)):
        with st.container(key="quiet_line_times"):
            st.text(text)
