"""Typed values out of one JSON object, with file, line and key in every refusal.

No value is repeated in a message: a data set of one's own may hold what a log should not.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, NoReturn

from eval.data.errors import DataError

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands."""

    file: str
    line: int

    def fail(self, fault: str) -> NoReturn:
        """Raise `DataError` for this line."""
        raise DataError(self.file, self.line, fault)


class Fields:
    """One object under reading; null is the same as missing.

    Call `done` last: it refuses the keys that nobody asked for.
    """

    def __init__(self, value: Any, place: Place, path: str = "") -> None:
        self._place = place
        self._path = path
        if not isinstance(value, dict):
            self.fail("", "must be an object")
        self._left: dict[str, Any] = {k: v for k, v in value.items() if v is not None}

    def fail(self, key: str, fault: str) -> NoReturn:
        """Raise `DataError` for one key of this object."""
        path = ".".join(part for part in (self._path, key) if part)
        self._place.fail(f"{path}: {fault}" if path else fault)

    def done(self) -> None:
        """Refuse unknown keys."""
        for key in self._left:
            known = key if key.isidentifier() and len(key) <= 30 else "a key"
            self.fail("", f"'{known}' is not known here")

    def has(self, key: str) -> bool:
        """Whether the key is there."""
        return key in self._left

    def raw(self, key: str) -> Any:
        """A value as it is; None when it is missing."""
        return self._left.pop(key, None)

    def text(self, key: str, default: str | None = None) -> str:
        """A text; required and not blank unless there is a default."""
        value = self._left.pop(key, None)
        if value is None and default is not None:
            return default
        if not isinstance(value, str):
            self.fail(key, "must be a text")
        if not value.strip() and default is None:
            self.fail(key, "must not be empty")
        if any("\ud800" <= char <= "\udfff" or char == "\x00" for char in value):
            self.fail(key, "holds half a character or a NUL")
        return value

    def id(self, key: str = "id") -> str:
        """An identifier."""
        value = self.text(key)
        if not _ID.fullmatch(value):
            self.fail(key, "use 1 to 64 letters, digits and _.:- (no space)")
        return value

    def word(self, key: str, allowed: Collection[str], default: str | None = None) -> str:
        """A text out of a closed list."""
        value = self.text(key, default)
        if value != default and value not in allowed:
            self.fail(key, f"use one of: {', '.join(allowed)}")
        return value

    def flag(self, key: str) -> bool:
        """True or false; false when it is missing."""
        value = self._left.pop(key, None)
        if value is not None and not isinstance(value, bool):
            self.fail(key, "must be true or false")
        return bool(value)

    def offset(self, key: str) -> int | None:
        """A whole number from 0, or None when it is missing."""
        value = self._left.pop(key, None)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            self.fail(key, "must be a whole number from 0")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty when it is missing."""
        values = self.values(key)
        if not all(isinstance(value, str) and value.strip() for value in values):
            self.fail(key, "must be a list of texts that are not empty")
        return tuple(values)

    def values(self, key: str) -> list[Any]:
        """A list; empty when it is missing."""
        value = self._left.pop(key, None)
        if value is None:
            return []
        if not isinstance(value, list):
            self.fail(key, "must be a list")
        return value

    def objects(self, key: str) -> list[Fields]:
        """A list of objects; empty when it is missing."""
        return [
            Fields(value, self._place, self._below(f"{key}[{index}]"))
            for index, value in enumerate(self.values(key))
        ]

    def table(self, key: str) -> dict[str, Any]:
        """An object as it is; empty when it is missing."""
        value = self._left.pop(key, None)
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.fail(key, "must be an object")
        return value

    def table_of_words(self, key: str, allowed: Collection[str]) -> dict[str, str]:
        """An object whose values come out of a closed list."""
        table = self.table(key)
        for name, value in table.items():
            if value not in allowed:
                self.fail(f"{key}.{name}", f"use one of: {', '.join(allowed)}")
        return table

    def span(self, text: str) -> tuple[str, int]:
        """`quote` and `start` in `text`; without `start`, the only place where the quote stands."""
        quote = self.text("quote")
        start = self.offset("start")
        if start is None:
            start = text.find(quote)
            if start < 0:
                self.fail("quote", "does not stand in the text")
            if text.find(quote, start + 1) >= 0:
                self.fail("start", "is needed: the quote stands in the text more than once")
        elif text[start : start + len(quote)] != quote:
            self.fail("quote", "is not what stands at its start")
        return quote, start

    def _below(self, key: str) -> str:
        return f"{self._path}.{key}" if self._path else key
