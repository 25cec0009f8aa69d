"""What stands behind an item of the ledger in charting style gives it its state: "SI: denies"."""

from __future__ import annotations

import pytest

from notegen import draft

SI, HI = "suicidal ideation", "homicidal ideation"


@pytest.mark.parametrize(
    ("summary", "states"),
    [
        ("SI neg via interp, son out of room.", {SI: "absent"}),
        ("SI: negative.", {SI: "absent"}),
        ("SI none today.", {SI: "absent"}),
        ("SI: no", {SI: "absent"}),
        ("SI: denies", {SI: "denied"}),
        ("SI/HI neg", {SI: "absent", HI: "absent"}),
        ("SI/HI: denies both", {SI: "denied", HI: "denied"}),
        ("Mood: low\nSI: denies\nPlan: weekly", {SI: "denied"}),
        # what is there stays there
        ("SI: passive, no plan. HI: none.", {SI: "present", HI: "absent"}),
        ("SI: yes, passive", {SI: "present"}),
        ("SI - passive thoughts daily", {SI: "present"}),
        ("SI: not assessed", {SI: "not_asked"}),
        ("SI with negative self-talk", {SI: "present"}),
        ("Passive SI and negative cognitions", {SI: "present"}),
    ],
)
def test_state_behind_an_item(summary: str, states: dict[str, str]) -> None:
    found = {entry.item: entry.state for entry in draft(summary).ledger}
    assert {item: found[item] for item in states} == states
