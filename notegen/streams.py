"""Bytes into text exactly as given, and text out of the process whatever the locale.

No universal newlines, no guessing of encodings, and no message that quotes what was read: a file
that the user named holds clinical text, and a mistyped command may do so too.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from notegen.errors import InputError, SetupError

STDIN: Final = "-"
_BOM: Final = b"\xef\xbb\xbf"
_UTF16_BOMS: Final = (b"\xff\xfe", b"\xfe\xff")
_SKIP_BYTES: Final = 1 << 16
_MAX_BYTES_PER_CHAR: Final = 4


class OutputClosedError(Exception):
    """Whoever read our output has gone away, as `head` does; nobody is left to tell."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a stream by its number from 1; `data` is None for one that is too long."""

    number: int
    data: bytes | None


def read_text(source: str, *, what: str, max_chars: int) -> str:
    """The text of a file, or of standard input for `-`: UTF-8, a leading BOM dropped.

    Reads no more than it needs to know that the text is too long. Raises `InputError`, in which
    `what` stands for the input, when it is missing, a folder, unreadable, binary, not UTF-8, empty
    or longer than `max_chars`.
    """
    limit = max_chars * _MAX_BYTES_PER_CHAR + len(_BOM)
    with open_input(source, what=what) as stream:
        try:
            data = stream.read(limit + 1)
        except OSError as error:
            raise InputError(f"{what} cannot be read ({error.strerror}).") from None
    is_cut = len(data) > limit
    text = _decode(data[:limit], what=what, is_cut=is_cut)
    if is_cut or len(text) > max_chars:
        raise InputError(f"{what} is too long; the limit is {max_chars:,} characters.")
    if not text.strip():
        raise InputError(f"{what} is empty.")
    return text


@contextmanager
def open_input(source: str, *, what: str) -> Iterator[BinaryIO]:
    """The bytes of a file, or of standard input for `-`.

    Raises `InputError` when it cannot be opened. The name is not repeated: it may be a summary
    that was typed where a file name belongs.
    """
    if source == STDIN:
        if sys.stdin is None:
            raise InputError(f"{what} was to come from standard input, which is closed.")
        yield sys.stdin.buffer
        return
    with _open(source, what=what) as stream:
        yield stream


def read_lines(stream: BinaryIO, *, max_bytes: int) -> Iterator[Line]:
    """The lines that are not blank, one in memory at a time, each without its line break.

    A line of more than `max_bytes` is skipped to its end, unread. Raises `SetupError` when the
    stream breaks on the way.
    """
    number = 0
    try:
        while data := stream.readline(max_bytes + len(b"\r\n")):
            number += 1
            is_whole = data.endswith(b"\n")
            content = data[:-1].removesuffix(b"\r") if is_whole else data
            if number == 1:
                content = content.removeprefix(_BOM)
            if len(content) > max_bytes:
                _skip_line(stream, data)
                yield Line(number, None)
            elif content.strip():
                yield Line(number, content)
    except OSError as error:
        raise SetupError(f"The input broke off while reading ({error.strerror}).") from None


def write(text: str) -> None:
    """Write to standard output as UTF-8 and flush, so that a reader has each line at once.

    Raises `OutputClosedError` when the reader has gone, `SetupError` when the disk is full or
    standard output is closed.
    """
    if sys.stdout is None:
        raise SetupError("The output cannot be written (standard output is closed).")
    try:
        sys.stdout.flush()
        sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        abandon_stdout()
        raise OutputClosedError from None
    except OSError as error:
        abandon_stdout()
        raise SetupError(f"The output cannot be written ({error.strerror}).") from None


def complain(message: str) -> None:
    """One line on standard error; a closed or full standard error is no reason to fail."""
    if sys.stderr is not None:
        with suppress(OSError):
            sys.stderr.write(f"notegen: {' '.join(message.split())}\n")
            sys.stderr.flush()


def abandon_stdout() -> None:
    """Let go of what could not be written: Python would try again, and complain, on its way out."""
    with suppress(OSError, ValueError):
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)


def _decode(data: bytes, *, what: str, is_cut: bool) -> str:
    if data.startswith(_UTF16_BOMS):
        raise InputError(f"{what} is in UTF-16; save the file as UTF-8.")
    if b"\x00" in data:
        raise InputError(f"{what} is binary; give UTF-8 text.")
    try:
        # A cut may fall inside a character; what comes of it is refused as too long anyway.
        return data.removeprefix(_BOM).decode("utf-8", "replace" if is_cut else "strict")
    except UnicodeDecodeError:
        raise InputError(f"{what} is not UTF-8 text; save the file as UTF-8.") from None


def _open(source: str, *, what: str) -> BinaryIO:
    try:
        return Path(source).open("rb")
    except FileNotFoundError:
        remedy = "there is no such file. Give a file's name, or - for standard input."
        raise InputError(f"{what}: {remedy}") from None
    except IsADirectoryError:
        raise InputError(f"{what}: this is a folder; give a file.") from None
    except OSError as error:
        raise InputError(f"{what} cannot be opened ({error.strerror}).") from None


def _skip_line(stream: BinaryIO, data: bytes) -> None:
    while data and not data.endswith(b"\n"):
        data = stream.readline(_SKIP_BYTES)
