"""Small records by hand, and files of them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Record = dict[str, Any]
Write = Callable[..., Path]

SUMMARY = "Ct cried. Denied SI. Will write the letter, maybe."


@pytest.fixture
def case_record() -> Callable[..., Record]:
    """A case; changes go on top."""

    def make(**changes: Any) -> Record:
        record: Record = {
            "id": "a01",
            "author": "a",
            "split": "test",
            "style": "first person",
            "theme": "grief",
            "approach": "other",
            "summary": SUMMARY,
            "facts": [
                {
                    "id": "f1",
                    "quote": "Ct cried",
                    "start": 0,
                    "kind": "observation",
                    "critical": False,
                    "element": "mood_affect",
                    "sections": {"soap": ["O"], "dap": ["D"], "birp": ["B", "R"], "girp": ["R"]},
                },
                {
                    "id": "f2",
                    "quote": "Denied SI",
                    "start": 10,
                    "kind": "risk",
                    "critical": True,
                    "element": "risk",
                    "sections": {"soap": ["S", "O"], "dap": ["D"], "birp": ["B"], "girp": ["R"]},
                },
                {
                    "id": "f3",
                    "quote": "Will write the letter, maybe",
                    "start": 21,
                    "kind": "homework.new",
                    "critical": False,
                    "element": "homework",
                    "sections": {"soap": ["P"], "dap": ["P"], "birp": ["P", "I"], "girp": ["P"]},
                },
            ],
            "states": [
                {
                    "item": "suicidal ideation",
                    "state": "denied",
                    "person": "client",
                    "time": "current",
                }
            ],
            "hazards": ["would turn maybe into homework", "would add a plan to the denial"],
        }
        return record | changes

    return make


@pytest.fixture
def note_record() -> Callable[..., Record]:
    """A note of case a01; changes go on top."""

    def make(**changes: Any) -> Record:
        record: Record = {
            "id": "n001",
            "summary_id": "a01",
            "split": "test",
            "format": "soap",
            "author": "k",
            "sentences": [
                {"section": "O", "text": "Client was tearful.", "label": "reworded"},
                {
                    "section": "P",
                    "text": "Client will write the letter.",
                    "label": "unsupported",
                    "quote": "will",
                    "start": 7,
                    "code": "H3",
                    "severity": "major",
                },
            ],
            "omitted": {"f2": "O1"},
        }
        return record | changes

    return make


@pytest.fixture
def pair_record() -> Callable[..., Record]:
    """A pair of case a01; changes go on top."""

    def make(**changes: Any) -> Record:
        record: Record = {
            "id": "p0001",
            "summary_id": "a01",
            "split": "test",
            "code": "H3",
            "kind": "status",
            "format": "soap",
            "section": "P",
            "severity": "major",
            "faithful": "Client may write the letter.",
            "changed": "Client will write the letter.",
        }
        return record | changes

    return make


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Write records as JSON Lines into a file of the test's folder, and give its path."""

    def to_file(*records: Record, name: str = "own.jsonl") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        lines = [json.dumps(record, ensure_ascii=False) + "\n" for record in records]
        path.write_text("".join(lines), "utf-8")
        return path

    return to_file
