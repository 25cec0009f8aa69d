"""Erased means that no field of a note holds a word of it, and that nothing can stop the timer."""

from __future__ import annotations

import logging
import pickle
import threading
from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from unittest.mock import Mock

import pytest

from notegen import list_formats
from notegen.errors import VaultError
from notegen.model import Author, SessionDetails
from notegen.store import Vault
from notegen.store.keys import TEST
from notegen.waiting import KEY_PURPOSE
from pages._ui import open_vaults
from pages._ui.open_vaults import OpenVault, OpenVaults, start_timer
from pages._ui.workspace import Workspace

PASSPHRASE = "orbit lemon canyon drum"
MARKER = "zanzibarine"
FORMATS = {item.key: item for item in list_formats()}
TEXTS = [field.name for field in fields(SessionDetails) if field.default == ""]


def written() -> Workspace:
    """A note with the marker in every place where a clinician can put a word."""
    work = Workspace()
    work.capture({"kind": "text", "text": f"{MARKER} in one window.", "by": "w1"}, FORMATS)
    summary = f"Client discussed {MARKER} stress. Practiced grounding."
    work.capture({"kind": "send", "text": summary, "by": "w2", "news": 0}, FORMATS)
    work.set_details(SessionDetails(date=work.details.date, **dict.fromkeys(TEXTS, MARKER)))
    for op in (
        {"kind": "add", "id": "new-1", "section": "P", "index": 0, "text": f"{MARKER} twice."},
        {"kind": "edit", "id": "new-1", "text": f"{MARKER} thrice."},
        {"kind": "add_section", "title": f"About {MARKER}"},
    ):
        work.apply(op, author=Author("Ana Example"), store=[].append)
    return work


def holds_marker(work: Workspace) -> bool:
    return MARKER.encode() in pickle.dumps(work)


def test_no_field_of_a_discarded_note_holds_a_word_of_it() -> None:
    work = written()
    assert work.history
    assert holds_marker(work)
    work.apply({"kind": "discard"}, author=Author(""), store=[].append)
    assert not holds_marker(work)


def test_an_approved_note_holds_its_signed_words_and_no_others() -> None:
    work = written()
    work.set_details(replace(work.details, client="R. M."))
    author, notes = Author("Ana Example"), []
    work.apply({"kind": "attest", "value": True}, author=author, store=notes.append)
    work.apply({"kind": "approve"}, author=author, store=notes.append)
    assert work.signed is notes[0]
    work.signed = None
    assert not holds_marker(work)


class Opened:
    """One vault open in one window that stays there, with a clock to turn."""

    def __init__(self, folder: Path) -> None:
        self.now = datetime.now(UTC)
        self.folder = folder
        self.windows = Mock(**{"is_connected.return_value": True})
        self.vaults = OpenVaults(self.windows, clock=lambda: self.now)
        Vault.create(folder, PASSPHRASE, kdf=TEST)[0].close()
        self.shared = self.join()

    def unlock(self) -> Vault:
        return Vault.unlock(self.folder, PASSPHRASE, kdf=TEST)

    def join(self) -> OpenVault:
        return self.vaults.join(self.unlock(), "w1")

    def write(self) -> Workspace:
        work = written()
        self.shared.notes[work.id] = work
        return work


@pytest.fixture
def opened(tmp_path: Path) -> Opened:
    return Opened(tmp_path / "dr-example")


def test_what_waits_is_gone_when_its_time_is_over_though_nobody_comes_back(opened: Opened) -> None:
    opened.write()
    opened.vaults.lock(opened.shared)
    assert opened.vaults.waiting._sealed
    opened.now += timedelta(hours=12, minutes=1)
    opened.vaults.tick()
    assert opened.vaults.waiting._sealed == {}


def test_signing_out_closes_the_vault_and_leaves_nothing_to_open(opened: Opened) -> None:
    work = opened.write()
    opened.vaults.sign_out(opened.shared)
    assert opened.shared.vault.is_closed
    opened.windows.hide.assert_called_once_with(["w1"])
    assert not holds_marker(work)
    assert opened.vaults.waiting._sealed == {}
    assert opened.join().notes == {}


def test_only_the_key_of_the_vault_opens_what_waits(opened: Opened) -> None:
    work = opened.write()
    opened.vaults.lock(opened.shared)
    with opened.unlock() as vault:
        key = vault.derived_key(KEY_PURPOSE)
        assert vault.derived_key("another purpose") != key
    found = opened.vaults.waiting.reopen(opened.shared.name, key=key)
    assert list(found) == [work.id]
    assert MARKER.encode() in found[work.id]


def test_a_note_that_cannot_be_sealed_is_no_reason_to_stay_open(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = opened.write()
    monkeypatch.setattr(opened.vaults.waiting, "seal", Mock(side_effect=MemoryError))
    with pytest.raises(MemoryError):
        opened.vaults.lock(opened.shared)
    assert opened.shared.vault.is_closed
    assert not holds_marker(work)
    assert opened.shared.notes == {}


def test_a_vault_that_cannot_be_shown_or_is_shown_already_stays_open_nowhere(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    again = opened.unlock()
    assert opened.vaults.join(again, "w2") is opened.shared
    assert again.is_closed
    assert not opened.shared.vault.is_closed
    opened.vaults.lock(opened.shared)
    broken = opened.unlock()
    monkeypatch.setattr(broken, "load_settings", Mock(side_effect=VaultError("unknown setting")))
    with pytest.raises(VaultError):
        opened.vaults.join(broken, "w1")
    assert broken.is_closed


def test_no_setting_locks_or_erases_at_once(opened: Opened) -> None:
    work = opened.write()
    opened.shared.settings = replace(opened.shared.settings, lock_minutes=0, keep_hours=0)
    opened.now = datetime.now(UTC)
    opened.vaults.tick()
    assert not opened.shared.vault.is_closed
    assert holds_marker(work)


def test_work_on_a_note_begins_its_hours_again(opened: Opened) -> None:
    work = opened.write()
    work.touched_at = datetime.now(UTC) - timedelta(hours=11)
    before = opened.shared.until(work)
    work.touch()
    assert opened.shared.until(work) - before >= timedelta(hours=11)


def test_the_timer_goes_on_after_a_fault_and_keeps_its_words_out_of_the_log(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(open_vaults, "_TICK_SECONDS", 0.01)
    went_on, vaults = threading.Event(), Mock()
    faults = [ValueError(f"{MARKER} in a message"), RuntimeError("again")]

    def tick() -> None:
        if faults:
            raise faults.pop(0)
        went_on.set()

    vaults.tick = tick
    with caplog.at_level(logging.DEBUG):
        start_timer(vaults)
        assert went_on.wait(10)
    assert "ValueError" in caplog.text
    assert MARKER not in caplog.text
