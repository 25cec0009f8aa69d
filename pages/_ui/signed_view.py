"""A signed note on the page: read, copy, download. The same words as every export."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from notegen.errors import ExportError
from notegen.export import (
    UNENCRYPTED_NOTICE,
    export_filename,
    note_pdf,
    note_text,
    section_text,
)
from notegen.export.content import note_content
from notegen.model import Origin, SignedStatement
from notegen.store import NoteRecord
from pages._ui import session
from pages._ui.component import define

_mount = define("signed", "signed", "signed.js")

_BASIS = {
    Origin.ENGINE: "From the session summary",
    Origin.CONFIRMED: "Drafted, then confirmed by the clinician",
    Origin.CLINICIAN: "The clinician's own words",
}


def show(
    record: NoteRecord,
    key: str,
    *,
    beside: Callable[[], object] = lambda: None,
    below: Callable[[], object] = lambda: None,
    top: bool = True,
) -> None:
    """The note with its copy buttons, its downloads beside it, and what the page adds to both.

    `top` says that it is to be read from its beginning.
    """
    sheet, actions = st.columns([7, 2.6], gap="large")
    with sheet:
        _sheet(record, f"{key}_{record.note.id}", top=top)
        below()
    with actions:
        beside()
        _downloads(record, key)


@st.fragment
def _sheet(record: NoteRecord, state_key: str, *, top: bool) -> None:
    """The note itself; a copy reruns it alone, so that a download being clicked stays valid."""
    _mount(
        key=state_key,
        data={**signed_data(record), "top": top, "acks": session.acks()},
        on_ops_change=lambda: _copied(record, state_key),
    )


def signed_data(record: NoteRecord) -> dict[str, Any]:
    """The note in printable words, with what each sentence rests on."""
    note = record.note
    content = note_content(note, addenda=record.addenda, error_mark=record.error)
    facts = [("Client", content.client), ("Date of service", content.service_date)]
    return {
        "title": content.title,
        "text": note_text(note, addenda=record.addenda, error_mark=record.error),
        "facts": [[label, value] for label, value in (*facts, *content.details) if value],
        "sections": [
            {
                "title": section.title,
                "text": section_text(section),
                "statements": [_statement(statement) for statement in section.statements],
            }
            for section in note.sections
        ],
        "signature": "\n".join(
            filter(None, [f"{content.signed_by} {content.signed_on}.", content.late_entry])
        ),
        "addenda": [
            {"heading": " · ".join(filter(None, [block.heading, block.byline])), "text": block.text}
            for block in content.addenda
        ],
        "error": "\n".join(content.error) if content.error else "",
    }


def _statement(statement: SignedStatement) -> dict[str, str]:
    quotes = ", ".join(f"“{quote}”" for quote in statement.quotes if quote != statement.text)
    basis = _BASIS[statement.origin]
    return {"text": statement.text, "basis": f"{basis}: {quotes}" if quotes else f"{basis}."}


def _copied(record: NoteRecord, state_key: str) -> None:
    for op in session.operations(state_key):
        if op["kind"] == "copied":
            with session.faults(session.flash_error):
                session.vault().notes.record_export(record.note.id, "copy")


def _downloads(record: NoteRecord, key: str) -> None:
    note = record.note
    given = {"addenda": record.addenda, "error_mark": record.error}
    for label, how, mime, make in (
        ("Download text", "text", "text/plain", lambda: note_text(note, **given).encode()),
        ("Download PDF", "pdf", "application/pdf", lambda: note_pdf(note, **given)),
    ):
        st.download_button(
            label,
            _export(note.id, how, make),
            file_name=export_filename(note, "txt" if how == "text" else how),
            mime=mime,
            key=f"{key}_{how}",
            on_click="ignore",
            icon=":material/download:",
            width="stretch",
        )
    with st.container(key=f"quiet_line_{key}"):
        st.text(UNENCRYPTED_NOTICE)


def _export(note_id: str, how: str, make: Callable[[], bytes]) -> Callable[[], bytes]:
    """Makes the file when it is asked for, so that no address of it exists before the click."""
    held = session.desk()

    def made() -> bytes:
        with session.faults(lambda problem: session.report_to(held, problem)):
            content = make()
            held.vault.notes.record_export(note_id, how)
            return content
        raise ExportError("The file could not be made.")  # tells Streamlit that there is none

    return made
