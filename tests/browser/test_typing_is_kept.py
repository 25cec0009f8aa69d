"""What is typed into a summary is sent while it is typed, and at once when the box is left."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

# Typing that never pauses, for as long as the page lives.
TYPE_ON = """box => {
  window.typing = setInterval(() => {
    box.value += 'a';
    box.dispatchEvent(new Event('input', { bubbles: true, composed: true }));
  }, 120);
}"""
# The box's own clock stops: whatever is sent now is sent because it is left.
STOP_ITS_TIMER = """() => {
  const real = window.setTimeout;
  window.setTimeout = (call, ms, ...rest) =>
    String(call).includes('flush(box)') ? 0 : real(call, ms, ...rest);
}"""
LEAVE = {
    "another field": "document.activeElement.shadowRoot.activeElement.blur()",
    "a hidden page": "document.dispatchEvent(new Event('visibilitychange'))",
    "a page that goes": "window.dispatchEvent(new PageTransitionEvent('pagehide'))",
}


def test_typing_without_a_pause_is_sent_all_the_same(app) -> None:
    app.start()
    app.box.evaluate(TYPE_ON)
    expect(app.page.locator(".note").first).to_contain_text("begun", timeout=5_000)
    app.page.evaluate("clearInterval(window.typing)")


@pytest.mark.parametrize("how", LEAVE)
def test_what_was_typed_is_sent_at_once_when_the_box_is_left(app, how: str) -> None:
    app.start()
    app.page.evaluate(STOP_ITS_TIMER)
    app.box.press_sequentially("Client discussed work")
    app.page.wait_for_timeout(1500)
    expect(app.page.locator(".note")).to_have_count(0)
    app.page.evaluate(LEAVE[how])
    expect(app.page.locator(".note").first).to_contain_text("begun")


def test_no_field_lets_the_browser_keep_what_is_typed(app) -> None:
    """Chromium writes a field into the profile unless it is told not to complete it."""
    app.start()
    page = app.page
    page.get_by_role("button", name="More session details").click()
    expect(page.get_by_role("textbox", name="Treatment goal worked on")).to_be_visible()
    assert lax_fields(app) == []
    page.keyboard.press("Escape")
    app.client()
    app.draft()
    page.get_by_role("button", name="Change the summary").click()
    assert lax_fields(app) == []
    page.get_by_role("button", name="Keep the draft as it is").click()
    app.sign()
    app.go("Records")
    page.locator(".entry").click()
    page.get_by_text("Write an addendum").click()
    page.get_by_text("Mark as entered in error").first.click()
    expect(page.get_by_label("Addendum", exact=True)).to_be_visible()
    assert lax_fields(app) == []


def lax_fields(app) -> list[str]:
    """Fields for text that the browser may complete, or whose clinical text it may spell-check."""
    found = app.page.evaluate(
        """() => {
          const lax = [], seen = [document];
          while (seen.length) {
            const root = seen.pop();
            const all = [...root.querySelectorAll('*')];
            seen.push(...all.map((node) => node.shadowRoot).filter(Boolean));
            for (const field of root.querySelectorAll('input, textarea, [contenteditable]')) {
              const kind = field.getAttribute('type') ?? 'text';
              if (!['text', 'search'].includes(kind) || field.getAttribute('aria-hidden')) continue;
              const keeps = field.matches('input, textarea') && field.autocomplete !== 'off';
              const spells = field.matches('textarea, .sentence') && field.spellcheck;
              if (keeps || spells) lax.push(field.outerHTML.slice(0, 200));
            }
          }
          return lax;
        }"""
    )
    return list(found)


def test_a_message_that_goes_takes_nothing_with_it_that_is_being_typed(app) -> None:
    app.start()
    app.draft()
    app.page.get_by_role("button", name="Discard…").click()
    app.page.get_by_role("button", name="Discard", exact=True).click()
    said = app.page.get_by_text("Discarded: summary and draft are erased.")
    expect(said).to_be_visible()
    app.page.locator("#text").evaluate("(box) => { box.isTheSame = true; }")
    app.box.press_sequentially("Client discussed")
    expect(said).to_have_count(0)
    assert app.page.locator("#text").evaluate("(box) => box.isTheSame")
    app.page.keyboard.type(" work stress.")
    expect(app.box).to_have_value("Client discussed work stress.")


@pytest.mark.parametrize("milliseconds", [5, 15, 30, 50, 80])
def test_a_press_of_lock_is_not_undone_by_words_that_arrive_right_after_it(
    app, milliseconds: int
) -> None:
    app.start()
    app.box.fill("Client discussed work")
    expect(app.page.locator("#hint")).to_contain_text("Rather short")  # the server has it
    app.box.press_sequentially(" stress")
    app.page.evaluate(
        """(wait) => {
          document.querySelector(".st-key-lock button").click();
          setTimeout(() => window.dispatchEvent(new Event("pagehide")), wait);
        }""",
        milliseconds,
    )
    expect(app.page.get_by_role("button", name="Unlock")).to_be_visible()
    app.unlock()
    expect(app.box).to_have_value(re.compile("^Client discussed work"))


def test_a_press_of_lock_counts_where_words_arrive_at_the_same_moment(app, link) -> None:
    connection = link(app.page)
    app.start()
    app.box.fill("Client discussed work")
    expect(app.page.locator("#hint")).to_contain_text("Rather short")  # the server has it
    for _ in range(5):
        connection.hold_sent()
        app.page.get_by_role("button", name="Lock", exact=True).click()
        app.box.press_sequentially(" stress")
        connection.release_sent(count=2)
        expect(app.page.get_by_role("button", name="Unlock")).to_be_visible()
        app.unlock()
        expect(app.box).to_have_value(re.compile("^Client discussed work"))


def test_a_tap_on_a_page_right_after_signing_counts(app, link) -> None:
    connection = link(app.page)
    app.start()
    app.client()
    app.draft()
    app.sign()
    connection.hold_sent()
    app.page.get_by_role("link", name="Records").click()
    app.page.wait_for_timeout(1500)  # meanwhile the page would tell the server that it is rinsed
    connection.release_sent(count=1)
    records = app.page.get_by_role("heading", name="Records")
    expect(records).to_be_visible()
    app.page.wait_for_timeout(500)
    expect(records).to_be_visible()


@pytest.mark.parametrize("has_touch", [False, True])
def test_lock_pressed_while_typing_keeps_every_letter(make_app, has_touch: bool) -> None:
    app = make_app(has_touch=has_touch).start()
    lock = app.page.get_by_role("button", name="Lock", exact=True)
    typed = "Client discussed work stress and sleep."
    app.box.press_sequentially(typed, delay=20)
    (lock.tap if has_touch else lock.click)()
    expect(app.page.get_by_role("button", name="Unlock")).to_be_visible()
    app.unlock()
    expect(app.box).to_have_value(typed)


def test_undo_key_away_from_a_field_takes_back_the_note_and_no_field(app) -> None:
    app.start()
    times = app.page.get_by_role("textbox", name="Start and stop")
    times.press_sequentially("9:00-9:45")
    app.draft()
    app.page.keyboard.press("Alt+KeyQ")
    app.page.keyboard.press("3")
    risk = app.page.get_by_text("was not assessed")
    expect(risk.first).to_be_visible()
    app.tick.focus()
    app.page.keyboard.press("Control+KeyZ")
    expect(risk).to_have_count(0)
    expect(times).to_have_value("9:00-9:45")


def test_times_that_cannot_be_read_are_asked_for_before_signing(app) -> None:
    app.start()
    app.client()
    times = app.page.get_by_role("textbox", name="Start and stop")
    times.fill("3-25:99")
    app.draft()
    app.tick.check()
    expect(app.page.locator("#blocked")).to_contain_text("Write start and stop like 2-2:53")
    expect(app.approve).to_be_disabled()
    times.fill("3-3:25")
    expect(app.page.locator("#blocked")).not_to_contain_text("Write start")
    app.tick.check()
    expect(app.approve).to_be_enabled()
