"""Which words of a sentence are negated, uncertain or past: scope within and across clauses.

After ConText (Harkema 2009): a cue reaches to the end of its clause. "Denies" also reaches over the
verbless members of a list behind it; nothing reaches past a contrast ("but", "except").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from notegen.evidence.clauses import Clause
from notegen.evidence.lexicon import Cue

_YEAR: Final = re.compile(r"(?:19|20)\d\d")
_CONTRAST: Final = frozenset({"but", "except", "however", "though", "although", "besides", "apart"})
_DENYING: Final = frozenset({"denies", "denied", "deny", "denying"})
_AFFIRMING: Final = frozenset(
    {"passive", "some", "occasional", "vague", "fleeting", "mild", "chronic"}
)
_TIMES: Final = frozenset(
    {"today", "currently", "now", "again", "too", "throughout", "this", "week"}
)
_LONGEST_TIME: Final = 5  # words of a time behind a denial
_BARE_WORDS: Final = 3  # a longer member of a list says something of its own
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
    """A clause with, for each word, whether it is negated; and whether it is past.

    `negator` is the word that negates it, its own or the one it shares in a list.
    """

    clause: Clause
    negated: tuple[bool, ...]
    past: bool
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
        if continues and _shares(clause, str(carried)):
            negated = [True] * len(clause.words)
            negator = carried
        else:
            carried = None
        for cue in clause.cues:
            if cue.name != "negation" or _is_no_negation(clause, cue):
                continue
            lowers = clause.lowers
            negator = negator or lowers[cue.start]
            if lowers[cue.start] in _DENYING and _nothing_follows(clause, cue):
                negated[: cue.start] = [True] * cue.start  # "HI denied"
                _deny_before(marked, lowers[cue.start])
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
                past=clause.has("past") or _dated_back(clause),
                negator=negator,
            )
        )
    return marked


def _deny_before(marked: list[Marked], negator: str) -> None:
    """Carries a denial back over the members of its list: "SI and HI denied"."""
    for index in range(len(marked) - 1, -1, -1):
        clause = marked[index].clause
        words = sum(word.is_word for word in clause.words)
        if clause.finite or not clause.has("risk") or words > _BARE_WORDS or marked[index].negator:
            return
        marked[index] = replace(marked[index], negated=(True,) * len(clause.words), negator=negator)


def _shares(clause: Clause, carried: str) -> bool:
    """True for the member of a list that shares the negator of the list.

    After "denies" any verbless member does; after "no" only another bare name of a risk or what
    "or" joins ("no SI, plan, or intent"), since "no SI, mood low" goes on with something else.
    """
    if carried in _DENYING or clause.joined_by in {"or", "nor"}:
        return True
    bare = [word for word in clause.lowers if word[:1].isalnum()]
    if carried != "no" or not 0 < len(bare) <= _BARE_WORDS or bare[0] in _AFFIRMING:
        return False
    return clause.has("risk") or bare[-1] in {"plan", "plans", "intent", "means", "gesture"}


def _is_no_negation(clause: Clause, cue: Cue) -> bool:
    text = " ".join(clause.lowers[cue.start : cue.start + 3])
    return any(text.startswith(phrase) for phrase in _NOT_NEGATING)


def _nothing_follows(clause: Clause, cue: Cue) -> bool:
    """True when only a time or nothing stands behind the cue."""
    if len(clause.lowers) - cue.end > _LONGEST_TIME:
        return False
    return all(word in _TIMES for word in clause.lowers[cue.end :] if word[:1].isalnum())


def _dated_back(clause: Clause) -> bool:
    """ "In 2015": a year makes a past event of what stands beside it."""
    pairs = pairwise(clause.lowers)
    return any(
        before in {"in", "since", "from", "around"} and _YEAR.fullmatch(word)
        for before, word in pairs
    )
