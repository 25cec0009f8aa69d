"""What the vault keeps of each client beside the notes: when to ask about risk.

A setting, not a record: it can change, is not in the chain, and holds nothing clinical.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from notegen.checks.ledger import items, items_named
from notegen.errors import InputError, NotFoundError
from notegen.evidence.lexicon import lexicon
from notegen.evidence.source import read_sentence
from notegen.model import SignedNote
from notegen.store.audit import Action
from notegen.store.codec import decode
from notegen.store.database import Database
from notegen.store.notes import NEWEST_FIRST, NOT_IN_ERROR, Audited

# States of a risk item that a next session should come back to.
_RISEN: Final = frozenset({"present", "past", "equivocal", "declined"})


class RiskQuestion(StrEnum):
    """When a draft that is silent about risk asks about it, for one client."""

    ALWAYS = "always"
    IF_LAST_HAD_ANY = "if_last_had_any"
    NEVER = "never"


class ClientStore:
    """The clients of one open vault; get it as `vault.clients`."""

    def __init__(self, vault: Audited) -> None:
        self._vault = vault

    def risk_question(self, client: str) -> RiskQuestion:
        """When to ask about risk for this client; always, unless it was set otherwise."""
        with self._vault.audited(Action.CLIENT_READ) as database:
            return _risk_question(database, client)

    def set_risk_question(self, client: str, choice: RiskQuestion) -> None:
        """Keep when to ask about risk. Raises `InputError` without a label, `NotFoundError`
        for a client of whom there is no note, `StorageError`."""
        if not client.strip():
            raise InputError("Name the client first.")
        with self._vault.audited(Action.CLIENT_CHANGED) as database:
            if _last_note(database, client) is None:
                raise NotFoundError("There is no note of this client yet.")
            database.execute(
                "INSERT INTO client_settings VALUES (?, ?) ON CONFLICT (client)"
                " DO UPDATE SET risk_question = excluded.risk_question",
                [client, choice.value],
            )

    def asks_about_risk(self, client: str) -> bool:
        """Whether a draft of this client's next note asks about risk where it is silent on it."""
        with self._vault.audited(Action.CLIENT_READ) as database:
            choice = _risk_question(database, client)
            if choice is not RiskQuestion.IF_LAST_HAD_ANY:
                return choice is RiskQuestion.ALWAYS
            note = _last_note(database, client)
            return note is None or has_risk(note)


def has_risk(note: SignedNote) -> bool:
    """True when a note states a risk as present, past, unclear or not answered."""
    critical = {item.name for item in items() if item.critical}
    words = lexicon()
    return any(
        item.name in critical and entry.state in _RISEN
        for section in note.sections
        for statement in section.statements
        for item, entry, _ in items_named(read_sentence(statement.text, words), words)
    )


def _risk_question(database: Database, client: str) -> RiskQuestion:
    row = database.execute(
        "SELECT risk_question FROM client_settings WHERE client = ?", [client]
    ).fetchone()
    return RiskQuestion(row[0]) if row else RiskQuestion.ALWAYS


def _last_note(database: Database, client: str) -> SignedNote | None:
    row = database.execute(
        f"SELECT content FROM notes WHERE client = ? AND {NOT_IN_ERROR}"  # noqa: RUF100, S608
        f" {NEWEST_FIRST} LIMIT 1",
        [client],
    ).fetchone()
    return decode(SignedNote, row[0]) if row else None
