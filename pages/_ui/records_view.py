"""Signed notes: a list with a search, and one note with its addenda."""

from __future__ import annotations

from datetime import UTC, datetime

import streamlit as st

from notegen import append
from notegen.clock import local_zone, to_zone
from notegen.model import EnteredInError
from notegen.store import NoteRecord, NoteRow
from pages._ui import chrome, session, signed_view, text_box
from pages._ui.component import define

_mount = define("record_list", "record_list", "record_list.js")
_PAGE = 50


def show() -> None:
    """The note that is open, else the list with its search, newest first."""
    with session.faults(chrome.error):
        note_id = session.desk().open_note
        if note_id is not None:
            _record(note_id)
            return
        with st.container(key="records_page", width=960):
            _list()


def _list() -> None:
    st.title("Records", anchor=False)
    with st.container(horizontal=True, vertical_alignment="bottom", key="records_find"):
        words = st.text_input(
            "Search client, text and addenda",
            type="search",
            key="records_search",
            autocomplete="off",
            live=True,
        )
        errors = st.checkbox("Also those entered in error", key="records_errors")
    notes = session.vault().notes
    rows: tuple[NoteRow, ...] = (
        notes.search(words, limit=_PAGE, include_errors=errors)
        if words and words.strip()
        else notes.list(limit=_PAGE, include_errors=errors)
    )
    if not rows:
        searched = bool(words and words.strip())
        chrome.say("No note has these words." if searched else "No note is signed yet.")
        return
    data = {"rows": [_entry(row) for row in rows], "acks": session.acks()}
    _mount(key="record_list", data=data, on_ops_change=_opened)
    if len(rows) == _PAGE:
        st.caption(f"The newest {_PAGE} are shown; search to find older ones.")


def _entry(row: NoteRow) -> dict[str, str]:
    marks = [row.format_title]
    if row.addenda:
        marks.append("1 addendum" if row.addenda == 1 else f"{row.addenda} addenda")
    if row.is_late_entry:
        signed = to_zone(row.signed_at, row.zone)
        marks.append(f"late entry, signed {signed.day} {signed:%b %Y}")
    if row.entered_in_error:
        marks.append("entered in error")
    day = f"{row.session_date:%d %b %Y}" if row.session_date else "no date"
    return {"id": row.id, "day": day, "client": row.client, "marks": " · ".join(marks)}


def _opened() -> None:
    for op in session.operations("record_list"):
        if op["kind"] == "open":
            held = session.desk()
            held.open_note, held.addendum = str(op["id"]), ""
            session.forget("record_")


def _record(note_id: str) -> None:
    """One note with its addenda."""
    if st.button("All records", icon=":material/arrow_back:", key="records_back", type="tertiary"):
        session.desk().open_note = None
        st.rerun()
    record = session.vault().notes.record(note_id)
    signed_view.show(record, "record", below=lambda: _additions(record))


def _additions(record: NoteRecord) -> None:
    """What can still be done with a signed note."""
    with st.expander("Write an addendum", key="record_more_addendum"):
        _addendum_box(record)
    if record.error is None:
        with st.expander("Mark as entered in error", key="record_more_error"):
            _error_form(record)


def _addendum_box(record: NoteRecord) -> None:
    held = session.desk()
    data = text_box.addendum_data(
        f"{record.note.id}:{len(record.addenda)}", held.addendum, session.acks()
    )
    text_box.mount(key="addendum_box", data=data, on_ops_change=lambda: _write_addendum(record))


def _write_addendum(record: NoteRecord) -> None:
    held = session.desk()
    for op in session.operations("addendum_box"):
        held.addendum = str(op.get("text", held.addendum))
        if op["kind"] == "send":
            with session.faults(session.flash_error):
                now = datetime.now(UTC)
                author = held.settings.author
                addendum = append(record.note, held.addendum, author, at=now, zone=local_zone())
                held.vault.notes.append(addendum)
                held.addendum = ""
                session.flash("The addendum is signed and stored.")


def _error_form(record: NoteRecord) -> None:
    st.write(
        "For a note of the wrong client or session. It is hidden from the list, never deleted, "
        "and its reason is kept."
    )
    reason = st.text_input("Reason", key=session.seed("record_reason", ""), autocomplete="off")
    sure = st.checkbox("This note was entered in error", key="record_sure")
    if st.button("Mark as entered in error", key="record_mark", disabled=not sure):
        with session.faults(chrome.error):
            mark = EnteredInError(
                note_id=record.note.id,
                reason=reason.strip(),
                author=session.desk().settings.author,
                marked_at=datetime.now(UTC),
                zone=local_zone(),
            )
            session.vault().notes.mark_entered_in_error(mark)
            _done("The note is marked as entered in error and hidden from the list.")


def _done(message: str) -> None:
    session.forget("record_")
    session.flash(message)
    st.rerun()
