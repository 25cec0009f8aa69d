"""Whatever is done to the rows behind notegen's back, `verify` sees it and says what."""

from __future__ import annotations

import json
import shutil

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlcipher3 import dbapi2

from notegen.clock import utc_now
from notegen.errors import InputError
from notegen.store import ProblemKind, Vault
from notegen.store.chain import row_hash
from notegen.store.codec import canonical
from notegen.store.keys import TEST

TABLES = ("notes", "addenda", "marks", "audit")


@pytest.fixture(scope="module")
def filled(tmp_path_factory, make_note, make_addendum, make_mark, passphrase):
    """A vault of 12 records: create, then note, addendum and mark with their audit rows."""
    vault, _ = Vault.create(tmp_path_factory.mktemp("v") / "ann", passphrase, kdf=TEST)
    for number in (1, 2):
        vault.notes.add(make_note(f"n{number}"))
        vault.notes.append(make_addendum(f"a{number}", f"n{number}"))
    vault.notes.mark_entered_in_error(make_mark("n1"))
    assert vault.verify().ok
    return vault


@pytest.fixture(scope="module")
def tampered(filled, raw, unlock, tmp_path_factory):
    """A copy of the vault on which SQL was run with the guards off."""

    def run(*statements: str, **values: object) -> Vault:
        copy = tmp_path_factory.mktemp("copy") / "ann"
        shutil.copytree(filled.folder, copy)
        vault = Vault(copy, filled.id, bytearray(filled._open_key()), clock=utc_now, kdf=TEST)
        connection = raw(vault)
        try:
            connection.execute("PRAGMA foreign_keys = OFF")
            guards = connection.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
            ).fetchall()
            for name, _ in guards:
                connection.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                connection.execute(statement, values)
            for _, sql in guards:
                connection.execute(sql)
        finally:
            connection.close()
        return vault

    return run


@pytest.fixture(scope="module")
def tamper(tampered):
    """The report on such a copy."""
    return lambda *statements, **values: tampered(*statements, **values).verify()


def kinds(report) -> set[ProblemKind]:
    return {problem.kind for problem in report.problems}


def test_sound_vault_has_no_problem_and_a_head(filled) -> None:
    report = filled.verify()
    assert report.ok
    assert report.counts == {"notes": 2, "addenda": 2, "marks": 1, "audit": 6}
    assert report.head.startswith("11:sha256:")


def test_removed_record_is_named(tamper) -> None:
    report = tamper("DELETE FROM addenda WHERE seq = 4")
    assert kinds(report) >= {ProblemKind.REMOVED}
    assert "Record 4 missing." in [problem.message for problem in report.problems]


def test_removed_stretch_is_named(tamper) -> None:
    report = tamper(*(f"DELETE FROM {table} WHERE seq BETWEEN 4 AND 6" for table in TABLES))
    assert "Records 4 to 6 missing." in [problem.message for problem in report.problems]


def test_changed_record_is_named_with_its_note(tamper) -> None:
    report = tamper("UPDATE notes SET content = replace(content, 'stress', 'joy') WHERE id = 'n2'")
    (changed,) = [p for p in report.problems if p.kind is ProblemKind.CHANGED]
    assert changed.note_id == "n2"
    assert "joy" not in str(report.problems)
    assert ProblemKind.INDEX in kinds(report)


def test_changed_and_rehashed_record_is_named(filled, raw, tamper) -> None:
    seq, prev, content = (
        raw(filled).execute("SELECT seq, prev, content FROM notes WHERE id = 'n1'").fetchone()
    )
    data = json.loads(content) | {"zone": "Asia/Tokyo"}
    new = canonical(data)
    report = tamper(
        "UPDATE notes SET content = :new, hash = :hash WHERE seq = :seq",
        new=new,
        hash=row_hash("notes", seq, prev, new),
        seq=seq,
    )
    (problem,) = report.problems
    assert (problem.kind, problem.note_id) == (ProblemKind.CHANGED, "n1")


def test_changed_and_rehashed_last_record_is_named(filled, raw, tamper) -> None:
    seq, prev, content = (
        raw(filled)
        .execute("SELECT seq, prev, content FROM audit ORDER BY seq DESC LIMIT 1")
        .fetchone()
    )
    new = canonical(json.loads(content) | {"who": "somebody else"})
    report = tamper(
        "UPDATE audit SET content = :new, hash = :hash WHERE seq = :seq",
        new=new,
        hash=row_hash("audit", seq, prev, new),
        seq=seq,
    )
    (problem,) = report.problems
    assert (problem.kind, problem.seq) == (ProblemKind.CHANGED, seq)


def test_reordered_records_are_named(tamper) -> None:
    report = tamper(
        "UPDATE audit SET seq = 100 WHERE seq = 3",
        "UPDATE audit SET seq = 3 WHERE seq = 7",
        "UPDATE audit SET seq = 7 WHERE seq = 100",
    )
    messages = [p.message for p in report.problems]
    assert kinds(report) == {ProblemKind.REORDERED}
    assert "Record 3 (audit row) was moved; it was 7." in messages
    assert "Record 7 (audit row) was moved; it was 3." in messages


def test_cut_end_is_named(tamper) -> None:
    report = tamper(*(f"DELETE FROM {table} WHERE seq > 8" for table in TABLES))
    assert ProblemKind.CUT in kinds(report)
    assert "The end is cut off after record 8 of 11." in [p.message for p in report.problems]


def test_removed_and_renumbered_records_are_named(tamper) -> None:
    report = tamper(
        "DELETE FROM addenda WHERE seq = 4",
        *(f"UPDATE {table} SET seq = -seq + 1 WHERE seq > 4" for table in TABLES),
        *(f"UPDATE {table} SET seq = -seq WHERE seq < 0" for table in TABLES),
        "UPDATE head SET count = count - 1",
    )
    assert ProblemKind.REMOVED in kinds(report)


def test_record_added_under_the_number_of_another_is_named(tamper) -> None:
    report = tamper(
        "INSERT INTO audit (seq, prev, hash, content) SELECT 4, prev, hash, content FROM audit"
        " WHERE seq = 3"
    )
    assert ProblemKind.ADDED in kinds(report)
    assert any("shares its number with another" in p.message for p in report.problems)


def test_cut_end_with_a_matching_head_shows_against_a_kept_head_only(filled, tampered) -> None:
    kept = filled.verify().head
    vault = tampered(
        "DELETE FROM notes_fts WHERE rowid > 5",
        *(f"DELETE FROM {table} WHERE seq > 5" for table in TABLES),
        "UPDATE head SET count = 5, hash = (SELECT hash FROM audit WHERE seq = 5)",
    )
    assert vault.verify().ok  # the stated limit: nothing inside shows it
    assert ProblemKind.CUT in kinds(vault.verify(kept_head=kept))


def test_kept_head_that_is_gone_is_named(filled) -> None:
    count, _, _ = filled.verify().head.partition(":")
    report = filled.verify(kept_head=f"{count}:sha256:{'0' * 64}")
    assert kinds(report) == {ProblemKind.CUT}
    later = filled.verify(kept_head=f"999:sha256:{'0' * 64}")
    assert kinds(later) == {ProblemKind.CUT}


def test_older_kept_head_still_holds(vault, make_note) -> None:
    kept = vault.verify().head
    vault.notes.add(make_note())
    assert vault.verify(kept_head=f" {kept.upper().replace('SHA', 'sha')}\n").ok
    assert vault.verify(kept_head=kept).ok


@pytest.mark.parametrize("head", ["12", "x:sha256:ab", "12:md5:ab", "sha256:ab", "12:sha256:"])
def test_malformed_kept_head_is_refused(filled, head) -> None:
    with pytest.raises(InputError, match="looks like"):
        filled.verify(kept_head=head)


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TRIGGER notes_no_update",
        "CREATE TRIGGER extra AFTER INSERT ON notes BEGIN SELECT 1; END",
        "CREATE TABLE side (text TEXT)",
        "DROP INDEX notes_by_client",
    ],
)
def test_guard_taken_away_or_added_is_named(vault, raw, statement) -> None:
    connection = raw(vault)
    connection.execute(statement)
    connection.close()
    assert kinds(vault.verify()) == {ProblemKind.GUARD}


def test_lost_head_or_table_is_damage(vault, raw) -> None:
    connection = raw(vault)
    connection.execute("DROP TRIGGER head_no_delete")
    connection.execute("DELETE FROM head")
    connection.close()
    assert kinds(vault.verify()) == {ProblemKind.GUARD, ProblemKind.DAMAGED}


def test_wrong_search_index_is_named_and_rebuilt(vault, raw, make_note, make_addendum) -> None:
    vault.notes.add(make_note())
    vault.notes.append(make_addendum())
    connection = raw(vault)
    connection.execute("UPDATE notes_fts SET body = 'planted'")
    connection.close()
    assert kinds(vault.verify()) == {ProblemKind.INDEX}
    vault.notes.rebuild_search_index()
    assert vault.verify().ok
    assert len(vault.notes.search("stress")) == len(vault.notes.search("diary")) == 1


CHANGES = st.sampled_from(
    [
        "DELETE FROM {t} WHERE seq = {a}",
        "UPDATE {t} SET content = content || ' ' WHERE seq = {a}",
        "UPDATE {t} SET content = replace(content, 'e', 'a') WHERE seq = {a}",
        "UPDATE {t} SET prev = hash WHERE seq = {a}",
        "UPDATE {t} SET hash = prev WHERE seq = {a}",
        "UPDATE {t} SET seq = {b} + 50 WHERE seq = {a}",
        "INSERT INTO {t} (seq, prev, hash, content)"
        " SELECT {b} + 20, prev, hash, replace(replace(content, '\"n', '\"m'), '\"a', '\"b')"
        " FROM {t} WHERE seq = {a}",
        "UPDATE {t} SET content = (SELECT content FROM {t} AS other WHERE other.seq <> {t}.seq)"
        " WHERE seq = {a}",
        "UPDATE head SET count = count - {b}",
        "UPDATE head SET hash = genesis",
    ]
)


EVERY_ROW = (
    " UNION ALL ".join(f"SELECT '{t}', seq, prev, hash, content FROM {t}" for t in TABLES)
    + " UNION ALL SELECT 'head', count, hash, genesis, '' FROM head"
)


@settings(max_examples=80, deadline=None)
@given(change=CHANGES, table=st.sampled_from(TABLES), a=st.integers(1, 11), b=st.integers(1, 11))
def test_tampering_is_seen_if_and_only_if_a_row_differs(
    filled, raw, tampered, change, table, a, b
) -> None:
    try:
        vault = tampered(change.format(t=table, a=a, b=b))
    except dbapi2.IntegrityError:
        return  # a constraint of the table stopped it
    rows = []
    for each in (filled, vault):
        connection = raw(each)
        rows.append(sorted(map(str, connection.execute(EVERY_ROW))))
        connection.close()
    report = vault.verify()
    assert report.ok == (rows[0] == rows[1]), report.problems
