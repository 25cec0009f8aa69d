"""The wheel holds everything, shadows nobody, and opens the app in an empty environment."""

from __future__ import annotations

import http.client
import os
import re
import site
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

pytestmark = pytest.mark.xdist_group("packaging")  # one worker builds the wheel, once


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    [built] = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Bin folder of an environment with the wheel and this one's third-party packages.

    A line in a .pth file adds a folder without reading the .pth files in it, so the link to the
    checkout, which an editable installation is, stays behind.
    """
    folder = tmp_path_factory.mktemp("empty")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", folder], check=True)
    python = folder / "bin" / "python"
    where = "import sysconfig; print(sysconfig.get_path('purelib'))"
    own = Path(subprocess.check_output([python, "-c", where], text=True).strip())
    (own / "third_party.pth").write_text("\n".join(site.getsitepackages()), "utf-8")
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet"]
    command += ["--no-index", "--no-deps", "--ignore-installed", str(wheel)]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return folder / "bin"


def run_outside(installed: Path, cwd: Path, code: str) -> str:
    """Output of `code` in the empty environment, from a folder that is not the checkout."""
    env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [installed / "python", "-c", code]
    run = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    return run.stdout.strip()


def test_wheel_holds_code_app_and_data_and_nothing_at_the_top(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/", 1)[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"notegen", "eval"}

    places = {
        "app.py": "notegen/_app/app.py",
        ".streamlit/config.toml": "notegen/_app/.streamlit/config.toml",
        "pages": "notegen/_app/pages",
        "datasets": "notegen/_datasets",
        "notegen": "notegen",
        "eval": "eval",
    }
    for source, place in places.items():
        tracked = subprocess.check_output(["git", "ls-files", source], cwd=ROOT, text=True)
        expected = {place + path.removeprefix(source) for path in tracked.splitlines()}
        assert expected, source
        assert expected - set(names) == set()


def test_wheel_carries_no_private_or_made_files(wheel: Path) -> None:
    made = re.compile(r"__pycache__|\.pyc$|\.db|keys\.json|secrets\.toml|/runs/|/tests/")
    assert [name for name in zipfile.ZipFile(wheel).namelist() if made.search(name)] == []


def test_installed_wheel_is_not_the_checkout(installed: Path, tmp_path: Path) -> None:
    where = run_outside(installed, tmp_path, "import notegen, eval; print(notegen.__file__)")
    assert Path(where).is_relative_to(installed.parent)


@pytest.mark.parametrize("script", ["notegen", "notegen-eval"])
def test_console_scripts_start(installed: Path, tmp_path: Path, script: str) -> None:
    run = subprocess.run([installed / script, "--help"], cwd=tmp_path, capture_output=True)
    assert run.returncode == 0
    assert b"Usage:" in run.stdout


def test_installed_app_serves_its_page(installed: Path, tmp_path: Path) -> None:
    command = [installed / "python", "-m", "notegen", "app", "--no-browser", "--data-dir", "home"]
    process = subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        address = re.search(r"http://(127\.0\.0\.1:\d+)", process.stdout.readline())
        assert address is not None
        connection = http.client.HTTPConnection(address[1], timeout=20)
        connection.request("GET", "/_stcore/health")
        assert connection.getresponse().read() == b"ok"
        connection.request("GET", "/")
        assert b'<div id="root">' in connection.getresponse().read()
        connection.close()
    finally:
        process.terminate()
        process.wait(20)
        process.stdout.close()


def test_installed_app_runs_without_an_exception(installed: Path, tmp_path: Path) -> None:
    code = """
from notegen.launcher import find_app
from streamlit.testing.v1 import AppTest
import sys
app = find_app()
sys.path.insert(0, str(app))  # as the server does it
page = AppTest.from_file(str(app / "app.py"), default_timeout=30).run()
assert not page.exception, page.exception
print(app)
"""
    app = run_outside(installed, tmp_path, code)
    assert Path(app).parts[-2:] == ("notegen", "_app")
