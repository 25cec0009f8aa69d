"""Promise 6, in the browser: the page itself asks nobody but the app for anything."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def test_the_page_asks_nobody_else_for_anything(app) -> None:
    asked: list[str] = []
    app.page.on("request", lambda request: asked.append(request.url))
    app.page.on("websocket", lambda link: asked.append(link.url.replace("ws:", "http:")))
    app.start()
    app.client()
    app.draft()
    app.sign()
    app.go("Records")
    expect(app.page.locator(".entry")).to_be_visible()
    app.go("Settings")
    expect(app.page.get_by_role("button", name="Save settings")).to_be_visible()
    app.go("Note")  # a deep link, loaded anew, asks for files beside it
    app.page.get_by_role("button", name="Lock", exact=True).click()
    expect(app.page.get_by_role("button", name="Unlock")).to_be_visible()
    own = (app.server.url, "data:", "blob:")
    assert len(asked) > 5  # the page is watched
    assert [url for url in asked if not url.startswith(own)] == []
