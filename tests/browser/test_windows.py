"""Windows and clinicians beside each other: what is shared is shared, what is not is never seen."""

from __future__ import annotations

import os
import re
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Page, Response, expect

from notegen.store import Vault

pytestmark = pytest.mark.browser

OTHER = "Show what the other window typed"
ANA, BO = "zanzibarine", "quillfeather"


def test_two_clinicians_never_see_each_others_words(
    start_server, new_vault, app_on, new_context, tmp_path: Path
) -> None:
    with start_server(tmp_path / "served") as server:
        apps, seen = {}, {ANA: [], BO: []}
        for word in (ANA, BO):
            new_vault(server, f"dr-{word}", name=f"Dr {word.title()}")
            page = new_context(accept_downloads=True).new_page()
            watch(page, seen[word])
            apps[word] = app_on(page, server, f"dr-{word}").start()
        for word, app in apps.items():
            app.client(f"C. {word}")
            app.draft(f"Client discussed {word} stress. Practiced grounding. Weekly sessions.")
        for word, app in apps.items():
            expect(app.sentence(word)).to_be_visible()
            app.sign()
            with app.page.expect_download() as started:
                app.page.get_by_role("button", name="Download text").click()
            seen[word] += [started.value.url, started.value.path().read_text("utf-8")]
            seen[word].append(app.page.content())
            app.go("Records")
            expect(app.page.locator(".entry")).to_have_count(1)
            seen[word].append(app.page.locator("body").inner_text())
        for word, other in ((ANA, BO), (BO, ANA)):
            everything = "\n".join(seen[word]).lower().replace(f"dr-{other}", "")
            assert word in everything
            assert other not in everything
    log = server.log.read_text("utf-8").lower()
    assert ANA not in log
    assert BO not in log


def watch(page: Page, seen: list[str]) -> None:
    """Keep all that the page asks for, gets and sends."""

    def keep(response: Response) -> None:
        seen.append(response.url)

    page.on("response", keep)
    page.on("websocket", lambda link: link.on("framereceived", lambda data: seen.append(str(data))))


def test_two_windows_share_a_draft_and_the_later_words_win(app) -> None:
    first = app.start()
    second = type(app)(first.page.context.new_page(), first.server, first.vault).start()
    first.client("R. M.")
    first.draft("Client discussed work stress. Practiced grounding.")
    second.page.locator(".note", has_text="R. M.").click()
    expect(second.sentence("work stress")).to_be_visible()
    edit(second, "work stress", " Second.")
    expect(first.sentence("Second.")).to_be_visible()
    edit(first, "work stress", " First.")
    expect(second.sentence("First.")).to_be_visible()
    expect(first.page.locator("#problem")).to_contain_text("edited in two windows")
    first.page.get_by_role("button", name="Undo").click()
    for window in (first, second):
        expect(window.sentence("stress. Second.")).to_be_visible()
        expect(window.sentence("First.")).to_have_count(0)
    second.client("S. T.")
    expect(first.page.get_by_role("combobox", name="Client")).to_have_value("S. T.")


def edit(app, sentence: str, words: str) -> None:
    """Type at the end of a sentence and stay in it, as somebody who goes on typing."""
    app.sentence(sentence).click()
    app.page.keyboard.press("End")
    app.page.keyboard.type(words)
    expect(app.sentence(words.strip())).to_be_visible()


def test_a_summary_typed_in_one_window_is_in_the_other(app) -> None:
    first = app.start()
    first.box.fill("Client discussed work stress.")
    expect(first.page.locator(".note")).not_to_have_count(0)
    second = type(app)(first.page.context.new_page(), first.server, first.vault).start()
    expect(second.box).to_have_value("Client discussed work stress.")
    second.box.press("End")
    second.box.press_sequentially(" And sleep.")
    expect(first.box).to_have_value("Client discussed work stress. And sleep.")


def test_a_window_stays_on_its_page_while_another_one_is_written_in_and_after_unlocking(
    app,
) -> None:
    first = app.start()
    second = type(app)(first.page.context.new_page(), first.server, first.vault).start()
    second.go("Records")
    expect(second.page.get_by_text("No note is signed yet")).to_be_visible()
    second.page.get_by_role("searchbox").fill("grounding")
    expect(second.page.get_by_text("No note has these words")).to_be_visible()
    first.client("R. M.")
    expect(first.page.locator(".note")).not_to_have_count(0)
    first.box.fill("Client discussed work stress.")
    expect(first.page.locator("#hint")).to_contain_text("Rather short")  # the second one is told
    first.page.get_by_role("link", name="Settings").click()
    expect(second.page.get_by_role("searchbox")).to_have_value("grounding")
    expect(second.page).to_have_url(re.compile("/records$"))
    first.page.get_by_role("button", name="Lock", exact=True).click()
    for window, heading in ((first, "Settings"), (second, "Records")):
        window.unlock()
        expect(window.page.get_by_role("heading", name=heading)).to_be_visible()


def test_a_summary_typed_over_the_other_windows_is_said_and_neither_is_lost(app, link) -> None:
    first = app.start()
    first.box.fill("Client discussed")
    expect(first.page.locator(".note")).not_to_have_count(0)
    second = type(app)(first.page.context.new_page(), first.server, first.vault)
    connection = link(second.page)
    second.start()
    expect(second.box).to_have_value("Client discussed")
    connection.hold()
    first.box.fill("Client discussed work stress.")
    connection.holds("work stress")
    second.box.fill("Client discussed sleep.")  # not knowing the first one's words
    expect(first.box).to_have_value("Client discussed sleep.")
    connection.release()
    for window in (first, second):
        expect(window.page.get_by_role("button", name=OTHER)).to_be_visible()
        expect(window.box).to_have_value("Client discussed sleep.")
    second.page.get_by_role("button", name=OTHER).click()
    for window in (first, second):
        expect(window.box).to_have_value("Client discussed work stress.")
    first.page.get_by_role("button", name=OTHER).click()
    expect(second.box).to_have_value("Client discussed sleep.")


def test_a_server_killed_while_approving_stores_the_note_whole_or_not_at_all(
    start_server, new_vault, app_on, page: Page, passphrase: str, tmp_path: Path
) -> None:
    home = tmp_path / "served"
    with start_server(home) as server:
        new_vault(server, "dr-example")
        app = app_on(page, server, "dr-example").start()
        app.client("R. M.")
        app.draft("Client discussed work stress. Practiced grounding.")
        app.tick.check()
        expect(app.approve).to_be_enabled()
        app.approve.click()
        page.wait_for_timeout(30)
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait(10)
    with Vault.unlock(server.vaults / "dr-example", passphrase) as vault:
        assert vault.verify().problems == ()
        rows = vault.notes.list()
        assert len(rows) <= 1
        assert all(vault.notes.get(row.id).sections for row in rows)
    port = int(server.url.rpartition(":")[2])
    with start_server(home, port=port):
        note = page.get_by_text("stopped and started again")
        next_note = page.get_by_role("button", name="Next note")
        deadline = time.monotonic() + 90  # the page looks for its server ever more rarely
        while not note.is_visible() and time.monotonic() < deadline:
            # A page that was told of its note's signing asks nothing more until it is used.
            with suppress(PlaywrightError):
                next_note.click(timeout=500)
        expect(note).to_be_visible()
        expect(page.get_by_text("work stress")).to_have_count(0)
