"""The fault of a data set."""

from __future__ import annotations

from notegen.errors import InputError


class DataError(InputError):
    """A data set is missing or a record breaks the schema.

    The message names file and line (for a fault of one record) and the remedy, and never repeats
    a text of the record: a data set of one's own may hold what a log should not.
    """

    def __init__(self, file: str, line: int | None, fault: str) -> None:
        super().__init__(f"{file}:{line}: {fault}" if line is not None else f"{file}: {fault}")
        self.file = file
        self.line = line
        self.fault = fault
