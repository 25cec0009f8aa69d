"""The card: the checker's measured accuracy as a file that reports and the app can show."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from eval.checker.validate import Row
from notegen import __version__
from notegen.formats import DATA

_DIGITS = 4


def model_hash() -> str:
    """First digits of the SHA-256 of the shipped risk model: which model was measured."""
    return hashlib.sha256((DATA / "checks" / "risk.v1.json").read_bytes()).hexdigest()[:12]


def write_card(path: Path, found: Mapping[str, Sequence[Row]], *, split: str) -> None:
    """Write the rows of each data set with value, interval and n."""
    table: dict[str, Any] = {
        "version": 1,
        "notegen": __version__,
        "model": model_hash(),
        "split": split,
        "sets": {name: [_row(row) for row in rows] for name, rows in found.items()},
    }
    path.write_text(json.dumps(table, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _row(row: Row) -> dict[str, Any]:
    given = row.estimate
    value, low, high = (
        None if number is None else round(number, _DIGITS)
        for number in (given.value, given.low, given.high)
    )
    return {"name": row.name, "value": value, "low": low, "high": high, "n": given.n}
