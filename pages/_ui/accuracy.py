"""How accurate the check is, in plain words, from the card that comes with it."""

from __future__ import annotations

from typing import Final

import streamlit as st

from notegen.checks.card import Measured, card

_PLANTED: Final = "labelled_notes"
_NATURAL: Final = "natural_notes"
_SAID: Final = (
    (
        _PLANTED,
        "recall at 5% false alarms",
        "Of 100 sentences with something that the summary does not support, {it} are found while "
        "5 of 100 sound sentences are marked.",
    ),
    (
        _PLANTED,
        "recall at 5%: critical",
        "Of 100 such faults about risk or psychotropic medication, {it} are found.",
    ),
    (
        _PLANTED,
        "precision of Stop",
        "Of 100 Stops in notes with planted faults, {it} are right; the rest are false alarms.",
    ),
    (
        _NATURAL,
        "precision of Stop",
        "Of 100 Stops in notes that language models wrote, {it} are right.",
    ),
    (
        _PLANTED,
        "omitted critical facts found",
        "Of 100 critical facts that a note leaves out, {it} are pointed out.",
    ),
)


def show() -> None:
    """The figures with their intervals, and what they do not mean."""
    measured = card()
    st.write(
        "The check finds many errors and misses many. **A sentence without a mark is not proven**: "
        "read every sentence before you sign it."
    )
    for line in lines():
        st.write(f"- {line}")
    st.write(
        f"Measured on synthetic notes that it had not seen ({measured.split} split, version "
        f"{measured.version}); in brackets what 95 of 100 such measurements would allow. Language "
        "models wrote and labelled them; no clinician has confirmed the labels."
    )


def lines() -> list[str]:
    """One sentence for each figure that was measured."""
    rows = card().rows
    return [
        words.format(it=_of_100(rows[name, row]))
        for name, row, words in _SAID
        if (name, row) in rows
    ]


def _of_100(found: Measured) -> str:
    value, low, high = (f"{100 * share:.0f}" for share in (found.value, found.low, found.high))
    return f"{value} ({low} to {high})"
