"""Several threads and several openings of one vault add at once; every note arrives."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from notegen.errors import VaultError


def test_threads_and_openings_add_at_once_and_nothing_is_lost(
    vault, folder, unlock, make_note
) -> None:
    other = unlock(folder)

    def add(number: int) -> None:
        (vault if number % 2 else other).notes.add(make_note(f"n{number}"))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(80)))
    assert len(vault.notes.list(limit=100)) == 80
    report = other.verify()
    assert report.ok, report.problems
    assert report.counts["notes"] == 80


def test_same_note_from_two_threads_is_stored_once(vault, make_note) -> None:
    from notegen.errors import AlreadySignedError

    refused = []

    def add(_: int) -> None:
        try:
            vault.notes.add(make_note())
        except AlreadySignedError:
            refused.append(1)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(add, range(6)))
    assert len(refused) == 5
    assert vault.verify().counts["notes"] == 1


def test_closing_under_use_locks_and_never_looks_like_damage(vault, make_note) -> None:
    vault.notes.add(make_note())
    started = threading.Event()
    faults: list[Exception] = []

    def read() -> None:
        while True:
            try:
                vault.notes.list()
            except VaultError as fault:
                faults.append(fault)
                return
            started.set()

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    started.wait(10)
    vault.close()
    for thread in threads:
        thread.join(20)
    assert ["locked" in str(fault) for fault in faults] == [True] * 3


def test_vault_in_use_elsewhere_is_said_plainly(vault, raw, make_note, monkeypatch) -> None:
    from notegen.errors import StorageError
    from notegen.store import database

    monkeypatch.setattr(database, "_BUSY_SECONDS", 0.05)
    holder = raw(vault)
    holder.execute("BEGIN IMMEDIATE")
    with pytest.raises(StorageError, match="Another program"):
        vault.notes.add(make_note())
    holder.execute("ROLLBACK")
    vault.notes.add(make_note())
