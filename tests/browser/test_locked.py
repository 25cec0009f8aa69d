"""While no vault is open, nothing but the request to unlock is shown."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from notegen.store import Vault

pytestmark = pytest.mark.browser


def test_records_as_the_first_request_of_a_server_show_only_the_request_to_unlock(
    page: Page, fresh_server, passphrase: str
) -> None:
    Vault.create(fresh_server.vaults / "dr-example", passphrase)[0].close()
    page.goto(fresh_server.url + "/records")
    expect(page.get_by_role("button", name="Unlock")).to_be_visible()
    expect_locked(page)
    page.goto(fresh_server.url + "/settings")
    expect(page.get_by_role("button", name="Unlock")).to_be_visible()
    expect_locked(page)


def test_after_locking_a_direct_request_shows_only_the_request_to_unlock(app) -> None:
    app.start()
    app.client("R. M.")
    app.draft()
    app.page.get_by_role("button", name="Lock", exact=True).click()
    expect(app.page.get_by_role("button", name="Unlock")).to_be_visible()
    expect_locked(app.page)
    app.open("/records")
    expect(app.page.get_by_role("button", name="Unlock")).to_be_visible()
    expect_locked(app.page)


def expect_locked(page: Page) -> None:
    expect(page.get_by_test_id("stPageLink-NavLink")).to_have_count(0)
    expect(page.get_by_role("button", name="Lock", exact=True)).to_have_count(0)
    expect(page.get_by_role("heading", name="Records")).to_have_count(0)
    expect(page.get_by_role("searchbox")).to_have_count(0)
    expect(page.get_by_text(re.compile("work stress"))).to_have_count(0)


def test_wrong_passphrase_damaged_keys_and_damaged_database_are_three_messages(
    app, tmp_path: Path
) -> None:
    whole = shutil.copytree(app.folder, tmp_path / "whole")
    app.open()
    messages = [refusal(app, "not the right words")]
    (app.folder / "keys.json").write_text("{}", "utf-8")
    messages.append(refusal(app, "orbit lemon canyon drum"))
    shutil.copy(whole / "keys.json", app.folder / "keys.json")
    (app.folder / "vault.db").write_bytes(b"not a database" * 400)
    messages.append(refusal(app, "orbit lemon canyon drum"))
    assert len(set(messages)) == 3
    assert "passphrase" in messages[0].lower()
    assert "keys.json" in messages[1]
    assert "vault.db" in messages[2]
    shutil.copy(whole / "vault.db", app.folder / "vault.db")
    app.unlock()
    expect(app.box).to_be_visible()


def refusal(app, passphrase: str) -> str:
    """What the unlock page answers. Reloaded first, so that no earlier answer is read."""
    app.page.reload()
    app.unlock(passphrase)
    alert = app.page.get_by_role("alert").filter(has_text="Not done")
    expect(alert).to_be_visible()
    return alert.inner_text()


def test_the_recovery_key_opens_the_vault(page: Page, fresh_server, passphrase: str) -> None:
    vault, recovery_key = Vault.create(fresh_server.vaults / "dr-example", passphrase)
    vault.close()
    page.goto(fresh_server.url)
    page.get_by_text("Use the recovery key instead").click()
    page.get_by_role("textbox", name="Recovery key").fill(recovery_key.lower())
    page.get_by_role("button", name="Unlock").click()
    expect(page.get_by_role("button", name="Lock", exact=True)).to_be_visible()
