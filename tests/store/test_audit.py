"""Every use leaves its row, in the same transaction, and the row gives nothing away."""

from __future__ import annotations

import pytest

from notegen.errors import InputError, NotFoundError, StorageError, WrongPassphraseError
from notegen.model import Author
from notegen.store import Action, Settings, Vault
from notegen.store import audit as audit_module
from notegen.store.keys import TEST

SECRETS = ("Zirkonmarker", "Example", "wordlooked4", "Reasonmarker")


def actions(vault) -> list[Action]:
    return [entry.action for entry in reversed(vault.audit_log())]


def test_every_use_leaves_one_row_in_order(vault, make_note, make_addendum, make_mark) -> None:
    vault.save_settings(Settings(name="Ann Sample"))
    vault.notes.add(make_note())
    vault.notes.get("n1")
    vault.notes.list()
    vault.notes.search("stress")
    vault.notes.search("...")
    vault.notes.clients()
    vault.notes.append(make_addendum())
    vault.notes.addenda("n1")
    vault.notes.record_export("n1", "pdf")
    vault.notes.mark_entered_in_error(make_mark())
    vault.notes.record_unstored_approval("n2")
    assert (
        actions(vault)
        == [
            Action.VAULT_CREATED,
            Action.SETTINGS_CHANGED,
            Action.NOTE_ADDED,
            Action.NOTE_READ,
            Action.NOTES_LISTED,
            Action.NOTES_SEARCHED,
            Action.NOTES_SEARCHED,
            Action.CLIENTS_LISTED,
            Action.ADDENDUM_ADDED,
            Action.ADDENDA_READ,
            Action.NOTE_EXPORTED,
            Action.NOTE_MARKED_IN_ERROR,
            Action.NOTE_NOT_STORED,
            Action.AUDIT_READ,
        ][:-1]
    )
    assert actions(vault)[-1] is Action.AUDIT_READ


def test_rows_hold_no_clinical_text_no_label_and_no_search_words(
    vault, raw, make_note, make_addendum, make_mark
) -> None:
    vault.notes.add(make_note(text="Zirkonmarker"))
    vault.notes.search("wordlooked4")
    vault.notes.list(client="R. Example")
    vault.notes.append(make_addendum(text="Zirkonmarker"))
    vault.notes.mark_entered_in_error(make_mark(reason="Reasonmarker"))
    rows = raw(vault).execute("SELECT content FROM audit").fetchall()
    assert len(rows) == 6
    for secret in SECRETS:
        assert secret not in str(rows)


def test_row_names_the_actor_or_else_the_clinician_of_the_vault(
    vault, make_note, make_addendum, make_mark
) -> None:
    vault.notes.list()
    assert vault.audit_log()[0].who == "owner of the vault"
    vault.save_settings(Settings(name="Ann Sample"))
    vault.notes.list()
    assert vault.audit_log()[0].who == "Ann Sample"
    vault.notes.add(make_note())
    assert vault.audit_log()[0].who == "Ann Sample, LCSW"
    vault.notes.append(make_addendum())
    assert vault.audit_log()[0].who == "Ann Sample, LCSW"
    vault.notes.mark_entered_in_error(make_mark())
    assert vault.audit_log()[0].who == "Ann Sample, LCSW"
    vault.notes.get("n1", actor=Author("Bo Sample"))
    entry = vault.audit_log()[0]
    assert (entry.who, entry.note_id, entry.zone != "") == ("Bo Sample", "n1", True)


@pytest.mark.parametrize("how", ["", "a long clinical sentence", "PDF", "x" * 41, "pdf\n"])
def test_export_detail_is_one_short_word(vault, make_note, how) -> None:
    vault.notes.add(make_note())
    with pytest.raises(InputError):
        vault.notes.record_export("n1", how)
    assert actions(vault)[-1] is Action.NOTE_ADDED


def test_without_its_audit_row_nothing_is_stored(
    vault, make_note, make_addendum, make_mark, monkeypatch
) -> None:
    vault.notes.add(make_note("n0"))
    head = vault.verify().head

    def refuse(*_: object) -> None:
        raise StorageError("injected between the record and its row")

    with monkeypatch.context() as patch:
        patch.setattr(audit_module, "write", refuse)
        for use in (
            lambda: vault.notes.add(make_note()),
            lambda: vault.notes.append(make_addendum(note_id="n0")),
            lambda: vault.notes.mark_entered_in_error(make_mark("n0")),
            lambda: vault.save_settings(Settings(name="Changed")),
            lambda: vault.notes.get("n0"),
        ):
            with pytest.raises(StorageError):
                use()
    assert vault.verify().head == head
    record = vault.notes.record("n0")
    assert (record.addenda, record.error) == ((), None)
    assert vault.load_settings() == Settings()
    assert vault.notes.search("diary") == ()
    with pytest.raises(NotFoundError):
        vault.notes.get("n1")


def test_without_its_audit_row_neither_passphrase_nor_recovery_key_changes(
    folder, passphrase, monkeypatch
) -> None:
    vault, recovery = Vault.create(folder, passphrase, kdf=TEST)

    def refuse(*_: object) -> None:
        raise StorageError("injected before the keys are swapped")

    with monkeypatch.context() as patch:
        patch.setattr(audit_module, "write", refuse)
        for change in (
            lambda: vault.change_passphrase(passphrase, "seven herons by the mill"),
            lambda: vault.set_passphrase_by_recovery(recovery, "seven herons by the mill"),
            lambda: vault.renew_recovery_key(passphrase),
        ):
            with pytest.raises(StorageError, match="injected"):
                change()
    Vault.unlock(folder, passphrase, kdf=TEST).close()
    Vault.unlock_with_recovery(folder, recovery, kdf=TEST).close()
    with pytest.raises(WrongPassphraseError):
        Vault.unlock(folder, "seven herons by the mill", kdf=TEST)


def test_failed_read_shows_nothing_and_a_failed_write_leaves_no_row(vault, make_note) -> None:
    vault.notes.add(make_note())
    before = actions(vault)
    with pytest.raises(NotFoundError):
        vault.notes.get("nope")
    assert actions(vault)[: len(before)] == before
    assert actions(vault).count(Action.NOTE_READ) == 0
