"""Where notegen keeps its data: one folder per person, never inside the source checkout."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from notegen.errors import SetupError

ENVIRONMENT: Final = "NOTEGEN_HOME"


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The data folder and its parts."""

    root: Path

    @property
    def vaults(self) -> Path:
        """Encrypted vaults, a folder each."""
        return self.root / "vaults"

    @property
    def formats(self) -> Path:
        """The user's own note formats."""
        return self.root / "formats"

    @property
    def profiles(self) -> Path:
        """Profiles of remote or local models."""
        return self.root / "profiles"

    @property
    def prompts(self) -> Path:
        """The user's own prompts."""
        return self.root / "prompts"

    @property
    def labels(self) -> Path:
        """Ratings and labels of synthetic cases."""
        return self.root / "labels"

    @property
    def settings(self) -> Path:
        """Settings of the installation; a clinician's own are in the vault."""
        return self.root / "settings.toml"


def data_folder(
    explicit: Path | str | None = None, *, environ: Mapping[str, str] = os.environ
) -> DataFolder:
    """Find and make the data folder: `explicit` (`--data-dir`), else NOTEGEN_HOME, else the
    platform's user data folder.

    What is made here has mode 0700; a folder that was there keeps its own. Raises `SetupError`
    when it cannot be made, is no folder, or lies in a checkout of notegen (where a commit could
    publish it).
    """
    root = _chosen(explicit, environ)
    _refuse_checkout(root)
    folder = DataFolder(root)
    parts = (folder.vaults, folder.formats, folder.profiles, folder.prompts, folder.labels)
    for path in (root, *parts):
        _make(path)
    return folder


def _chosen(explicit: Path | str | None, environ: Mapping[str, str]) -> Path:
    named = str(explicit) if explicit is not None else environ.get(ENVIRONMENT, "")
    if not named and explicit is not None:
        raise SetupError("The data folder's name is empty; give --data-dir a folder.")
    if named:
        try:
            # Resolved, so that a link into the checkout does not hide it.
            return Path(named).expanduser().resolve()
        except (OSError, RuntimeError, ValueError):
            raise SetupError(
                "The data folder's name cannot be used; give --data-dir or NOTEGEN_HOME a plain "
                "folder."
            ) from None
    import platformdirs

    return Path(platformdirs.user_data_dir("notegen", appauthor=False)).resolve()


def _refuse_checkout(root: Path) -> None:
    for folder in (root, *root.parents):
        if (folder / ".git").exists() and (folder / "notegen" / "model.py").is_file():
            raise SetupError(
                f"The data folder {root} is inside the notegen checkout, where it could be "
                "committed; choose another one with --data-dir or NOTEGEN_HOME."
            )


def _make(path: Path) -> None:
    try:
        missing = [p for p in (path, *path.parents) if not p.exists()]
        for folder in reversed(missing):
            folder.mkdir(mode=0o700, exist_ok=True)
        if not path.is_dir():
            raise NotADirectoryError(20, "not a folder")
    except OSError as fault:
        raise SetupError(
            f"The data folder {path} cannot be made ({fault.strerror}); choose another one with "
            "--data-dir or NOTEGEN_HOME."
        ) from None
