"""What one browser session holds: the only file that touches st.session_state.

Pages ask here for the open vault and for the note being written; widgets get their first values
and report their changes through `seed` and `value`. Vault and notes are shared with the other
windows of the same vault (`pages._ui.open_vaults`); `lock` closes it for all of them.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, TypeVar

import streamlit as st

from notegen.errors import DraftError, NotegenError, VaultError
from notegen.store import ClientRow, Settings, Vault
from pages._ui.desk import Desk
from pages._ui.open_vaults import OpenVaults, start_timer
from pages._ui.typed import Additions, Unfinished
from pages._ui.windows import LEFT_KEY, StreamlitWindows, keep_presses, this_window
from pages._ui.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from pages._ui.changes import Operation

T = TypeVar("T")

_log = logging.getLogger("notegen.app")

_DESK = "notegen_desk"
_FLASH = "notegen_flash"
_FLASH_SHOWN = "notegen_flash_shown"
_RECOVERY = "notegen_recovery_key"
_LEAVING = "notegen_leaving"


keep_presses()
_vaults = OpenVaults(StreamlitWindows())
_start_timer = cache(lambda: start_timer(_vaults))


def is_unlocked() -> bool:
    """True while a vault is open in this session."""
    _start_timer()
    _vaults.arrive(this_window())
    held = st.session_state.get(_DESK)
    leave = st.session_state.get(_LEAVING)
    if leave is not None:
        if held is not None:
            leave(held.shared)
        _leave()
        return False
    if held is None or held.vault.is_closed:
        return False
    _vaults.use(held.shared)
    return True


def was_hidden() -> bool:
    """True in a page that showed a vault until it was locked; it has to load anew."""
    return bool(st.session_state.get(LEFT_KEY, False))


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
    """Begin a session on an open vault, with the note and the record that were worked on last."""
    shared = _vaults.join(opened, this_window())
    last = max(shared.in_order(), key=lambda work: work.touched_at, default=None)
    st.session_state[_DESK] = Desk(shared, last.id if last else "")
    added = max(shared.additions.values(), key=lambda held: held.touched_at, default=None)
    if added is not None:
        open_record(added.note_id)


def lock() -> None:
    """Lock the vault in every window; unfinished notes wait as ciphertext, all else is dropped.

    When this run begins, not in the button's callback: what was typed right before the press comes
    with the same message, and its callback may be called later.
    """
    st.session_state[_LEAVING] = _vaults.lock


def sign_out() -> None:
    """Lock, and erase what is unfinished in the vault; when this run begins."""
    st.session_state[_LEAVING] = _vaults.sign_out


def _leave() -> None:
    """Drop all of this session. The wish to leave goes last: an interrupted run is done again."""
    for key in list(st.session_state):
        if key != _LEAVING:
            del st.session_state[key]
    st.session_state[LEFT_KEY] = True
    st.session_state.pop(_LEAVING, None)


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


def clients() -> tuple[ClientRow, ...]:
    """Known clients; read once for each note that is written, as each reading is on record."""
    held = desk()
    note_id = held.workspace.id
    if held.known is None or held.known[0] != note_id:
        held.known = (note_id, held.vault.notes.clients())
    return held.known[1]


def unfinished() -> Unfinished:
    """How much of the vault is unfinished; signing out would erase it."""
    return desk().shared.unfinished


def waiting_for(folder: Path) -> Unfinished:
    """How much waits for the vault in this folder, locked as it is."""
    return _vaults.unfinished(folder)


def open_record(note_id: str | None) -> None:
    """Read this signed note, with what is typed about it in view; None for the list of all."""
    held = desk()
    held.open_note = note_id
    held.unfolded = additions(note_id).begun if note_id else ()


def additions(note_id: str) -> Additions:
    """What is typed about this signed note and not signed yet; change it in `adding`."""
    return desk().shared.additions.get(note_id) or Additions(note_id)


@contextmanager
def adding(note_id: str) -> Iterator[Additions]:
    """What is typed about this signed note, to be changed here and shown by the other windows.

    Raises `VaultError` when the vault was locked meanwhile.
    """
    shared = desk().shared
    with shared.lock:
        if shared.vault.is_closed:
            raise VaultError("The vault is locked; unlock it again.")
        held = shared.additions.setdefault(note_id, Additions(note_id))
        try:
            yield held
        finally:
            held.touch()
            if not held.begun:
                shared.erase_additions(note_id)
    _vaults.changed(shared, by=this_window())


@contextmanager
def changing(note_id: str) -> Iterator[Workspace]:
    """The note with this id, to be changed here and shown by the other windows of the vault.

    Raises `DraftError` when it was discarded, signed or erased meanwhile.
    """
    shared = desk().shared
    with shared.lock:
        work = shared.notes.get(note_id)
        if work is None:
            raise DraftError("This note was ended in another window, or its time was over.")
        yield work
        work.touch()
        if work.signed is not None:
            shared.erased += 1  # the summary and the draft
    _vaults.changed(shared, by=this_window())


def notes() -> list[Workspace]:
    """The unfinished notes of the vault, oldest first, with the one being written."""
    held = desk()
    current = held.workspace
    listed = held.shared.in_order()
    return listed if current in listed or current.signed is not None else [*listed, current]


def erased_at(work: Workspace) -> datetime:
    """When an unfinished note is erased, if nobody works on it before."""
    return desk().shared.until(work)


def erased_notes() -> int:
    """How many notes of this vault were erased since it was unlocked."""
    return desk().shared.erased


def choose_note(note_id: str) -> None:
    """Write on another unfinished note, or on a new one where there is none of this id.

    The one before is left as it is, its fields and boxes too: in the same run, what was typed into
    them may still have to be taken.
    """
    desk().note_id = note_id


def next_note() -> None:
    """A fresh workspace; whatever is left of the present one is erased."""
    held = desk()
    held.shared.erase(held.note_id)
    held.note_id = ""
    forget("note_")
    _vaults.changed(held.shared, by=this_window())


def save_settings(settings: Settings) -> None:
    """Store the settings in the vault and use them from now on."""
    held = desk()
    held.vault.save_settings(settings)
    held.shared.settings = settings


def window() -> str:
    """What tells this window from the others of its vault."""
    return this_window()


def operations(key: str) -> list[Operation]:
    """New operations of the component mounted under this key, in order, each once.

    None where the vault was locked before they arrived.
    """
    state, held = st.session_state.get(key), st.session_state.get(_DESK)
    if state is None or held is None:
        return []
    taken = held.inbox.take(state.get("ops"))
    return [{**op, "by": this_window()} for op in taken]


def acks() -> dict[str, int]:
    """What the components may forget, for their data."""
    return desk().inbox.acks


def seed(key: str, initial: object) -> str:
    """Give the widget of this key its first value; returns the key.

    An empty first value is not set at all: setting it would push it to the browser, over what a
    quick hand has typed there by then.
    """
    if initial and key not in st.session_state:
        st.session_state[key] = initial
    return key


def field_key(name: str, held: object) -> str:
    """The key of a field that shows `held`: a new one where not the field itself changed that.

    The value of the present one is never set: the browser sends every field's value with each
    message, so that one on its way would bring the old value back, as if it had been chosen.
    """
    renewals = desk().renewals
    count = renewals.get(name, 0)
    if st.session_state.get(f"{name}_{count}", held) != held:
        count = renewals[name] = count + 1
    return f"{name}_{count}"


def is_shown(key: str) -> bool:
    """False for a field that was made anew or locked since: what the browser says of it is old."""
    name, _, count = key.rpartition("_")
    held = st.session_state.get(_DESK)
    return held is not None and held.renewals.get(name, 0) == int(count)


def value(key: str, otherwise: T) -> T:
    """A widget's value, or `otherwise` where it has none of that type."""
    held = st.session_state.get(key, otherwise)
    return held if isinstance(held, type(otherwise)) else otherwise


def forget(prefix: str) -> None:
    """Drop the values of all widgets whose key begins so."""
    for key in list(st.session_state):
        if str(key).startswith(prefix):
            del st.session_state[key]


def flash(message: str, kind: str = "success") -> None:
    """Say something on the next page that is drawn; plain text."""
    st.session_state[_FLASH] = (message, kind)
    st.session_state[_FLASH_SHOWN] = False


def flash_error(message: str) -> None:
    """Say, on the next page that is drawn, what could not be done."""
    flash(f"Not done: {message}", "error")


def report_to(held: Desk, problem: str) -> None:
    """Say to the windows of this session's vault, now, what failed outside any run."""
    held.problem = problem
    _vaults.changed(held.shared, by="")


def flashed() -> tuple[str, str]:
    """What is to be said, and its kind; nothing once a run has shown it to its end."""
    held = st.session_state.get(_DESK)
    if held is not None and held.problem:
        flash_error(held.problem)
        held.problem = ""
    if value(_FLASH_SHOWN, True):
        st.session_state.pop(_FLASH, None)
    return value(_FLASH, ("", "info"))


def flash_was_shown() -> None:
    """The last line of a run: one that another message interrupts does not come so far."""
    st.session_state[_FLASH_SHOWN] = True


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
