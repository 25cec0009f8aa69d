"""The one way to open vault.db: SQLCipher under sqlite-utils, and its faults in plain words.

One connection per call: opening with a raw key takes well under a millisecond, connections
cannot cross threads, and a closed connection leaves no page of the vault in memory.
Settings and their reasons: WAL with synchronous=FULL (an acknowledged commit survives a kill
and a power cut), secure_delete (a freed page keeps nothing), temp_store=MEMORY (SQLite's
temporary files would be plain text), cipher_log_level=NONE (SQLCipher logs to stderr),
cipher_compatibility=4 (the file format stays what it is when SQLCipher's default moves on).
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import sqlcipher3
from sqlcipher3 import dbapi2 as sqlcipher

from notegen.errors import NotegenError, RecordError, StorageError, VaultDamagedError, VaultError

# sqlite-utils picks its SQLite at import and catches that module's exceptions, so the names it
# looks for must lead to SQLCipher before it is imported.
sys.modules["pysqlite3"] = sqlcipher3
sys.modules["pysqlite3.dbapi2"] = sqlcipher

from sqlite_utils import Database  # noqa: E402

__all__ = ["FILE_NAME", "Database", "memory_database", "read", "storage_faults", "transaction"]

FILE_NAME: Final = "vault.db"
_BUSY_SECONDS: Final = 10.0


@contextmanager
def transaction(path: Path, key: bytes | bytearray) -> Iterator[Database]:
    """A write transaction on its own connection: all of the block is kept, or nothing.

    Raises `VaultDamagedError`, `StorageError` or `RecordError`; after any exception nothing of
    the block is in the vault.
    """
    with _connection(path, key) as database:
        database.execute("BEGIN IMMEDIATE")
        try:
            yield database
            database.execute("COMMIT")
        except BaseException:
            # SQLite ends the transaction itself on some faults (disk full).
            if database.conn.in_transaction:
                database.execute("ROLLBACK")
            raise


@contextmanager
def read(path: Path, key: bytes | bytearray) -> Iterator[Database]:
    """A connection in autocommit, for checks and for statements that allow no transaction."""
    with _connection(path, key) as database:
        yield database


def create(path: Path, key: bytes | bytearray) -> None:
    """An empty encrypted database in a file that is not there yet."""
    with storage_faults():
        connection = _connect(path, "rwc")
        try:
            _unlock(connection, key)
            connection.execute("PRAGMA user_version = 1")
        finally:
            connection.close()


def memory_database() -> Database:
    """An empty database that never touches a disk."""
    return Database(sqlcipher.connect(":memory:", isolation_level=None), execute_plugins=False)


@contextmanager
def _connection(path: Path, key: bytes | bytearray) -> Iterator[Database]:
    if not path.is_file():
        raise VaultDamagedError(f"{path} is missing; restore the vault from a backup.")
    with storage_faults():
        connection = _connect(path, "rw")
        try:
            _unlock(connection, key)
            # Plugins are other people's code; none belongs near an open vault.
            yield Database(connection, execute_plugins=False)
        finally:
            with suppress(sqlcipher.Error):
                connection.close()


def _connect(path: Path, mode: str) -> Any:
    return sqlcipher.connect(
        f"file:{quote(str(path.absolute()))}?mode={mode}",
        uri=True,
        timeout=_BUSY_SECONDS,
        isolation_level=None,
    )


def _unlock(connection: Any, key: bytes | bytearray) -> None:
    for pragma in (
        "cipher_log_level = NONE",
        f"key = \"x'{key.hex()}'\"",
        "cipher_compatibility = 4",
        "temp_store = MEMORY",
        "foreign_keys = ON",
        "secure_delete = ON",
        "trusted_schema = OFF",
        "journal_mode = WAL",
        "synchronous = FULL",
    ):
        connection.execute(f"PRAGMA {pragma}").fetchall()


@contextmanager
def storage_faults() -> Iterator[None]:
    """Turn a fault of SQLCipher into one of ours.

    `from None` on purpose: SQLite quotes search words and SQL in its messages.
    """
    try:
        yield
    except sqlcipher.Error as fault:
        code = getattr(fault, "sqlite_errorcode", None)
        if code is None:  # misuse of the interface: a bug here, not a state of the vault
            raise
        raise _in_plain_words(code & 0xFF) from None


def _in_plain_words(code: int) -> NotegenError:
    match code:
        case sqlcipher.SQLITE_NOTADB:
            return VaultDamagedError(
                "vault.db does not belong to this vault's keys, or is damaged; restore both "
                "files from one backup."
            )
        case sqlcipher.SQLITE_CORRUPT:
            return VaultDamagedError(
                "vault.db is damaged; restore the vault from a backup. Nothing was changed."
            )
        case sqlcipher.SQLITE_ERROR | sqlcipher.SQLITE_SCHEMA | sqlcipher.SQLITE_MISMATCH:
            return VaultDamagedError(
                "vault.db does not have the tables this notegen expects; restore the vault from "
                "a backup."
            )
        case sqlcipher.SQLITE_FULL | sqlcipher.SQLITE_IOERR:
            return StorageError(
                "The vault could not be written: the disk is full or failing. Free some space "
                "and try again; nothing was changed."
            )
        case sqlcipher.SQLITE_READONLY | sqlcipher.SQLITE_CANTOPEN | sqlcipher.SQLITE_PERM:
            return StorageError(
                "The vault's folder cannot be written to, and every use of the vault is logged "
                "in it; make it writable or copy the vault to another folder."
            )
        case sqlcipher.SQLITE_BUSY | sqlcipher.SQLITE_LOCKED:
            return StorageError(
                "Another program is using the vault; wait a moment and try again. Nothing was "
                "changed."
            )
        case sqlcipher.SQLITE_CONSTRAINT:
            return RecordError(
                "The vault refused the change: signed records are only ever added to."
            )
        case _:
            return VaultError(f"The vault could not be used (SQLite code {code}).")
