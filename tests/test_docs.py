"""What the README says is so: commands, paths, the format it shows, and every command is named."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from notegen.cli.entry import cli
from notegen.formats import read_format

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_every_command_is_named_in_the_readme() -> None:
    assert isinstance(cli, click.Group)
    missing = [name for name in cli.commands if f"notegen {name}" not in README]
    assert missing == []


def test_every_command_in_the_readme_exists() -> None:
    assert isinstance(cli, click.Group)
    named = set(re.findall(r"^    notegen (\w+)", README, flags=re.MULTILINE))
    assert named <= set(cli.commands)
    assert named


def test_every_option_in_the_readme_exists() -> None:
    assert isinstance(cli, click.Group)
    for name, options in re.findall(r"^    notegen (\w+)([^#\n]*)", README, flags=re.MULTILINE):
        known = {option for p in cli.commands[name].params for option in p.opts}
        assert set(re.findall(r"--[a-z-]+", options)) <= known


def test_make_targets_in_the_readme_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"^    make (\w+)", README, flags=re.MULTILINE):
        assert re.search(rf"^{target}:", makefile, flags=re.MULTILINE)


def test_the_format_shown_in_the_readme_loads(tmp_path: Path) -> None:
    shown = re.search(r"```toml\n(.*?)```", README, flags=re.DOTALL)
    assert shown is not None
    path = tmp_path / "dmap.toml"
    path.write_text(shown[1], "utf-8")
    assert [spec.key for spec in read_format(path).sections] == ["D", "M", "A", "P"]


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`([a-z_]+/[a-z_./]*)`", README))))
def test_every_path_in_the_readme_exists(path: str) -> None:
    in_data_folder = {"vaults/", "formats/", "profiles/", "prompts/", "labels/"}
    assert path in in_data_folder or (ROOT / path).exists()


def test_every_picture_in_the_readme_exists_and_is_small() -> None:
    for path in re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README):
        assert (ROOT / path).stat().st_size < 200_000
