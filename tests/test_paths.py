"""The data folder: found in the stated order, private, and never inside the checkout."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest

from notegen.errors import SetupError
from notegen.paths import data_folder


def test_explicit_folder_wins_over_the_environment(tmp_path) -> None:
    chosen = data_folder(tmp_path / "a", environ={"NOTEGEN_HOME": str(tmp_path / "b")})
    assert chosen.root == tmp_path / "a"
    assert not (tmp_path / "b").exists()


def test_environment_wins_over_the_platform(tmp_path) -> None:
    assert data_folder(environ={"NOTEGEN_HOME": str(tmp_path / "b")}).root == tmp_path / "b"


def test_platform_folder_is_the_last_resort(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    root = data_folder(environ={}).root
    assert root.is_relative_to(tmp_path)
    assert root.name == "notegen"


def test_parts_are_made_for_the_owner_alone(tmp_path) -> None:
    folder = data_folder(tmp_path / "deep" / "er")
    parts = [folder.vaults, folder.formats, folder.profiles, folder.prompts, folder.labels]
    for path in (tmp_path / "deep", folder.root, *parts):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    assert sorted(path.name for path in folder.root.iterdir()) == [
        "formats",
        "labels",
        "profiles",
        "prompts",
        "vaults",
    ]
    assert folder.settings == folder.root / "settings.toml"
    assert data_folder(folder.root) == folder


def test_folder_that_was_there_keeps_its_mode(tmp_path) -> None:
    (tmp_path / "mine").mkdir(mode=0o755)
    data_folder(tmp_path / "mine")
    assert stat.S_IMODE((tmp_path / "mine").stat().st_mode) == 0o755


def test_folder_inside_the_checkout_is_refused(tmp_path) -> None:
    checkout = Path(__file__).parents[1]
    if not (checkout / ".git").exists():
        checkout = tmp_path / "checkout"
        (checkout / ".git").mkdir(parents=True)
        (checkout / "notegen").mkdir()
        (checkout / "notegen" / "model.py").touch()
    for inside in (checkout, checkout / "data", checkout / "tests" / ".." / "data"):
        with pytest.raises(SetupError, match="inside the notegen checkout"):
            data_folder(inside)
    (tmp_path / "link").symlink_to(checkout)
    with pytest.raises(SetupError, match="inside the notegen checkout"):
        data_folder(tmp_path / "link" / "data")
    assert not (checkout / "data").exists()


def test_file_in_the_way_is_said_plainly(tmp_path) -> None:
    (tmp_path / "file").touch()
    for path in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(SetupError, match="cannot be made"):
            data_folder(path)


@pytest.mark.parametrize("name", ["", "a\x00b", "~nobody-of-this-name/x"])
def test_unusable_name_is_said_plainly(name) -> None:
    with pytest.raises(SetupError):
        data_folder(name)


def test_finding_the_folder_does_not_load_the_vault() -> None:
    code = (
        "import sys, notegen.paths\n"
        "print([m for m in ('cryptography', 'sqlcipher3', 'platformdirs') if m in sys.modules])"
    )
    import notegen

    root = Path(next(iter(notegen.__path__))).parent
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=root, check=True
    )
    assert answer.stdout.strip() == "[]"
