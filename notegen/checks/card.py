"""The measured accuracy of the checker, as shipped: what `python -m eval validate` found."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Final

from notegen.formats import DATA

_FILE: Final = DATA / "checks" / "card.v1.json"


@dataclass(frozen=True, slots=True)
class Measured:
    """A measured value with its 95% interval and the number of units behind it."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True, slots=True)
class Card:
    """The figures of one version, by data set and name; `model` is the hash of the risk model."""

    version: str
    model: str
    split: str
    rows: dict[tuple[str, str], Measured]


@cache
def card() -> Card:
    """The shipped card, read once. Rows that could not be measured are left out."""
    table = json.loads(_FILE.read_text("utf-8"))
    return Card(
        version=table["notegen"],
        model=table["model"],
        split=table["split"],
        rows={
            (name, row["name"]): Measured(row["value"], row["low"], row["high"], row["n"])
            for name, rows in table["sets"].items()
            for row in rows
            if None not in (row["value"], row["low"], row["high"])
        },
    )
