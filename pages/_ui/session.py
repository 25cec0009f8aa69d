"""What one browser session holds: the only file that touches st.session_state.

Pages ask here for the open vault and for the note being written; widgets get their first values
and report their changes through `seed` and `value`. `lock` closes the vault and drops it all.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

import streamlit as st

from notegen.errors import NotegenError
from notegen.store import Settings, Vault
from pages._ui.component import Inbox
from pages._ui.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pages._ui.changes import Operation

T = TypeVar("T")

_log = logging.getLogger("notegen.app")

_DESK = "notegen_desk"
_FLASH = "notegen_flash"
_RECOVERY = "notegen_recovery_key"


@dataclass(slots=True)
class Desk:
    """Everything of an unlocked session that is not a widget's value."""

    vault: Vault
    settings: Settings
    workspace: Workspace
    inbox: Inbox = field(default_factory=Inbox)
    open_note: str | None = None  # id of the record that is being read
    addendum: str = ""  # what is typed of an addendum to it


def is_unlocked() -> bool:
    """True while a vault is open in this session."""
    held = st.session_state.get(_DESK)
    return held is not None and not held.vault.is_closed


def require_unlocked() -> None:
    """Stop the page, and show the request to unlock instead, unless a vault is open.

    The first line of every file in pages/: until the first `st.navigation` of a process,
    Streamlit runs such a file directly and app.py not at all.
    """
    if is_unlocked():
        return
    from pages._ui import chrome, gate

    chrome.configure()
    gate.show()
    st.stop()


def open_vault(opened: Vault) -> None:
    """Begin a session on an open vault."""
    try:
        settings = opened.load_settings()
    except NotegenError:
        opened.close()
        raise
    st.session_state[_DESK] = Desk(opened, settings, Workspace(format_key=settings.default_format))


def lock() -> None:
    """Close the vault and drop everything this session holds, drafts and widgets included."""
    held = st.session_state.get(_DESK)
    if held is not None:
        held.workspace.erase()
        held.vault.close()
    for key in list(st.session_state):
        del st.session_state[key]


def desk() -> Desk:
    """What this session holds; pages call it after `require_unlocked`."""
    held = st.session_state[_DESK]
    assert isinstance(held, Desk)
    return held


def vault() -> Vault:
    """The open vault."""
    return desk().vault


def workspace() -> Workspace:
    """The note being written."""
    return desk().workspace


def next_note() -> None:
    """A fresh workspace; whatever the old one held is erased."""
    held = desk()
    held.workspace.erase()
    held.workspace = Workspace(format_key=held.settings.default_format)
    forget("note_")


def save_settings(settings: Settings) -> None:
    """Store the settings in the vault and use them from now on."""
    held = desk()
    held.vault.save_settings(settings)
    held.settings = settings


def operations(key: str) -> list[Operation]:
    """New operations of the component mounted under this key, in order, each once."""
    state = st.session_state.get(key)
    return desk().inbox.take(state.get("ops") if state is not None else None)


def acks() -> dict[str, int]:
    """What the components may forget, for their data."""
    return desk().inbox.acks


def seed(key: str, initial: object) -> str:
    """Give the widget of this key its first value; returns the key.

    An empty value is not set at all: setting it would push it to the browser, over what a quick
    hand has typed there by then.
    """
    if initial and key not in st.session_state:
        st.session_state[key] = initial
    return key


def put(key: str, content: object) -> None:
    """Set a widget's value; only before the widget is drawn, or in a callback."""
    st.session_state[key] = content


def value(key: str, otherwise: T) -> T:
    """A widget's value, or `otherwise` where it has none of that type."""
    held = st.session_state.get(key, otherwise)
    return held if isinstance(held, type(otherwise)) else otherwise


def chosen(key: str) -> Any:
    """A widget's value as it is; None where it has none."""
    return st.session_state.get(key)


def forget(prefix: str) -> None:
    """Drop the values of all widgets whose key begins so."""
    for key in list(st.session_state):
        if str(key).startswith(prefix):
            del st.session_state[key]


def flash(message: str, kind: str = "success") -> None:
    """Say something once on the next page that is drawn; plain text."""
    st.session_state[_FLASH] = (message, kind)


def flash_error(message: str) -> None:
    """Say once, on the next page that is drawn, what could not be done."""
    flash(f"Not done: {message}", "error")


def take_flash() -> tuple[str, str]:
    """What was to be said once, and its kind."""
    held: tuple[str, str] = st.session_state.pop(_FLASH, ("", "info"))
    return held


def hold_recovery_key(opened: Vault, recovery_key: str) -> None:
    """Keep a new vault closed to its pages until the recovery key is written down."""
    st.session_state[_RECOVERY] = (opened, recovery_key)


def pending_recovery() -> tuple[Vault, str] | None:
    """The new vault and its recovery key, while that is still to be written down."""
    held: tuple[Vault, str] | None = st.session_state.get(_RECOVERY)
    return held


def recovery_is_safe() -> None:
    """The recovery key is written down: forget it and open the vault."""
    opened, _ = st.session_state.pop(_RECOVERY)
    open_vault(opened)


@contextmanager
def faults(report: Callable[[str], object]) -> Iterator[None]:
    """Hand the one safe line of a `NotegenError` to `report`; any other fault as a general one.

    The text of other exceptions may hold clinical words, so it goes nowhere, the log included.
    """
    try:
        yield
    except NotegenError as error:
        report(str(error))
    except Exception as fault:  # noqa: BLE001 - its text may be clinical: place and type alone go on
        place = traceback.extract_tb(fault.__traceback__)[-1]
        _log.error("%s at %s:%s", type(fault).__name__, place.filename, place.lineno)
        report("Something went wrong inside notegen; your text is still here. Please try again.")
