"""Which split a case is in. All notes and pairs of a summary go where the summary goes.

The summaries of author d were at hand while the rules engine was written, so they are never in
test: within each style they alternate between train and dev. Every other author gives six cases to
train and six to dev, each in another style, and the rest to test; with three such authors every
style has one train, one dev and seven test cases among theirs. Which case of a style goes where is
decided by the hash of its id, which nobody chose.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from eval.data.schema import STYLES, Case, Split

DEVELOPMENT_AUTHOR: Final = "d"


def assign(cases: Iterable[Case]) -> dict[str, Split]:
    """The split of every case, from its id, author and style alone."""
    groups: dict[tuple[str, str], list[str]] = defaultdict(list)
    for case in cases:
        groups[case.author, case.style].append(case.id)
    authors = sorted({author for author, _ in groups} - {DEVELOPMENT_AUTHOR})
    splits: dict[str, Split] = {}
    for (author, style), ids in groups.items():
        ordered = sorted(ids, key=_hash)
        turn = STYLES.index(style)
        if author == DEVELOPMENT_AUTHOR:
            two = (Split.TRAIN, Split.DEV)
            splits |= {case: two[(turn + place) % 2] for place, case in enumerate(ordered)}
            continue
        first = (Split.TRAIN, Split.DEV, Split.TEST)[(turn + authors.index(author)) % 3]
        splits |= dict.fromkeys(ordered, Split.TEST)
        splits[ordered[0]] = first
    return splits


def _hash(id: str) -> str:
    return hashlib.sha256(id.encode("utf-8")).hexdigest()
