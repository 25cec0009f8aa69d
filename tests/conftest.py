"""What every test gets: a home of its own, and plain rules for tools that may be missing."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def notegen_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """NOTEGEN_HOME in a temporary folder, so that no test reads or writes a real vault."""
    home = tmp_path / "notegen-home"
    monkeypatch.setenv("NOTEGEN_HOME", str(home))
    return home


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
