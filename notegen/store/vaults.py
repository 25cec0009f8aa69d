"""The vaults in one data folder, by the names that people gave them."""

from __future__ import annotations

import unicodedata
from pathlib import Path
from typing import Final

from notegen.errors import InputError
from notegen.store.files import storage_errors
from notegen.store.vault import Vault

_MAX_NAME: Final = 60
_ALLOWED: Final = " -_.'"


def list_vaults(vaults: Path) -> tuple[str, ...]:
    """Names of the vaults in this folder, in alphabetical order. Raises `StorageError`."""
    if not vaults.is_dir():
        return ()
    with storage_errors(vaults):
        names = [entry.name for entry in vaults.iterdir() if not entry.name.startswith(".")]
    return tuple(sorted(name for name in names if Vault.exists(vaults / name)))


def vault_folder(vaults: Path, name: str) -> Path:
    """Where the vault of this name is, or would be. The name becomes exactly one folder.

    Raises `InputError` for a name that is empty, too long, or could lead elsewhere.
    """
    name = unicodedata.normalize("NFC", name).strip()
    if not name or len(name.encode("utf-8", "replace")) > 4 * _MAX_NAME or len(name) > _MAX_NAME:
        raise InputError(f"Give the vault a name of 1 to {_MAX_NAME} characters.")
    if name.startswith(".") or not all(char.isalnum() or char in _ALLOWED for char in name):
        raise InputError(
            "The vault's name may have letters, digits, spaces and - _ . ' and no dot in front."
        )
    return vaults / name
