"""Two ways to run the command line: in this process, which is fast, and as a process of its own."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from notegen.cli import main

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Outcome:
    """What a run left behind."""

    status: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        return self.out.decode("utf-8")

    @property
    def records(self) -> list[dict[str, Any]]:
        """The lines of JSON on standard output; split as bytes, as any reader of JSON Lines does"""
        return [json.loads(line) for line in self.out.split(b"\n") if line]


def run_here(*args: str | Path, stdin: bytes = b"") -> Outcome:
    """Run a command in this process with these bytes on its standard input."""
    out, err = io.BytesIO(), io.StringIO()
    saved = sys.stdin, sys.stdout, sys.stderr
    # An ASCII terminal, as with LANG=C: no command may depend on the locale.
    sys.stdin = io.TextIOWrapper(io.BytesIO(stdin), encoding="ascii")
    sys.stdout = io.TextIOWrapper(out, encoding="ascii", write_through=True)
    sys.stderr = err
    try:
        status = main([str(arg) for arg in args])
        return Outcome(status, out.getvalue(), err.getvalue())
    finally:
        sys.stdin, sys.stdout, sys.stderr = saved


def run_process(
    *args: str | Path,
    stdin: bytes = b"",
    env: dict[str, str] | None = None,
    new_session: bool = False,
) -> Outcome:
    """Run a command as `python -m notegen`; in a new session it has no terminal."""
    done = subprocess.run(
        [sys.executable, "-m", "notegen", *map(str, args)],
        input=stdin,
        capture_output=True,
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        timeout=60,
        start_new_session=new_session,
    )
    return Outcome(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))


@pytest.fixture(scope="session")
def run() -> Callable[..., Outcome]:
    """`run_here`"""
    return run_here


@pytest.fixture(scope="session")
def process() -> Callable[..., Outcome]:
    """`run_process`"""
    return run_process


@pytest.fixture(scope="session")
def jsonl() -> Callable[..., bytes]:
    """Records, or lines as they are, as JSON Lines."""

    def as_lines(*records: object) -> bytes:
        return b"".join(
            (item if isinstance(item, bytes) else json.dumps(item).encode()) + b"\n"
            for item in records
        )

    return as_lines


EXAMPLE = (
    "Client discussed work stress, practiced grounding techniques, assigned journaling homework. "
    "Client appeared engaged and motivated. Follow up on sleep next session."
)


@pytest.fixture(scope="session")
def example() -> str:
    """The summary that every user tries first."""
    return EXAMPLE


@pytest.fixture
def summary_file(tmp_path: Path) -> Path:
    """The example summary in a file."""
    path = tmp_path / "summary.txt"
    path.write_text(EXAMPLE, "utf-8")
    return path


@pytest.fixture(scope="session")
def summary_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example summary in a file that outlives a single test."""
    path = tmp_path_factory.mktemp("summary") / "summary.txt"
    path.write_text(EXAMPLE, "utf-8")
    return path
