"""Unfinished notes that wait in this process's memory as ciphertext, until their time is over.

A vault that is locked leaves its unfinished notes here. They are sealed with AES-256-GCM under a
key that is derived from the vault's own and kept nowhere: only opening the vault, with passphrase
or recovery key, gives it again. Nothing here is ever written to a disk, and nothing says whose
notes they are; the end of the process is the end of them.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from notegen.clock import utc_now

KEY_PURPOSE: Final = "notegen unfinished notes"
_NONCE_BYTES: Final = 12


@dataclass(frozen=True, slots=True)
class _Sealed:
    until: datetime
    nonce: bytes
    ciphertext: bytes


class Waiting:
    """The sealed notes of all vaults, by vault and note. Safe to use from any thread.

    `vault` is any name that tells the vaults of this process apart; `key` is what the vault gives
    for `KEY_PURPOSE`.
    """

    def __init__(self, *, clock: Callable[[], datetime] = utc_now) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._sealed: dict[tuple[str, str], _Sealed] = {}

    def seal(self, vault: str, note: str, content: bytes, *, key: bytes, until: datetime) -> None:
        """Keep `content` under `key` until that time; an older one of this note is dropped."""
        nonce = secrets.token_bytes(_NONCE_BYTES)
        ciphertext = AESGCM(key).encrypt(nonce, content, _bound(vault, note))
        with self._lock:
            self._sealed[vault, note] = _Sealed(until, nonce, ciphertext)

    def reopen(self, vault: str, *, key: bytes) -> dict[str, bytes]:
        """The contents by note; they no longer wait then.

        What does not open with this key, or has come to its end, is left out and erased.
        """
        with self._lock:
            mine = [name for name in self._sealed if name[0] == vault]
            found = {note: self._sealed.pop((vault, note)) for _, note in mine}
        cipher, now = AESGCM(key), self._clock()
        opened = {}
        for note, sealed in found.items():
            if sealed.until <= now:
                continue
            try:
                opened[note] = cipher.decrypt(sealed.nonce, sealed.ciphertext, _bound(vault, note))
            except InvalidTag:  # of another key: the vault's folder was replaced meanwhile
                continue
        return opened

    def names(self, vault: str) -> tuple[str, ...]:
        """Under which names something waits for this vault."""
        with self._lock:
            return tuple(note for of, note in self._sealed if of == vault)

    def erase(self, vault: str) -> None:
        """Drop all that waits for this vault."""
        with self._lock:
            for name in [name for name in self._sealed if name[0] == vault]:
                del self._sealed[name]

    def erase_ended(self) -> None:
        """Drop what has come to its end."""
        now = self._clock()
        with self._lock:
            for name in [name for name, sealed in self._sealed.items() if sealed.until <= now]:
                del self._sealed[name]


def _bound(vault: str, note: str) -> bytes:
    """What the ciphertext is tied to: none can be passed off as another's."""
    return f"{len(vault)}:{vault}:{note}".encode()
