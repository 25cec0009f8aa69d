"""Details, paths and reasons that look like Markdown are shown as typed and load nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_details_and_a_refused_folder_load_no_picture(app, tmp_path) -> None:
    asked: list[str] = []
    app.page.on("request", lambda request: asked.append(request.url))
    picture = f"![x]({app.server.url}/trap.png)"
    page = app.start().page
    page.get_by_role("button", name="More session details").click()
    field = page.get_by_role("textbox", name="Participants")
    field.fill(f"Client, {picture}")
    field.press("Tab")
    page.keyboard.press("Escape")
    expect(page.locator(".st-key-details_foot")).to_contain_text("![x](")
    app.go("Settings")
    page.get_by_text("Back up the vault").click()
    folder = tmp_path / picture.replace("/", "∕")
    folder.mkdir()
    (folder / "taken").touch()
    target = page.get_by_role("textbox", name="New folder for the backup")
    target.fill(str(folder))
    page.get_by_role("button", name="Back up now").click()
    expect(page.get_by_role("alert").filter(has_text="Not done")).to_contain_text("![x](")
    assert [url for url in asked if "trap" in url] == []
