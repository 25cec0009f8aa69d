"""The hash chain: every stored row carries the hash of the row before it.

One overall sequence runs through notes, addenda, error marks and audit rows, so removing,
changing, inserting or reordering any of them breaks it; the `head` row keeps the count and the
last hash, so cutting the end off is seen too.

*Limits.* The chain lies inside the encrypted database. Whoever has the vault key can write a
whole new chain, and whoever has the folder can put an older copy of it back (or drop
transactions from a write-ahead log left by a crash); neither shows from the inside. It does show
when the head that `verify` reports was kept elsewhere (on paper, in a mail) and is given back as
`kept_head`.
"""

from __future__ import annotations

import hashlib
import secrets
from typing import Final

from notegen.errors import VaultDamagedError
from notegen.store.codec import canonical
from notegen.store.database import Database

ALGORITHM: Final = "sha256"


def start(database: Database) -> None:
    """Begin the chain of a new vault from a random value, so that no head can be guessed."""
    genesis = _digest(secrets.token_bytes(32))
    database.execute("INSERT INTO head VALUES (1, ?, 0, ?)", [genesis, genesis])


def append(database: Database, table: str, content: str) -> None:
    """Add a row to a chained table, after the last row of the vault."""
    _, count, last = head(database)
    seq = count + 1
    database.execute(
        f"INSERT INTO {table} (seq, prev, hash, content) VALUES (?, ?, ?, ?)",  # noqa: RUF100, S608
        [seq, last, row_hash(table, seq, last, content), content],
    )


def head(database: Database) -> tuple[str, int, str]:
    """Genesis, number of rows and last hash. Raises `VaultDamagedError` when there is none."""
    row = database.execute("SELECT genesis, count, hash FROM head").fetchone()
    if row is None:
        raise VaultDamagedError("vault.db has lost its chain; restore the vault from a backup.")
    genesis, count, last = row
    return genesis, count, last


def row_hash(table: str, seq: int, prev: str, content: str) -> str:
    """Hash of a row and, through `prev`, of all rows before it."""
    return _digest(canonical([table, seq, prev, content]).encode())


def _digest(data: bytes) -> str:
    return f"{ALGORITHM}:{hashlib.sha256(data).hexdigest()}"
