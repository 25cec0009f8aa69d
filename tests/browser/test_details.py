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
    app.page.get_by_role("spinbutton", name=re.compile("year, Date of service")).click()
    app.page.keyboard.type(f"{day:%Y%m%d}")
    app.page.keyboard.press("Tab")
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
