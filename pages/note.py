"""The note page: details, summary, draft, review and approval, all on one page."""

from pages._ui import session

session.require_unlocked()

import streamlit as st  # noqa: E402 - nothing runs before the check above

from notegen.store import NoteRecord  # noqa: E402
from pages._ui import chrome, details_form, review_view, signed_view, text_box  # noqa: E402


def main() -> None:
    """Show the step that the note is at."""
    work = session.workspace()
    if work.signed is not None:
        _signed()
        return
    known = {}
    with session.faults(chrome.error):
        known = details_form.formats()
    if not known:
        return
    if work.format_key not in known:
        work.format_key = next(iter(known))
    details_form.show(known)
    if work.draft is None or work.is_revising:
        _capture()
    if work.draft is not None and not work.is_revising:
        _review()


def _capture() -> None:
    work = session.workspace()
    data = text_box.summary_data(work, session.acks())
    text_box.mount(key="summary_box", data=data, on_ops_change=_captured)


def _captured() -> None:
    work = session.workspace()
    for op in session.operations("summary_box"):
        with session.faults(work.report):
            work.capture(op, details_form.formats())


def _review() -> None:
    work = session.workspace()
    assert work.draft is not None
    author = session.desk().settings.author
    data = review_view.review_data(work, work.draft, author, session.acks())
    review_view.mount(key="review", data=data, on_ops_change=_reviewed)


def _reviewed() -> None:
    work = session.workspace()
    held = session.desk()
    for op in session.operations("review"):
        with session.faults(work.report):
            work.apply(op, author=held.settings.author, store=held.vault.notes.add)
            if op["kind"] == "discard":
                session.next_note()
                session.flash("Discarded: summary and draft are erased.")


def _signed() -> None:
    note = session.workspace().signed
    assert note is not None
    chrome.say("Signed and stored in your vault. The summary and the draft are erased.", "success")
    signed_view.show(
        NoteRecord(note=note, addenda=(), error=None), "signed", beside=_next_note_button
    )


def _next_note_button() -> None:
    if st.button("Next note", type="primary", key="next_note", width="stretch"):
        session.next_note()
        st.rerun()


with session.faults(chrome.error):
    main()
