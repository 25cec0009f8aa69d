"""keys.json: the vault's random key, wrapped once per slot.

The vault key (32 random bytes) encrypts vault.db and never changes. Each slot (`passphrase`,
`recovery`) holds it under AES-256-GCM with a key that Argon2id makes of the slot's secret and
salt; the associated data binds format version, vault id, slot name and Argon2id parameters, so
no part can be swapped between vaults or slots.

*Wrong passphrase or damaged file?* GCM cannot tell. So the file also carries a plain SHA-256
over its content, no secret, which shows accidental damage: if it fits and the unwrapping fails,
the secret is wrong; if it does not fit, the file is damaged. Someone who alters the file and
renews that hash gets "wrong passphrase", and nothing else.

Passphrase rules follow NIST SP 800-63B: length instead of character classes, all of Unicode,
NFKC so that it opens from any keyboard.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from notegen.errors import InputError, StorageError, VaultKeysError, WrongPassphraseError
from notegen.store.codec import canonical
from notegen.store.files import storage_errors

FILE_NAME: Final = "keys.json"
FORMAT: Final = "notegen-vault-keys"
VERSION: Final = 1
MIN_PASSPHRASE: Final = 12
MAX_PASSPHRASE: Final = 1024
PASSPHRASE: Final = "passphrase"  # noqa: RUF100, S105
RECOVERY: Final = "recovery"
_KEY_BYTES: Final = 32
_MAX_FILE_BYTES: Final = 64 * 1024
_CROCKFORD: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_DATA_SYMBOLS: Final = 30  # 150 random bits
_CHECK_SYMBOLS: Final = 2
_GROUP: Final = 4


@dataclass(frozen=True, slots=True)
class KdfProfile:
    """A named set of Argon2id parameters."""

    name: str
    memory_kib: int
    iterations: int
    lanes: int

    @property
    def is_reasonable(self) -> bool:
        """Neither weak (OWASP: 19 MiB) nor a way to stop the machine (a foreign keys.json)."""
        return (
            19 * 1024 <= self.memory_kib <= 1024 * 1024
            and 1 <= self.lanes <= 16
            and (2 if self.memory_kib < 46 * 1024 else 1) <= self.iterations <= 16
        )


STANDARD: Final = KdfProfile("standard", memory_kib=64 * 1024, iterations=3, lanes=4)
# Fast on purpose. Accepted from a file only when the caller names it, which only tests do.
TEST: Final = KdfProfile("test", memory_kib=64, iterations=1, lanes=1)


@dataclass(frozen=True, slots=True)
class Slot:
    """The vault key under one secret."""

    kdf: KdfProfile
    salt: bytes
    nonce: bytes
    wrapped: bytes


@dataclass(frozen=True, slots=True)
class VaultKeys:
    """The content of keys.json."""

    vault_id: str
    slots: Mapping[str, Slot]

    def wrap(self, slot: str, secret: str, key: bytes | bytearray, kdf: KdfProfile) -> VaultKeys:
        """The same keys with `slot` holding `key` under `secret`."""
        salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
        bound = _bound(self.vault_id, slot, kdf)
        wrapped = AESGCM(_stretch(secret, salt, kdf)).encrypt(nonce, bytes(key), bound)
        return replace(self, slots={**self.slots, slot: Slot(kdf, salt, nonce, wrapped)})

    def unwrap(self, slot: str, secret: str) -> bytearray:
        """The vault key. Raises `WrongPassphraseError`."""
        entry = self.slots[slot]
        cipher = AESGCM(_stretch(secret, entry.salt, entry.kdf))
        try:
            key = cipher.decrypt(entry.nonce, entry.wrapped, _bound(self.vault_id, slot, entry.kdf))
        except InvalidTag:
            raise WrongPassphraseError(
                f"This {'passphrase' if slot == PASSPHRASE else 'recovery key'} does not open "
                "the vault; check it and try again."
            ) from None
        return bytearray(key)

    def to_bytes(self) -> bytes:
        """The content of the file."""
        data: dict[str, Any] = {
            "format": FORMAT,
            "version": VERSION,
            "vault_id": self.vault_id,
            "slots": {name: _slot_to_json(slot) for name, slot in self.slots.items()},
        }
        data["integrity"] = _integrity(data)
        return (json.dumps(data, indent=1) + "\n").encode()


def load_keys(folder: Path, *, also: KdfProfile | None = None) -> VaultKeys:
    """Read and check keys.json. `also` is a profile to accept outside the usual limits.

    Raises `VaultKeysError` when it is missing, damaged, of a newer version, or asks for
    unreasonable work; `StorageError` when it cannot be read.
    """
    path = folder / FILE_NAME
    try:
        with storage_errors(path), path.open("rb") as file:
            raw = file.read(_MAX_FILE_BYTES + 1)
    except StorageError:
        if path.exists():
            raise
        raise VaultKeysError(
            f"{path} is missing, and without it no passphrase opens the vault; restore it from "
            "a backup."
        ) from None
    if len(raw) > _MAX_FILE_BYTES:
        raise _damaged()
    try:
        data = json.loads(raw)
        if data["format"] != FORMAT:
            raise _damaged()
        if data["version"] != VERSION:
            raise VaultKeysError("keys.json is of a newer version; update notegen to open it.")
        claimed = data.pop("integrity")
        if claimed != _integrity(data) or set(data) != {"format", "version", "vault_id", "slots"}:
            raise _damaged()
        keys = VaultKeys(
            _text(data["vault_id"]),
            {name: _slot_from_json(slot) for name, slot in data["slots"].items()},
        )
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise _damaged() from None
    if set(keys.slots) != {PASSPHRASE, RECOVERY}:
        raise _damaged()
    for slot in keys.slots.values():
        if not (slot.kdf.is_reasonable or slot.kdf == also):
            raise VaultKeysError(
                "keys.json asks for key derivation settings outside the safe range; it was not "
                "written by notegen. Restore it from a backup."
            )
    return keys


def new_vault_key() -> bytearray:
    """A random key for a new vault."""
    return bytearray(secrets.token_bytes(_KEY_BYTES))


def new_vault_id() -> str:
    """A random name for a vault, which ties its two files together."""
    return secrets.token_hex(16)


def check_passphrase(passphrase: str) -> None:
    """Raise `InputError` for a passphrase that is too short, too long or trivial."""
    normal = unicodedata.normalize("NFKC", passphrase)
    if len(normal) < MIN_PASSPHRASE:
        raise InputError(
            f"The passphrase has {len(normal)} characters; use at least {MIN_PASSPHRASE}. Four or "
            "five unrelated words are easy to remember and hard to guess."
        )
    if len(normal) > MAX_PASSPHRASE:
        raise InputError(f"The passphrase is longer than {MAX_PASSPHRASE} characters; shorten it.")
    if len(set(normal)) < 5:
        raise InputError("The passphrase repeats the same few characters; use several words.")
    if any("\ud800" <= char <= "\udfff" for char in normal):
        raise InputError("The passphrase holds half a character; type it again.")


def new_recovery_key() -> str:
    """A random recovery key of 150 bits: eight groups of four letters and digits."""
    data = "".join(secrets.choice(_CROCKFORD) for _ in range(_DATA_SYMBOLS))
    symbols = data + _checksum(data)
    return "-".join(symbols[at : at + _GROUP] for at in range(0, len(symbols), _GROUP))


def read_recovery_key(typed: str) -> str:
    """The recovery key as written by `new_recovery_key`, from what a person typed.

    Lower case, spaces, missing hyphens, O for 0 and I or L for 1 are put right (Crockford).
    Raises `WrongPassphraseError` when it cannot be one: the last two symbols are a checksum.
    """
    upper = unicodedata.normalize("NFKC", typed).upper()
    symbols = "".join(c for c in upper if not c.isspace() and unicodedata.category(c) != "Pd")
    symbols = symbols.translate(str.maketrans("OIL", "011"))
    data, check = symbols[:_DATA_SYMBOLS], symbols[_DATA_SYMBOLS:]
    if len(check) != _CHECK_SYMBOLS or set(symbols) - set(_CROCKFORD) or check != _checksum(data):
        raise WrongPassphraseError(
            "The recovery key has a typing error: it is eight groups of four letters and digits; "
            "compare it with your copy."
        )
    return "-".join(symbols[at : at + _GROUP] for at in range(0, len(symbols), _GROUP))


def _checksum(data: str) -> str:
    digest = hashlib.sha256(data.encode()).digest()
    return "".join(_CROCKFORD[byte % 32] for byte in digest[:_CHECK_SYMBOLS])


def _stretch(secret: str, salt: bytes, kdf: KdfProfile) -> bytes:
    normal = unicodedata.normalize("NFKC", secret).encode("utf-8", "surrogatepass")
    return Argon2id(
        salt=salt,
        length=_KEY_BYTES,
        iterations=kdf.iterations,
        lanes=kdf.lanes,
        memory_cost=kdf.memory_kib,
    ).derive(normal)


def _bound(vault_id: str, slot: str, kdf: KdfProfile) -> bytes:
    return canonical([FORMAT, VERSION, vault_id, slot, _kdf_to_json(kdf)]).encode()


def _integrity(data: Mapping[str, Any]) -> str:
    return "sha256:" + hashlib.sha256(canonical(data).encode()).hexdigest()


def _kdf_to_json(kdf: KdfProfile) -> dict[str, Any]:
    return {
        "name": "argon2id",
        "profile": kdf.name,
        "memory_kib": kdf.memory_kib,
        "iterations": kdf.iterations,
        "lanes": kdf.lanes,
    }


def _slot_to_json(slot: Slot) -> dict[str, Any]:
    blobs = {"salt": slot.salt, "nonce": slot.nonce, "wrapped": slot.wrapped}
    encoded = {name: base64.b64encode(blob).decode() for name, blob in blobs.items()}
    return {"kdf": _kdf_to_json(slot.kdf), **encoded}


def _slot_from_json(data: Mapping[str, Any]) -> Slot:
    kdf = data["kdf"]
    if kdf["name"] != "argon2id" or set(data) != {"kdf", "salt", "nonce", "wrapped"}:
        raise ValueError
    numbers = [kdf[name] for name in ("memory_kib", "iterations", "lanes")]
    if any(type(number) is not int for number in numbers):
        raise ValueError
    salt, nonce, wrapped = (
        base64.b64decode(_text(data[name]), validate=True) for name in ("salt", "nonce", "wrapped")
    )
    if (len(salt), len(nonce), len(wrapped)) != (16, 12, _KEY_BYTES + 16):
        raise ValueError
    return Slot(KdfProfile(_text(kdf["profile"]), *numbers), salt, nonce, wrapped)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise ValueError
    return value


def _damaged() -> VaultKeysError:
    return VaultKeysError(
        "keys.json is damaged, so the passphrase cannot be tried; restore keys.json from a backup."
    )
