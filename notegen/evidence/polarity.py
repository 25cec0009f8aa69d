"""Which words of a sentence are negated, uncertain or past: scope within and across clauses.

After ConText (Harkema 2009): a cue reaches to the end of its clause. "Denies" also reaches over the
verbless members of a list behind it; nothing reaches past a contrast ("but", "except").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from notegen.evidence.clauses import Clause

_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_CONTRAST: Final = frozenset({"but", "except", "however", "though", "although", "besides", "apart"})
_LISTING: Final = frozenset({"denies", "denied", "deny", "denying", "without", "no", "negative"})
_NOT_NEGATING: Final = (
    "no longer than",
    "not only",
    "no wonder",
    "no doubt",
    "not just",
    "no sooner",
)


@dataclass(frozen=True, slots=True)
class Marked:
    """A clause with, for each word, whether it is negated; and flags for the clause as a whole.

    `negator` is the word that negates it, its own or the one it shares in a list.
    """

    clause: Clause
    negated: tuple[bool, ...]
    uncertain: bool
    past: bool
    conditional: bool
    future: bool
    negator: str | None = None


def mark(clauses: Sequence[Clause]) -> list[Marked]:
    """The clauses of one sentence with the scope of their cues."""
    marked: list[Marked] = []
    carried: str | None = None  # the negator that reaches into the next member of a list
    for clause in clauses:
        negated = [False] * len(clause.words)
        negator: str | None = None
        continues = (
            carried is not None
            and not clause.finite
            and clause.joined_by in {",", "or", "nor", "and", "/"}
        )
        if continues and (
            carried in {"denies", "denied", "deny", "denying"} or clause.joined_by in {"or", "nor"}
        ):
            negated = [True] * len(clause.words)
            negator = carried
        else:
            carried = None
        for cue in clause.cues:
            if cue.name != "negation":
                continue
            lowers = clause.lowers
            if any(
                " ".join(lowers[cue.start : cue.start + 3]).startswith(phrase)
                for phrase in _NOT_NEGATING
            ):
                continue
            negator = negator or lowers[cue.start]
            for index in range(cue.start, len(clause.words)):
                if lowers[index] in _CONTRAST or (negated[index] and index > cue.start):
                    break
                negated[index] = True
            if lowers[cue.start] in _LISTING:
                carried = lowers[cue.start]
        if _CONTRAST & set(clause.lowers):
            carried = None
        marked.append(
            Marked(
                clause,
                tuple(negated),
                uncertain=clause.has("uncertain"),
                past=clause.has("past") or _dated_back(clause),
                conditional=clause.has("conditional"),
                future=clause.has("future"),
                negator=negator,
            )
        )
    return marked


def _dated_back(clause: Clause) -> bool:
    """ "In 2015": a year makes a past event of what stands beside it."""
    pairs = pairwise(clause.lowers)
    return any(
        before in {"in", "since", "from", "around"} and _YEAR.fullmatch(word)
        for before, word in pairs
    )
