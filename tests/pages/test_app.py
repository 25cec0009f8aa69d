"""The app without a browser: what is shown locked, and that faults reach nobody in full."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from notegen.paths import data_folder
from notegen.store import Settings, Vault
from pages._ui import session

APP = Path(__file__).parent.parent.parent / "app.py"
PASSPHRASE = "orbit lemon canyon drum"


def unlocked() -> AppTest:
    vault, _ = Vault.create(data_folder().vaults / "dr-example", PASSPHRASE)
    with vault:
        vault.save_settings(Settings(name="Ana Example", credentials="LCSW"))
    at = AppTest.from_file(str(APP), default_timeout=20).run()
    at.text_input(key="gate_secret").input(PASSPHRASE)
    return at.button[0].click().run()


def test_locked_the_app_shows_the_unlock_page_and_no_other() -> None:
    Vault.create(data_folder().vaults / "dr-example", PASSPHRASE)[0].close()
    at = AppTest.from_file(str(APP), default_timeout=20).run()
    assert [button.label for button in at.button] == ["Unlock", "Create vault"]
    for page in ("note", "records", "settings"):
        alone = AppTest.from_file(str(APP.parent / "pages" / f"{page}.py"), default_timeout=20)
        assert [button.label for button in alone.run().button] == ["Unlock", "Create vault"]


def test_creating_a_vault_asks_who_signs_and_the_notes_are_theirs() -> None:
    at = AppTest.from_file(str(APP), default_timeout=20).run()
    at.text_input(key="gate_name").input("dr-example")
    at.text_input(key="gate_first").input(PASSPHRASE)
    at.text_input(key="gate_again").input(PASSPHRASE)
    at.button[0].click().run()
    assert not (data_folder().vaults / "dr-example").exists()  # without a name nothing is signed
    at.text_input(key="gate_author").input(" Ana Example ")
    at.text_input(key="gate_credentials").input("LCSW")
    at.button[0].click().run()
    at.checkbox(key="gate_written").check().run()
    at.button(key="gate_open").click().run()
    assert not at.exception
    assert "Ana Example, LCSW" in [text.value for text in at.text]
    with Vault.unlock(data_folder().vaults / "dr-example", PASSPHRASE) as vault:
        assert str(vault.load_settings().author) == "Ana Example, LCSW"


def test_unlocking_shows_whose_notes_they_are() -> None:
    at = unlocked()
    assert not at.exception
    assert "Ana Example, LCSW" in [text.value for text in at.text]


def _page_with_a_lock() -> None:
    import streamlit as st

    from notegen.paths import data_folder
    from notegen.store import Vault
    from pages._ui import session

    session.is_unlocked()  # as every page begins
    if "opened" not in st.session_state:
        st.session_state["opened"] = True
        session.open_vault(
            Vault.unlock(data_folder().vaults / "dr-example", "orbit lemon canyon drum")
        )
        session.workspace().writing.write("Client discussed work stress.")
    st.text_input("Client", key="note_client")
    st.button("Lock", on_click=session.lock)


def test_locking_closes_the_vault_and_drops_every_value() -> None:
    Vault.create(data_folder().vaults / "dr-example", PASSPHRASE)[0].close()
    at = AppTest.from_function(_page_with_a_lock).run()
    at.session_state["note_client"] = "R. M."
    desk = at.session_state["notegen_desk"]
    work = desk.workspace
    assert work.summary != ""
    at.button[0].click().run()
    assert desk.vault.is_closed
    assert work.summary == ""
    assert "notegen_desk" in at.session_state  # opened again by this page: a new one
    assert at.session_state["notegen_desk"] is not desk
    assert at.text_input(key="note_client").value == ""


def test_settings_keep_what_was_entered_and_refuse_what_makes_no_sense() -> None:
    at = unlocked()
    at.switch_page("pages/settings.py").run()
    minutes = at.number_input(key="settings_minutes")
    assert (minutes.min, minutes.max) == (1, 240)
    minutes.set_value(25)
    at.number_input(key="settings_hours").set_value(4)
    next(button for button in at.button if button.label == "Save settings").click().run()
    assert not at.exception
    with Vault.unlock(data_folder().vaults / "dr-example", PASSPHRASE) as vault:
        stored = vault.load_settings()
    assert (stored.name, stored.lock_minutes, stored.keep_hours) == ("Ana Example", 25, 4)


def test_a_fault_is_shown_without_its_text_and_logged_without_it(
    caplog: pytest.LogCaptureFixture,
) -> None:
    said: list[str] = []
    with caplog.at_level(logging.DEBUG), session.faults(said.append):
        raise ValueError("client R. M. said something private")
    assert len(said) == 1
    assert "private" not in said[0] + caplog.text
    assert "ValueError" in caplog.text


def test_only_session_touches_streamlits_session_state() -> None:
    users = [
        path.name
        for path in APP.parent.glob("pages/**/*.py")
        if "session_state" in path.read_text("utf-8")
    ]
    assert sorted(users) == ["session.py", "windows.py"]  # the latter empties those that were left


def test_no_component_writes_html() -> None:
    scripts = list(APP.parent.glob("pages/_ui/**/*.js"))
    assert scripts
    for path in scripts:
        source = path.read_text("utf-8")
        for banned in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
            assert banned not in source, path.name


def test_a_forgotten_passphrase_is_replaced_by_the_recovery_key() -> None:
    folder = data_folder().vaults / "dr-example"
    vault, recovery_key = Vault.create(folder, PASSPHRASE)
    vault.close()
    at = AppTest.from_file(str(APP), default_timeout=20).run()
    at.checkbox(key="gate_by_recovery").check().run()
    at.text_input(key="gate_recovery").input(recovery_key)
    at.button[0].click().run()
    at.switch_page("pages/settings.py").run()
    at.checkbox(key="settings_by_recovery").check().run()
    at.text_input(key="settings_secret_key").input(recovery_key)
    for label in ("New passphrase", "New passphrase again"):
        next(field for field in at.text_input if field.label == label).input("maple harbor quilt")
    next(b for b in at.button if b.label == "Change the passphrase").click().run()
    assert not at.exception
    Vault.unlock(folder, "maple harbor quilt").close()
