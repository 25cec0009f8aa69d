"""Client, times and dates: what is carried is marked, what is late says so, nothing is lost."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from notegen.store import Action

pytestmark = pytest.mark.browser


def choose(app, label: str, option: str) -> None:
    field = app.page.get_by_role("combobox", name=label, exact=True)
    field.fill(option)
    field.press("Enter")


def test_a_known_client_brings_the_sitting_of_the_last_note_marked_and_nothing_clinical(
    app,
) -> None:
    app.start()
    page = app.page
    app.client("R. M.")
    page.get_by_role("button", name="More session details").click()
    choose(app, "CPT code", "90837")
    choose(app, "Place", "Telehealth, video")
    page.get_by_role("textbox", name="Treatment goal worked on").fill("Sleep")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    page.locator(".st-key-note_format").get_by_role("combobox").click()
    page.get_by_role("option", name="DAP", exact=True).click()
    app.draft()
    app.sign()
    page.get_by_role("button", name="Next note").click()
    expect(app.box).to_have_value("")

    client = page.get_by_role("combobox", name="Client", exact=True)
    client.click()
    client.press("ArrowDown")
    client.press("Enter")
    foot = page.locator(".st-key-details_foot")
    expect(foot).to_contain_text("From the last note of")
    expect(foot).to_contain_text("90837, Telehealth, video, DAP")
    expect(client).to_have_value("R. M.")
    expect(app.box).to_have_value("")
    page.get_by_role("button", name="More session details").click()
    expect(page.get_by_role("combobox", name="Place")).to_have_value("Telehealth, video")
    expect(page.get_by_role("textbox", name="Treatment goal worked on")).to_have_value("")
    choose(app, "CPT code", "90834")
    page.keyboard.press("Escape")
    expect(foot).to_contain_text(re.compile(r"From the last note of[^·]*: Telehealth, video, DAP"))
    expect(foot).to_contain_text("90834")
    client.fill("S. T.")
    client.press("Tab")
    expect(foot).not_to_contain_text("From the last note")
    expect(foot).not_to_contain_text("Telehealth")
    expect(foot).to_contain_text("90834")


def test_a_late_entry_says_so_before_and_after_signing(app) -> None:
    app.start()
    app.client()
    day = datetime.now(UTC).astimezone().date() - timedelta(days=3)
    app.page.get_by_role("textbox", name="Date of service").fill(f"{day:%d %b}")
    app.draft()
    expect(app.page.locator("#late")).to_contain_text(f"session of {day.day} {day:%b %Y}")
    app.sign()
    expect(app.page.locator("#sheet .signature")).to_contain_text("Late entry")


def test_approved_without_storing_leaves_an_audit_row_and_nothing_else(app) -> None:
    app.start()
    app.client("Q. Z.")
    app.draft()
    app.tick.check()
    expect(app.approve).to_be_enabled()
    app.page.get_by_role("button", name="Approve without storing…").click()
    app.page.get_by_role("button", name="Approve without storing", exact=True).click()
    expect(app.page.get_by_text("Signed, but not stored")).to_be_visible()
    expect(app.page.locator("#sheet")).to_contain_text("work stress")
    app.page.get_by_role("button", name="Copy: Subjective").click()
    expect(app.page.get_by_role("button", name="Copy: Subjective")).to_have_text("Copied")
    with app.page.expect_download():
        app.page.get_by_role("button", name="Download text").click()
    with app.stored() as vault:
        assert vault.notes.list() == ()
        assert vault.notes.clients() == ()
        rows = vault.audit_log()
    assert Action.NOTE_NOT_STORED in {row.action for row in rows}
    assert {row.detail for row in rows if row.action is Action.NOTE_EXPORTED} == {"copy", "text"}
    assert "Q. Z." not in str(rows)
    app.page.get_by_role("button", name="Next note; let this one go").click()
    expect(app.box).to_have_value("")
    expect(app.page.locator("#sheet")).to_have_count(0)


def test_never_asking_about_risk_stays_with_the_client(app) -> None:
    app.start()
    app.client()
    app.draft()
    question = app.page.get_by_role("group", name=re.compile("Was risk asked about"))
    expect(question).to_be_visible()
    app.sign()
    app.page.get_by_role("button", name="Next note").click()
    app.client()
    app.page.get_by_role("button", name="More session details").click()
    field = app.page.get_by_role("combobox", name="Ask about risk where the summary is silent")
    field.click()
    app.page.get_by_role("option", name="Never", exact=True).click()
    app.page.keyboard.press("Escape")
    app.draft()
    expect(app.sentence("work stress")).to_be_visible()
    expect(question).to_have_count(0)


def test_what_is_typed_while_the_strip_of_notes_appears_is_not_lost(app) -> None:
    app.start()
    client = app.page.get_by_role("combobox", name="Client", exact=True)
    client.fill("R. M.")
    times = app.page.get_by_role("textbox", name="Start and stop")
    times.click()
    times.press_sequentially("2:00 pm to 2:53 pm", delay=60)
    expect(app.page.get_by_role("button", name="New note")).to_be_visible()
    times.press("Tab")
    expect(app.page.locator(".st-key-details_foot")).to_contain_text("2:00–2:53 pm, 53 minutes")


def test_tabbing_from_the_client_to_the_summary_covers_nothing_on_the_way(app) -> None:
    app.start()
    page = app.page
    page.get_by_role("combobox", name="Client", exact=True).fill("R. M.")
    passed = []
    for _ in range(8):
        page.keyboard.press("Tab")
        passed.append(page.evaluate(_FOCUSED))
        expect(
            page.locator('[data-baseweb="popover"], [role="dialog"], [role="grid"]')
        ).to_have_count(0)
        if passed[-1] == "What happened in the session?":
            break
    assert passed == [
        "Date of service",
        "Start and stop",
        "Format",
        "More session details",
        "What happened in the session?",
    ]
    page.keyboard.type("Client discussed work stress.")
    expect(app.box).to_have_value("Client discussed work stress.")


# The name of what has the focus, within components too.
_FOCUSED = """() => {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  const label = active.getAttribute("aria-label") || active.labels?.[0]?.textContent;
  return (label || active.textContent).replace(/expand_more|^Selected .*\\. /g, "").trim();
}"""


def test_times_typed_right_before_the_key_to_the_next_note_stay_with_theirs(app) -> None:
    app.start()
    page, times = app.page, app.page.get_by_role("textbox", name="Start and stop")
    app.client("R. M.")
    expect(page.locator(".note")).to_contain_text(["R. M.", "New note"])
    times.click()
    page.keyboard.type("2-2:53")
    page.keyboard.press("Alt+KeyN")
    expect(page.locator(".note", has_text="New note")).to_have_attribute("aria-current", "true")
    expect(times).to_have_value("")
    page.locator(".note", has_text="R. M.").click()
    expect(times).to_have_value("2-2:53")
    expect(page.locator(".st-key-details_foot")).to_contain_text("2:00–2:53 pm, 53 minutes")


def test_times_typed_without_leaving_their_field_outlive_a_reload(app) -> None:
    app.start()
    app.client("R. M.")
    page, times = app.page, app.page.get_by_role("textbox", name="Start and stop")
    times.press_sequentially("2-2:5")  # not to be read yet
    expect(page.locator(".st-key-details_foot")).to_contain_text("Write start and stop like")
    app.settle()
    page.reload()
    app.unlock()
    expect(times).to_have_value("2-2:5")
    times.press("End")
    times.press_sequentially("3")
    expect(page.locator(".st-key-details_foot")).to_contain_text("2:00–2:53 pm, 53 minutes")
    expect(times).to_have_value("2-2:53")


def test_a_known_client_picked_after_the_times_leaves_them(app) -> None:
    app.start()
    page, times = app.page, app.page.get_by_role("textbox", name="Start and stop")
    app.client("R. M.")
    app.draft()
    app.sign()
    page.get_by_role("button", name="Next note").click()
    times.click()
    page.keyboard.type("2-2:53")
    client = page.get_by_role("combobox", name="Client", exact=True)
    client.click()  # at once
    client.press("ArrowDown")
    client.press("Enter")
    app.draft()
    foot = page.locator(".st-key-details_foot")
    expect(foot).to_contain_text("From the last note of")
    expect(foot).to_contain_text("2:00–2:53 pm, 53 minutes")
    expect(times).to_have_value("2-2:53")
    app.sign()
    expect(page.locator("#sheet .facts")).to_contain_text("53 minutes")


def test_a_message_under_way_does_not_bring_the_format_before_back(app, link) -> None:
    connection = link(app.page)
    app.start()
    page, times = app.page, app.page.get_by_role("textbox", name="Start and stop")
    app.client("R. M.")
    page.locator(".st-key-note_format").get_by_role("combobox").click()
    page.get_by_role("option", name="DAP", exact=True).click()
    app.draft()
    app.sign()
    page.get_by_role("button", name="Next note").click()
    client = page.get_by_role("combobox", name="Client", exact=True)
    client.click()
    client.press("ArrowDown")
    connection.hold()
    client.press("Enter")
    connection.holds("From the last note")  # the page does not hear yet that it is DAP now
    times.click()
    times.press_sequentially("2-2:53")
    connection.holds("53 minutes")
    connection.release()
    foot = page.locator(".st-key-details_foot")
    expect(foot).to_contain_text("2:00–2:53 pm, 53 minutes")
    expect(foot).to_contain_text("DAP")
    expect(page.get_by_role("combobox", name="Format")).to_have_value("DAP")
