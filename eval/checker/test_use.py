"""The test split is used once for each released version; a file of the data sets keeps when."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Final

from eval.checker.card import model_hash
from eval.data.load import folder
from notegen.errors import InputError

FILE: Final = "TEST_USE.md"
_HEAD: Final = """# When the test split was used

Once for each released version. The lines come from
`python -m eval validate --split test --release VERSION`.

| day | version | risk model |
|-|-|-|
"""


def claim_test_split(release: str) -> None:
    """Record that the test split is used now for this version.

    Raises `InputError` where no version is named, or the split was used for it before.
    """
    if not release.strip():
        raise InputError("Name the version that the test split is used for: --release 0.2.0.")
    path = folder() / FILE
    text = path.read_text("utf-8") if path.is_file() else _HEAD
    if f"| {release.strip()} |" in text:
        raise InputError(
            f"The test split was used for {release.strip()} already; measure on dev, or release a "
            "new version."
        )
    day = f"{datetime.now(UTC):%Y-%m-%d}"
    path.write_text(f"{text}| {day} | {release.strip()} | {model_hash()} |\n", "utf-8")
