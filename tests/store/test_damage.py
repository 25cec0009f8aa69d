"""Nothing readable on the disk, and no damage that goes unseen."""

from __future__ import annotations

import random
import shutil
import sqlite3

import pytest

from notegen.errors import VaultDamagedError
from notegen.store import Vault
from notegen.store.keys import TEST

MARKER = "Zirkonmarker"


@pytest.fixture
def filled(vault, make_note, make_addendum):
    for number in range(30):
        vault.notes.add(make_note(f"n{number}", f"{MARKER} {number} " * 20, client=MARKER))
    vault.notes.append(make_addendum(text=MARKER))
    return vault


def test_no_plain_text_in_any_file_even_while_in_use(filled, folder, raw, make_note) -> None:
    filled.notes.search(MARKER)
    held = raw(filled)  # an open connection keeps -wal and -shm on the disk
    held.execute("BEGIN").fetchall()
    held.execute("SELECT count(*) FROM notes").fetchall()
    filled.notes.add(make_note("held", MARKER * 10))
    names = {file.name for file in folder.iterdir()}
    assert names == {"vault.db", "vault.db-wal", "vault.db-shm", "keys.json"}
    for file in folder.iterdir():
        content = file.read_bytes()
        for forbidden in (MARKER, MARKER.lower(), "SQLite format", "CREATE TABLE"):
            for encoding in ("utf-8", "utf-16-le"):
                assert forbidden.encode(encoding) not in content, file.name
        assert filled._open_key() not in content
    held.close()


def test_missing_database_says_so(filled, folder, unlock) -> None:
    (folder / "vault.db").unlink()
    with pytest.raises(VaultDamagedError, match="is missing"):
        unlock(folder)


@pytest.mark.parametrize("content", [b"", b"hello", b"\x00" * 8192])
def test_file_that_is_no_database_is_damage_and_left_alone(filled, folder, unlock, content) -> None:
    (folder / "vault.db").write_bytes(content)
    with pytest.raises(VaultDamagedError):
        unlock(folder)
    assert (folder / "vault.db").read_bytes()[: len(content)] == content


def test_plain_sqlite_file_is_refused(filled, folder, unlock) -> None:
    (folder / "vault.db").unlink()
    plain = sqlite3.connect(folder / "vault.db")
    plain.execute("CREATE TABLE notes (id)")
    plain.close()
    with pytest.raises(VaultDamagedError):
        unlock(folder)


def test_database_of_another_vault_is_refused(filled, folder, tmp_path, passphrase, unlock) -> None:
    other, _ = Vault.create(tmp_path / "other", passphrase, kdf=TEST)
    shutil.copy(other.folder / "vault.db", folder / "vault.db")
    with pytest.raises(VaultDamagedError, match="does not belong"):
        unlock(folder)


def test_database_with_the_right_key_and_another_identity_is_refused(
    filled, folder, raw, unlock
) -> None:
    connection = raw(filled)
    connection.execute("DROP TRIGGER vault_no_update")
    connection.execute("UPDATE vault SET id = 'another'")
    connection.close()
    with pytest.raises(VaultDamagedError, match="two vaults"):
        unlock(folder)


def is_seen(folder, unlock) -> bool:
    """Whether unlocking or verifying notices the damage; leaves no log of the attempt."""
    try:
        return not unlock(folder).verify().ok
    except VaultDamagedError:
        return True
    finally:
        for rest in folder.glob("vault.db-*"):
            rest.unlink()


def test_every_flipped_byte_is_seen(filled, folder, unlock) -> None:
    path = folder / "vault.db"
    good = path.read_bytes()
    chance = random.Random(7)  # noqa: S311 - which bytes to flip, not a secret
    pages = len(good) // 4096
    places = {page * 4096 + chance.randrange(4096) for page in range(pages)}
    places |= {0, 15, 16, 17, 4095, 4096, len(good) - 1, len(good) - 80}
    for at in sorted(places):
        path.write_bytes(good[:at] + bytes([good[at] ^ 0x40]) + good[at + 1 :])
        assert is_seen(folder, unlock), f"byte {at} of {len(good)}"
    path.write_bytes(good)
    assert unlock(folder).verify().ok


def test_every_truncation_to_whole_pages_is_seen(filled, folder, unlock) -> None:
    path = folder / "vault.db"
    good = path.read_bytes()
    for pages in range(0, len(good) // 4096, 3):
        path.write_bytes(good[: pages * 4096])
        assert is_seen(folder, unlock), f"{pages} pages"


def test_messages_about_damage_are_one_line_and_show_nothing(filled, folder, unlock) -> None:
    content = bytearray((folder / "vault.db").read_bytes())
    content[5000:5100] = bytes(100)
    (folder / "vault.db").write_bytes(content)
    with pytest.raises(VaultDamagedError) as fault:
        unlock(folder).notes.list()
    assert "\n" not in str(fault.value)
    assert MARKER not in str(fault.value)
    assert fault.value.__cause__ is None
    assert fault.value.__suppress_context__
