"""The commands together, and the one place where a fault becomes a message and an exit status."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

import notegen
from notegen.cli.check import check_command
from notegen.cli.draft import draft_command
from notegen.cli.formats import formats_command
from notegen.cli.serve import app_command
from notegen.cli.verify import verify_command
from notegen.errors import NotegenError
from notegen.streams import OutputClosedError, abandon_stdout, complain, write

OK: Final = 0
FAILED: Final = 1
WRONG_USAGE: Final = 2
INTERRUPTED: Final = 130
READER_GONE: Final = 141

_OPTION = re.compile(r"--?[a-z][a-z-]{0,24}")
# Click's own words for these hold names that we chose; its other messages repeat what was typed.
_SAFE: Final = (click.MissingParameter, click.BadOptionUsage)


@click.group("notegen", context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(notegen.__version__, message="notegen %(version)s")
def cli() -> None:
    """Turn a rough post-session summary into a note in which every sentence shows its evidence.

    Everything runs on this computer: no network, no account, nothing stored before you approve it
    in the app.
    """


for _command in (draft_command, check_command, formats_command, app_command, verify_command):
    cli.add_command(_command)


def main(args: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status; what went wrong is one line on standard error."""
    try:
        return _run(sys.argv[1:] if args is None else list(args))
    except click.UsageError as error:
        complain(_explain(error))
        return WRONG_USAGE
    except NotegenError as error:
        complain(str(error))
        return error.exit_status
    except (OutputClosedError, BrokenPipeError):
        abandon_stdout()
        return READER_GONE
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except OSError as error:
        abandon_stdout()
        complain(f"The system refused ({error.strerror}).")
        return FAILED
    except Exception as error:  # noqa: BLE001 - a traceback may hold clinical text; this cannot
        complain(
            f"A fault in notegen ({type(error).__name__} at {_place(error)}); please report it."
        )
        return FAILED


def _run(args: list[str]) -> int:
    # Not `cli.main`: it turns Ctrl-C and a broken pipe into statuses of its own.
    try:
        with cli.make_context("notegen", args) as context:
            status = cli.invoke(context)
    except click.exceptions.NoArgsIsHelpError as error:
        write(f"{error.format_message()}\n")
        return WRONG_USAGE
    except click.exceptions.Exit as stop:
        return stop.exit_code
    return status if isinstance(status, int) else OK


def _explain(error: click.UsageError) -> str:
    command = error.ctx.command_path if error.ctx else "notegen"
    return f"{_what_is_wrong(error)} See '{command} --help'."


def _what_is_wrong(error: click.UsageError) -> str:
    if isinstance(error, _SAFE):
        return error.format_message()
    if isinstance(error, click.NoSuchOption) and _OPTION.fullmatch(error.option_name):
        return error.format_message()
    if isinstance(error, click.BadParameter) and error.param is not None:
        return f"The value of {error.param.get_error_hint(error.ctx)} cannot be used."
    if isinstance(error, click.NoSuchCommand):
        return f"There is no such command. Choose one of: {', '.join(sorted(cli.commands))}."
    return "Too many or unknown arguments; a name with spaces needs quotes."


def _place(error: BaseException) -> str:
    trace, place = error.__traceback__, "start"
    while trace is not None:
        place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
