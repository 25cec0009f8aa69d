"""Session details above the summary: validated by code, never generated."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from notegen import list_formats
from notegen.paths import data_folder
from notegen.store import RiskQuestion
from pages._ui import client_box, entry, session
from pages._ui.times import CPT_MINUTES, cpt_doubt, length_doubt, show_times
from pages._ui.workspace import read_detail, today

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
    """The form. Each change goes into the note that it was made for, and voids an attestation."""
    work = session.workspace()
    with st.container(key="details"):
        first, second, third, fourth = st.columns([4, 2.4, 2.6, 3.4], vertical_alignment="top")
        with first:
            client_box.show(work, known)
        with second:
            entry.show(work, "date", "Date of service", placeholder="2026-11-24 or yesterday")
        with third:
            entry.show(work, "times", "Start and stop", placeholder="2-2:53")
        with fourth:
            _format(work, known)
        with st.container(key="details_foot", horizontal=True, vertical_alignment="center"):
            with st.popover("More session details", key="note_more", type="tertiary"):
                _more(work)
            _say_doubts(work, known)


def _format(work: Workspace, known: Mapping[str, NoteFormat]) -> None:
    key = session.field_key(f"note_format_{work.id}", work.format_key)
    with st.container(key="note_format"):
        st.selectbox(
            "Format",
            list(known),
            index=list(known).index(work.format_key),
            key=key,
            on_change=_change_format,
            args=(work, key),
            format_func=lambda key: known[key].title if key in known else key,
        )


def _more(work: Workspace) -> None:
    details = work.details
    _choice(work, "cpt", details.cpt, CODES)
    _choice(work, "modality", details.modality, MODALITIES)
    _choice(work, "place", details.place, PLACES)
    entry.show(work, "participants", LABELS["participants"], placeholder="Client")
    entry.show(work, "goal", "Treatment goal worked on")
    if work.is_known_client:
        _risk_question(work)
    _mark_carried(work)


def _choice(work: Workspace, name: str, held: str, options: list[str]) -> None:
    listed = options if not held or held in options else [*options, held]
    key = session.field_key(f"note_{name}_{work.id}", held or None)
    st.selectbox(
        LABELS[name],
        listed,
        index=listed.index(held) if held else None,
        key=key,
        placeholder="Choose or type",
        accept_new_options=True,
        on_change=_choose,
        args=(work, name, key),
    )


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
    key = session.field_key(f"note_risk_{work.id}", work.risk_question)
    st.selectbox(
        "Ask about risk where the summary is silent",
        choices,
        index=choices.index(work.risk_question),
        key=key,
        on_change=_change_risk_question,
        args=(work, key),
        format_func=lambda choice: RISK_QUESTION[RiskQuestion(choice)],
        help="For this client, from now on; kept in the vault.",
    )


# Each change is told its note and its field: by the time it arrives, another note may be chosen
# (Alt+N), or the field made anew with what a client's last note says.


def _choose(work: Workspace, name: str, key: str) -> None:
    if not session.is_shown(key):
        return
    with session.faults(session.flash_error), session.changing(work.id):
        work.enter(name, session.value(key, ""))


def _change_risk_question(work: Workspace, key: str) -> None:
    if not session.is_shown(key):
        return
    clients = session.vault().clients
    with session.faults(session.flash_error), session.changing(work.id):
        choice = RiskQuestion(session.value(key, work.risk_question))
        clients.set_risk_question(work.details.client, choice)
        work.risk_question = choice.value
        work.ask_about_risk(clients.asks_about_risk(work.details.client))


def _change_format(work: Workspace, key: str) -> None:
    if not session.is_shown(key):
        return
    known = formats()
    with session.faults(session.flash_error), session.changing(work.id):
        work.set_format(known[session.value(key, work.format_key)])
        work.is_format_chosen = True
        work.carried -= {"format"}


def _say_doubts(work: Workspace, known: Mapping[str, NoteFormat]) -> None:
    """What else is known, where that is from, how the times were read, and what does not fit."""
    details = work.details
    own = [name for name in client_box.CARRIED if name not in work.carried]
    lines = [_carried(work, known), _listed(getattr(details, name) for name in own)]
    if details.date is not None and details.date != today():
        lines.append(f"Session of {details.date:%a %d %b %Y}")
    for name, text in work.typed.items():
        with session.faults(lines.append):
            read_detail(name, text)
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
