"""What follows from two blind labellers, an adjudicator and the writer; and how well they agree."""

from __future__ import annotations

from typing import Any

import pytest

from eval.data import DataError
from eval.data.agreement import agreement
from eval.data.fields import Place
from eval.data.labels import (
    Mark,
    read_case_labels,
    read_note_labels,
    read_pair_labels,
    settle_entries,
    settle_mark,
    settle_places,
    shows_changed_first,
    voices,
)
from eval.data.load import Row
from eval.data.schema import Label, Placement
from eval.data.settle import settle_case, settle_note
from notegen.model import Severity

YES, L0 = Mark(Label.SUPPORTED), Mark(Label.REWORDED)
ARGUABLE = Mark(Label.ARGUABLE, why="two readings")


def fault(quote: str = "weekly", code: str = "H6", severity: str = "major") -> Mark:
    return Mark(Label.UNSUPPORTED, quote, code, Severity(severity))


def row(**record: Any) -> Row:
    return Row(record, Place("labels.jsonl", 1))


@pytest.mark.parametrize(
    ("first", "second", "author", "final", "settled"),
    [
        (YES, YES, None, None, YES),
        (YES, L0, None, None, L0),
        (YES, fault(), None, None, None),
        (YES, fault(), None, fault(), fault()),
        (fault(), fault(), None, None, fault()),
        (fault("runs weekly"), fault(), None, None, fault()),
        (fault("runs"), fault(), None, None, None),
        (fault(code="H3"), fault(), None, None, None),
        (fault(severity="minor"), fault(), None, None, None),
        (YES, YES, fault(), None, None),
        (fault(), fault(), YES, None, None),
        (fault(), fault(), fault("runs", "H1", "minor"), None, fault()),
        (YES, ARGUABLE, None, None, None),
        (ARGUABLE, ARGUABLE, None, None, ARGUABLE),
    ],
)
def test_label_that_two_readers_give(
    first: Mark, second: Mark, author: Mark | None, final: Mark | None, settled: Mark | None
) -> None:
    assert settle_mark(first, second, author, final) == settled


def test_places_are_read_in_the_order_of_the_formats() -> None:
    said = read_case_labels(
        row(id="a01", labeller="p1", places={"f1": "S/O D B/R R", "f2": "-"}, critical=[])
    )
    assert said.places["f1"]["soap"] == Placement("S", ("O",))
    assert said.places["f1"]["girp"] == Placement("R")
    assert said.places["f2"] == {}
    assert said.states is None


@pytest.mark.parametrize("places", ["S D B", "S D B X", "S/S D B R", "", None])
def test_broken_places_are_refused(places: Any) -> None:
    with pytest.raises(DataError, match=r"labels.jsonl:1: places.f1"):
        read_case_labels(row(id="a01", labeller="p1", places={"f1": places}))


def test_case_needs_the_adjudicator_only_where_labellers_differ() -> None:
    def said(labeller: str, **changes: Any) -> Any:
        record = {"places": {"f1": "S D B R", "f2": "-"}, "critical": ["f1"], "states": []}
        return read_case_labels(row(id="a01", labeller=labeller, **(record | changes)))

    one, two = said("p1"), said("p2", places={"f1": "O D B R", "f2": "-"}, critical=["f1", "f2"])
    open_ = settle_case(["f1", "f2"], voices([one, two])["a01"])
    assert open_.undecided == ["places of f1", "critical"]
    final = said("adjudicated", places={"f1": "O/S D B R"}, critical=["f2"], states=None)
    settled = settle_case(["f1", "f2"], voices([one, two, final])["a01"])
    assert settled.undecided == []
    assert settled.sections["f1"]["soap"].admissible == ("O", "S")
    assert settled.critical == {"f1", "f2"}


def test_what_either_labeller_tolerates_is_tolerated() -> None:
    one = {"soap": Placement("S", ("O",)), "dap": Placement("D")}
    two = {"soap": Placement("S", ("A", "O")), "dap": Placement("D", ("A",))}
    assert settle_places(one, two, None) == {
        "soap": Placement("S", ("O", "A")),
        "dap": Placement("D", ("A",)),
    }
    assert settle_places(one, {**two, "dap": Placement("A")}, None) is None
    assert settle_places(one, {}, None) is None
    assert settle_places({}, {}, None) == {}


@pytest.mark.parametrize(
    ("first", "second", "final", "settled"),
    [
        ("ab", "ba", None, "ab"),
        ("ab", "bc", None, None),
        ("ab", "bc", "", "b"),
        ("ab", "bc", "c", "bc"),
        (None, "a", None, None),
    ],
)
def test_entries_of_both_stay_and_the_rest_is_decided(
    first: Any, second: Any, final: Any, settled: Any
) -> None:
    assert settle_entries(first, second, final) == (None if settled is None else tuple(settled))


def test_order_of_states_is_no_difference() -> None:
    items = [{"item": "mood", "state": "present"}, {"item": "affect", "state": "present"}]
    heard = voices(
        read_case_labels(row(id="a", labeller=who, places={}, critical=[], states=states))
        for who, states in (("p1", items), ("p2", items[::-1]))
    )
    assert settle_case([], heard["a"]).undecided == []


def test_note_with_a_label_too_few_is_undecided() -> None:
    heard = voices(
        read_note_labels(row(id="n1", labeller=who, sentences=[{"label": "supported"}], omitted={}))
        for who in ("p1", "p2")
    )
    assert settle_note(1, heard["n1"]).undecided == []
    assert settle_note(2, heard["n1"]).undecided == ["p1 has 1 labels for 2 sentences"]


def test_pair_labels_are_turned_back_into_the_order_of_the_pair() -> None:
    ids = [f"p{number:04}" for number in range(200)]
    assert 60 < sum(map(shows_changed_first, ids)) < 140
    for pair in ids[:10]:
        a, b = {"label": "supported"}, {"label": "unsupported", "code": "H5", "severity": "major"}
        if shows_changed_first(pair):
            a, b = b, a
        said = read_pair_labels(row(id=pair, labeller="p1", a=a, b=b))
        assert said.faithful == YES
        assert said.changed == fault("", "H5")


@pytest.mark.parametrize("labellers", [["p1"], ["p1", "p1"], ["p1", "p2", "p3"]])
def test_two_blind_labellers_are_needed(labellers: list[str]) -> None:
    lines = [
        read_note_labels(row(id="n1", labeller=who, sentences=[], omitted={})) for who in labellers
    ]
    with pytest.raises(DataError, match="n1"):
        voices(lines)


def test_kappa_is_that_of_a_worked_example() -> None:
    # 20 both yes, 15 both no, 5 and 10 mixed: raw 0.7, chance 0.5.
    pairs = [(1, 1)] * 20 + [(0, 0)] * 15 + [(1, 0)] * 5 + [(0, 1)] * 10
    found = agreement("x", pairs)
    assert (found.n, found.raw) == (50, 0.7)
    assert found.kappa == pytest.approx(0.4)


def test_kappa_without_variation_or_items_is_not_a_number_at_all() -> None:
    assert agreement("x", [(1, 1)] * 5).kappa is None
    assert agreement("x", []).raw is None
