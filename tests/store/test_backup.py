"""Backups hold both files, are taken while the vault is in use, and bring everything back."""

from __future__ import annotations

import threading
from contextlib import contextmanager

import pytest

from notegen.errors import (
    InputError,
    VaultDamagedError,
    VaultError,
    VaultExistsError,
    WrongPassphraseError,
)
from notegen.store import Action, Vault, database
from notegen.store.keys import TEST


@pytest.fixture
def filled(vault, make_note, make_addendum, make_mark):
    for number in range(20):
        vault.notes.add(make_note(f"n{number}"))
    vault.notes.append(make_addendum())
    vault.notes.mark_entered_in_error(make_mark("n2"))
    return vault


def restore(backup, folder, passphrase) -> Vault:
    return Vault.restore(backup, folder, passphrase, kdf=TEST)


def test_restored_vault_holds_everything_and_goes_on(
    filled, tmp_path, passphrase, make_note, make_addendum, make_mark
) -> None:
    before = filled.notes.list(include_errors=True)
    filled.backup(tmp_path / "backup")
    assert filled.audit_log()[0].action is Action.VAULT_BACKED_UP
    restored = restore(tmp_path / "backup", tmp_path / "new", passphrase)
    assert restored.notes.list(include_errors=True) == before
    assert restored.notes.record("n2").error == make_mark("n2")
    assert restored.notes.addenda("n1") == (make_addendum(),)
    assert restored.notes.search("diary")[0].id == "n1"
    restored.notes.add(make_note("after"))
    assert restored.verify().ok
    assert Action.VAULT_RESTORED in {entry.action for entry in restored.audit_log()}


def test_backup_while_in_use_is_one_moment_of_the_vault(
    filled, tmp_path, passphrase, make_note
) -> None:
    stop = threading.Event()
    added = []

    def write() -> None:
        while not stop.is_set():
            note = make_note(f"busy{len(added)}")
            filled.notes.add(note)
            added.append(note.id)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(3):
            known = list(added)
            filled.backup(tmp_path / f"backup{number}")
            copy = restore(tmp_path / f"backup{number}", tmp_path / f"new{number}", passphrase)
            assert copy.verify().ok
            assert {row.id for row in copy.notes.list(limit=9999)} >= set(known)
    finally:
        stop.set()
        writer.join()
    assert filled.verify().ok


@pytest.fixture
def logging(filled, raw, make_note):
    """A vault whose last note is in its write-ahead log and not in vault.db yet."""
    held = raw(filled)  # keeps the log from being folded in
    held.execute("SELECT count(*) FROM notes").fetchall()
    filled.notes.add(make_note("in the log"))
    assert (filled.folder / "vault.db-wal").stat().st_size > 0
    yield filled
    held.close()


def test_backup_holds_what_is_still_in_the_log_of_a_vault_in_use(
    logging, tmp_path, passphrase, make_note
) -> None:
    logging.backup(tmp_path / "backup")
    restored = restore(tmp_path / "backup", tmp_path / "new", passphrase)
    assert restored.notes.get("in the log") == make_note("in the log")


def test_backup_is_encrypted_and_complete(filled, tmp_path) -> None:
    filled.backup(tmp_path / "backup")
    files = {file.name: file.read_bytes() for file in (tmp_path / "backup").iterdir()}
    assert set(files) == {"vault.db", "keys.json"}
    assert b"SQLite format" not in files["vault.db"]
    assert b"stress" not in files["vault.db"]


def test_head_of_a_backup_is_found_in_the_vault_it_came_from(filled, tmp_path, passphrase) -> None:
    filled.backup(tmp_path / "backup")
    kept = filled.verify().head
    assert filled.verify(kept_head=kept).ok
    filled.notes.list()
    assert filled.verify(kept_head=kept).ok


def test_backup_never_overwrites_and_stays_out_of_the_vault(filled, folder, tmp_path) -> None:
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "photo.jpg").write_bytes(b"x")
    with pytest.raises(VaultExistsError):
        filled.backup(tmp_path / "taken")
    with pytest.raises(InputError):
        filled.backup(folder / "backup")
    assert [p.name for p in (tmp_path / "taken").iterdir()] == ["photo.jpg"]
    assert not list(tmp_path.rglob(".notegen-part-*"))


def test_restore_checks_before_the_folder_appears(filled, tmp_path, passphrase) -> None:
    backup, new = tmp_path / "backup", tmp_path / "new"
    filled.backup(backup)
    with pytest.raises(WrongPassphraseError):
        restore(backup, new, "not the passphrase")
    good = (backup / "vault.db").read_bytes()
    for at in range(2000, len(good), 4096):  # a byte of every page, also of those unlock skips
        (backup / "vault.db").write_bytes(good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :])
        with pytest.raises(VaultDamagedError):
            restore(backup, new, passphrase)
    (backup / "vault.db").unlink()
    with pytest.raises(VaultDamagedError):
        restore(backup, new, passphrase)
    with pytest.raises(VaultError, match="no backup"):
        restore(tmp_path / "elsewhere", new, passphrase)
    assert not new.exists()
    assert not list(tmp_path.rglob(".notegen-part-*"))


def test_a_copy_that_the_disk_spoiled_is_no_backup(filled, tmp_path, monkeypatch) -> None:
    read = database.read

    @contextmanager
    def spoiled(path, key):
        with read(path, key) as opened:
            yield opened
        for copy in tmp_path.glob(".notegen-part-*/vault.db"):
            content = copy.read_bytes()
            copy.write_bytes(content[:-200] + bytes([content[-200] ^ 1]) + content[-199:])

    monkeypatch.setattr(database, "read", spoiled)
    with pytest.raises(VaultDamagedError, match="did not copy soundly"):
        filled.backup(tmp_path / "backup")
    assert not (tmp_path / "backup").exists()


def test_restore_never_overwrites_a_vault(filled, folder, tmp_path, passphrase, make_note) -> None:
    filled.backup(tmp_path / "backup")
    filled.notes.add(make_note("later"))
    with pytest.raises(VaultExistsError):
        restore(tmp_path / "backup", folder, passphrase)
    assert filled.notes.get("later") == make_note("later")


def test_restore_leaves_the_backup_as_it_was(filled, tmp_path, passphrase) -> None:
    filled.backup(tmp_path / "backup")
    before = {file.name: file.read_bytes() for file in (tmp_path / "backup").iterdir()}
    restore(tmp_path / "backup", tmp_path / "new", passphrase)
    after = {file.name: file.read_bytes() for file in (tmp_path / "backup").iterdir()}
    assert after == before


def test_backup_opens_with_the_passphrase_of_its_moment(filled, tmp_path, passphrase) -> None:
    filled.backup(tmp_path / "old")
    filled.change_passphrase(passphrase, "seven herons by the mill")
    assert restore(tmp_path / "old", tmp_path / "new", passphrase).verify().ok


def test_files_of_a_live_vault_copied_by_hand_restore_too(
    logging, tmp_path, passphrase, make_note
) -> None:
    restored = restore(logging.folder, tmp_path / "new", passphrase)
    assert restored.notes.get("in the log") == make_note("in the log")
