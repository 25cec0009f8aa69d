"""The field for the client: a new label, or a known one with what the last note says of sittings.

A note's client is picked, never guessed. With a known one, modality, place, participants, CPT code
and format come from the last signed note, each marked as carried; nothing clinical does.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final

from pages._ui import session
from pages._ui.component import define

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from notegen.model import NoteFormat
    from notegen.store import ClientRow
    from pages._ui.workspace import Workspace

_mount = define("client_box", "client_box", "client_box.js")

CARRIED: Final = ("cpt", "modality", "place", "participants")


def show(work: Workspace, formats: Mapping[str, NoteFormat]) -> None:
    """The field, with the known clients it offers."""
    key = f"note_client_{work.id}"
    data = client_data(work, session.clients(), session.acks())
    _mount(key=key, data=data, on_ops_change=lambda: _named(key, work, formats))


def client_data(
    work: Workspace, known: Sequence[ClientRow], acks: dict[str, int]
) -> dict[str, Any]:
    """What the component shows; all of it plain text."""
    carried = carried_line(work)
    return {
        "acks": acks,
        "version": work.id,
        "text": work.details.client,
        "picked": work.is_known_client,
        "label": "Client",
        "placeholder": "Initials or a label of yours",
        "known": [{"client": row.client, "last": _last(row)} for row in known],
        "said": f"Filled in {carried}." if carried else "",
    }


def carried_line(work: Workspace) -> str:
    """Where carried details come from: `from the last note of 12 Nov`; empty where none are."""
    if not work.carried:
        return ""
    return f"from the last note{f' of {short_day(work.carried_from)}' if work.carried_from else ''}"


def short_day(day: date) -> str:
    """A day as it is said: `12 Nov`."""
    return f"{day.day} {day:%b}"


def name_client(
    work: Workspace,
    label: str,
    row: ClientRow | None,
    *,
    formats: Mapping[str, NoteFormat],
    default_format: str,
) -> None:
    """Give the note its client; `row` is the known one that was picked.

    What another client's note had filled in goes; what the clinician entered stays.
    """
    before, details = work.carried, replace(work.details, client=label.strip())
    details = replace(details, **{name: "" for name in CARRIED if name in before})
    given = {} if row is None else {name: getattr(row, name) for name in CARRIED}
    fresh = {name: text for name, text in given.items() if text and not getattr(details, name)}
    work.carried = frozenset(fresh)
    work.carried_from = row.last_session if row is not None else None
    work.is_known_client = row is not None
    work.set_details(replace(details, **fresh))
    if work.draft is None and not work.is_format_chosen:
        wanted = row.format_key if row is not None else default_format
        if wanted in formats and ("format" in before or row is not None):
            work.set_format(formats[wanted])
            work.carried |= {"format"} if row is not None else frozenset()


def _named(key: str, work: Workspace, formats: Mapping[str, NoteFormat]) -> None:
    for op in session.operations(key):
        held = session.desk()
        label = str(op.get("client", ""))
        row = None
        if op["kind"] == "pick":
            row = next((one for one in session.clients() if one.client == label), None)
        elif op["kind"] != "name" or label.strip() == work.details.client:
            continue
        with session.faults(session.flash_error), session.changing(work.id):
            name_client(
                work, label, row, formats=formats, default_format=held.settings.default_format
            )
            work.risk_question = held.vault.clients.risk_question(label).value if row else ""
            work.ask_about_risk(held.vault.clients.asks_about_risk(label) if row else True)


def _last(row: ClientRow) -> str:
    notes = "1 note" if row.notes == 1 else f"{row.notes} notes"
    return f"{notes}, last {short_day(row.last_session)}" if row.last_session else notes
