"""The unlock page: create a vault, write its recovery key down, or unlock one.

Names of vaults and messages are plain text. A wrong passphrase, damaged keys and a damaged or
foreign database have each their own message, which the vault words.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from notegen.errors import InputError
from notegen.paths import data_folder
from notegen.store import MIN_PASSPHRASE, Settings, Vault, list_vaults, vault_folder
from pages._ui import chrome, session
from pages._ui.typed import Unfinished

_CREATE = "Create another vault"


def show() -> None:
    """The whole page, in a navigation of its own: no other page exists while locked."""
    pages = [st.Page(_draw, title="Unlock", default=True)]
    pages += [st.Page(_draw, title="Unlock", url_path=path) for path in ("records", "settings")]
    st.navigation(pages, position="hidden").run()


def _draw() -> None:
    with st.container(key="gate", gap="medium"):
        left = session.was_hidden()
        chrome.guard(unlocked=False, left=left)
        if left:
            st.write("Locked.")
            return
        chrome.flash()
        if session.pending_recovery() is not None:
            _recovery_key_page()
            return
        st.title("notegen", anchor=False)
        folder, names = _home()
        if folder is None:
            return
        if not names:
            st.write(
                "Between two sessions: a rough summary in, a structured note out, with every "
                "sentence traced to your own words."
            )
            st.write(
                "Notes are kept in a vault, an encrypted folder that only your passphrase opens. "
                "Nothing is saved before you approve it, and nothing leaves this computer."
            )
            _create_form(folder)
            return
        _unlock_form(folder, names)
        with st.expander(_CREATE, key="gate_more"):
            _create_form(folder)


def _home() -> tuple[Path | None, list[str]]:
    """The folder of vaults and their names; no folder when it cannot be used, which is said."""
    with session.faults(chrome.error):
        folder = data_folder().vaults
        return folder, list(list_vaults(folder))
    return None, []


def _unlock_form(home: Path, names: list[str]) -> None:
    waits = [any(session.waiting_for(home / name)) for name in names]
    at = waits.index(True) if any(waits) else 0
    chosen = st.selectbox("Vault", names, at, key="gate_vault") if len(names) > 1 else names[0]
    if len(names) == 1:
        with st.container(key="quiet_line"):
            st.text(f"Vault: {names[0]}")
    by_recovery = session.value("gate_by_recovery", False)
    with st.form("unlock", border=False):
        if by_recovery:
            st.text_input("Recovery key", autocomplete="off", key="gate_recovery")
        else:
            st.text_input("Passphrase", type="password", autocomplete="off", key="gate_secret")
        st.form_submit_button(
            "Unlock",
            type="primary",
            width="stretch",
            on_click=_unlock,
            args=(home, names),
            kwargs={"by_recovery": by_recovery},
        )
    st.checkbox("Use the recovery key instead", key="gate_by_recovery")
    # Below all that is pressed or typed into: nothing there may move when another vault is chosen.
    _say_what_waits(session.waiting_for(home / str(chosen)))


def _unlock(home: Path, names: list[str], *, by_recovery: bool) -> None:
    name = session.value("gate_vault", names[0])
    secret = session.value("gate_recovery" if by_recovery else "gate_secret", "")
    with session.faults(session.flash_error):
        opening = Vault.unlock_with_recovery if by_recovery else Vault.unlock
        session.open_vault(opening(vault_folder(home, name), secret))
        session.forget("gate_")


def _say_what_waits(waiting: Unfinished) -> None:
    """How much waits for the vault; not a word of what it is."""
    if any(waiting):
        verb = "waits" if sum(waiting) == 1 else "wait"
        chrome.say(f"Nothing is lost: {waiting} {verb} here in memory. Unlock to go on.")


def _create_form(folder: Path) -> None:
    with st.form("create", border=False):
        st.text_input(
            "Name of the vault",
            key="gate_name",
            autocomplete="off",
            help="Yours, such as dr-example. It becomes a folder's name.",
        )
        st.text_input(
            "Your name, as it signs your notes",
            key="gate_author",
            autocomplete="off",
            max_chars=120,
            help="Kept in the vault. You can change it in Settings.",
        )
        st.text_input(
            "Credentials",
            key="gate_credentials",
            autocomplete="off",
            max_chars=60,
            placeholder="LCSW, PhD, LMFT",
        )
        st.text_input(
            "Passphrase",
            type="password",
            key="gate_first",
            autocomplete="off",
            help=f"At least {MIN_PASSPHRASE} characters; four or five "
            "unrelated words are easy to remember and hard to guess.",
        )
        st.text_input("Passphrase again", type="password", key="gate_again", autocomplete="off")
        st.form_submit_button(
            "Create vault", type="primary", width="stretch", on_click=_create, args=(folder,)
        )


def _create(folder: Path) -> None:
    author = session.value("gate_author", "").strip()
    credentials = session.value("gate_credentials", "").strip()
    passphrase = session.value("gate_first", "")
    with session.faults(session.flash_error):
        if passphrase != session.value("gate_again", ""):
            raise InputError("The two passphrases differ; type them again.")
        if not author:
            raise InputError("Write your name, as it signs your notes.")
        name = session.value("gate_name", "")
        opened, recovery_key = Vault.create(vault_folder(folder, name), passphrase)
        session.hold_recovery_key(opened, recovery_key)  # first: nothing may cost the key
        session.forget("gate_")
        opened.save_settings(Settings(name=author, credentials=credentials))


def _recovery_key_page() -> None:
    pending = session.pending_recovery()
    assert pending is not None
    st.title("Write this key down now", anchor=False)
    st.write(
        "It opens the vault if you forget the passphrase. It is shown **once** and stored "
        "nowhere: without passphrase and key, nobody can open your notes."
    )
    with st.container(key="gate_key"):
        st.code(pending[1], language=None, wrap_lines=True)
    st.write("Back up now: keep it on paper or in a password manager, away from this computer.")
    done = st.checkbox("I have written the recovery key down", key="gate_written")
    st.button("Open the vault", type="primary", disabled=not done, key="gate_open", on_click=_open)


def _open() -> None:
    with session.faults(session.flash_error):
        session.recovery_is_safe()
        session.forget("gate_")
