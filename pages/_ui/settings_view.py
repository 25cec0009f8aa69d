"""The clinician's own settings, and the keys and backups of the vault."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import streamlit as st

from notegen.errors import InputError
from pages._ui import chrome, details_form, session


def show() -> None:
    """All settings on one page."""
    with st.container(key="settings_page", width=620):
        st.title("Settings", anchor=False)
        _author_form()
        with st.expander("Change the passphrase", key="settings_passphrase"):
            _passphrase_form()
        with st.expander("Back up the vault", key="settings_backup"):
            _backup_form()


def _author_form() -> None:
    stored = session.desk().settings
    known = {}
    with session.faults(chrome.error):
        known = details_form.formats()
    with st.form("settings", border=False):
        name = st.text_input(
            "Name, as it signs your notes",
            autocomplete="off",
            max_chars=120,
            key=session.seed("settings_name", stored.name),
        )
        credentials = st.text_input(
            "Credentials",
            autocomplete="off",
            max_chars=60,
            placeholder="LCSW, PhD, LMFT",
            key=session.seed("settings_credentials", stored.credentials),
        )
        keys = list(known) or [stored.default_format]
        chosen = stored.default_format if stored.default_format in keys else keys[0]
        default = st.selectbox(
            "Format of a new note",
            keys,
            key=session.seed("settings_format", chosen),
            format_func=lambda key: known[key].title if key in known else key,
        )
        minutes = st.number_input(
            "Lock after this many minutes without use",
            min_value=1,
            max_value=240,
            step=1,
            key=session.seed("settings_minutes", stored.lock_minutes),
        )
        hours = st.number_input(
            "Erase an unfinished note after this many hours without work on it",
            min_value=1,
            max_value=72,
            step=1,
            key=session.seed("settings_hours", stored.keep_hours),
        )
        pressed = st.form_submit_button("Save settings", type="primary")
    if pressed:
        with session.faults(chrome.error):
            session.save_settings(
                replace(
                    stored,
                    name=name.strip(),
                    credentials=credentials.strip(),
                    default_format=str(default),
                    lock_minutes=int(minutes),
                    keep_hours=int(hours),
                )
            )
            work = session.workspace()
            if work.is_empty:
                work.format_key = str(default)
            session.flash("Settings are saved in the vault.")
            st.rerun()


def _passphrase_form() -> None:
    by_recovery = session.value("settings_by_recovery", False)
    with st.form("passphrase", border=False, clear_on_submit=True):
        old = (
            st.text_input("Recovery key", autocomplete="off", key="settings_recovery")
            if by_recovery
            else st.text_input("Present passphrase", type="password", autocomplete="off")
        )
        new = st.text_input("New passphrase", type="password", autocomplete="off")
        again = st.text_input("New passphrase again", type="password", autocomplete="off")
        pressed = st.form_submit_button("Change the passphrase")
    st.checkbox("I forgot it; use the recovery key", key="settings_by_recovery")
    if pressed:
        with session.faults(chrome.error):
            if new != again:
                raise InputError("The two new passphrases differ; type them again.")
            opened = session.vault()
            change = opened.set_passphrase_by_recovery if by_recovery else opened.change_passphrase
            change(old, new)
            session.flash("The passphrase is changed. The recovery key stays as it is.")
            st.rerun()


def _backup_form() -> None:
    st.write(
        "A backup is a copy of the encrypted vault with its keys file. It opens with the same "
        "passphrase. Keep it on another device."
    )
    suggested = f"notegen-backup-{datetime.now(UTC):%Y%m%d}"
    with st.form("backup", border=False):
        target = st.text_input(
            "New folder for the backup",
            autocomplete="off",
            key=session.seed("settings_target", str(Path.home() / suggested)),
        )
        pressed = st.form_submit_button("Back up now")
    if pressed:
        with session.faults(chrome.error):
            if not target.strip():
                raise InputError("Name a folder that does not exist yet.")
            session.vault().backup(Path(target).expanduser())
            session.flash("The backup is complete.")
            st.rerun()
