"""What the app says of the checker's accuracy is what was measured, with its interval."""

from __future__ import annotations

import re

from eval.checker.card import model_hash
from notegen.checks.card import card
from pages._ui.accuracy import lines


def test_each_figure_is_said_with_its_interval() -> None:
    said = lines()
    assert len(said) == 5
    for line in said:
        value, low, high = map(int, re.search(r"(\d+) \((\d+) to (\d+)\)", line).groups())  # type: ignore[union-attr]
        assert low <= value <= high


def test_the_card_is_of_the_test_split_and_of_the_shipped_model() -> None:
    assert card().split == "test"
    assert card().model == model_hash()
