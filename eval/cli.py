"""The workbench's commands."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

import click

from eval import bench as benchmarks
from notegen.errors import NotegenError


@click.group("notegen-eval", context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Measure notegen. All of it runs on this computer."""


@cli.group("bench")
def bench() -> None:
    """Measure speed."""


@bench.command("core")
@click.option("--repeats", type=click.IntRange(1), default=50, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def bench_core(repeats: int, as_json: bool) -> None:
    """Time draft, check, import and process start against their limits.

    The two process measurements take a tenth of the repeats, five at least.
    """
    timings = benchmarks.core(repeats)
    if as_json:
        click.echo(json.dumps({"machine": benchmarks.machine(), "timings": timings}, indent=2))
        return
    click.echo(benchmarks.machine())
    for row in benchmarks.table(timings):
        click.echo(row)


def main(args: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status; what went wrong is one line on standard error."""
    try:
        cli.main(args, prog_name="notegen-eval", standalone_mode=False)
    except click.ClickException as error:
        error.show(sys.stderr)
        return 2
    except NotegenError as error:
        click.echo(f"Error: {error}", err=True)
        return error.exit_status
    except click.Abort:
        return 130
    return 0
