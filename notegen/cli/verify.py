"""`notegen verify`: is the record in a vault still the one that was written?"""

from __future__ import annotations

import getpass
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from notegen.errors import InputError
from notegen.streams import read_text, write

if TYPE_CHECKING:
    from notegen.store import VerifyReport

_MAX_PASSPHRASE: Final = 4096


@click.command("verify", short_help="Check a vault for records removed, moved or changed.")
@click.argument("vault", type=click.Path(path_type=Path))
@click.option(
    "--passphrase-file",
    metavar="FILE",
    help="Take the passphrase from the first line of FILE instead of asking for it.",
)
@click.option(
    "--head", metavar="HEAD", help="A head kept from an earlier run: shows a vault put back."
)
def verify_command(vault: Path, passphrase_file: str | None, head: str | None) -> int:
    """Check the vault in the folder VAULT and print what was removed, moved, cut or changed.

    Keep the printed head outside the vault: given back with --head, it shows a vault that was
    rewritten or replaced by an older copy. Exit status 1 when something is wrong.
    """
    # The vault's libraries load here, not with every command.
    from notegen.store import Vault

    if not Vault.exists(vault):
        raise InputError("There is no vault in that folder; give the folder of vault.db.")
    with Vault.unlock(vault, _passphrase(passphrase_file)) as opened:
        report = opened.verify(kept_head=head)
    write(_report_text(report))
    return 0 if report.ok else 1


def _report_text(report: VerifyReport) -> str:
    counts = ", ".join(f"{count} in {table}" for table, count in report.counts.items())
    lines = [f"{problem.kind.value}: {problem.message}" for problem in report.problems]
    found = "Nothing is wrong." if report.ok else f"{len(lines)} wrong:"
    return "\n".join([f"Records: {counts}.", f"Head: {report.head}", found, *lines]) + "\n"


def _passphrase(file: str | None) -> str:
    """From a file or the terminal, never from the command line, which other users can read."""
    if file is not None:
        text = read_text(file, what="The passphrase file", max_chars=_MAX_PASSPHRASE)
        return text.splitlines()[0]
    try:
        with warnings.catch_warnings():
            # Without a terminal getpass would warn and then show what is typed.
            warnings.simplefilter("error", getpass.GetPassWarning)
            return getpass.getpass("Passphrase: ")
    except (getpass.GetPassWarning, EOFError):
        raise InputError("There is no terminal to ask at; give --passphrase-file.") from None
