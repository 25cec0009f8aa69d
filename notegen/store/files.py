"""Files and folders that appear whole or not at all, and stay after a power cut."""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from notegen.errors import StorageError, VaultExistsError

_STAGE: Final = ".notegen-part-"
_STALE_SECONDS: Final = 3600


@contextmanager
def new_content(path: Path, content: bytes) -> Iterator[None]:
    """Replace the file at `path` when the block ends well, in one step, mode 0600.

    The new content is on the disk before the block runs, so what is left to do after it is a
    rename, which needs no space. Raises `StorageError`; the former file is then untouched.
    The caller holds `folder_lock`, so what a crash left under the same name is overwritten.
    """
    part = path.with_name(f"{_STAGE}{path.name}")
    try:
        with storage_errors(path):
            descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
        yield
        with storage_errors(path):
            part.replace(path)
            sync_folder(path.parent)
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


@contextmanager
def folder_lock(folder: Path) -> Iterator[None]:
    """Keep other processes and threads out of the same block on this folder."""
    with storage_errors(folder):
        descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


@contextmanager
def new_folder(folder: Path) -> Iterator[Path]:
    """A hidden folder to fill, which becomes `folder` when the block ends well.

    Raises `VaultExistsError` when something is there already (an empty folder is taken over)
    and `StorageError`; either way nothing is left behind.
    """
    with storage_errors(folder):
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _sweep(folder.parent)
        stage = folder.parent / f"{_STAGE}{secrets.token_hex(8)}"
        stage.mkdir(mode=0o700)
    try:
        yield stage
        with storage_errors(folder):
            for file in stage.iterdir():
                file.chmod(0o600)
                _sync_file(file)
            sync_folder(stage)
            stage.rename(folder)
            sync_folder(folder.parent)
    except BaseException:
        shutil.rmtree(stage, ignore_errors=True)
        raise


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable (a file's own fsync does not cover its name)."""
    _sync_file(folder)


@contextmanager
def storage_errors(path: Path) -> Iterator[None]:
    """Turn the system's complaints about `path` into one line with a remedy.

    Raises `StorageError`, or `VaultExistsError` when the name is taken.
    """
    try:
        yield
    except OSError as fault:
        if fault.errno in (errno.ENOTEMPTY, errno.EEXIST, errno.ENOTDIR):
            raise VaultExistsError(
                f"There is already something at {path}; choose another folder."
            ) from None
        raise StorageError(f"{path}: {_reason(fault)}") from None


def _reason(fault: OSError) -> str:
    match fault.errno:
        case errno.ENOSPC | errno.EDQUOT | errno.EFBIG:
            return "the disk is full; free some space and try again. Nothing was changed."
        case errno.EROFS | errno.EACCES | errno.EPERM:
            return "this folder cannot be written to; choose another one or change its permissions."
        case _:
            return f"the file system refused ({fault.strerror or 'unknown error'})."


def _sync_file(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sweep(parent: Path) -> None:
    """Remove what a crash left half made; young ones may belong to a running process."""
    for stage in parent.glob(f"{_STAGE}*"):
        with suppress(OSError):  # another process may sweep it at the same time
            if stage.is_dir() and time.time() - stage.stat().st_mtime > _STALE_SECONDS:
                shutil.rmtree(stage, ignore_errors=True)
