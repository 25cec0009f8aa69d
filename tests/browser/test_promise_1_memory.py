"""Promise 1: locking and erasing leave no live Python object with the text, and lose nothing.

The objects of the real server are walked for a word that the clinician typed: texts, bytes,
containers, frames and protobuf messages, Streamlit's included. Freed memory and swap are limits
that the README states.
"""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

pytestmark = pytest.mark.browser

VAULT = "dr-example"
WORD = "zanzibarine"
CLIENT = "Quillfeather"
SUMMARY = f"Client discussed {WORD} stress at work. Practiced grounding."


class Probe:
    """Questions to the server about its live objects."""

    def __init__(self, server) -> None:
        self._server = server

    def holders(self, *words: str) -> list[str]:
        """What holds one of these words at the moment."""
        return self._ask(" ".join(word[::-1] for word in words))

    def remaining(self, *words: str) -> list[str]:
        """What still holds one of the words some seconds later; empty as soon as nothing does."""
        deadline = time.monotonic() + 12
        while found := self.holders(*words):
            if time.monotonic() > deadline:
                break
            time.sleep(0.3)
        return found

    def turn_clock(self, *, hours: float = 0, minutes: float = 0) -> None:
        """From now on the open vaults believe that so much time has passed."""
        self._ask(f"+{hours * 3600 + minutes * 60}")

    def upload(self, text: str) -> None:
        """Have the server hold an upload of every session that is connected."""
        self._ask(f"upload {text[::-1]}")

    def uploads(self) -> list[str]:
        """Every upload that the server holds."""
        return self._ask("uploads")

    def _ask(self, line: str) -> list[str]:
        before = len(self._answers())
        self._server.process.stdin.write(line.encode() + b"\n")
        self._server.process.stdin.flush()
        deadline = time.monotonic() + 30
        while len(self._answers()) == before:
            assert time.monotonic() < deadline, "the probe does not answer"
            time.sleep(0.05)
        found: list[str] = json.loads(self._answers()[-1])
        return found

    def _answers(self) -> list[str]:
        lines = self._server.log.read_text("utf-8").split("\n")[:-1]
        return [line.removeprefix("probe:") for line in lines if line.startswith("probe:")]


@pytest.fixture(scope="module")
def probed(tmp_path_factory: pytest.TempPathFactory, start_server, new_vault) -> Iterator[object]:
    """One server for this file: that a test leaves nothing behind is what it tests."""
    script = Path(__file__).parent / "probed_serve.py"
    with start_server(tmp_path_factory.mktemp("probed"), script=script) as server:
        new_vault(server, VAULT)
        yield server


@pytest.fixture
def probe(probed) -> Iterator[Probe]:
    asking = Probe(probed)
    yield asking
    asking.turn_clock()


@pytest.fixture
def window(probed, app_on, context: BrowserContext) -> Callable[[], object]:
    """A function that opens one more window on the vault."""
    return lambda: app_on(context.new_page(), probed, VAULT).start()


def write(app, summary: str = SUMMARY) -> None:
    app.client(CLIENT)
    app.draft(summary)


def lock(app) -> None:
    app.page.get_by_role("button", name="Lock", exact=True).click()


def discard(app) -> None:
    app.page.get_by_role("button", name="Discard").click()
    app.page.locator("#discard-yes").click()
    expect(app.box).to_be_visible()


def expect_locked(page: Page) -> None:
    expect(page.get_by_role("button", name="Unlock")).to_be_visible()
    expect(page.get_by_text(WORD)).to_have_count(0)
    assert WORD not in page.content()


def test_locking_in_one_window_leaves_the_text_in_none(
    window, probe: Probe, passphrase: str
) -> None:
    first, second = window(), window()
    write(first)
    expect(second.sentence(WORD)).to_have_count(0)  # it is on a note of its own
    second.page.locator(".note", has_text=CLIENT).click()
    expect(second.sentence(WORD)).to_be_visible()
    assert probe.holders(WORD)
    lock(first)
    expect_locked(first.page)
    expect_locked(second.page)
    assert probe.remaining(WORD, CLIENT, passphrase.split()[2]) == []
    second.unlock()
    expect(second.sentence(WORD)).to_be_visible()
    discard(second)


def test_a_reload_costs_nothing_typed_two_seconds_ago(window, probe: Probe) -> None:
    app = window()
    app.box.press_sequentially(f"Client discussed {WORD}")
    app.page.wait_for_timeout(2000)  # what the promise names; the box keeps its focus
    app.page.reload()
    expect_locked(app.page)
    assert probe.remaining(WORD) == []
    app.unlock()
    expect(app.box).to_have_value(f"Client discussed {WORD}")
    app.draft(SUMMARY)
    discard(app)


def test_closing_a_window_locks_the_others_and_keeps_the_draft(window, probe: Probe) -> None:
    first, second = window(), window()
    write(first)
    second.page.close()
    expect_locked(first.page)
    assert probe.remaining(WORD) == []
    first.unlock()
    expect(first.sentence(WORD)).to_be_visible()
    first.page.close()
    assert probe.remaining(WORD) == []
    last = window()
    expect(last.sentence(WORD)).to_be_visible()
    discard(last)


def test_minutes_without_use_lock_every_window(window, probe: Probe) -> None:
    app = window()
    write(app)
    probe.turn_clock(minutes=14)
    app.page.wait_for_timeout(2500)
    expect(app.sentence(WORD)).to_be_visible()
    probe.turn_clock(minutes=16)
    expect_locked(app.page)
    assert probe.remaining(WORD) == []
    probe.turn_clock()
    app.unlock()
    discard(app)


def test_approving_erases_summary_and_draft(window, probe: Probe) -> None:
    app = window()
    write(app, f"{SUMMARY} Off the record: the {WORD}esque parrot sneezed.")
    app.sentence("rounding").click()
    app.row("rounding").get_by_role("button", name="Delete").click()
    app.sign()
    assert probe.remaining(f"{WORD}esque") == []
    kinds = {holder.split(" < ")[0] for holder in probe.holders(WORD)}
    assert kinds <= {"str in notegen.model.SignedStatement", "str in builtins.tuple"}


def test_discarding_and_signing_out_erase_also_what_was_just_typed(window, probe: Probe) -> None:
    app = window()
    write(app)
    app.sentence(WORD).click()
    app.page.keyboard.press("End")
    app.page.keyboard.type(" Obliquities.")
    discard(app)
    assert probe.remaining(WORD, "bliquities") == []
    write(app)
    app.page.get_by_role("button", name="Sign out", exact=True).click()
    app.page.get_by_role("button", name="Erase 1 unfinished note and sign out").click()
    expect_locked(app.page)
    assert probe.remaining(WORD) == []
    app.unlock()
    expect(app.box).to_have_value("")


def test_the_timer_erases_what_waits_when_its_time_is_over(window, probe: Probe) -> None:
    app = window()
    write(app)
    expect(app.page.get_by_text("Not saved; erased at")).to_be_visible()
    lock(app)
    expect_locked(app.page)
    probe.turn_clock(hours=11.9)
    app.page.wait_for_timeout(1200)
    app.unlock()
    expect(app.sentence(WORD)).to_be_visible()
    lock(app)
    expect_locked(app.page)
    probe.turn_clock(hours=12.1)
    app.page.wait_for_timeout(1200)
    app.unlock()
    expect(app.box).to_have_value("")
    assert probe.remaining(WORD) == []


def box_reads(app, text: str) -> None:
    """The summary box holds this text, once the box of the note before has gone from the page."""
    end = time.monotonic() + 15
    shown: list[str] = []
    while time.monotonic() < end:
        shown = app.box.evaluate_all("boxes => boxes.map((box) => box.value)")
        if shown == [text]:
            return
        app.page.wait_for_timeout(50)
    raise AssertionError(f"{len(shown)} boxes, none alone with the text")


def test_several_notes_wait_with_one_key_to_the_next(window, probe: Probe) -> None:
    app = window()
    app.client("R. M.")
    notes = app.page.locator(".note")
    expect(notes).to_contain_text(["R. M.", "New note"])
    app.box.fill("Client discussed work stress.")
    app.page.keyboard.press("Alt+KeyN")
    box_reads(app, "")
    app.client("S. T.")
    expect(notes).to_contain_text(["R. M.", "S. T.", "New note"])
    app.box.press_sequentially("Client discussed sleep, and typed on")
    app.page.keyboard.press("Alt+KeyN")  # at once: the last words go first
    box_reads(app, "")
    app.page.keyboard.press("Alt+KeyN")
    expect(notes.first).to_have_attribute("aria-current", "true")
    box_reads(app, "Client discussed work stress.")
    lock(app)
    app.unlock()
    expect(notes).to_contain_text(["R. M.", "S. T.", "New note"])
    app.page.locator(".note", has_text="S. T.").click()
    box_reads(app, "Client discussed sleep, and typed on")
    expect(app.page.get_by_role("combobox", name="Client")).to_have_value("S. T.")
    app.page.get_by_role("button", name="Sign out", exact=True).click()
    app.page.get_by_role("button", name="Erase 2 unfinished notes and sign out").click()
    expect(app.page.get_by_role("button", name="Unlock")).to_be_visible()


def addendum_box(app) -> Locator:
    """The open box for an addendum to a note that was just signed."""
    write(app, "Client discussed work stress. Practiced grounding.")
    app.sign()
    app.go("Records")
    app.page.locator(".entry", has_text=CLIENT).first.click()
    app.page.get_by_text("Write an addendum").click()
    return app.page.get_by_label("Addendum", exact=True)


def test_an_addendum_and_a_reason_not_signed_yet_wait_where_they_were(window, probe: Probe) -> None:
    app = window()
    page = app.page
    addendum = addendum_box(app)
    addendum.press_sequentially(f"Client called about {WORD}")
    expect(page.get_by_role("link", name="Records (1 unsigned)")).to_be_visible()
    app.settle()
    page.reload()
    expect_locked(page)
    expect(page.get_by_text("1 unsigned addition to a signed note waits")).to_be_visible()
    assert probe.remaining(WORD) == []
    app.unlock()
    expect(addendum).to_have_value(f"Client called about {WORD}")  # open, on the same record
    expect(addendum).to_be_in_viewport()
    page.get_by_text("Mark as entered in error").first.click()
    reason = page.get_by_label("Reason", exact=True)
    reason.fill(f"Wrong {WORD}")
    page.get_by_role("button", name="All records").click()
    expect(page.locator(".entry", has_text="error mark begun, not signed")).to_be_visible()
    lock(app)
    expect_locked(page)
    assert probe.remaining(WORD) == []
    app.unlock()
    expect(reason).to_have_value(f"Wrong {WORD}")
    mark = page.get_by_role("button", name="Mark as entered in error")
    expect(mark).to_be_disabled()
    page.get_by_text("This note was entered in error").click()
    mark.click()
    expect(page.locator(".in-error")).to_contain_text(f"Wrong {WORD}")
    page.get_by_role("button", name="Sign and add").click()
    expect(page.locator(".addendum")).to_contain_text(f"Client called about {WORD}")
    expect(page.get_by_role("link", name="Records", exact=True)).to_be_visible()


def test_signing_out_erases_what_is_typed_about_a_signed_note(window, probe: Probe) -> None:
    app = window()
    page = app.page
    addendum_box(app).fill(f"Client called about {WORD}")
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.get_by_role(
        "button", name="Erase 1 unsigned addition to a signed note and sign out"
    ).click()
    expect_locked(page)
    assert probe.remaining(WORD) == []
    expect(page.get_by_text("Nothing is lost")).to_have_count(0)
    app.unlock()
    expect(page.get_by_role("link", name="Records", exact=True)).to_be_visible()


def test_the_unlock_page_says_how_much_waits_and_not_what(window) -> None:
    app = window()
    write(app)
    app.page.reload()
    expect_locked(app.page)
    expect(app.page.get_by_text("Nothing is lost: 1 unfinished note waits here")).to_be_visible()
    expect(app.page.get_by_text(CLIENT)).to_have_count(0)
    app.unlock()
    discard(app)
    lock(app)
    expect_locked(app.page)
    expect(app.page.get_by_text("Nothing is lost")).to_have_count(0)


def test_locking_purges_uploads_and_every_served_file(window, probe: Probe) -> None:
    app = window()
    write(app)
    app.sign()
    served = []
    for kind in ("text", "PDF"):
        with app.page.expect_response("**/media/**") as response:
            app.page.get_by_role("button", name=f"Download {kind}").click()
        served.append(response.value.url)
    probe.upload(f"{WORD} recording")
    assert any("recording" in held for held in probe.uploads())
    lock(app)
    expect_locked(app.page)
    assert probe.uploads() == []
    assert probe.remaining(WORD, CLIENT) == []
    for url in served:
        with pytest.raises(urllib.error.HTTPError, match="404"):
            urllib.request.urlopen(url)
