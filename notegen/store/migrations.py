"""The vault's tables, as a list of named steps; each is applied once, in one transaction.

Four tables are chained (`notes`, `addenda`, `marks`, `audit`): rows of canonical JSON in one
overall sequence, each with the hash of the row before it (see `notegen.store.chain`). What is
listed or looked up comes out of that JSON by generated columns, so it cannot disagree with it.
Triggers refuse every change to a row, and every row that does not follow the last one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from notegen.errors import VaultDamagedError, VaultError
from notegen.store.database import Database

CHAINED: Final = ("notes", "addenda", "marks", "audit")

Migration = Callable[[Database], None]

_COLUMNS: Final = {
    "notes": """,
        id TEXT NOT NULL UNIQUE GENERATED ALWAYS AS (json_extract(content, '$.id')) STORED,
        client TEXT NOT NULL
            GENERATED ALWAYS AS (json_extract(content, '$.details.client')) STORED,
        session_date TEXT GENERATED ALWAYS AS (json_extract(content, '$.details.date')) STORED,
        signed_at TEXT NOT NULL
            GENERATED ALWAYS AS (json_extract(content, '$.signed_at')) STORED,
        zone TEXT NOT NULL GENERATED ALWAYS AS (json_extract(content, '$.zone')) STORED""",
    "addenda": """,
        id TEXT NOT NULL UNIQUE GENERATED ALWAYS AS (json_extract(content, '$.id')) STORED,
        note_id TEXT NOT NULL REFERENCES notes(id)
            GENERATED ALWAYS AS (json_extract(content, '$.note_id')) STORED""",
    "marks": """,
        note_id TEXT NOT NULL UNIQUE REFERENCES notes(id)
            GENERATED ALWAYS AS (json_extract(content, '$.note_id')) STORED""",
    "audit": """,
        at TEXT NOT NULL GENERATED ALWAYS AS (json_extract(content, '$.at')) STORED,
        zone TEXT NOT NULL GENERATED ALWAYS AS (json_extract(content, '$.zone')) STORED,
        action TEXT NOT NULL GENERATED ALWAYS AS (json_extract(content, '$.action')) STORED,
        note_id TEXT GENERATED ALWAYS AS (json_extract(content, '$.note_id')) STORED""",
}
# INSERT OR REPLACE deletes without firing delete triggers unless recursive_triggers is on, so
# the insert trigger itself refuses a taken id.
_TAKEN: Final = {
    "notes": "OR EXISTS (SELECT 1 FROM notes WHERE id = json_extract(NEW.content, '$.id'))",
    "addenda": "OR EXISTS (SELECT 1 FROM addenda WHERE id = json_extract(NEW.content, '$.id'))",
    "marks": "OR EXISTS (SELECT 1 FROM marks"
    " WHERE note_id = json_extract(NEW.content, '$.note_id'))",
    "audit": "",
}


def _first_tables(database: Database) -> None:
    _run(
        database,
        "CREATE TABLE vault (one INTEGER PRIMARY KEY CHECK (one = 1), id TEXT NOT NULL,"
        " created_at TEXT NOT NULL)",
        "CREATE TABLE head (one INTEGER PRIMARY KEY CHECK (one = 1), genesis TEXT NOT NULL,"
        " count INTEGER NOT NULL, hash TEXT NOT NULL)",
        "CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    )
    for table in CHAINED:
        _chained_table(database, table)
    _run(
        database,
        *_guards("vault", "the identity of a vault never changes"),
        "CREATE TRIGGER vault_one BEFORE INSERT ON vault WHEN EXISTS (SELECT 1 FROM vault)"
        " BEGIN SELECT RAISE(ABORT, 'a vault has one identity'); END",
        "CREATE TRIGGER head_one BEFORE INSERT ON head WHEN EXISTS (SELECT 1 FROM head)"
        " BEGIN SELECT RAISE(ABORT, 'a vault has one chain'); END",
        "CREATE TRIGGER head_no_delete BEFORE DELETE ON head"
        " BEGIN SELECT RAISE(ABORT, 'the chain only grows'); END",
        "CREATE TRIGGER head_forward BEFORE UPDATE ON head"
        " WHEN NEW.one <> 1 OR NEW.genesis <> OLD.genesis OR NEW.count <> OLD.count + 1"
        f" OR NOT EXISTS ({_row_at('NEW.count', 'NEW.hash')})"
        " BEGIN SELECT RAISE(ABORT, 'the chain only grows'); END",
        "CREATE INDEX notes_by_client ON notes (client, session_date)",
        "CREATE INDEX notes_by_date ON notes (session_date, signed_at)",
        "CREATE INDEX addenda_by_note ON addenda (note_id)",
        "CREATE INDEX audit_by_note ON audit (note_id)",
        "CREATE VIRTUAL TABLE notes_fts USING fts5(client, body, addenda,"
        " tokenize = 'unicode61 remove_diacritics 2')",
    )


def _client_settings(database: Database) -> None:
    _run(
        database,
        "CREATE TABLE client_settings (client TEXT PRIMARY KEY, risk_question TEXT NOT NULL"
        " CHECK (risk_question IN ('always', 'if_last_had_any', 'never'))) WITHOUT ROWID",
    )


_NAMES_TABLE: Final = (
    "CREATE TABLE IF NOT EXISTS migrations"
    " (name TEXT PRIMARY KEY, applied_at TEXT NOT NULL) WITHOUT ROWID"
)
MIGRATIONS: Final[tuple[tuple[str, Migration], ...]] = (
    ("first_tables", _first_tables),
    ("client_settings", _client_settings),
)


def migrate(database: Database, *, now: datetime) -> tuple[str, ...]:
    """Apply what is missing, within the caller's transaction; the names that were applied.

    Raises `VaultError` when the vault was written by a newer notegen.
    """
    _run(database, _NAMES_TABLE)
    done = {name for (name,) in database.execute("SELECT name FROM migrations")}
    if done - {name for name, _ in MIGRATIONS}:
        raise VaultError("This vault was written by a newer notegen; update notegen to open it.")
    missing = tuple((name, step) for name, step in MIGRATIONS if name not in done)
    for name, step in missing:
        step(database)
        database.execute("INSERT INTO migrations VALUES (?, ?)", [name, now.isoformat()])
    return tuple(name for name, _ in missing)


def create_tables(database: Database) -> None:
    """All tables and triggers as they should be, to compare a vault with."""
    _run(database, _NAMES_TABLE)
    for _, step in MIGRATIONS:
        step(database)


def pending(database: Database) -> bool:
    """True when `migrate` has something to do or to refuse.

    Raises `VaultDamagedError` for a database in which no vault was ever made.
    """
    if not database.execute(
        "SELECT 1 FROM sqlite_master WHERE name = 'migrations' AND type = 'table'"
    ).fetchone():
        raise VaultDamagedError("vault.db is empty; restore the vault from a backup.")
    done = {name for (name,) in database.execute("SELECT name FROM migrations")}
    return done != {name for name, _ in MIGRATIONS}


def _chained_table(database: Database, table: str) -> None:
    _run(
        database,
        f"CREATE TABLE {table} (seq INTEGER PRIMARY KEY, prev TEXT NOT NULL,"
        f" hash TEXT NOT NULL, content TEXT NOT NULL{_COLUMNS[table]})",
        *_guards(table, "a signed record never changes"),
        f"CREATE TRIGGER {table}_follows BEFORE INSERT ON {table}"  # noqa: RUF100, S608
        " WHEN NEW.seq IS NOT (SELECT count + 1 FROM head)"
        f" OR NEW.prev IS NOT (SELECT hash FROM head) {_TAKEN[table]}"
        " BEGIN SELECT RAISE(ABORT, 'a record must follow the last one'); END",
        f"CREATE TRIGGER {table}_head AFTER INSERT ON {table}"  # noqa: RUF100, S608
        " BEGIN UPDATE head SET count = NEW.seq, hash = NEW.hash; END",
    )


def _guards(table: str, message: str) -> tuple[str, str]:
    return (
        f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table}"
        f" BEGIN SELECT RAISE(ABORT, '{message}'); END",
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table}"
        f" BEGIN SELECT RAISE(ABORT, '{message}'); END",
    )


def _row_at(seq: str, digest: str) -> str:
    return " UNION ALL ".join(
        f"SELECT 1 FROM {table} WHERE seq = {seq} AND hash = {digest}"
        for table in CHAINED  # noqa: RUF100, S608
    )


def _run(database: Database, *statements: str) -> None:
    # Not executescript: that would commit the caller's transaction first.
    for statement in statements:
        database.execute(statement)
