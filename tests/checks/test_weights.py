"""Which doubt blocks approval, which asks for a look, and which stays on hover."""

from __future__ import annotations

import pytest

from notegen.checks.weights import weight_of
from notegen.model import Severity, Weight

STOPPING = ("H1", "H3", "H4", "H5", "H6", "H7", "H9", "H10")
CODES = tuple(f"H{number}" for number in range(1, 11))


@pytest.mark.parametrize("code", CODES)
def test_a_critical_fault_of_an_engine_stops_unless_it_is_tone_or_appearance(code: str) -> None:
    wanted = Weight.STOP if code in STOPPING else Weight.LOOK
    assert weight_of(code, Severity.CRITICAL, clinicians=False) is wanted


@pytest.mark.parametrize("code", CODES)
def test_no_word_of_the_clinicians_ever_stops(code: str) -> None:
    assert weight_of(code, Severity.CRITICAL, clinicians=True) is Weight.LOOK


@pytest.mark.parametrize("clinicians", [True, False])
@pytest.mark.parametrize("code", CODES)
def test_major_faults_ask_for_a_look_and_minor_ones_stay_on_hover(
    code: str, clinicians: bool
) -> None:
    assert weight_of(code, Severity.MAJOR, clinicians=clinicians) is Weight.LOOK
    assert weight_of(code, Severity.MINOR, clinicians=clinicians) is Weight.QUIET
