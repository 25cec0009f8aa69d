"""The clinician's own settings, and the keys and backups of the vault."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import streamlit as st

from notegen.errors import InputError
from pages._ui import accuracy, chrome, details_form, session


def show() -> None:
    """All settings on one page."""
    with st.container(key="settings_page", width=620):
        st.title("Settings", anchor=False)
        _author_form()
        with st.expander("Change the passphrase", key="settings_passphrase"):
            _passphrase_form()
        with st.expander("Back up the vault", key="settings_backup"):
            _backup_form()
        with st.expander("How accurate is the check?", key="settings_accuracy"):
            accuracy.show()


def _author_form() -> None:
    stored = session.desk().settings
    known = {}
    with session.faults(chrome.error):
        known = details_form.formats()
    with st.form("settings", border=False):
        st.text_input(
            "Name, as it signs your notes",
            autocomplete="off",
            max_chars=120,
            key=session.seed("settings_name", stored.name),
        )
        st.text_input(
            "Credentials",
            autocomplete="off",
            max_chars=60,
            placeholder="LCSW, PhD, LMFT",
            key=session.seed("settings_credentials", stored.credentials),
        )
        keys = list(known) or [stored.default_format]
        chosen = stored.default_format if stored.default_format in keys else keys[0]
        st.selectbox(
            "Format of a new note",
            keys,
            key=session.seed("settings_format", chosen),
            format_func=lambda key: known[key].title if key in known else key,
        )
        st.number_input(
            "Lock after this many minutes without use",
            min_value=1,
            max_value=240,
            step=1,
            key=session.seed("settings_minutes", stored.lock_minutes),
        )
        st.number_input(
            "Erase an unfinished note after this many hours without work on it",
            min_value=1,
            max_value=72,
            step=1,
            key=session.seed("settings_hours", stored.keep_hours),
        )
        st.form_submit_button("Save settings", type="primary", on_click=_save_settings)


def _save_settings() -> None:
    stored = session.desk().settings
    changed = replace(
        stored,
        name=session.value("settings_name", "").strip(),
        credentials=session.value("settings_credentials", "").strip(),
        default_format=session.value("settings_format", stored.default_format),
        lock_minutes=session.value("settings_minutes", stored.lock_minutes),
        keep_hours=session.value("settings_hours", stored.keep_hours),
    )
    with session.faults(session.flash_error):
        session.save_settings(changed)
        work = session.workspace()
        if work.is_empty:
            work.format_key = changed.default_format
        session.flash("Settings are saved in the vault.")


def _passphrase_form() -> None:
    by_recovery = session.value("settings_by_recovery", False)
    with st.form("passphrase", border=False, clear_on_submit=True):
        if by_recovery:
            st.text_input("Recovery key", autocomplete="off", key="settings_secret_key")
        else:
            st.text_input(
                "Present passphrase", type="password", autocomplete="off", key="settings_secret_old"
            )
        st.text_input(
            "New passphrase", type="password", autocomplete="off", key="settings_secret_new"
        )
        st.text_input(
            "New passphrase again", type="password", autocomplete="off", key="settings_secret_again"
        )
        st.form_submit_button(
            "Change the passphrase",
            on_click=_change_passphrase,
            kwargs={"by_recovery": by_recovery},
        )
    st.checkbox("I forgot it; use the recovery key", key="settings_by_recovery")


def _change_passphrase(*, by_recovery: bool) -> None:
    old = session.value("settings_secret_key" if by_recovery else "settings_secret_old", "")
    new = session.value("settings_secret_new", "")
    with session.faults(session.flash_error):
        if new != session.value("settings_secret_again", ""):
            raise InputError("The two new passphrases differ; type them again.")
        opened = session.vault()
        change = opened.set_passphrase_by_recovery if by_recovery else opened.change_passphrase
        change(old, new)
        session.flash("The passphrase is changed. The recovery key stays as it is.")
    session.forget("settings_secret_")


def _backup_form() -> None:
    st.write(
        "A backup is a copy of the encrypted vault with its keys file. It opens with the same "
        "passphrase. Keep it on another device."
    )
    suggested = f"notegen-backup-{datetime.now(UTC):%Y%m%d}"
    with st.form("backup", border=False):
        st.text_input(
            "New folder for the backup",
            autocomplete="off",
            key=session.seed("settings_target", str(Path.home() / suggested)),
        )
        st.form_submit_button("Back up now", on_click=_back_up)


def _back_up() -> None:
    target = session.value("settings_target", "").strip()
    with session.faults(session.flash_error):
        if not target:
            raise InputError("Name a folder that does not exist yet.")
        session.vault().backup(Path(target).expanduser())
        session.flash("The backup is complete.")
