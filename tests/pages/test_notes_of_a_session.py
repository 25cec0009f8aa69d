"""What a session does to its notes: work begins their hours anew, the next note erases the last."""

from __future__ import annotations

from datetime import timedelta

import pytest
from streamlit.testing.v1 import AppTest

from notegen.clock import utc_now
from notegen.paths import data_folder
from notegen.store import Vault

PASSPHRASE = "orbit lemon canyon drum"


def _page() -> None:
    import streamlit as st

    from notegen.paths import data_folder
    from notegen.store import Vault
    from pages._ui import session

    if "opened" not in st.session_state:
        st.session_state["opened"] = True
        session.open_vault(
            Vault.unlock(data_folder().vaults / "dr-example", "orbit lemon canyon drum")
        )
    work = session.workspace()

    def write() -> None:
        with session.changing(work.id):
            work.capture({"kind": "text", "text": "Client discussed work stress."}, {})

    def write_late() -> None:
        with session.faults(session.flash_error), session.changing("ended elsewhere"):
            pass

    st.text(" ".join(session.flashed()))
    st.button("Write", on_click=write)
    st.button("Next", on_click=session.next_note)
    st.button("Write late", on_click=write_late)


@pytest.fixture
def at() -> AppTest:
    Vault.create(data_folder().vaults / "dr-example", PASSPHRASE)[0].close()
    return AppTest.from_function(_page, default_timeout=20).run()


def test_work_on_a_note_begins_its_hours_anew(at: AppTest) -> None:
    work = at.session_state["notegen_desk"].workspace
    work.touched_at = utc_now() - timedelta(hours=11)
    at.button[0].click().run()
    assert work.summary != ""
    assert utc_now() - work.touched_at < timedelta(minutes=1)


def test_the_next_note_leaves_nothing_of_the_one_before_in_memory(at: AppTest) -> None:
    desk = at.session_state["notegen_desk"]
    work = desk.workspace
    at.button[0].click().run()
    assert work.summary != ""
    at.button[1].click().run()
    assert work.summary == ""
    assert work.id not in desk.shared.notes
    assert desk.workspace is not work


def test_work_on_a_note_that_was_ended_elsewhere_is_refused_and_said(at: AppTest) -> None:
    at.button[2].click().run()
    assert "ended in another window" in at.text[0].value
    assert "ended elsewhere" not in at.session_state["notegen_desk"].shared.notes
