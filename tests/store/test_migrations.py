"""Tables change by named steps, each whole or not at all, and never backwards."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from notegen.errors import VaultError
from notegen.store import Action, migrations

NOW = datetime(2027, 1, 1, tzinfo=UTC)


def _add_table(database) -> None:
    database.execute("CREATE TABLE added (x)")


def test_missing_step_is_applied_on_unlock_and_leaves_an_audit_row(
    vault, folder, unlock, make_note, monkeypatch
) -> None:
    vault.notes.add(make_note())
    monkeypatch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, ("second", _add_table)))
    later = unlock(folder)
    assert later.notes.get("n1") == make_note()
    with later.audited(Action.NOTES_LISTED) as database:
        names = [name for (name,) in database.execute("SELECT name FROM migrations ORDER BY 1")]
        database.execute("SELECT x FROM added")
    assert names == ["client_settings", "first_tables", "second"]
    assert Action.VAULT_MIGRATED in {entry.action for entry in later.audit_log()}
    assert later.verify().ok


def test_step_that_fails_leaves_the_vault_as_it_was(vault, folder, unlock, monkeypatch) -> None:
    def half(database) -> None:
        database.execute("CREATE TABLE added (x)")
        raise VaultError("half way")

    head = vault.verify().head
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "MIGRATIONS", (*migrations.MIGRATIONS, ("second", half)))
        with pytest.raises(VaultError, match="half way"):
            unlock(folder)
    assert vault.verify().ok
    assert vault.verify().head == head
    unlock(folder)


def test_vault_of_a_newer_notegen_asks_for_an_update(vault, folder, raw, unlock) -> None:
    raw(vault).execute("INSERT INTO migrations VALUES ('from_the_future', '2031-01-01')")
    with pytest.raises(VaultError, match="update notegen"):
        unlock(folder)


def test_applied_steps_are_not_applied_again(vault) -> None:
    with vault.audited(Action.VAULT_MIGRATED) as database:
        assert migrations.migrate(database, now=NOW) == ()
