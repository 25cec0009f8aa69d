"""Use a vault until the disk says no, then make room again, and look at what is there.

Run as a program (`test_disk.py` does): `disk_harness.py MODE FOLDER`. MODE is `limit` (a limit
on the size of files), `full` (FOLDER is on a small file system of its own) or `readonly`
(FOLDER is remounted read-only; needs a mount namespace of its own). Prints `ok`.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from pathlib import Path

from kill_harness import note, passphrase

from notegen.errors import StorageError
from notegen.store import Vault
from notegen.store.keys import TEST


def fill(vault: Vault) -> tuple[set[str], str]:
    """Add notes until that fails; what was acknowledged, and the id that failed."""
    stored: set[str] = set()
    for number in range(2000):
        try:
            vault.notes.add(note(f"n{number}"))
        except StorageError as fault:
            expect_clear(fault)
            return stored, f"n{number}"
        stored.add(f"n{number}")
    raise AssertionError("the disk never filled")


def expect_clear(fault: StorageError) -> None:
    """One line that names the remedy and nothing clinical."""
    message = str(fault)
    assert "\n" not in message
    assert "sentence" not in message
    assert "free some space" in message.lower() or "writ" in message


def expect_refused(*uses) -> None:
    """Each use fails as a fault of storage, never as a damaged vault."""
    for use in uses:
        try:
            use()
        except StorageError as fault:
            expect_clear(fault)
        else:
            raise AssertionError("a full or read-only disk was not noticed")


def expect_whole(folder: Path, stored: set[str], failed: str) -> None:
    """All that was acknowledged is there, what failed is not, and the vault goes on."""
    with Vault.unlock(folder, passphrase(0), kdf=TEST) as vault:
        report = vault.verify()
        assert report.ok, report.problems
        assert {row.id for row in vault.notes.list(limit=5000)} == stored
        vault.notes.add(note(failed))
        assert vault.notes.get(failed) == note(failed)
    assert not list(folder.parent.glob(".notegen-part-*"))
    assert not list(folder.glob(".notegen-part-*"))


def by_limit(folder: Path) -> None:
    """No file may grow past a limit (EFBIG, which SQLite meets as it meets a full disk)."""
    vault, _ = Vault.create(folder, passphrase(0), kdf=TEST)
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    size = (folder / "vault.db").stat().st_size
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 300_000, hard))
    stored, failed = fill(vault)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, hard))
    expect_refused(
        lambda: vault.change_passphrase(passphrase(0), passphrase(1)),
        lambda: vault.backup(folder.parent / "backup"),
        lambda: Vault.create(folder.parent / "second", passphrase(0), kdf=TEST),
    )
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    assert not (folder.parent / "backup").exists()
    assert not (folder.parent / "second").exists()
    expect_whole(folder, stored, failed)


def by_full_disk(folder: Path) -> None:
    """A file system of one megabyte that really fills up."""
    filler = folder.parent / "filler"
    filler.write_bytes(bytes(300_000))
    vault, _ = Vault.create(folder, passphrase(0), kdf=TEST)
    stored, failed = fill(vault)
    expect_refused(lambda: vault.backup(folder.parent / "backup"))
    assert not (folder.parent / "backup").exists()
    filler.unlink()
    expect_whole(folder, stored, failed)


def by_read_only(folder: Path) -> None:
    """The folder turns read-only under an open vault."""
    vault, _ = Vault.create(folder, passphrase(0), kdf=TEST)
    vault.notes.add(note("n0"))
    remount(folder, "ro")
    expect_refused(
        lambda: vault.notes.add(note("n1")),
        vault.notes.list,
        lambda: vault.change_passphrase(passphrase(0), passphrase(1)),
        lambda: Vault.unlock(folder, passphrase(0), kdf=TEST),
        lambda: Vault.create(folder / "below", passphrase(0), kdf=TEST),
        lambda: vault.backup(folder.parent / "backup"),
    )
    remount(folder, "rw")
    expect_whole(folder, {"n0"}, "n1")


def remount(folder: Path, mode: str) -> None:
    """Change the mount that the folder is on."""
    subprocess.run(["mount", "-o", f"remount,{mode}", str(folder.parent)], check=True)


def main() -> None:
    """Run with the arguments of the command line."""
    modes = {"limit": by_limit, "full": by_full_disk, "readonly": by_read_only}
    modes[sys.argv[1]](Path(sys.argv[2]))
    print("ok")  # noqa: T201 - a program's output


if __name__ == "__main__":
    main()
