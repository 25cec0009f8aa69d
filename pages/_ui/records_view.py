"""Signed notes: a list with a search, and one note with its addenda."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import streamlit as st

from notegen import append
from notegen.clock import local_zone, to_zone
from notegen.model import EnteredInError
from notegen.store import NoteRecord, NoteRow
from pages._ui import chrome, session, signed_view, text_box
from pages._ui.component import define

if TYPE_CHECKING:
    from pages._ui.changes import Operation
    from pages._ui.typed import SharedText

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
    marks += [f"{begun} begun, not signed" for begun in session.additions(row.id).begun]
    if row.entered_in_error:
        marks.append("entered in error")
    day = f"{row.session_date:%d %b %Y}" if row.session_date else "no date"
    return {"id": row.id, "day": day, "client": row.client, "marks": " · ".join(marks)}


def _opened() -> None:
    for op in session.operations("record_list"):
        if op["kind"] == "open":
            session.open_record(str(op["id"]))


def _record(note_id: str) -> None:
    """One note with its addenda."""
    st.button(
        "All records",
        icon=":material/arrow_back:",
        key="records_back",
        type="tertiary",
        on_click=session.open_record,
        args=(None,),
    )
    record = session.vault().notes.record(note_id)
    begun = bool(session.desk().unfolded)
    signed_view.show(record, "record", below=lambda: _additions(record), top=not begun)


def _additions(record: NoteRecord) -> None:
    """What can still be done with a signed note; open from the start where it is begun."""
    unfolded = session.desk().unfolded
    with st.expander(
        "Write an addendum", key="record_more_addendum", expanded="addendum" in unfolded
    ):
        _addendum_box(record)
    if record.error is None:
        with st.expander(
            "Mark as entered in error", key="record_more_error", expanded="error mark" in unfolded
        ):
            st.write(
                "For a note of the wrong client or session. It is hidden from the list, never "
                "deleted, and its reason is kept."
            )
            _reason_box(record)


def _addendum_box(record: NoteRecord) -> None:
    note_id, key = record.note.id, f"record_addendum_{record.note.id}"
    typed = session.additions(note_id).addendum
    version = f"{note_id}:{len(record.addenda)}"
    # Begun before, it has the focus, and so is in view, however long the note above it is.
    focus = session.desk().unfolded[:1] == ("addendum",)
    data = text_box.addendum_data(
        version, typed, session.acks(), window=session.window(), focus=focus
    )
    text_box.mount(key=key, data=data, on_ops_change=lambda: _write_addendum(record, key))


def _write_addendum(record: NoteRecord, key: str) -> None:
    for op in session.operations(key):
        held = session.desk()
        with session.faults(session.flash_error), session.adding(record.note.id) as added:
            _type(added.addendum, op)
            if op["kind"] == "send":
                now, author = datetime.now(UTC), held.settings.author
                text = added.addendum.text
                held.vault.notes.append(
                    append(record.note, text, author, at=now, zone=local_zone())
                )
                added.addendum.erase()
                session.flash("The addendum is signed and stored.")


def _reason_box(record: NoteRecord) -> None:
    note_id, key = record.note.id, f"record_reason_{record.note.id}"
    typed = session.additions(note_id).reason
    focus = session.desk().unfolded[:1] == ("error mark",)
    data = text_box.reason_data(
        note_id, typed, session.acks(), window=session.window(), focus=focus
    )
    text_box.mount(key=key, data=data, on_ops_change=lambda: _mark_as_error(record, key))


def _mark_as_error(record: NoteRecord, key: str) -> None:
    for op in session.operations(key):
        held = session.desk()
        with session.faults(session.flash_error), session.adding(record.note.id) as added:
            _type(added.reason, op)
            if op["kind"] == "send":
                mark = EnteredInError(
                    note_id=record.note.id,
                    reason=added.reason.text.strip(),
                    author=held.settings.author,
                    marked_at=datetime.now(UTC),
                    zone=local_zone(),
                )
                held.vault.notes.mark_entered_in_error(mark)
                added.reason.erase()
                session.flash("The note is marked as entered in error and hidden from the list.")


def _type(typed: SharedText, op: Operation) -> None:
    if op["kind"] == "swap":
        typed.swap()
    elif "text" in op:
        typed.write(str(op["text"]), by=str(op.get("by", "")), seen=op.get("news"))
