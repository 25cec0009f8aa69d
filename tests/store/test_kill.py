"""A process killed at any moment leaves the whole thing or nothing (see kill_harness.py)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import notegen

KILLS = 120


def test_kill_at_any_moment_leaves_the_whole_thing_or_nothing(tmp_path) -> None:
    answer = subprocess.run(
        [sys.executable, Path(__file__).with_name("kill_harness.py"), tmp_path, str(KILLS), "11"],
        capture_output=True,
        text=True,
        timeout=300,
        env={**os.environ, "PYTHONPATH": str(Path(next(iter(notegen.__path__))).parent)},
    )
    assert answer.returncode == 0, answer.stderr
    seen = json.loads(answer.stdout)
    assert seen["kills"] == KILLS
    # The kills must have hit every kind of moment, or they prove nothing.
    for moment in ("created", "not created", "notes", "passphrase changed", "backups"):
        assert seen.get(moment, 0) > 0, seen
