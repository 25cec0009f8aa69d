"""The vaults that are open in this process, each with its unfinished notes, for all its windows.

A vault is open once, however many windows of the browser show it, so that they share each draft.
Locking it is one step for all of them: its unfinished notes become ciphertext in `Waiting`, their
plaintext and the key are dropped, and every window is told to hide (`Windows`). A window that was
closed or reloaded, or minutes without use, lock as the button does; one timer thread sees to it,
because Streamlit keeps the state of a window that was left and tells nobody.

No Streamlit here: what Streamlit keeps of a window is `pages._ui.windows`' to find and to drop.
"""

from __future__ import annotations

import logging
import pickle
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Protocol

from notegen.clock import utc_now
from notegen.store import Settings, Vault
from notegen.waiting import KEY_PURPOSE, Waiting
from pages._ui.typed import Additions, Unfinished
from pages._ui.workspace import Workspace

_log = logging.getLogger("notegen.app")

# A page that lost its connection comes back within this time; a closed or reloaded one never does.
GRACE: Final = timedelta(seconds=3)
_TICK_SECONDS: Final = 1.0
_ADDITIONS: Final = "additions to "  # what waits under this and a note's id is no note


class Windows(Protocol):
    """What is asked of the browser's windows, each known by the id of its session."""

    def is_connected(self, window: str) -> bool:
        """True while a page in a browser shows this session."""

    def hide(self, windows: Iterable[str]) -> None:
        """Drop all that these sessions hold and show the request to unlock in their place."""

    def end(self, window: str) -> None:
        """Drop a session that no page shows any more."""

    def redraw(self, windows: Iterable[str]) -> None:
        """Draw these pages again, with what other windows have changed."""


@dataclass(slots=True)
class OpenVault:
    """An open vault, its settings and what is unfinished. Change that under `lock` only.

    `additions` are what is typed about signed notes, by their ids.
    """

    name: str
    vault: Vault
    settings: Settings
    used_at: datetime
    notes: dict[str, Workspace] = field(default_factory=dict)
    additions: dict[str, Additions] = field(default_factory=dict)
    windows: set[str] = field(default_factory=set)
    erased: int = (
        0  # how many notes and additions were erased, for the pages to follow (`chrome.guard`)
    )
    lock: threading.RLock = field(default_factory=threading.RLock)

    def erase(self, note: str) -> None:
        """Drop all text of a note, unfinished or just signed."""
        with self.lock:
            work = self.notes.pop(note, None)
            if work is not None:
                work.erase()
                self.erased += 1

    def erase_additions(self, note: str) -> None:
        """Drop what was typed about a signed note."""
        with self.lock:
            held = self.additions.pop(note, None)
            if held is not None:
                held.erase()
                self.erased += 1

    @property
    def unfinished(self) -> Unfinished:
        """How much of it is unfinished."""
        return Unfinished(len(self.in_order()), len(self.additions))

    def until(self, work: Workspace | Additions) -> datetime:
        """When something unfinished is erased, if nobody works on it before."""
        return work.touched_at + timedelta(hours=max(1, self.settings.keep_hours))

    def idle_until(self) -> datetime:
        """When the vault locks, if nobody uses it before."""
        return self.used_at + timedelta(minutes=max(1, self.settings.lock_minutes))

    def in_order(self) -> list[Workspace]:
        """The unfinished notes with something in them, oldest first."""
        with self.lock:
            kept = [work for work in self.notes.values() if work.is_worth_keeping]
        return sorted(kept, key=lambda work: work.started_at)


class OpenVaults:
    """All open vaults of this process, and the notes that wait for those that are locked."""

    def __init__(self, windows: Windows, *, clock: Callable[[], datetime] = utc_now) -> None:
        self.waiting = Waiting(clock=clock)
        self._windows = windows
        self._clock = clock
        self._lock = threading.RLock()
        self._open: dict[str, OpenVault] = {}
        self._seen: set[str] = set()  # every window that still may hold something
        self._left_at: dict[str, datetime] = {}
        self._names: dict[Path, str] = {}  # of the vaults that were open, by folder

    def arrive(self, window: str) -> None:
        """A window shows the app, locked or not; from now on the timer looks after it."""
        with self._lock:
            self._seen.add(window)

    def join(self, opened: Vault, window: str) -> OpenVault:
        """Show a vault that was just unlocked in this window, with the notes that waited for it.

        `opened` is closed where the vault is open already. A window of the vault that was left
        locks it first, also when the timer has not seen that yet. Raises what `load_settings`
        raises; `opened` is closed then.
        """
        name = _name(opened)
        with self._lock:
            self._names[opened.folder.resolve()] = name
            before = self._open.get(name)
            if before and not all(map(self._windows.is_connected, before.windows)):
                self.lock(before)
                before = None
            if before:
                opened.close()
            else:
                before = self._open[name] = self._begin(name, opened)
            before.windows.add(window)
            self.use(before)
            self._seen.add(window)
            return before

    def use(self, shared: OpenVault) -> None:
        """Somebody uses the vault: its idle minutes begin again."""
        shared.used_at = self._clock()

    def lock(self, shared: OpenVault) -> None:
        """Seal the unfinished notes, drop the key and all plaintext, hide every window."""
        with self._lock:
            if self._open.get(shared.name) is shared:
                del self._open[shared.name]
            with shared.lock:
                try:
                    if not shared.vault.is_closed:
                        self._seal(shared)
                finally:
                    self._close(shared)
            windows = sorted(shared.windows)
        self._windows.hide(windows)

    def sign_out(self, shared: OpenVault) -> None:
        """Lock, and erase the unfinished notes instead of keeping them."""
        with self._lock, shared.lock:
            for note in list(shared.notes):
                shared.erase(note)
            for note in list(shared.additions):
                shared.erase_additions(note)
            self.lock(shared)
            self.waiting.erase(shared.name)

    def changed(self, shared: OpenVault, *, by: str) -> None:
        """A note changed in this window: the others show it."""
        others = sorted(shared.windows - {by})
        if others:
            self._windows.redraw(others)

    def unfinished(self, folder: Path) -> Unfinished:
        """How much waits for the vault in this folder, also where it is about to be locked."""
        with self._lock:
            name = self._names.get(folder.resolve(), "")
            shared = self._open.get(name)
            if shared is not None:
                return shared.unfinished
            waiting = self.waiting.names(name)
        additions = sum(entry.startswith(_ADDITIONS) for entry in waiting)
        return Unfinished(len(waiting) - additions, additions)

    def tick(self) -> None:
        """Lock what is idle or left, erase what has come to its end, drop windows that are gone."""
        now = self._clock()
        self.waiting.erase_ended()
        with self._lock:
            gone = self._gone(now)
            vaults = list(self._open.values())
        for shared in vaults:
            if shared.windows & gone or shared.idle_until() <= now:
                self.lock(shared)
            else:
                self._erase_ended(shared, now)
        for window in gone:
            self._windows.end(window)

    def _gone(self, now: datetime) -> set[str]:
        gone = set()
        for window in list(self._seen):
            if self._windows.is_connected(window):
                self._left_at.pop(window, None)
            elif self._left_at.setdefault(window, now) + GRACE <= now:
                gone.add(window)
                self._seen.discard(window)
                del self._left_at[window]
        return gone

    def _begin(self, name: str, opened: Vault) -> OpenVault:
        try:
            shared = OpenVault(name, opened, opened.load_settings(), self._clock())
            contents = self.waiting.reopen(name, key=opened.derived_key(KEY_PURPOSE))
        except BaseException:
            opened.close()
            raise
        for content in contents.values():
            # Our own frozen types, authenticated by a key that never leaves the process: nobody
            # else can have written them, and pickle carries every field, also those to come.
            held = pickle.loads(content)  # noqa: S301
            if isinstance(held, Additions):
                shared.additions[held.note_id] = held
            else:
                shared.notes[held.id] = held
        return shared

    def _seal(self, shared: OpenVault) -> None:
        key = shared.vault.derived_key(KEY_PURPOSE)
        unfinished = {work.id: work for work in shared.in_order()}
        additions = {f"{_ADDITIONS}{note}": held for note, held in shared.additions.items()}
        for name, held in (*unfinished.items(), *additions.items()):
            content = pickle.dumps(held, protocol=pickle.HIGHEST_PROTOCOL)
            self.waiting.seal(shared.name, name, content, key=key, until=shared.until(held))

    def _close(self, shared: OpenVault) -> None:
        for held in (*shared.notes.values(), *shared.additions.values()):
            held.erase()
        shared.notes.clear()
        shared.additions.clear()
        shared.vault.close()

    def _erase_ended(self, shared: OpenVault, now: datetime) -> None:
        with shared.lock:
            ended = [work for work in shared.in_order() if shared.until(work) <= now]
            for work in ended:
                shared.erase(work.id)
            typed = [note for note, held in shared.additions.items() if shared.until(held) <= now]
            for note in typed:
                shared.erase_additions(note)
        if ended or typed:
            self._windows.redraw(sorted(shared.windows))


def start_timer(vaults: OpenVaults) -> threading.Thread:
    """The one thread that calls `tick`, as long as the process lives."""

    def run() -> None:
        pause = threading.Event()
        while not pause.wait(_TICK_SECONDS):
            try:
                vaults.tick()
            except Exception as fault:  # noqa: BLE001 - it must go on; a text may be clinical
                _log.error("%s in the timer that locks", type(fault).__name__)

    thread = threading.Thread(target=run, name="notegen-timer", daemon=True)
    thread.start()
    return thread


def _name(vault: Vault) -> str:
    return f"{vault.id}:{vault.folder.resolve()}"
