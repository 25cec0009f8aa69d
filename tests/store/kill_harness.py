"""Kill -9 a process at random moments of using a vault, and look at what it left.

Run as a program (`test_kill.py` does): `kill_harness.py FOLDER KILLS SEED`. One process forks a
child per kill, so that a kill costs milliseconds. The child says over a pipe what it was told is
stored; whatever it was told must be there afterwards, whole, and nothing may be there in part.
Prints one JSON line with what was seen.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

from notegen.errors import NotFoundError, WrongPassphraseError
from notegen.model import (
    Addendum,
    Author,
    Origin,
    SessionDetails,
    SignedNote,
    SignedSection,
    SignedStatement,
)
from notegen.store import Action, Vault
from notegen.store.keys import TEST

ANN = Author("Ann Sample", "LCSW")
NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
Say = Callable[[str], None]


def passphrase(number: int) -> str:
    """The passphrase after so many changes."""
    return f"passphrase number {number}"


def note(note_id: str) -> SignedNote:
    """The note of this id, always the same, long enough for several pages with its index."""
    words = tuple(SignedStatement(f"{note_id} sentence {n}.", Origin.ENGINE) for n in range(30))
    return SignedNote(
        id=note_id,
        details=SessionDetails(client="R. Example", date=date(2026, 11, 23)),
        format_key="soap",
        format_title="SOAP",
        format_version=1,
        engine="rules",
        sections=(SignedSection("S", "Subjective", words),),
        author=ANN,
        attested_at=NOW,
        signed_at=NOW,
        zone="UTC",
    )


def addendum(note_id: str) -> Addendum:
    """The one addendum of this note."""
    return Addendum(
        id=f"a-{note_id}",
        note_id=note_id,
        text=f"Addendum to {note_id}. " * 50,
        author=ANN,
        written_at=NOW,
        zone="UTC",
    )


class Window:
    """How long a child may live: adapts, so that about half of them get to `goal` on any machine,
    however busy it is, and the kills spread over the whole way there."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    def draw(self, chance: random.Random) -> float:
        """A random moment."""
        return chance.uniform(0, 2 * self._seconds)

    def learn(self, *, reached: bool) -> None:
        """Shorter after a child that got there, longer after one that did not."""
        self._seconds *= 0.85 if reached else 1.15


def killed(work: Callable[[Say], None], after: float) -> list[str]:
    """Run `work` in a child, kill it after so many seconds; what it said until then."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        work(lambda line: [None, os.write(writing, f"{line}\n".encode())][0])
        signal.pause()
        os._exit(0)
    os.close(writing)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    with os.fdopen(reading) as said:
        lines = said.read().split("\n")
    # A child that failed by itself would prove nothing.
    assert os.WTERMSIG(status) == signal.SIGKILL
    return lines[:-1]  # a line without its newline was not said


def kill_creates(root: Path, kills: int, chance: random.Random, seen: Counter[str]) -> None:
    """A vault is there whole, or not at all."""
    window = Window(0.01)
    for number in range(kills):
        folder = root / f"created{number}"

        def create(say: Say, folder: Path = folder) -> None:
            Vault.create(folder, passphrase(0), kdf=TEST)
            say("created")

        said = killed(create, window.draw(chance))
        window.learn(reached=folder.exists())
        seen["kills"] += 1
        if folder.exists():
            with Vault.unlock(folder, passphrase(0), kdf=TEST) as vault:
                assert vault.verify().ok
            seen["created"] += 1
        else:
            assert said == []
            seen["not created"] += 1
            Vault.create(folder, passphrase(0), kdf=TEST)


def kill_uses(root: Path, kills: int, chance: random.Random, seen: Counter[str]) -> None:
    """What was acknowledged is there; what was not is there whole or not at all."""
    folder = root / "used"
    Vault.create(folder, passphrase(0), kdf=TEST)
    stored: set[str] = set()
    changes = 0
    window = Window(0.05)
    for number in range(kills):

        def use(say: Say, number: int = number, changes: int = changes) -> None:
            with Vault.unlock(folder, passphrase(changes), kdf=TEST) as vault:
                for count in range(1000):
                    note_id = f"n{number}-{count}"
                    vault.notes.add(note(note_id))
                    say(f"note {note_id}")
                    vault.notes.append(addendum(note_id))
                    say(f"addendum {note_id}")
                    if count == 0:
                        vault.change_passphrase(passphrase(changes), passphrase(changes + 1))
                        say("changed")
                        vault.backup(root / f"backup{number}")
                        say("backup")

        said = killed(use, window.draw(chance))
        window.learn(reached="backup" in said)
        seen["kills"] += 1
        try:
            vault = Vault.unlock(folder, passphrase(changes + 1), kdf=TEST)
            changes += 1
            seen["passphrase changed"] += 1
        except WrongPassphraseError:
            assert "changed" not in said
            vault = Vault.unlock(folder, passphrase(changes), kdf=TEST)
        with vault:
            look(vault, number, said, stored, seen)
        if (root / f"backup{number}").exists():
            copy = Vault.restore(
                root / f"backup{number}", root / f"copy{number}", passphrase(changes), kdf=TEST
            )
            assert copy.verify().ok
            seen["backups"] += 1
        else:
            assert "backup" not in said
    with Vault.unlock(folder, passphrase(changes), kdf=TEST) as vault:
        report = vault.verify()
        assert report.ok, report.problems
        assert report.counts["notes"] == len(stored)
        for note_id in stored:
            assert vault.notes.get(note_id) == note(note_id)


def look(vault: Vault, number: int, said: list[str], stored: set[str], seen: Counter[str]) -> None:
    """Compare the vault with what the killed child was told."""
    if number % 5 == 0:
        report = vault.verify()
        assert report.ok, report.problems
    rows = {row.id: row for row in vault.notes.list(limit=10_000)}
    assert stored <= rows.keys()
    told = {line.removeprefix("note ") for line in said if line.startswith("note ")}
    assert told <= rows.keys()
    actions = Counter((entry.action, entry.note_id) for entry in vault.audit_log(limit=600))
    fresh = rows.keys() - stored
    seen["unacknowledged but whole"] += len(fresh - told)
    for note_id in fresh:
        record = vault.notes.record(note_id)
        assert record.note == note(note_id)
        assert record.addenda in ((), (addendum(note_id),))
        assert record.addenda or f"addendum {note_id}" not in said
        assert actions[(Action.NOTE_ADDED, note_id)] == 1
        assert actions[(Action.ADDENDUM_ADDED, note_id)] == len(record.addenda)
    stored |= fresh
    seen["notes"] = len(stored)
    missing = f"n{number}-{len(fresh)}"
    try:
        vault.notes.get(missing)
    except NotFoundError:
        return
    raise AssertionError("a note that was never added is there")


def main() -> None:
    """Run with the arguments of the command line."""
    root, kills, seed = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    chance, seen = random.Random(seed), Counter[str]()  # noqa: S311 - moments, not secrets
    kill_creates(root, kills * 2 // 5, chance, seen)
    kill_uses(root, kills - kills * 2 // 5, chance, seen)
    print(json.dumps(seen))  # noqa: T201 - a program's output


if __name__ == "__main__":
    main()
