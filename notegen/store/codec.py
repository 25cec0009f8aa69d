"""Stored records as canonical JSON, and back, with nothing lost and nothing unknown accepted.

One text per record: keys sorted, no spaces, UTF-8 kept as it is. Instants are ISO 8601 in UTC.
The hash chain covers exactly this text, so it is written once and never written again.

A record says its `version`. A field that a stored text lacks takes the field's default (so a
later notegen can add fields); a field that this notegen does not know is refused, because
showing a signed note without a part of it would be worse than not showing it.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Final, TypeVar, Union, get_args, get_origin, get_type_hints

from notegen.errors import InputError, VaultDamagedError

VERSION: Final = 1

T = TypeVar("T")


def canonical(value: object) -> str:
    """The one JSON text of plain data: sorted keys, no spaces, no NaN."""
    return json.dumps(
        value, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    )


def encode(record: object) -> str:
    """Canonical JSON of a frozen dataclass of the domain.

    Raises `InputError` for a text that cannot be kept exactly (half a character, a NUL) and for
    a time without a zone.
    """
    data = _plain(record)
    return canonical({"version": VERSION, **data})


def decode(kind: type[T], text: str) -> T:
    """The record of this kind in a stored text.

    Raises `VaultDamagedError` when the text is no such record or has fields unknown here.
    """
    try:
        data = json.loads(text)
    except ValueError:
        raise _damaged(kind, "is not JSON") from None
    if not isinstance(data, dict):
        raise _damaged(kind, "is not an object")
    version = data.pop("version", None)
    if version != VERSION:
        raise _damaged(kind, f"has version {version!r}, which this notegen does not know")
    record: T = _typed(kind, data, kind.__name__)
    return record


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, str):
        return _exact(value)
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise InputError("A record needs its times with a zone; give aware datetimes.")
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        if value.tzinfo is not None:
            raise InputError("Start and stop of a session are wall-clock times without a zone.")
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if value is None or isinstance(value, int):
        return value
    raise TypeError(f"{type(value).__name__} has no place in a stored record")


def _exact(text: str) -> str:
    if "\x00" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise InputError(
            "The text holds a character that cannot be stored (a NUL or half a character); "
            "delete it and try again."
        )
    return text


def _typed(kind: Any, value: Any, where: str) -> Any:
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return _optional(kind, value, where)
    if origin is tuple:
        if not isinstance(value, list):
            raise _damaged(None, f"{where} is not a list")
        item = get_args(kind)[0]
        return tuple(_typed(item, part, f"{where}[{n}]") for n, part in enumerate(value))
    if dataclasses.is_dataclass(kind) and isinstance(kind, type):
        return _record(kind, value, where)
    if kind in (str, int):
        if type(value) is not kind:
            raise _damaged(None, f"{where} is not {kind.__name__}")
        return value
    return _parsed(kind, value, where)


def _optional(kind: Any, value: Any, where: str) -> Any:
    if value is None:
        return None
    (inner,) = (option for option in get_args(kind) if option is not NoneType)
    return _typed(inner, value, where)


def _record(kind: Any, value: Any, where: str) -> Any:
    if not isinstance(value, dict):
        raise _damaged(None, f"{where} is not an object")
    hints = _hints(kind)
    if not value.keys() <= hints.keys():
        raise _damaged(None, f"{where} has fields that this notegen does not know; update notegen")
    parts = {name: _typed(hints[name], part, f"{where}.{name}") for name, part in value.items()}
    try:
        return kind(**parts)
    except TypeError:
        raise _damaged(None, f"{where} lacks a field") from None


def _parsed(kind: Any, value: Any, where: str) -> Any:
    parse: Callable[[str], Any] = kind if issubclass(kind, Enum) else kind.fromisoformat
    if not isinstance(value, str):
        raise _damaged(None, f"{where} is not text")
    try:
        return parse(value)
    except ValueError:
        raise _damaged(None, f"{where} is not a {kind.__name__}") from None


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _damaged(kind: type | None, what: str) -> VaultDamagedError:
    # Names of fields only, never their content: the message is shown and logged.
    subject = f"{kind.__name__} " if kind else ""
    return VaultDamagedError(f"A stored record cannot be read: {subject}{what}.")
