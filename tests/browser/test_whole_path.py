"""A clinician's whole way: from an empty machine to a signed note found again after locking."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from notegen.store import Action

pytestmark = [pytest.mark.browser, pytest.mark.needs_pdftotext]


def test_a_clinician_gets_from_an_empty_machine_to_a_stored_note(
    page: Page, fresh_server, app_on, create_vault, example: str, passphrase: str, tmp_path: Path
) -> None:
    app = app_on(page, fresh_server, "dr-example")
    recovery_key = create_vault(page, fresh_server.url, passphrase)
    assert re.fullmatch(r"(\w{4}-){7}\w{4}", recovery_key)
    page.get_by_text("I have written the recovery key down").click()
    page.get_by_role("button", name="Open the vault").click()
    expect(app.box).to_be_visible()
    app.client("R. M.")
    page.get_by_role("textbox", name="Start and stop").fill("2-2:53")
    app.draft(example)
    expect(page.get_by_text("2:00–2:53 pm, 53 minutes")).to_be_visible()

    review(app)
    app.sign()
    leave(app, tmp_path)
    find_again(app)

    page.get_by_role("button", name="Lock", exact=True).click()
    expect(page.get_by_text("R. M.")).to_have_count(0)
    app.unlock()
    app.go("Records")
    page.locator(".entry", has_text="R. M.").click()
    expect(page.locator(".addendum")).to_contain_text("Homework was changed by phone.")


def review(app) -> None:
    """Evidence, edit, confirm, add, move, delete and a change of format there and back."""
    page = app.page
    app.sentence("journaling homework").hover()
    expect(page.locator(".seg.on")).to_have_text(re.compile("assigned journaling homework"))
    page.locator(".seg", has_text="discussed work stress").hover()
    expect(page.locator(".row.hot .sentence")).to_have_text(re.compile("work stress"))

    edited = app.sentence("engaged and motivated")
    edited.click()
    page.keyboard.press("End")
    page.keyboard.type(" She smiled twice.")
    expect(app.row("She smiled twice")).to_contain_text("Your edit")
    page.keyboard.press("Enter")
    page.keyboard.type("She named two goals herself.")
    expect(app.row("named two goals")).to_contain_text("Your words")
    page.keyboard.press("Alt+Shift+ArrowDown")
    page.keyboard.press("Alt+Shift+ArrowDown")
    expect(app.section("Plan")).to_contain_text("named two goals")
    expect(app.sentence("named two goals")).to_be_focused()

    app.sentence("grounding").click()
    page.keyboard.press("Control+Enter")
    expect(app.row(re.compile("grounding", re.IGNORECASE))).to_contain_text("Confirmed")

    app.sentence("Follow up on sleep").click()
    app.row("Follow up on sleep").get_by_role("button", name="Delete").click()
    expect(app.sentence("Follow up on sleep")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(app.sentence("Follow up on sleep")).to_be_visible()

    choose_format(page, "PIE")
    expect(app.section("Intervention")).to_contain_text(re.compile("grounding", re.IGNORECASE))
    expect(page.get_by_text("Without a place in this note")).to_be_visible()
    choose_format(page, "SOAP")
    for kept in ("She smiled twice", "named two goals", "Follow up on sleep", "journaling"):
        expect(app.sentence(kept)).to_be_visible()
    expect(app.section("Assessment")).to_contain_text("Nothing was stated")


def choose_format(page: Page, title: str) -> None:
    page.locator(".st-key-note_format").get_by_role("combobox").click()
    page.get_by_role("option", name=title, exact=True).click()


def leave(app, folder: Path) -> None:
    """Copy and download what was signed."""
    page = app.page
    page.get_by_role("button", name="Copy whole note").click()
    page.wait_for_function("navigator.clipboard.readText().then(t => t.includes('R. M.'))")
    assert "journaling homework" in page.evaluate("navigator.clipboard.readText()").lower()
    page.get_by_role("button", name="Copy: Plan").click()
    page.wait_for_function("navigator.clipboard.readText().then(t => !t.includes('R. M.'))")
    assert "sleep" in page.evaluate("navigator.clipboard.readText()")
    expect(page.get_by_text("A copy or download is not encrypted")).to_be_visible()
    text = download(page, "Download text", folder / "note.txt").read_text("utf-8")
    assert "Client: R. M." in text
    assert "She smiled twice." in text
    pdf = download(page, "Download PDF", folder / "note.pdf")
    printed = subprocess.run(["pdftotext", str(pdf), "-"], capture_output=True, text=True).stdout
    assert "R. M." in printed
    assert "Ana Example, LCSW" in printed


def download(page: Page, button: str, target: Path) -> Path:
    with page.expect_download() as started:
        page.get_by_role("button", name=button).click()
    started.value.save_as(target)
    return target


def find_again(app) -> None:
    """Search the record, read it, and add to it."""
    page = app.page
    app.go("Records")
    page.get_by_role("searchbox", name="Search client, text and addenda").fill("grounding")
    page.locator(".entry", has_text="R. M.").click()
    page.get_by_text("What it rests on").first.click()
    expect(page.locator(".quotes").first).to_contain_text("“Client discussed work stress")
    page.get_by_text("Write an addendum").click()
    page.get_by_label("Addendum", exact=True).fill("Homework was changed by phone.")
    page.get_by_role("button", name="Sign and add").click()
    expect(page.get_by_text("The addendum is signed and stored")).to_be_visible()
    expect(page.locator(".addendum")).to_contain_text("Homework was changed by phone.")


def test_a_pdf_that_cannot_be_made_says_why_and_what_to_do(app) -> None:
    app.start()
    app.client()
    app.draft("Client discussed work stress. Client said her name is 漢字.")
    app.sign()
    app.page.get_by_role("button", name="Download PDF").click()
    said = app.page.get_by_text("The PDF font cannot print U+5B57, U+6F22.")
    expect(said).to_be_visible()
    expect(said).to_contain_text("download it as text instead")
    with app.stored() as vault:
        assert Action.NOTE_EXPORTED not in [row.action for row in vault.audit_log()]
    app.complaints.clear()  # Streamlit says in the console, too, that there is no file
