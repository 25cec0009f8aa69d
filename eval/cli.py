"""The workbench's commands."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from eval import bench as benchmarks
from notegen.errors import NotegenError

# As in eval.data.load.FILES, which loads too much for a start (a test holds them equal).
DATA_SETS: Final = ("summaries", "labelled_notes", "natural_notes", "minimal_pairs")


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


@cli.group("data")
def data() -> None:
    """Check, build and compose data sets."""


@data.command("check")
@click.argument("file", required=False, type=click.Path(path_type=Path))
@click.option(
    "--as",
    "name",
    type=click.Choice(DATA_SETS),
    default=DATA_SETS[0],
    show_default=True,
    help="What FILE holds.",
)
@click.option("--cases", type=click.Path(path_type=Path), help="Summaries of the notes in FILE.")
def data_check(file: Path | None, name: str, cases: Path | None) -> int:
    """Check the shipped data sets, or FILE of your own (.jsonl or .csv).

    Exit status 0: all holds; 1: something does not; 2: a data set is missing, or FILE cannot
    be used.
    """
    from eval.data.checks import check_file, check_shipped
    from eval.data.load import find

    if file is not None:
        find(file)
        reports = [check_file(file, name=name, cases=cases)]
    else:
        reports = check_shipped()
    for report in reports:
        click.echo(f"== {report.name}")
        for line in report.lines:
            click.echo(line)
        if report.missing:
            click.echo(report.missing)
        for problem in report.problems:
            click.echo(f"Problem: {problem}", err=True)
    if any(report.problems for report in reports):
        return 1
    return 2 if any(report.missing for report in reports) else 0


@data.command("build")
@click.option("--raw", required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path))
def data_build(raw: Path, out: Path) -> int:
    """Make data sets out of texts and labels (datasets/SCHEMA.md) in the folder RAW.

    A data set with an undecided record is not written: OUT gets NAME.disputes.jsonl, for the
    adjudicator, instead, and the exit status is 1.
    """
    from eval.data.build import build, disputes, write_lines

    built = build(raw, out)
    for result in built:
        click.echo(
            f"{result.name}: {result.written} written, {len(result.undecided)} undecided, "
            f"{len(result.refused)} refused"
        )
        for refused in result.refused:
            click.echo(f"  {refused.id}: {refused.why}")
        if result.undecided:
            out.mkdir(parents=True, exist_ok=True)
            write_lines(out / f"{result.name}.disputes.jsonl", disputes(raw, result))
    return 1 if any(result.undecided for result in built) else 0


@data.command("sheets")
@click.option("--raw", required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--out", required=True, type=click.Path(path_type=Path))
def data_sheets(raw: Path, out: Path) -> None:
    """Write what a blind labeller may see of the texts in the folder RAW."""
    from eval.data.build import sheets

    for path in sheets(raw, out):
        click.echo(str(path))


@data.command("scale")
@click.option("-n", "--count", type=click.IntRange(1), default=1000, show_default=True)
@click.option("--seed", type=int, default=0, show_default=True)
def data_scale(count: int, seed: int) -> None:
    """Print composed cases as JSON Lines: for load and speed, never for accuracy."""
    from eval import scale
    from eval.data.records import write_case

    for case in scale.cases(count, seed=seed):
        click.echo(json.dumps(write_case(case), ensure_ascii=False))


def main(args: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status; what went wrong is one line on standard error."""
    try:
        status = cli.main(args, prog_name="notegen-eval", standalone_mode=False)
    except click.ClickException as error:
        error.show(sys.stderr)
        return 2
    except NotegenError as error:
        click.echo(f"Error: {error}", err=True)
        return error.exit_status
    except click.Abort:
        return 130
    return status if isinstance(status, int) else 0


_NOTES = click.option("--notes", default="labelled_notes", show_default=True, help="Name or path.")
_PAIRS = click.option("--pairs", default="minimal_pairs", show_default=True, help="Name or path.")
_CASES = click.option("--cases", default="summaries", show_default=True, help="Name or path.")


@cli.command("train")
@_NOTES
@_PAIRS
@_CASES
@click.option(
    "--prevalence",
    type=click.FloatRange(0.01, 0.9),
    default=0.1,
    show_default=True,
    help="Share of unsupported sentences for which the risk is calibrated.",
)
@click.option("--out", required=True, type=click.Path(path_type=Path), help="The model's file.")
def train(notes: str, pairs: str, cases: str, prevalence: float, out: Path) -> None:
    """Learn the weights of the checker's risk from the train and dev splits.

    Prints the cross-fitted AUROC: each sentence judged by a model that has not seen its summary.
    """
    from eval.checker.learn import learn

    result = learn(notes, pairs, cases, prevalence=prevalence)
    out.write_text(json.dumps(result.table, indent=1, ensure_ascii=False) + "\n", "utf-8")
    for line in result.lines:
        click.echo(line)


@cli.command("validate")
@_NOTES
@_PAIRS
@click.option("--natural", default="natural_notes", show_default=True, help="Name or path.")
@_CASES
@click.option(
    "--split", type=click.Choice(["train", "dev", "test"]), default="dev", show_default=True
)
@click.option("--release", default="", help="For --split test: the version it is used for, once.")
@click.option("--resamples", type=click.IntRange(50), default=1000, show_default=True)
@click.option("--card", type=click.Path(path_type=Path), help="Write the figures here, as JSON.")
def validate(split: str, release: str, resamples: int, card: Path | None, **sets: str) -> None:
    """Measure the checker on labelled notes and minimal pairs, beside baselines and a control.

    The test split is used once for each released version; datasets/TEST_USE.md keeps when.
    """
    from eval.checker.card import write_card
    from eval.checker.learn import Sets, report
    from eval.checker.test_use import claim_test_split

    if split == "test":
        claim_test_split(release)
    found = {}
    for name, rows in report(Sets(**sets), split=split, resamples=resamples):
        click.echo(f"== {name}, {split}")
        found[name] = list(rows)
        for row in found[name]:
            click.echo(f"{row.name:<45} {row.estimate}")
    if card is not None:
        write_card(card, found, split=split)
