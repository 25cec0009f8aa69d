"""Session details entered in one window are in the other, which never puts its older ones back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_times_entered_in_one_window_stay_when_the_other_enters_something_else(app) -> None:
    first = app.start()
    first.client("R. M.")
    first.draft()
    second = type(app)(first.page.context.new_page(), first.server, first.vault).start()
    second.page.locator(".note", has_text="R. M.").click()
    expect(second.sentence("work stress")).to_be_visible()
    times = first.page.get_by_role("textbox", name="Start and stop")
    times.fill("2-2:53")
    times.press("Tab")
    read = re.compile("2:00–2:53 pm, 53 minutes")
    for window in (first, second):
        expect(window.page.locator(".st-key-details_foot")).to_contain_text(read)
    shown = second.page.get_by_role("textbox", name="Start and stop")
    expect(shown).to_have_value(re.compile(r"^2.*2:53"))
    second.page.get_by_role("button", name="More session details").click()
    goal = second.page.get_by_role("textbox", name="Treatment goal worked on")
    goal.fill("Sleep")
    goal.press("Tab")
    second.page.keyboard.press("Escape")
    expect(first.page.locator("[data-testid=stApp]")).to_have_attribute(
        "data-test-script-state", "notRunning"
    )
    for window in (first, second):
        expect(window.page.locator(".st-key-details_foot")).to_contain_text(read)
