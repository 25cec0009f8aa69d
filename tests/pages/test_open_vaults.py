"""One open vault for all its windows: locking, leaving, idling and ending, without a browser."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from notegen import list_formats
from notegen.store import Vault
from notegen.store.keys import TEST
from pages._ui.open_vaults import GRACE, OpenVault, OpenVaults
from pages._ui.typed import Additions
from pages._ui.workspace import Workspace

PASSPHRASE = "orbit lemon canyon drum"
FORMATS = {item.key: item for item in list_formats()}


class Windows:
    """Windows of a browser that is not there; remembers what was asked of them."""

    def __init__(self) -> None:
        self.connected = {"w1", "w2"}
        self.hidden: list[str] = []
        self.ended: list[str] = []
        self.redrawn: list[str] = []

    def is_connected(self, window: str) -> bool:
        return window in self.connected

    def hide(self, windows: Iterable[str]) -> None:
        self.hidden += windows

    def end(self, window: str) -> None:
        self.ended.append(window)

    def redraw(self, windows: Iterable[str]) -> None:
        self.redrawn += windows


class House:
    """Open vaults with a clock that can be turned."""

    def __init__(self, folder: Path) -> None:
        self.now = datetime.now(UTC)
        self.folder = folder
        self.windows = Windows()
        self.vaults = OpenVaults(self.windows, clock=lambda: self.now)
        Vault.create(folder, PASSPHRASE, kdf=TEST)[0].close()

    def unlock(self, window: str = "w1") -> OpenVault:
        return self.vaults.join(Vault.unlock(self.folder, PASSPHRASE, kdf=TEST), window)

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)
        self.vaults.tick()


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path / "dr-example")


def write(shared: OpenVault) -> Workspace:
    work = Workspace()
    shared.notes[work.id] = work
    work.capture({"kind": "send", "text": "Client discussed work stress."}, FORMATS)
    work.set_details(replace(work.details, client="R. M."))
    return work


def test_a_note_comes_back_whole_after_locking(house: House) -> None:
    shared = house.unlock()
    work = write(shared)
    draft, details = work.draft, work.details
    house.vaults.lock(shared)
    assert shared.vault.is_closed
    assert work.summary == ""
    assert work.draft is None
    assert shared.notes == {}
    assert house.windows.hidden == ["w1"]
    again = house.unlock().notes[work.id]
    assert (again.draft, again.details) == (draft, details)


def test_windows_of_one_vault_share_its_notes_and_lock_together(house: House) -> None:
    first, second = house.unlock("w1"), house.unlock("w2")
    assert first is second
    house.vaults.changed(first, by="w1")
    assert house.windows.redrawn == ["w2"]
    house.vaults.lock(first)
    assert house.windows.hidden == ["w1", "w2"]


def test_a_closed_window_locks_after_the_grace_and_a_blip_does_not(house: House) -> None:
    shared = house.unlock()
    house.windows.connected.clear()
    house.later(seconds=1)
    house.windows.connected.add("w1")
    house.later(seconds=GRACE.total_seconds() + 1)
    assert not shared.vault.is_closed
    house.windows.connected.clear()
    house.later(seconds=1)
    house.later(seconds=GRACE.total_seconds())
    assert shared.vault.is_closed
    assert house.windows.ended == ["w1"]


def test_unlocking_in_a_reloaded_page_locks_the_one_before_it_first(house: House) -> None:
    before = house.unlock("w1")
    work = write(before)
    house.windows.connected.remove("w1")
    after = house.unlock("w2")
    assert after is not before
    assert before.vault.is_closed
    assert work.id in after.notes
    house.later(seconds=1)
    house.later(seconds=GRACE.total_seconds())
    assert not after.vault.is_closed


def test_idle_minutes_lock_and_use_begins_them_again(house: House) -> None:
    shared = house.unlock()
    house.later(minutes=14)
    house.vaults.use(shared)
    house.later(minutes=14)
    assert not shared.vault.is_closed
    house.later(minutes=1)
    assert shared.vault.is_closed


def test_the_setting_decides_how_long_both_last(house: House) -> None:
    shared = house.unlock()
    shared.settings = replace(shared.settings, lock_minutes=60, keep_hours=2)
    work = write(shared)
    house.later(minutes=59)
    assert not shared.vault.is_closed
    house.vaults.lock(shared)
    house.later(minutes=62)
    assert work.id not in house.unlock().notes


def test_an_open_note_is_erased_in_time_too(house: House) -> None:
    shared = house.unlock()
    shared.settings = replace(shared.settings, lock_minutes=24 * 60)
    work = write(shared)
    house.later(hours=12, minutes=1)
    assert not shared.vault.is_closed
    assert shared.notes == {}
    assert work.draft is None
    assert house.windows.redrawn == ["w1"]


def test_signing_out_keeps_nothing(house: House) -> None:
    shared = house.unlock()
    work = write(shared)
    house.vaults.sign_out(shared)
    assert work.draft is None
    assert house.unlock().notes == {}


def test_locking_twice_does_no_harm(house: House) -> None:
    shared = house.unlock()
    work = write(shared)
    house.vaults.lock(shared)
    house.vaults.lock(shared)
    assert work.id in house.unlock().notes


def test_an_addition_to_a_signed_note_waits_as_a_draft_does(house: House) -> None:
    shared = house.unlock()
    write(shared)
    added = shared.additions["n1"] = Additions("n1")
    added.addendum.write("Client called about the homework.")
    added.reason.write("Wrong client.")
    assert str(house.vaults.unfinished(house.folder)) == (
        "1 unfinished note and 1 unsigned addition to a signed note"
    )
    house.vaults.lock(shared)
    assert (added.addendum.text, added.reason.text) == ("", "")
    assert shared.additions == {}
    assert house.vaults.unfinished(house.folder) == (1, 1)
    again = house.unlock().additions["n1"]
    assert again.addendum.text == "Client called about the homework."
    assert again.begun == ("addendum", "error mark")


def test_an_addition_is_erased_in_time_and_at_sign_out(house: House) -> None:
    shared = house.unlock()
    shared.settings = replace(shared.settings, lock_minutes=24 * 60)
    added = shared.additions["n1"] = Additions("n1")
    added.addendum.write("Client called about the homework.")
    house.later(hours=12, minutes=1)
    assert (shared.additions, added.addendum.text) == ({}, "")
    shared.additions["n1"] = added
    added.addendum.write("Again.")
    house.vaults.sign_out(shared)
    assert house.vaults.unfinished(house.folder) == (0, 0)
    assert house.unlock().additions == {}


def test_nothing_waits_for_a_vault_that_was_never_open(house: House) -> None:
    house.vaults.lock(house.unlock())
    assert not any(house.vaults.unfinished(house.folder))
    assert not any(house.vaults.unfinished(house.folder.parent / "dr-other"))
