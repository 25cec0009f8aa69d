"""A session's times from one line, as a person writes them."""

from __future__ import annotations

from datetime import date, time

import pytest

from notegen.errors import InputError
from pages._ui.times import cpt_doubt, length_doubt, parse_day, parse_times, show_times


@pytest.mark.parametrize(
    ("text", "start", "stop"),
    [
        ("2-2:53", time(14), time(14, 53)),
        ("9:00-9:50", time(9), time(9, 50)),
        ("11:30 - 12:20", time(11, 30), time(12, 20)),
        ("12-12:45", time(12), time(12, 45)),
        ("14:00–14:53", time(14), time(14, 53)),
        ("2pm to 2:53", time(14), time(14, 53)),
        ("2-2:53 pm", time(14), time(14, 53)),
        ("8-8:50 pm", time(20), time(20, 50)),
        ("8-8:50am", time(8), time(8, 50)),
        ("11:30-12:20 pm", time(11, 30), time(12, 20)),
        ("6am until 6:50am", time(6), time(6, 50)),
        ("1400-1453", time(14), time(14, 53)),
        ("23:30-0:20", time(23, 30), time(0, 20)),
        ("11:30pm-12:20am", time(23, 30), time(0, 20)),
        ("11:30-12:30am", time(23, 30), time(0, 30)),
        ("10-2pm", time(10), time(14)),
        ("6-7pm", time(18), time(19)),
        ("5:30-6:15", time(17, 30), time(18, 15)),
    ],
)
def test_a_range_is_read_as_a_clinician_means_it(text: str, start: time, stop: time) -> None:
    assert parse_times(text) == (start, stop)


@pytest.mark.parametrize("text", ["2", "2-", "noon-1", "25-26", "2:75-3", "0pm-1pm", "2-3-4"])
def test_what_is_no_range_of_times_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse_times(text)


def test_an_empty_line_is_no_time() -> None:
    assert parse_times("  ") is None


@pytest.mark.parametrize("text", ["2-2:53", "11:30-12:20", "23:30-0:20", "6am-6:50am"])
def test_what_is_shown_is_read_back_the_same(text: str) -> None:
    span = parse_times(text)
    assert span is not None
    assert parse_times(show_times(*span)) == span


@pytest.mark.parametrize(
    ("code", "minutes", "fits"),
    [
        ("90837", 53, True),
        ("90837", 52, False),
        ("90834", 45, True),
        ("90834", 53, False),
        ("90832", 15, False),
        ("90853", 90, True),
        ("90837", None, True),
    ],
)
def test_a_code_is_held_against_the_length_of_the_session(
    code: str, minutes: int | None, fits: bool
) -> None:
    assert (cpt_doubt(code, minutes) == "") is fits


def test_a_slip_in_the_times_is_pointed_out_and_past_midnight_is_none() -> None:
    assert length_doubt(None) == length_doubt(53) == length_doubt(50) == ""
    assert "12 hours" in length_doubt(720)
    assert "same" in length_doubt(0)


@pytest.mark.parametrize(
    ("code", "first", "last"), [("90832", 16, 37), ("90834", 38, 52), ("90837", 53, None)]
)
def test_the_time_rule_of_each_code_is_held_to_the_minute(
    code: str, first: int, last: int | None
) -> None:
    assert cpt_doubt(code, first - 1) != ""
    assert cpt_doubt(code, first) == ""
    if last is not None:
        assert cpt_doubt(code, last) == ""
        assert f"{first} to {last} minutes" in cpt_doubt(code, last + 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-24", date(2026, 11, 24)),
        ("2026-3-4", date(2026, 3, 4)),
        ("today", date(2026, 11, 24)),
        ("Yesterday", date(2026, 11, 23)),
        ("23 Nov", date(2026, 11, 23)),
        ("Nov 23", date(2026, 11, 23)),
        ("23 November 2025", date(2025, 11, 23)),
        ("March 4, 2026", date(2026, 3, 4)),
        ("30 Dec", date(2025, 12, 30)),
        ("", None),
    ],
)
def test_a_day_is_read_as_it_is_said(text: str, day: date | None) -> None:
    assert parse_day(text, latest=date(2026, 11, 24)) == day


NO_DAYS = "2026-11-25|25 Nov 2026|3/4|3/4/2026|31 Nov|24|20261124|24 Nov x|0-1-1|1 2 3|24 Ov"


@pytest.mark.parametrize("text", [*NO_DAYS.split("|"), "1899-12-31", "Nov 24 2026 x"])
def test_a_day_ahead_and_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        parse_day(text, latest=date(2026, 11, 24))
