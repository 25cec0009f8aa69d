"""The locks pin everything that is installed, by hash, and name no place it comes from."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
APP, DEV = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"

both_locks = pytest.mark.parametrize("lock", [APP, DEV], ids=lambda path: path.name)

Pins = dict[str, set[tuple[str, str]]]


def entries(text: str) -> list[str]:
    """The requirements of a lock, each on one line, without comments."""
    kept = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
    return [line.strip() for line in "\n".join(kept).replace("\\\n", " ").splitlines() if line]


def unpinned(text: str) -> list[str]:
    pin = re.compile(
        r"[a-z0-9][a-z0-9.-]*==[^ ;*]+( ; [^\\]+?)?( +--hash=sha256:[0-9a-f]{64})+", re.ASCII
    )
    return [entry for entry in entries(text) if not pin.fullmatch(entry)]


def hosts(text: str) -> list[str]:
    traces = r"://|--index-url|--extra-index-url|--find-links|--trusted-host|(^|\s)-[if]\s| @ "
    return [line for line in text.splitlines() if re.search(traces, line)]


def pins(text: str) -> Pins:
    """Name -> the (version, marker) pairs under which it is pinned."""
    found: Pins = {}
    for entry in entries(text):
        requirement, _, marker = entry.partition(" --hash")[0].partition(" ; ")
        name, version = requirement.strip().split("==")
        found.setdefault(name, set()).add((version, marker.strip()))
    return found


def declared(*groups: str) -> set[str]:
    """Names that pyproject asks for: runtime, build backend, and these dependency groups."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    for group in groups:
        wanted += project["dependency-groups"][group]
    names = [re.match(r"[A-Za-z0-9._-]+", requirement) for requirement in wanted]
    return {re.sub(r"[-_.]+", "-", name[0]).lower() for name in names if name}


@both_locks
def test_every_requirement_is_pinned_with_hashes(lock: Path) -> None:
    text = lock.read_text("utf-8")
    assert len(entries(text)) > 20
    assert unpinned(text) == []


@both_locks
def test_lock_names_no_host(lock: Path) -> None:
    assert hosts(lock.read_text("utf-8")) == []


def test_dev_lock_repeats_every_pin_of_the_app_lock() -> None:
    app, dev = pins(APP.read_text("utf-8")), pins(DEV.read_text("utf-8"))
    assert {name: dev.get(name) for name in app} == app


def test_app_lock_holds_what_pyproject_asks_for_and_the_build_backend() -> None:
    assert declared("build") - pins(APP.read_text("utf-8")).keys() == set()


def test_dev_lock_holds_the_tools_too() -> None:
    assert declared("build", "dev") - pins(DEV.read_text("utf-8")).keys() == set()


def test_tools_stay_out_of_the_app_lock() -> None:
    tools = declared("build", "dev") - declared("build")
    assert tools & pins(APP.read_text("utf-8")).keys() == set()


@pytest.mark.parametrize(
    "line",
    [
        "click>=8.1 --hash=sha256:" + "0" * 64,
        "click==8.1",
        "click==8.* --hash=sha256:" + "0" * 64,
        "click==8.1 --hash=md5:" + "0" * 32,
        "./click.whl",
    ],
)
def test_unpinned_lines_are_recognised(line: str) -> None:
    assert unpinned(line) == [line]


@pytest.mark.parametrize(
    "line",
    [
        "--index-url mirror",
        "-i mirror",
        "--find-links wheels",
        "click==8.1  # from http://mirror",
        "# https://mirror/simple",
        "click @ file:///wheels/click.whl",
    ],
)
def test_hosts_are_recognised(line: str) -> None:
    assert hosts(line) == [line]
