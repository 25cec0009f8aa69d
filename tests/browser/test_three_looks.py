"""Of many doubts that do not block, three are shown; the rest are one press away."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

FACTS = ("work stress", "slept badly", "her sister", "Grounding", "the dog")
SUMMARY = (
    "Client discussed work stress. Client slept badly. Client called her sister. "
    "Practiced grounding. Client walked the dog."
)


def test_three_looks_are_shown_and_none_blocks(app) -> None:
    app.start()
    app.client()
    app.draft(SUMMARY)
    for fact in FACTS:
        sentence = app.sentence(fact)
        words = sentence.inner_text()
        sentence.click()
        app.page.keyboard.press("Control+a")
        app.page.keyboard.type(f"Never was that so: no {words}")
        expect(app.row(fact)).to_contain_text("Your edit")
    looks = app.page.locator(".row .finding[data-weight=look]")
    expect(app.page.locator("#overview")).to_contain_text("5 to look at")
    expect(looks).to_have_count(3)
    app.page.get_by_role("button", name="Show 2 more").click()
    expect(looks).to_have_count(5)
    app.sign()
