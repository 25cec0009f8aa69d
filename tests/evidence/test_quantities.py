"""Numbers with what they count, in one normal form."""

from __future__ import annotations

import pytest

from notegen.evidence.quantities import quantities


def values(text: str) -> list[tuple[float, str]]:
    return [(q.value, q.unit) for q in quantities(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("slept 4 hours", [(4, "hour")]),
        ("slept four hrs", [(4, "hour")]),
        ("sertraline 50mg", [(50, "mg")]),
        ("sertraline 50 mg", [(50, "mg")]),
        ("sertraline 12.5 mg", [(12.5, "mg")]),
        ("1,000 mg", [(1000, "mg")]),
        ("PHQ-9 14", None),
        ("twenty-one days", [(21, "day")]),
        ("thirty five days", [(35, "day")]),
        ("on the 3rd", None),
        ("no numbers at all", []),
        ("", []),
        ("once, twice, thrice", [(1, ""), (2, ""), (3, "")]),
        ("90%", [(90, "%")]),
        ("ninety percent", [(90, "%")]),
        ("half a day", None),
    ],
)
def test_value_and_unit(text: str, expected: list[tuple[float, str]] | None) -> None:
    if expected is None:
        assert values(text)
    else:
        assert values(text) == expected


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("50mg", "50 mg"),
        ("4 hrs", "four hours"),
        ("3 wks", "three weeks"),
        ("45 min", "45 minutes"),
        ("2 yrs", "two years"),
    ],
)
def test_two_spellings_of_one_quantity_are_the_same(first: str, second: str) -> None:
    assert values(first) == values(second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2x/wk", "twice a week"),
        ("2x/wk", "two times per week"),
        ("BID", "twice a day"),
        ("BID", "two times daily"),
        ("3 times a day", "TID"),
        ("14/11", "14->11"),
        ("14/11", "from 14 to 11"),
    ],
)
def test_two_spellings_of_one_frequency_or_score_have_the_same_number(
    first: str, second: str
) -> None:
    assert sorted({value for value, _ in values(first)}) == sorted(
        {value for value, _ in values(second)}
    )


@pytest.mark.parametrize(
    "text", ["slept 4-5 hrs for 3 wks", "😀 7/10 → 3/10", "PHQ-9 14, twenty-one days, 50mg BID"]
)
def test_written_form_is_the_exact_slice(text: str) -> None:
    found = quantities(text)
    assert found
    for quantity in found:
        assert text[quantity.start : quantity.end] == quantity.written
    assert [q.start for q in found] == sorted(q.start for q in found)


@pytest.mark.parametrize(
    "text", ["٣ nights", "³ times", "½ tablet", "1" * 400, "1.2.3.4.5", "9" * 5]
)
def test_strange_digits_do_no_harm(text: str) -> None:
    for quantity in quantities(text):
        assert text[quantity.start : quantity.end] == quantity.written
        assert quantity.value == quantity.value, "not a number"
