"""What every connection to a vault is set to, since neither fault shows before it has happened."""

from __future__ import annotations

import pytest

from notegen.store.audit import Action

FULL, IN_MEMORY = 2, 2


@pytest.mark.parametrize(
    ("setting", "wanted"),
    [
        ("synchronous", FULL),  # an acknowledged note survives a power cut
        ("journal_mode", "wal"),
        ("secure_delete", 1),  # a freed page keeps nothing
        ("temp_store", IN_MEMORY),  # SQLite's temporary files would be plain text
        ("foreign_keys", 1),
        ("trusted_schema", 0),
    ],
)
def test_a_connection_is_durable_and_leaves_no_plain_text(vault, setting, wanted) -> None:
    with vault.audited(Action.NOTE_READ) as database:
        assert database.execute(f"PRAGMA {setting}").fetchone() == (wanted,)


def test_sqlcipher_says_nothing_on_the_terminal(vault, folder, unlock, capfd) -> None:
    vault.close()
    content = (folder / "vault.db").read_bytes()
    (folder / "vault.db").write_bytes(content[:3000] + bytes(64) + content[3064:])
    with pytest.raises(Exception, match=r"vault\.db"):
        unlock(folder)
    said = capfd.readouterr()
    assert (said.out, said.err) == ("", "")
