"""Settings kept in the vault, because a name and credentials are nobody else's business."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields
from typing import Any

from notegen.errors import VaultError
from notegen.model import Author
from notegen.store.codec import canonical
from notegen.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a clinician sets once. New fields need a default."""

    name: str = ""
    credentials: str = ""
    default_format: str = "soap"
    lock_minutes: int = 15  # idle minutes until the vault locks by itself
    keep_hours: int = 12  # how long an unfinished note waits in memory before it is erased

    @property
    def author(self) -> Author:
        """The clinician as the author of notes."""
        return Author(self.name, self.credentials)


def load(database: Database) -> Settings:
    """The stored settings over the defaults.

    Raises `VaultError` for a setting that this notegen does not know or cannot read.
    """
    known = {field.name: type(field.default) for field in fields(Settings)}
    values: dict[str, Any] = {}
    for key, text in database.execute("SELECT key, value FROM settings"):
        if key not in known:
            raise VaultError(
                "The vault holds a setting that this notegen does not know; update notegen."
            )
        value = json.loads(text)
        if type(value) is not known[key]:
            raise VaultError(f"The setting {key} has the wrong type; save the settings again.")
        values[key] = value
    return Settings(**values)


def save(database: Database, settings: Settings) -> None:
    """Store all settings."""
    for key, value in asdict(settings).items():
        database.execute(
            "INSERT INTO settings VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded"
            ".value",
            [key, canonical(value)],
        )
