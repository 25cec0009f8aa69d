"""What every test gets: a home of its own, notes built by hand, rules for missing tools."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from notegen import load_format
from notegen.checks import checked
from notegen.model import (
    DraftNote,
    Origin,
    Section,
    SessionDetails,
    SessionSummary,
    Statement,
)


@pytest.fixture(autouse=True)
def notegen_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """NOTEGEN_HOME in a temporary folder, so that no test reads or writes a real vault."""
    home = tmp_path / "notegen-home"
    monkeypatch.setenv("NOTEGEN_HOME", str(home))
    return home


NoteBuilder = Callable[..., DraftNote]


@pytest.fixture
def engine_note() -> NoteBuilder:
    """A checked draft as a foreign engine might have written it: sentences, no evidence."""

    def build(
        summary: str,
        sections: dict[str, list[str]],
        *,
        format: str = "soap",
        details: SessionDetails | None = None,
        origin: Origin = Origin.ENGINE,
        kind: str = "report",
    ) -> DraftNote:
        note_format = load_format(format)
        numbers = iter(range(1, 1000))
        note = DraftNote(
            summary=SessionSummary(summary),
            details=details or SessionDetails(),
            format=note_format,
            engine="made-up",
            sections=tuple(
                Section(
                    spec.key,
                    spec.title,
                    tuple(
                        Statement(id=f"s{next(numbers)}", text=text, kind=kind, origin=origin)
                        for text in sections.get(spec.key, [])
                    ),
                )
                for spec in note_format.sections
            ),
        )
        return checked(note)

    return build


def _has_recent_node() -> bool:
    if shutil.which("node") is None:
        return False
    answer = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout
    version = re.match(r"v(\d+)\.(\d+)", answer)
    return version is not None and (int(version[1]), int(version[2])) >= (20, 15)


_TOOLS: dict[str, tuple[str, Callable[[], bool]]] = {
    "browser": ("Chromium", lambda: shutil.which("chromium") is not None),
    "needs_node": ("Node 20.15 or later", _has_recent_node),
    "needs_pdftotext": ("poppler's pdftotext", lambda: shutil.which("pdftotext") is not None),
    "needs_strace": ("strace", lambda: shutil.which("strace") is not None),
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip tests whose tool is missing; in CI let them run and fail, since a skip hides a gap."""
    in_ci = bool(os.environ.get("CI"))
    missing = {
        marker: name for marker, (name, is_there) in _TOOLS.items() if not (in_ci or is_there())
    }
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.xdist_group("browser"))
        for marker, name in missing.items():
            if item.get_closest_marker(marker):
                item.add_marker(pytest.mark.skip(reason=f"{name} is not installed"))
