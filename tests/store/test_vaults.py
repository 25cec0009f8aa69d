"""Vaults by name: one folder each, and no name leads out of `vaults/`."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notegen.errors import InputError
from notegen.store import Vault, list_vaults, vault_folder
from notegen.store.keys import TEST


def test_vaults_are_listed_by_name_and_nothing_else_is(tmp_path, passphrase) -> None:
    for name in ("Zoë Sample", "Ann Sample"):
        Vault.create(vault_folder(tmp_path, name), passphrase, kdf=TEST)
    (tmp_path / "notes").mkdir()
    (tmp_path / ".notegen-part-1").mkdir()
    (tmp_path / ".notegen-part-1" / "vault.db").touch()
    (tmp_path / "file").touch()
    assert list_vaults(tmp_path) == ("Ann Sample", "Zoë Sample")


def test_no_folder_has_no_vaults(tmp_path) -> None:
    assert list_vaults(tmp_path / "nowhere") == ()


def test_damaged_vault_is_still_listed(tmp_path, passphrase) -> None:
    folder = vault_folder(tmp_path, "Ann")
    Vault.create(folder, passphrase, kdf=TEST)
    (folder / "keys.json").unlink()
    assert list_vaults(tmp_path) == ("Ann",)


@pytest.mark.parametrize(
    "name", ["", " ", "..", ".", ".hidden", "a/b", "../x", "a\\b", "a\x00b", "a\nb", "x" * 61, "C:"]
)
def test_name_that_could_lead_elsewhere_is_refused(tmp_path, name) -> None:
    with pytest.raises(InputError):
        vault_folder(tmp_path, name)


@given(st.text(max_size=70))
def test_any_accepted_name_is_one_folder_in_vaults(tmp_path_factory, name) -> None:
    root = tmp_path_factory.getbasetemp()
    try:
        folder = vault_folder(root, name)
    except InputError:
        return
    assert folder.parent == root
    assert folder.resolve().parent == root.resolve()
