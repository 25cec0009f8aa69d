"""What a check found: printed lines, problems, and data sets that are not there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from eval.data.agreement import HEADER, Agreement
from eval.data.duplicates import TEXTS, Text, twins
from eval.data.errors import DataError
from eval.data.privacy import looks_real

_SHOWN = 5


@dataclass(slots=True)
class Report:
    """Collects lines to print and what does not hold; says nothing of a record but its id."""

    name: str
    lines: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    missing: str = ""

    @property
    def holds(self) -> bool:
        """True when the data set is there and nothing is wrong with it."""
        return not self.problems and not self.missing

    def say(self, line: str) -> None:
        """Print a line."""
        self.lines.append(line)

    def problem(self, fault: str, ids: Sequence[str] = ()) -> None:
        """Something does not hold, for these records."""
        shown = ", ".join(ids[:_SHOWN])
        more = f" and {len(ids) - _SHOWN} more" if len(ids) > _SHOWN else ""
        self.problems.append(f"{self.name}: {fault}" + (f" ({shown}{more})" if ids else ""))

    def require(self, what: str, n: int, least: int) -> None:
        """Print a count, and hold it against the least that is demanded."""
        self.say(f"{what:34}{n:>7}   at least {least}" + ("" if n >= least else "   TOO FEW"))
        if n < least:
            self.problem(f"{what}: {n}, at least {least} are demanded")

    def within(self, what: str, share: float, low: float, high: float) -> None:
        """Print a share, and hold it against bounds."""
        outside = not low <= share <= high
        bounds = f"   {low:.2f} to {high:.2f}" + ("   OUTSIDE" if outside else "")
        self.say(f"{what:34}{share:>7.3f}{bounds}")
        if outside:
            self.problem(f"{what}: {share:.3f} is not within {low:.2f} and {high:.2f}")

    def spread(
        self, what: str, found: Mapping[str, int], *, expected: Iterable[str], least: int
    ) -> None:
        """Print how records spread over values, each of which needs `least`."""
        counts = {value: found.get(value, 0) for value in expected}
        text = ", ".join(f"{value} {n}" for value, n in counts.items())
        self.say(f"{what} (each at least {least}): {text}")
        few = [f"{value} {n}" for value, n in counts.items() if n < least]
        if few:
            self.problem(f"{what}: fewer than {least}", few)

    def agreement(self, rows: Iterable[Agreement]) -> None:
        """Print the agreement of the two blind labellers."""
        self.say(HEADER)
        for row in rows:
            self.say(row.line())

    def duplicates(self, texts: Sequence[Text]) -> None:
        """Refuse texts of different summaries that are nearly the same."""
        found = twins(texts, least=TEXTS)
        for leak, fault in (
            (False, "nearly the same text twice"),
            (True, "nearly the same text in two splits"),
        ):
            ids = [f"{t.first.id} and {t.second.id}" for t in found if t.is_leak is leak]
            if ids:
                self.problem(fault, ids)
        self.say(f"{'near-duplicates':34}{len(found):>7}")

    def privacy(self, texts: Iterable[tuple[str, str]]) -> None:
        """Refuse personal data that looks real in texts, each given with its record's id."""
        found = Counter[str]()
        for record, text in texts:
            for kind in looks_real(text):
                found[kind] += 1
                self.problem(f"looks like a real {kind}", [record])
        self.say(f"{'looks like real personal data':34}{found.total():>7}")

    def each(self, fault: str, records: Iterable[tuple[str, bool]]) -> None:
        """A fault of all records for which the condition does not hold."""
        ids = [record for record, holds in records if not holds]
        if ids:
            self.problem(fault, ids)

    def guarded(self, step: Callable[[], None]) -> None:
        """Run a step; a `DataError` in it is a problem, not the end."""
        try:
            step()
        except DataError as error:
            self.problem(str(error))
