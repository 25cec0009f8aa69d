"""Composed cases are repeatable, true to their facts and marked; splits follow from the cases."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import Any

from eval import scale
from eval.data import Case, Split, load_cases
from eval.data.records import write_case
from eval.data.schema import STYLES
from eval.data.splits import assign


def test_composed_cases_are_the_same_for_the_same_seed() -> None:
    ten = list(scale.cases(10, seed=4))
    assert ten == list(islice(scale.cases(10_000_000, seed=4), 10))
    assert ten != list(scale.cases(10, seed=5))
    assert len({case.summary for case in scale.cases(500)}) > 490


def test_composed_case_is_marked_valid_and_complete(write: Any) -> None:
    records = [write_case(case) for case in scale.cases(50)]
    assert all(record["synthetic_scale"] is True for record in records)
    loaded = load_cases(write(*records))
    assert loaded.records == tuple(scale.cases(50))
    assert all(case.split is None and len(case.facts) == 10 for case in loaded)


def many() -> list[Case]:
    return [
        Case(id=f"{author}{number:03}", summary="x", author=author, style=style)
        for author, each in (("a", 3), ("b", 3), ("c", 3), ("d", 5))
        for number, style in enumerate(STYLES * each)
    ]


def test_splits_have_their_sizes_in_every_style() -> None:
    cases = many()
    splits = assign(cases)
    assert Counter(splits.values()) == {Split.TRAIN: 63, Split.DEV: 63, Split.TEST: 126}
    for style in STYLES:
        sizes = Counter(splits[case.id] for case in cases if case.style == style)
        assert sizes[Split.TEST] == 7
        assert {sizes[Split.TRAIN], sizes[Split.DEV]} == {3, 4}


def test_development_author_is_never_in_test_and_order_does_not_matter() -> None:
    cases = many()
    splits = assign(cases)
    assert {splits[case.id] for case in cases if case.author == "d"} == {Split.TRAIN, Split.DEV}
    assert assign(cases[::-1]) == splits
