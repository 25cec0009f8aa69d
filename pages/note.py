"""The note page: details, summary, draft, review and approval, all on one page."""

from pages._ui import session

session.require_unlocked()

import streamlit as st  # noqa: E402 - nothing runs before the check above

from notegen.model import SignedNote  # noqa: E402
from notegen.store import NoteRecord  # noqa: E402
from pages._ui import (  # noqa: E402
    chrome,
    details_form,
    review_view,
    signed_view,
    text_box,
    today,
)
from pages._ui.workspace import Workspace  # noqa: E402


def main() -> None:
    """Show the unfinished notes, and the step that this one is at."""
    # Its place is kept while it is empty: were it to push the fields down, the browser would make
    # them anew, and what a quick hand was typing into one would be gone.
    with st.container(key="today_place"):
        today.show()
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
    """The box for the summary. Its operations are for this note, whichever is shown by then."""
    work = session.workspace()
    key = f"note_summary_{work.id}"
    data = text_box.summary_data(work, session.acks(), window=session.window())
    text_box.mount(key=key, data=data, on_ops_change=lambda: _captured(key, work))


def _captured(key: str, work: Workspace) -> None:
    for op in session.operations(key):
        with session.faults(work.report), session.changing(work.id):
            work.capture(op, details_form.formats())


def _review() -> None:
    work = session.workspace()
    assert work.draft is not None
    key = f"note_review_{work.id}"
    author = session.desk().settings.author
    data = review_view.review_data(work, work.draft, author, session.acks())
    review_view.mount(key=key, data=data, on_ops_change=lambda: _reviewed(key, work))


def _reviewed(key: str, work: Workspace) -> None:
    for op in session.operations(key):
        held = session.desk()
        with session.faults(work.report), session.changing(work.id):
            store = held.vault.notes.add if op.get("store", True) else _keep_no_copy
            work.apply(op, author=held.settings.author, store=store)
        if op["kind"] == "discard":
            session.next_note()
            session.flash("Discarded: summary and draft are erased.")


def _keep_no_copy(note: SignedNote) -> None:
    """Approve without storing: an audit row without a word of the note is all that stays."""
    session.vault().notes.record_unstored_approval(note.id, actor=note.author)


def _signed() -> None:
    work = session.workspace()
    note = work.signed
    assert note is not None
    if work.is_stored:
        chrome.say(
            "Signed and stored in your vault. The summary and the draft are erased.", "success"
        )
    else:
        chrome.say(
            "Signed, but not stored: this note is only on this page. It is gone for good once you "
            "begin or choose another note, close or reload the page, or lock. Copy or download it "
            "now."
        )
    signed_view.show(
        NoteRecord(note=note, addenda=(), error=None), "signed", beside=_next_note_button
    )


def _next_note_button() -> None:
    label = "Next note" if session.workspace().is_stored else "Next note; let this one go"
    st.button(label, type="primary", key="next_note", width="stretch", on_click=session.next_note)


with session.faults(chrome.error):
    main()
