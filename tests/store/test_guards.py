"""A stored record cannot be changed: not by the interface, not by SQL on its own connection."""

from __future__ import annotations

import contextlib

import pytest
from sqlcipher3 import dbapi2

from notegen.errors import RecordError
from notegen.store import chain
from notegen.store.audit import Action

TABLES = ("notes", "addenda", "marks", "audit")


@pytest.fixture
def filled(vault, make_note, make_addendum, make_mark):
    for number in (1, 2):
        vault.notes.add(make_note(f"n{number}"))
        vault.notes.append(make_addendum(f"a{number}", f"n{number}"))
        vault.notes.mark_entered_in_error(make_mark(f"n{number}"))
    return vault


def everything(connection) -> list[tuple]:
    return [
        row
        for table in (*TABLES, "head", "vault")
        for row in connection.execute(f"SELECT * FROM {table}")
    ]


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {t} SET content = '{{}}'",
        "UPDATE {t} SET seq = seq + 1000",
        "UPDATE {t} SET hash = 'x'",
        "UPDATE OR REPLACE {t} SET seq = 1",
        "UPDATE OR IGNORE {t} SET prev = 'x'",
        "DELETE FROM {t}",
        "DELETE FROM {t} WHERE seq = (SELECT max(seq) FROM {t})",
        "REPLACE INTO {t} (seq, prev, hash, content) SELECT seq, prev, 'x', content FROM {t}",
        "REPLACE INTO {t} (seq, prev, hash, content)"
        " SELECT (SELECT count + 1 FROM head), (SELECT hash FROM head), 'x', content FROM {t}"
        " WHERE '{t}' <> 'audit' OR content IS NULL LIMIT 1",
        "INSERT INTO {t} (seq, prev, hash, content) SELECT 9999, prev, hash, content FROM {t}",
        "INSERT INTO {t} (prev, hash, content) SELECT prev, hash, content FROM {t}",
        "INSERT OR REPLACE INTO {t} SELECT * FROM {t}",
    ],
)
def test_no_sql_changes_a_record(filled, raw, table, statement) -> None:
    connection = raw(filled)
    before = everything(connection)
    with contextlib.suppress(dbapi2.Error):
        connection.execute(statement.format(t=table))
    assert everything(connection) == before
    connection.close()
    assert filled.verify().ok


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE head SET count = 0",
        "UPDATE head SET count = count + 1",
        "UPDATE head SET hash = 'x'",
        "UPDATE head SET genesis = 'x', count = count + 1",
        "DELETE FROM head",
        "REPLACE INTO head SELECT one, genesis, 0, hash FROM head",
        "UPDATE vault SET id = 'x'",
        "DELETE FROM vault",
        "REPLACE INTO vault VALUES (1, 'x', 'x')",
    ],
)
def test_no_sql_moves_the_head_or_the_identity(filled, raw, statement) -> None:
    connection = raw(filled)
    before = everything(connection)
    with pytest.raises(dbapi2.IntegrityError):
        connection.execute(statement)
    assert everything(connection) == before


def test_record_that_breaks_a_rule_is_refused_through_the_vault_too(filled) -> None:
    with (
        pytest.raises(RecordError, match="only ever added"),
        filled.audited(Action.NOTE_ADDED) as database,
    ):
        database.execute("DELETE FROM notes")
    assert filled.verify().ok


def test_addendum_to_no_note_is_refused_by_the_database_itself(filled, make_addendum) -> None:
    from notegen.store.codec import encode

    with pytest.raises(RecordError), filled.audited(Action.ADDENDUM_ADDED) as database:
        chain.append(database, "addenda", encode(make_addendum("a9", "nowhere")))
    assert filled.verify().ok
