"""Summaries, names, titles and replies are shown as text: never as Markdown, never as HTML."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


class Listener(http.server.ThreadingHTTPServer):
    """A server on loopback that remembers what was asked of it."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Remember)
        self.asked: list[str] = []


class _Remember(http.server.BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        assert isinstance(self.server, Listener)
        self.server.asked.append(self.path)
        self.send_response(204)
        self.end_headers()

    def log_message(self, *args: object) -> None:
        """Stay quiet."""


@pytest.fixture
def listener() -> Iterator[Listener]:
    with Listener() as started:
        thread = threading.Thread(target=started.serve_forever, daemon=True)
        thread.start()
        yield started
        started.shutdown()
        thread.join()


FORMAT = """
key = "leaky"
title = "{trap}"
version = 1
description = "A format whose title tries to load a picture"
[[sections]]
key = "N"
title = "Note {trap}"
definition = "everything {trap}"
takes = ["report", "intervention", "plan", "homework", "observation"]
"""


def test_no_text_of_a_clinician_or_a_file_makes_the_browser_fetch_anything(app, listener) -> None:
    address = f"http://127.0.0.1:{listener.server_address[1]}"
    picture = f"![x]({address}/md.png)"
    trap = f"{picture} <img src={address}/html.png onerror=fetch('{address}/js')>"
    app.server.home.joinpath("formats").mkdir(exist_ok=True)
    own = app.server.home / "formats" / "leaky.toml"
    own.write_text(FORMAT.format(trap=trap), "utf-8")
    try:
        show_everywhere(app, trap, picture)
    finally:
        own.unlink()
    assert listener.asked == []


def show_everywhere(app, trap: str, picture: str) -> None:
    page = app.start().page
    app.client(f"R. {trap}"[:190])
    page.locator(".st-key-note_format").get_by_role("combobox").click()
    page.get_by_role("option", name="![x]").click()
    app.draft(f"Client discussed work stress and {trap}. Follow up on sleep next session.")
    expect(page.locator("#summary")).to_contain_text("<img src=")
    expect(page.get_by_role("heading", name="Note ![x]")).to_be_visible()
    expect(page.locator("#sections")).to_contain_text("![x](")
    app.sentence("Follow up").click()
    page.keyboard.press("Enter")
    page.keyboard.type(f"Mine {trap}")
    expect(app.row("Mine")).to_contain_text("Your words")
    app.sign()
    expect(page.locator("#sheet")).to_contain_text("![x](")
    app.go("Records")
    expect(page.locator(".entry")).to_contain_text("![x](")
    page.locator(".entry").click()
    page.get_by_text("Write an addendum").click()
    page.get_by_label("Addendum", exact=True).fill(f"Reply {trap}")
    page.get_by_role("button", name="Sign and add").click()
    expect(page.locator(".addendum")).to_contain_text("![x](")
    page.get_by_text("Mark as entered in error").first.click()
    page.get_by_role("textbox", name="Reason").fill(f"Wrong {picture}")
    page.get_by_text("This note was entered in error").click()
    page.get_by_role("button", name="Mark as entered in error").click()
    expect(page.locator(".in-error")).to_contain_text("![x](")
    app.go("Settings")
    page.get_by_role("textbox", name="Name, as it signs your notes").fill(f"Dr {picture}")
    page.get_by_role("button", name="Save settings").click()
    expect(page.locator(".st-key-header_owner")).to_contain_text("![x](")
