"""Promise 1: before approval nothing that was typed is in any file; afterwards only as ciphertext.

The real server runs under strace, so that also a temporary file without a name is seen: no system
call that writes to a file may carry a marker. Then every file that it opened for writing, the data
folder, /tmp files of its own and the profile folder of the browser are searched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Playwright, expect

pytestmark = [pytest.mark.browser, pytest.mark.needs_strace]

VAULT = "dr-example"
TYPED = ("zanzibarine", "Quillfeather", "obliquities")
SUMMARY = f"Client discussed {TYPED[0]} stress at work. Practiced grounding. Parking was hard."
CALLS = "open,openat,openat2,creat,write,writev,pwrite64,pwritev,pwritev2,rename,renameat,renameat2"
STRACE = ["strace", "-f", "--seccomp-bpf", "-qq", "-s", "200000", "-e", f"trace={CALLS}"]
_OPENED = re.compile(r"open(?:at2?)?\([^\"]*\"([^\"]+)\"[^)]*O_(?:WRONLY|RDWR)")


@pytest.fixture
def traced(tmp_path: Path, start_server, new_vault) -> Iterator[tuple[object, Path]]:
    """A server under strace, and the trace it leaves."""
    trace = tmp_path / "trace"
    with start_server(tmp_path / "served", under=[*STRACE, "-o", str(trace)]) as server:
        new_vault(server, VAULT)
        yield server, trace


def test_nothing_typed_is_in_a_file_before_approval_nor_readable_after_it(
    playwright: Playwright, browser_type_launch_args, traced, app_on, tmp_path: Path
) -> None:
    server, trace = traced
    profile = tmp_path / "profile"

    def browser() -> BrowserContext:
        return playwright.chromium.launch_persistent_context(profile, **browser_type_launch_args)

    with browser() as context:
        app = app_on(context.pages[0], server, VAULT)
        type_draft_lock_reload(app)
    expect_nowhere(server, trace, profile)

    with browser() as context:
        app = app_on(context.pages[0], server, VAULT).start()
        expect(app.sentence(TYPED[0])).to_be_visible()
        app.sign()
        app.page.get_by_role("button", name="Next note").click()
        expect(app.box).to_be_visible()
    expect_nowhere(server, trace, profile)
    with app.stored() as vault:
        (row,) = vault.notes.list()
        assert row.client == TYPED[1]


def type_draft_lock_reload(app) -> None:
    app.start()
    app.client(TYPED[1])
    app.draft(SUMMARY)
    app.sentence(TYPED[0]).click()
    app.page.keyboard.press("End")
    app.page.keyboard.type(f" Named {TYPED[2]}.")
    expect(app.row(TYPED[2])).to_contain_text("Your edit")
    app.page.get_by_role("button", name="Lock", exact=True).click()
    expect(app.page.get_by_role("button", name="Unlock")).to_be_visible()
    app.unlock()
    expect(app.sentence(TYPED[2])).to_be_visible()
    app.page.locator("#revise").click()
    expect(app.box).to_have_value(SUMMARY)
    app.page.reload()
    app.unlock()
    expect(app.page.get_by_role("button", name="Lock", exact=True)).to_be_visible()
    app.page.get_by_role("button", name="Keep the draft as it is").click()
    expect(app.sentence(TYPED[2])).to_be_visible()


def expect_nowhere(server, trace: Path, profile: Path) -> None:
    lines = trace.read_text("utf-8", "replace")
    assert "vault.db" in lines  # the trace sees what is written
    assert [word for word in TYPED if word in lines] == []
    opened = {Path(found) for found in _OPENED.findall(lines)}
    opened = {path for path in opened if not path.is_relative_to("/dev")}
    folders = (server.home.parent, profile)
    inside = {path for folder in folders for path in folder.rglob("*")}
    found = [path for path in opened | inside if path.is_file() and holds(path)]
    assert found == []


def holds(path: Path) -> bool:
    """True when the file holds a marker as UTF-8 or UTF-16, which Chromium writes too."""
    content = path.read_bytes()
    return any(word.encode(code) in content for word in TYPED for code in ("utf-8", "utf-16-le"))
