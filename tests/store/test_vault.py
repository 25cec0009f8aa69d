"""A vault from creation to recovery, and what each fault of its files is called."""

from __future__ import annotations

import stat
import threading
from datetime import UTC, datetime

import pytest

from notegen.errors import (
    InputError,
    VaultDamagedError,
    VaultError,
    VaultExistsError,
    VaultKeysError,
    WrongPassphraseError,
)
from notegen.store import Action, Settings, Vault
from notegen.store.keys import TEST

NEW = "seven herons by the mill"


def test_create_unlock_and_read_back(vault, folder, make_note, unlock) -> None:
    vault.notes.add(make_note())
    vault.close()
    with unlock(folder) as again:
        assert again.notes.get("n1") == make_note()
        assert again.id == vault.id


def test_standard_profile_opens_without_naming_it(folder, passphrase) -> None:
    vault, recovery = Vault.create(folder, passphrase)
    vault.close()
    with Vault.unlock(folder, passphrase) as opened:
        assert opened.id == vault.id
    with Vault.unlock_with_recovery(folder, recovery) as recovered:
        assert recovered.id == vault.id


def test_files_and_folder_are_the_owners_alone(vault, folder, make_note) -> None:
    vault.notes.add(make_note())
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}


def test_create_never_overwrites(vault, folder, passphrase, make_note) -> None:
    vault.notes.add(make_note())
    with pytest.raises(VaultExistsError):
        Vault.create(folder, passphrase, kdf=TEST)
    assert vault.notes.get("n1") == make_note()


@pytest.mark.parametrize("name", ["keys.json", "vault.db"])
def test_create_refuses_what_is_left_of_a_vault(folder, passphrase, name) -> None:
    folder.mkdir(parents=True)
    (folder / name).write_bytes(b"what is left")
    with pytest.raises(VaultExistsError):
        Vault.create(folder, passphrase, kdf=TEST)
    assert (folder / name).read_bytes() == b"what is left"


def test_create_refuses_a_folder_with_other_things_and_takes_an_empty_one(
    folder, passphrase
) -> None:
    folder.mkdir(parents=True)
    (folder / "holiday.txt").write_text("keep me")
    with pytest.raises(VaultExistsError):
        Vault.create(folder, passphrase, kdf=TEST)
    (folder / "holiday.txt").unlink()
    Vault.create(folder, passphrase, kdf=TEST)
    assert [entry.name for entry in folder.parent.iterdir()] == [folder.name]


def test_failed_create_leaves_nothing(folder, passphrase) -> None:
    def broken_clock() -> datetime:
        raise InputError("stop here")

    with pytest.raises(InputError):
        Vault.create(folder, passphrase, clock=broken_clock, kdf=TEST)
    assert not Vault.exists(folder)
    assert list(folder.parent.iterdir()) == []


def test_weak_passphrase_makes_no_vault(folder) -> None:
    with pytest.raises(InputError):
        Vault.create(folder, "short", kdf=TEST)
    assert not folder.exists()


def test_no_vault_is_said_plainly(folder, passphrase) -> None:
    with pytest.raises(VaultError, match="There is no vault"):
        Vault.unlock(folder, passphrase)


def test_closed_vault_refuses_everything_and_has_no_key(vault, make_note) -> None:
    key = vault._key
    vault.close()
    vault.close()
    assert vault.is_closed
    assert set(key) == {0}
    for use in (
        lambda: vault.notes.add(make_note()),
        vault.notes.list,
        vault.load_settings,
        vault.verify,
        vault.audit_log,
    ):
        with pytest.raises(VaultError, match="locked"):
            use()


def test_repr_shows_no_key(vault) -> None:
    assert vault._key.hex() not in repr(vault)
    assert "open" in repr(vault)


def test_changed_passphrase_opens_and_the_old_one_does_not(
    vault, folder, passphrase, make_note, unlock
) -> None:
    vault.notes.add(make_note())
    vault.change_passphrase(passphrase, NEW)
    assert vault.notes.get("n1") == make_note()  # the open vault stays open
    with pytest.raises(WrongPassphraseError):
        unlock(folder)
    assert unlock(folder, NEW).notes.get("n1") == make_note()


def test_failed_change_leaves_the_old_passphrase(vault, folder, passphrase, unlock) -> None:
    with pytest.raises(WrongPassphraseError):
        vault.change_passphrase("not the passphrase", NEW)
    with pytest.raises(InputError):
        vault.change_passphrase(passphrase, "weak")
    unlock(folder)
    assert not [e for e in vault.audit_log() if e.action is Action.PASSPHRASE_CHANGED]


def test_recovery_key_opens_sets_a_passphrase_and_stays(folder, passphrase, make_note) -> None:
    vault, recovery = Vault.create(folder, passphrase, kdf=TEST)
    vault.notes.add(make_note())
    vault.close()
    with Vault.unlock_with_recovery(folder, recovery.lower(), kdf=TEST) as opened:
        opened.set_passphrase_by_recovery(recovery, NEW)
        assert opened.notes.get("n1") == make_note()
    for again in (
        Vault.unlock(folder, NEW, kdf=TEST),
        Vault.unlock_with_recovery(folder, recovery, kdf=TEST),
    ):
        assert again.notes.get("n1") == make_note()
    with pytest.raises(WrongPassphraseError):
        Vault.unlock(folder, passphrase, kdf=TEST)


def test_recovery_is_seen_in_the_audit_log(folder, passphrase) -> None:
    _, recovery = Vault.create(folder, passphrase, kdf=TEST)
    vault = Vault.unlock_with_recovery(folder, recovery, kdf=TEST)
    assert vault.audit_log()[0].action is Action.VAULT_RECOVERED


def test_renewed_recovery_key_replaces_the_old_one(folder, passphrase) -> None:
    vault, old = Vault.create(folder, passphrase, kdf=TEST)
    new = vault.renew_recovery_key(passphrase)
    Vault.unlock_with_recovery(folder, new, kdf=TEST)
    with pytest.raises(WrongPassphraseError):
        Vault.unlock_with_recovery(folder, old, kdf=TEST)
    Vault.unlock(folder, passphrase, kdf=TEST)


def test_two_changes_at_once_lose_neither(folder, passphrase) -> None:
    vault, _ = Vault.create(folder, passphrase, kdf=TEST)
    fresh: list[str] = []
    threads = [
        threading.Thread(target=lambda: fresh.append(vault.renew_recovery_key(passphrase))),
        threading.Thread(
            target=lambda: vault.save_settings(Settings(name="Ann Sample")),
        ),
        threading.Thread(target=lambda: fresh.append(vault.renew_recovery_key(passphrase))),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    opened = 0
    for key in fresh:
        try:
            Vault.unlock_with_recovery(folder, key, kdf=TEST)
            opened += 1
        except WrongPassphraseError:
            continue
    assert (len(fresh), opened) == (2, 1)
    Vault.unlock(folder, passphrase, kdf=TEST)


def test_settings_have_defaults_and_are_kept(vault, folder, unlock) -> None:
    assert vault.load_settings() == Settings()
    wanted = Settings(name="Ann Sample", credentials="LCSW", default_format="dap")
    vault.save_settings(wanted)
    vault.save_settings(wanted)
    assert unlock(folder).load_settings() == wanted
    assert str(wanted.author) == "Ann Sample, LCSW"


@pytest.mark.parametrize(("key", "value"), [("colour", '"red"'), ("name", "5")])
def test_unknown_or_misshapen_setting_is_refused(vault, raw, key, value) -> None:
    raw(vault).execute("INSERT INTO settings VALUES (?, ?)", [key, value])
    with pytest.raises(VaultError):
        vault.load_settings()


def test_clock_of_the_caller_is_used(folder, passphrase) -> None:
    moment = datetime(2031, 1, 2, 3, 4, 5, tzinfo=UTC)
    vault, _ = Vault.create(folder, passphrase, clock=lambda: moment, kdf=TEST)
    assert vault.audit_log()[0].at == moment


def test_three_kinds_of_fault_have_three_messages(vault, folder, unlock) -> None:
    vault.close()
    messages = []
    with pytest.raises(WrongPassphraseError) as wrong:
        unlock(folder, "not the passphrase")
    messages.append(str(wrong.value))
    good_keys, good_db = (folder / "keys.json").read_bytes(), (folder / "vault.db").read_bytes()
    (folder / "keys.json").write_bytes(good_keys[:-40])
    with pytest.raises(VaultKeysError) as damaged_keys:
        unlock(folder)
    messages.append(str(damaged_keys.value))
    (folder / "keys.json").write_bytes(good_keys)
    (folder / "vault.db").write_bytes(bytes(100) + good_db[100:])
    with pytest.raises(VaultDamagedError) as damaged_db:
        unlock(folder)
    messages.append(str(damaged_db.value))
    assert len(set(messages)) == 3
    assert all("\n" not in message for message in messages)
