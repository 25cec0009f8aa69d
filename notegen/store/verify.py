"""Check a whole vault: pages, guards, chain, records, search index; and name what is wrong.

Read-only and without an audit row: it shows no record, and it must work on a vault that cannot
be written any more. What it cannot see is said in `notegen.store.chain`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from notegen.errors import InputError, VaultDamagedError
from notegen.model import Addendum, EnteredInError, SignedNote
from notegen.store import chain, migrations, search
from notegen.store.audit import AuditEntry
from notegen.store.codec import decode
from notegen.store.database import Database, memory_database

_KINDS: Final = {
    "notes": SignedNote,
    "addenda": Addendum,
    "marks": EnteredInError,
    "audit": AuditEntry,
}
_NAMES: Final = {
    "notes": "note",
    "addenda": "addendum",
    "marks": "error mark",
    "audit": "audit row",
}
_MAX_SHIFT: Final = 64


class ProblemKind(StrEnum):
    """What was done to the vault."""

    REMOVED = "removed"
    ADDED = "added"
    REORDERED = "reordered"
    CUT = "cut"
    CHANGED = "changed"
    DAMAGED = "damaged"
    GUARD = "guard"
    INDEX = "index"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong; `message` names it without clinical text."""

    kind: ProblemKind
    message: str
    seq: int | None = None
    note_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyReport:
    """What was checked and what was found.

    `head` stands for the whole record up to now: kept outside the vault and given back as
    `kept_head`, it shows a vault that was rewritten or put back to an older state.
    """

    head: str
    counts: dict[str, int]
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """True when nothing is wrong."""
        return not self.problems


@dataclass(frozen=True, slots=True)
class _Row:
    seq: int
    table: str
    prev: str
    hash: str
    content: str
    note_id: str | None

    @property
    def name(self) -> str:
        return f"record {self.seq} ({_NAMES[self.table]})"

    def fits(self, seq: int) -> bool:
        """True when this row, untouched, once had this number."""
        return chain.row_hash(self.table, seq, self.prev, self.content) == self.hash


def check_kept_head(text: str) -> tuple[int, str]:
    """Count and hash of a head as `VerifyReport.head` prints it. Raises `InputError`."""
    count, _, digest = text.strip().partition(":")
    algorithm, _, hexadecimal = digest.partition(":")
    if not (count.isdecimal() and count.isascii() and algorithm == chain.ALGORITHM and hexadecimal):
        raise InputError("A kept head looks like 12:sha256:4f...; copy it whole from the report.")
    return int(count), digest.lower()


def verify(database: Database, *, kept_head: str | None = None) -> VerifyReport:
    """Check everything through an open connection. Raises `InputError` for a malformed head."""
    kept = check_kept_head(kept_head) if kept_head else None
    problems = list(_pages(database))
    head, counts = "", dict.fromkeys(migrations.CHAINED, 0)
    database.execute("BEGIN")  # one snapshot for all that follows
    try:
        problems += _guards(database)
        genesis, count, last = chain.head(database)
        head = f"{count}:{last}"
        walk = _Walk(genesis=genesis, count=count, last=last, kept=kept, counts=counts)
        walk.run(database)
        problems += walk.problems
        problems += _index(database)
    except VaultDamagedError as fault:
        problems.append(Problem(ProblemKind.DAMAGED, str(fault)))
    finally:
        if database.conn.in_transaction:
            database.execute("ROLLBACK")
    return VerifyReport(head=head, counts=counts, problems=tuple(problems))


@dataclass(slots=True)
class _Walk:
    """One pass along the chain."""

    genesis: str
    count: int
    last: str
    kept: tuple[int, str] | None
    counts: dict[str, int]
    problems: list[Problem] = field(default_factory=list)
    shift: int = 0  # how far numbers were moved up after something was taken out

    def run(self, database: Database) -> None:
        positions = _positions(database, self.genesis)
        seq, digest, trusted, kept_found = 0, self.genesis, True, False
        before: _Row | None = None
        for row in _rows(database):
            self.counts[row.table] += 1
            follows = row.seq == seq + 1
            if row.seq == seq:
                self._add(ProblemKind.ADDED, f"{row.name} shares its number with another.", row)
            elif not follows:
                self._gap(seq + 1, row.seq - 1)
            sound = self._self_check(row, positions)
            if sound and follows and trusted and row.prev != digest:
                self._replaced(row, before)
            self._decodes(row)
            kept_found |= (row.seq + self.shift, row.hash) == self.kept
            seq, digest, trusted, before = row.seq, row.hash, sound, row
        self._end(seq, digest, before)
        if self.kept and not kept_found:
            self._add(
                ProblemKind.CUT,
                f"The kept head (record {self.kept[0]}) is not in this vault: it was rewritten, or "
                "an older copy was put back.",
            )

    def _self_check(self, row: _Row, positions: dict[str, int]) -> bool:
        if row.fits(row.seq + self.shift):
            return True
        position = positions.get(row.hash)
        if position and position != row.seq and row.fits(position):
            self._add(ProblemKind.REORDERED, f"{row.name} was moved; it was {position}.", row)
            return False
        for shift in range(self.shift + 1, self.shift + _MAX_SHIFT):
            if row.fits(row.seq + shift):
                missing = shift - self.shift
                self.shift = shift
                self._add(
                    ProblemKind.REMOVED,
                    f"{missing} record(s) before {row.name} were removed and the rest renumbered.",
                    row,
                )
                return False
        self._add(ProblemKind.CHANGED, f"{row.name} was changed.", row)
        return False

    def _gap(self, first: int, last: int) -> None:
        which = f"record {first}" if first == last else f"records {first} to {last}"
        self._add(ProblemKind.REMOVED, f"{which} missing.")

    def _replaced(self, row: _Row, before: _Row | None) -> None:
        if before is None:
            self._add(ProblemKind.CHANGED, f"The chain before {row.name} was replaced.", row)
        else:
            self._add(ProblemKind.CHANGED, f"{before.name} was changed and hashed anew.", before)

    def _decodes(self, row: _Row) -> None:
        try:
            decode(_KINDS[row.table], row.content)
        except VaultDamagedError:
            self._add(ProblemKind.CHANGED, f"{row.name} cannot be read as such.", row)

    def _end(self, seq: int, digest: str, before: _Row | None) -> None:
        if seq + self.shift < self.count:
            self._add(ProblemKind.CUT, f"The end is cut off after record {seq} of {self.count}.")
        elif seq + self.shift > self.count:
            self._add(ProblemKind.ADDED, f"There are records after number {self.count}, the last.")
        elif digest != self.last and not any(p.seq == seq for p in self.problems):
            name = before.name if before else "the head of the chain"
            self._add(ProblemKind.CHANGED, f"{name} was changed and hashed anew.", before)

    def _add(self, kind: ProblemKind, message: str, row: _Row | None = None) -> None:
        text = message[0].upper() + message[1:]
        self.problems.append(
            Problem(kind, text, row.seq if row else None, row.note_id if row else None)
        )


def _rows(database: Database) -> Iterator[_Row]:
    parts = " UNION ALL ".join(
        f"SELECT seq, '{table}', prev, hash, content,"
        f" {'id' if table == 'notes' else 'note_id'} FROM {table}"
        for table in migrations.CHAINED
    )
    for row in database.execute(f"{parts} ORDER BY 1"):
        yield _Row(*row)


def _positions(database: Database, genesis: str) -> dict[str, int]:
    """Place of each row by its links alone, whatever number it bears now; keyed by its hash."""
    following = {row.prev: row.hash for row in _rows(database)}
    places: dict[str, int] = {}
    digest = genesis
    while digest in following and following[digest] not in places:
        digest = following[digest]
        places[digest] = len(places) + 1
    return places


def _pages(database: Database) -> Iterator[Problem]:
    """SQLCipher's own check of every page's HMAC, then SQLite's of the tree."""
    for check in ("cipher_integrity_check", "integrity_check"):
        found = [line for (line,) in database.execute(f"PRAGMA {check}") if line != "ok"]
        if found:
            yield Problem(
                ProblemKind.DAMAGED,
                f"vault.db is damaged ({check}: {len(found)} fault(s)); restore it from a backup.",
            )
            return


def _guards(database: Database) -> Iterator[Problem]:
    """Compare tables and triggers with those of a new vault."""
    query = "SELECT type || ' ' || name, sql FROM sqlite_master"
    with memory_database() as fresh:
        migrations.create_tables(fresh)
        wanted = dict(fresh.execute(query))
    present = dict(database.execute(query))
    for name in sorted(wanted.keys() | present.keys()):
        if wanted.get(name) != present.get(name):
            state = "missing" if name not in present else "not as notegen made it"
            yield Problem(ProblemKind.GUARD, f"The {name} of vault.db is {state}.")


def _index(database: Database) -> Iterator[Problem]:
    if search.expected(database) != search.present(database):
        yield Problem(ProblemKind.INDEX, "The search index does not match the notes; rebuild it.")
