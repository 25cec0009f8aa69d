"""Session details above the summary: validated by code, never generated."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import streamlit as st

from notegen import list_formats
from notegen.errors import NotegenError
from notegen.paths import data_folder
from notegen.store import RiskQuestion
from pages._ui import client_box, session
from pages._ui.times import CPT_MINUTES, cpt_doubt, length_doubt, parse_times, show_times
from pages._ui.workspace import today

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from notegen.model import NoteFormat
    from pages._ui.workspace import Workspace

MODALITIES = ["Individual", "Couple", "Family", "Group"]
PLACES = ["In person", "Telehealth, video", "Telehealth, phone"]
CODES = [*CPT_MINUTES, "90846", "90847", "90853", "90791"]
LABELS = {
    "cpt": "CPT code",
    "modality": "Modality",
    "place": "Place",
    "participants": "Participants",
}
RISK_QUESTION = {
    RiskQuestion.ALWAYS: "Always",
    RiskQuestion.IF_LAST_HAD_ANY: "If the last note had any",
    RiskQuestion.NEVER: "Never",
}


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
            client_box.show(work, known)
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
            _format(work, known)
        with st.container(key="details_foot", horizontal=True, vertical_alignment="center"):
            with st.popover("More session details", key="note_more", type="tertiary"):
                _more(work)
            _say_doubts(work, known)


def _format(work: Workspace, known: Mapping[str, NoteFormat]) -> None:
    key = _key("format")
    if session.chosen(key) != work.format_key:  # undone, carried, or a next note
        session.put(key, work.format_key)
    with st.container(key="note_format"):
        st.selectbox(
            "Format",
            list(known),
            key=key,
            on_change=_change_format,
            format_func=lambda key: known[key].title if key in known else key,
        )


def _more(work: Workspace) -> None:
    details = work.details
    _choice(LABELS["cpt"], "cpt", details.cpt, CODES)
    _choice(LABELS["modality"], "modality", details.modality, MODALITIES)
    _choice(LABELS["place"], "place", details.place, PLACES)
    _text(LABELS["participants"], "participants", details.participants, "Client")
    _text("Treatment goal worked on", "goal", details.goal, "")
    if work.is_known_client:
        _risk_question(work)
    _mark_carried(work)


def _text(label: str, name: str, initial: str, placeholder: str) -> None:
    st.text_input(
        label,
        value=_initial(name, initial) or "",
        key=_key(name),
        placeholder=placeholder,
        autocomplete="off",
        max_chars=200,
        on_change=_take,
    )


def _choice(label: str, name: str, initial: str, options: list[str]) -> None:
    listed = options if not initial or initial in options else [*options, initial]
    first = _initial(name, initial or None)
    st.selectbox(
        label,
        listed,
        index=listed.index(first) if first else None,
        key=_key(name),
        placeholder="Choose or type",
        accept_new_options=True,
        on_change=_take,
    )


def _initial(name: str, held: str | None) -> str | None:
    """What a field shows first; where another window entered something, that, by its state.

    Not by its state otherwise: the fields behind "More session details" are not there until it is
    opened, and would then begin without what was once put into their state, and send that.
    """
    if not session.desk().follows:
        return held
    session.seed(_key(name), held)
    return None


def _mark_carried(work: Workspace) -> None:
    """Which fields the last note filled in; below them all, so that none moves while it changes."""
    names = [LABELS[name] for name in client_box.CARRIED if name in work.carried]
    if names:
        with st.container(key="quiet_line_carried"):
            line = client_box.carried_line(work)
            st.text(f"{line[:1].upper()}{line[1:]}: {', '.join(names)}. Change what differs.")


def _risk_question(work: Workspace) -> None:
    """When to ask about this client's risk: a setting that stays with the client."""
    choices = [choice.value for choice in RISK_QUESTION]
    st.selectbox(
        "Ask about risk where the summary is silent",
        choices,
        index=choices.index(work.risk_question),
        key=_key("risk"),
        on_change=_change_risk_question,
        format_func=lambda choice: RISK_QUESTION[RiskQuestion(choice)],
        help="For this client, from now on; kept in the vault.",
    )


def _change_risk_question() -> None:
    work, clients = session.workspace(), session.vault().clients
    with session.faults(session.flash_error), session.changing(work.id):
        choice = RiskQuestion(session.value(_key("risk"), work.risk_question))
        clients.set_risk_question(work.details.client, choice)
        work.risk_question = choice.value
        work.ask_about_risk(clients.asks_about_risk(work.details.client))


def _key(name: str) -> str:
    """The key of a widget: each note has its own, so that nothing is carried into the next.

    What a client's last note can fill in gets a new one each time it does.
    """
    work = session.workspace()
    filled = f"_{work.fills}" if name in {*client_box.CARRIED, "risk"} else ""
    return f"note_{name}_{work.id}{filled}"


def _take() -> None:
    """Read all widgets into the workspace. A time that cannot be read is no time."""
    work = session.workspace()
    span = None
    with session.faults(lambda _: None):
        span = parse_times(session.value(_key("times"), ""))
    day = session.chosen(_key("date"))
    entered = replace(
        work.details,
        date=day if isinstance(day, date) else None,
        start=span[0] if span else None,
        stop=span[1] if span else None,
        cpt=session.value(_key("cpt"), "").strip(),
        modality=session.value(_key("modality"), "").strip(),
        place=session.value(_key("place"), "").strip(),
        participants=session.value(_key("participants"), "").strip(),
        goal=session.value(_key("goal"), "").strip(),
    )
    before = work.details
    with session.faults(session.flash_error), session.changing(work.id):
        work.set_details(entered)
        work.carried -= {
            name for name in client_box.CARRIED if getattr(entered, name) != getattr(before, name)
        }


def _change_format() -> None:
    work: Workspace = session.workspace()
    known = formats()
    with session.faults(session.flash_error), session.changing(work.id):
        work.set_format(known[session.value(_key("format"), work.format_key)])
        work.is_format_chosen = True
        work.carried -= {"format"}


def _say_doubts(work: Workspace, known: Mapping[str, NoteFormat]) -> None:
    """What else is known, where that is from, how the times were read, and what does not fit."""
    details = work.details
    own = [name for name in client_box.CARRIED if name not in work.carried]
    lines = [_carried(work, known), _listed(getattr(details, name) for name in own)]
    try:
        parse_times(session.value(_key("times"), ""))
    except NotegenError as error:
        lines.append(str(error))
    if details.minutes is not None:
        lines.append(f"{show_times(details.start, details.stop)}, {details.minutes} minutes")
    lines.append(length_doubt(details.minutes))
    lines.append(cpt_doubt(details.cpt, details.minutes))
    if text := " · ".join(filter(None, lines)):
        with st.container(key="quiet_line_times"):
            st.text(text)


def _carried(work: Workspace, known: Mapping[str, NoteFormat]) -> str:
    """All that the client's last note has filled in, as one part of the line below the form."""
    values = [getattr(work.details, name) for name in client_box.CARRIED if name in work.carried]
    if "format" in work.carried and work.format_key in known:
        values.append(known[work.format_key].title)
    line = client_box.carried_line(work)
    return f"{line[:1].upper()}{line[1:]}: {_listed(values)}" if line else ""


def _listed(values: Iterable[str]) -> str:
    return ", ".join(filter(None, values))
