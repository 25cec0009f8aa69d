"""How fast the core is: `python -m eval bench core`. A measurement, not a test."""

from __future__ import annotations

import os
import platform
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from statistics import median, quantiles
from time import perf_counter
from typing import TypedDict

from notegen import check, draft
from notegen.model import DraftNote

# Invented people. `{n}` makes every repeat a different text, so that no cache answers for the code.
SHORT = """\
Client discussed ongoing conflict with her supervisor and said she has been sleeping about five \
hours a night since the reorganisation. Reports drinking {n} glasses of wine on weekends. She \
denied suicidal ideation and denied any intent to harm others. Practiced paced breathing and \
reviewed the thought record from last week; she completed it on four days. Client appeared tired \
but engaged, with full range of affect. She said the breathing exercise helped a little. Assigned \
a worry log and one assertive request to the supervisor. Sertraline 50 mg unchanged, no side \
effects reported. Follow up on sleep next session, in one week.
"""

LONG = f"""\
{SHORT.strip()} Her partner attended the last fifteen minutes and reported that she has been \
irritable at dinner and withdraws to the bedroom. Client became tearful while describing her \
mother's illness, then said she feels guilty for living far away. She reports two panic attacks \
this week, one at work and one while driving; each lasted around ten minutes. GAD-7 was 14, down \
from 17. No homicidal ideation. She used to cut herself as a teenager but has not done so for \
eight years. We reviewed the safety plan and she can name her sister and the crisis line as \
contacts. Used cognitive restructuring on the belief that she is failing everyone; she generated \
two alternative thoughts and rated the belief at 60 percent, from 85. She responded well to the \
role play and asked to repeat it. Plan to continue weekly CBT, call the prescriber about the \
sertraline dose with her written consent, and bring the partner back in two weeks.
"""

NOTE_SENTENCES = 12
FEWEST_PROCESSES = 5

_TIME_IMPORT = """\
from time import perf_counter
start = perf_counter()
import notegen
print(perf_counter() - start)
"""


class Timing(TypedDict):
    """One row: milliseconds over `n` runs, and the limit for the median that issue 2 set."""

    what: str
    n: int
    median: float
    low: float
    high: float
    limit: float


def core(repeats: int) -> list[Timing]:
    """Draft, check, import and process start. Raises what `draft` and `check` raise."""
    processes = max(FEWEST_PROCESSES, repeats // 10)
    notes = [
        _first_sentences(draft(LONG.format(n=repeat)), NOTE_SENTENCES)
        for repeat in range(repeats + 1)
    ]
    return [
        _timing(f"draft, {_words(SHORT)} words", 15, _each(repeats, _draft(SHORT))),
        _timing(f"draft, {_words(LONG)} words", 40, _each(repeats, _draft(LONG))),
        _timing(f"check, {_count(notes[0])} sentences", 15, _each(repeats, _check(notes))),
        _timing("import notegen", 150, _imports(processes)),
        _timing("notegen draft, process", 500, _each(processes, _draft_process)),
    ]


def machine() -> str:
    """What the numbers were taken on."""
    return (
        f"Python {platform.python_version()}, {platform.system()} {platform.machine()}, "
        f"{os.cpu_count()} CPUs; milliseconds"
    )


def table(timings: list[Timing]) -> Iterator[str]:
    """The timings as aligned lines."""
    yield f"{'':26}{'n':>5}{'median':>9}{'p10':>9}{'p90':>9}{'limit':>8}"
    for row in timings:
        over = "" if row["median"] <= row["limit"] else "  over"
        yield (
            f"{row['what']:26}{row['n']:>5}{row['median']:>9.1f}{row['low']:>9.1f}"
            f"{row['high']:>9.1f}{row['limit']:>8.0f}{over}"
        )


def _timing(what: str, limit: float, seconds: list[float]) -> Timing:
    millis = sorted(second * 1000 for second in seconds)
    tenths = quantiles(millis, n=10, method="inclusive") if len(millis) > 1 else millis
    return Timing(
        what=what, n=len(millis), median=median(millis), low=tenths[0], high=tenths[-1], limit=limit
    )


def _each(repeats: int, run: Callable[[int], object]) -> list[float]:
    """Seconds of each run. A first one, which loads rules and lexicons, is not counted."""
    seconds = []
    for repeat in range(repeats + 1):
        start = perf_counter()
        run(repeat)
        seconds.append(perf_counter() - start)
    return seconds[1:]


def _draft(summary: str) -> Callable[[int], object]:
    return lambda repeat: draft(summary.format(n=repeat + 2))


def _check(notes: list[DraftNote]) -> Callable[[int], object]:
    return lambda repeat: check(notes[repeat])


def _draft_process(repeat: int) -> None:
    subprocess.run(
        [sys.executable, "-m", "notegen", "draft", "-"],
        input=SHORT.format(n=repeat + 2),
        text=True,
        encoding="utf-8",
        capture_output=True,
        check=True,
    )


def _imports(repeats: int) -> list[float]:
    command = [sys.executable, "-c", _TIME_IMPORT]
    return [float(subprocess.check_output(command, text=True)) for _ in range(repeats)]


def _first_sentences(note: DraftNote, limit: int) -> DraftNote:
    sections = []
    left = limit
    for section in note.sections:
        sections.append(replace(section, statements=section.statements[:left]))
        left -= len(sections[-1].statements)
    return replace(note, sections=tuple(sections))


def _count(note: DraftNote) -> int:
    return sum(len(section.statements) for section in note.sections)


def _words(summary: str) -> int:
    return len(summary.split())
