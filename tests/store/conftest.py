"""Vaults of synthetic people, with key derivation made fast on purpose."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from notegen.model import (
    Addendum,
    Author,
    EnteredInError,
    Origin,
    SessionDetails,
    SignedNote,
    SignedSection,
    SignedStatement,
)
from notegen.store import Vault
from notegen.store.keys import TEST

PASSPHRASE = "quiet lantern over water"
NOW = datetime(2026, 11, 23, 17, 5, 30, 250, tzinfo=UTC)
ANN = Author("Ann Sample", "LCSW")

MakeNote = Callable[..., SignedNote]
MakeAddendum = Callable[..., Addendum]


def _note(note_id: str = "n1", text: str = "Client discussed work stress.", **changes: Any) -> Any:
    details = SessionDetails(
        client=changes.pop("client", "R. Example"),
        date=changes.pop("session_date", date(2026, 11, 23)),
        start=time(14, 0),
        stop=time(14, 53),
        cpt="90837",
        modality="telehealth",
        place="home office",
        participants="client",
        goal="sleep six hours",
    )
    statement = SignedStatement(text, Origin.CONFIRMED, ("work stress",))
    note = SignedNote(
        id=note_id,
        details=details,
        format_key="soap",
        format_title="SOAP",
        format_version=1,
        engine="rules",
        sections=(
            SignedSection("S", "Subjective", (statement,)),
            SignedSection("A", "Assessment", (), "Nothing was stated."),
        ),
        author=ANN,
        attested_at=NOW,
        signed_at=NOW,
        zone="Europe/Berlin",
        findings_resolved=2,
        findings_left=1,
    )
    return replace(note, **changes)


@pytest.fixture(scope="session")
def make_note() -> MakeNote:
    """A signed note; any field can be given."""
    return _note


@pytest.fixture(scope="session")
def make_addendum() -> MakeAddendum:
    """An addendum; any field can be given."""

    def make(addendum_id: str = "a1", note_id: str = "n1", text: str = "Sleep diary came.") -> Any:
        return Addendum(
            id=addendum_id, note_id=note_id, text=text, author=ANN, written_at=NOW, zone="UTC"
        )

    return make


@pytest.fixture(scope="session")
def make_mark() -> Callable[..., EnteredInError]:
    """A mark that a note was entered in error."""

    def make(note_id: str = "n1", reason: str = "Written for the wrong person.") -> EnteredInError:
        return EnteredInError(note_id=note_id, reason=reason, author=ANN, marked_at=NOW, zone="UTC")

    return make


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the vault of the test is."""
    return tmp_path / "vaults" / "ann"


@pytest.fixture
def vault(folder: Path) -> Iterator[Vault]:
    """An open, empty vault whose passphrase is PASSPHRASE."""
    made, _ = Vault.create(folder, PASSPHRASE, kdf=TEST)
    with made:
        yield made


@pytest.fixture(scope="session")
def passphrase() -> str:
    """The passphrase of `vault`."""
    return PASSPHRASE


@pytest.fixture(scope="session")
def unlock() -> Callable[[Path], Vault]:
    """Open a vault that was made with PASSPHRASE."""

    def open_vault(folder: Path, passphrase: str = PASSPHRASE) -> Vault:
        return Vault.unlock(folder, passphrase, kdf=TEST)

    return open_vault


@pytest.fixture(scope="session")
def raw() -> Callable[[Vault], sqlite3.Connection]:
    """A bare SQLCipher connection with the vault's key and none of notegen's care."""

    def connect(vault: Vault) -> Any:
        from sqlcipher3 import dbapi2

        connection = dbapi2.connect(str(vault.folder / "vault.db"), isolation_level=None)
        connection.execute(f"PRAGMA key=\"x'{vault._open_key().hex()}'\"")
        return connection

    return connect
