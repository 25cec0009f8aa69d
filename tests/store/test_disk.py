"""A full disk or a read-only folder loses nothing and is said plainly (see disk_harness.py).

Root ignores permissions, so these use limits and mounts that hold for everybody. Those that need
a mount namespace are skipped, by name, where the system allows none.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import notegen

SMALL_DISK = "mount -t tmpfs -o size=1m,mode=0700 none"
GOOD = (0, "ok\n", "")


def can_mount() -> bool:
    if shutil.which("unshare") is None:
        return False
    probe = ["unshare", "--mount", "--map-root-user", "sh", "-c", f"{SMALL_DISK} /mnt"]
    return subprocess.run(probe, capture_output=True).returncode == 0


needs_mount = pytest.mark.skipif(not can_mount(), reason="no mount namespace allowed here")


def outcome(mode: str, place: Path, *, on_small_disk: bool) -> tuple[int, str, str]:
    """Exit status of the harness, what it printed, and its complaints."""
    program = [sys.executable, str(Path(__file__).with_name("disk_harness.py"))]
    command = [*program, mode, str(place / "vault")]
    if on_small_disk:
        script = f'{SMALL_DISK} "$0" && exec "$@"'
        command = ["unshare", "--mount", "--map-root-user", "sh", "-c", script, place, *command]
    answer = subprocess.run(
        command,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": str(Path(next(iter(notegen.__path__))).parent)},
    )
    return answer.returncode, answer.stdout, answer.stderr


def test_file_size_limit_loses_nothing(tmp_path) -> None:
    assert outcome("limit", tmp_path, on_small_disk=False) == GOOD


@needs_mount
def test_full_disk_loses_nothing(tmp_path) -> None:
    assert outcome("full", tmp_path, on_small_disk=True) == GOOD


@needs_mount
def test_read_only_folder_loses_nothing(tmp_path) -> None:
    assert outcome("readonly", tmp_path, on_small_disk=True) == GOOD
