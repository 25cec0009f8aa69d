"""What a test of a clause is given, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Context:
    """What was read before: the heading's kind, the last kind, whether the work has begun.

    `same_sentence` is the kind of the clause before in the same sentence.

    `open_heading` is the kind of a heading that may no longer hold; `late` is true in the part of
    the summary where plans usually stand.
    """

    heading: str | None = None
    previous: str | None = None
    same_sentence: str | None = None
    after_work: bool = False
    open_heading: str | None = None
    late: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of fact, and whether the clause's own words are enough to be sure of it."""

    name: str
    sure: bool = True
