"""Every screen is readable: accessible by rule, in light and dark, and on a narrow window."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent
LOOKS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "narrow": {"viewport": {"width": 420, "height": 860}},
}
RISK = (
    "Client reports passive SI, no plan or intent. Practiced grounding. Parking was difficult. "
    "Weekly sessions continue."
)


@pytest.fixture(scope="session")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The source of axe-core, installed by npm from its pinned lock."""
    folder = tmp_path_factory.mktemp("axe")
    for name in ("package.json", "package-lock.json"):
        shutil.copy(HERE / name, folder / name)
    subprocess.run(
        ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=folder,
        check=True,
        capture_output=True,
    )
    return (folder / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")


@pytest.fixture(params=sorted(LOOKS))
def look(request: pytest.FixtureRequest, make_app: Callable[..., object]) -> Iterator[object]:
    """The app in one of the looks."""
    return make_app(**LOOKS[request.param])


@pytest.mark.needs_node
def test_no_screen_breaks_a_rule_of_wcag_aa(look, axe: str) -> None:
    for name in screens(look):
        assert violations(look.page, axe) == [], name


def test_no_screen_scrolls_sideways(look) -> None:
    for name in screens(look):
        overflow = look.page.evaluate(
            "document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow <= 0, name


def screens(app) -> Iterator[str]:
    """Walk through the app; each screen's name is given once it is shown."""
    page: Page = app.page
    app.open()
    expect(page.get_by_role("button", name="Unlock")).to_be_visible()
    yield "unlock"
    app.unlock()
    expect(app.box).to_be_visible()
    yield "capture"
    app.client()
    app.draft(RISK)
    yield "draft"
    app.sentence("suicidal").click()
    page.keyboard.press("Enter")
    page.keyboard.type("She named two goals herself.")
    expect(app.row("two goals")).to_contain_text("Your words")
    app.sentence("suicidal").click()
    app.row("suicidal").get_by_role("button", name="Delete").click()
    expect(page.locator("#blocked")).to_contain_text("Stop")
    yield "stopped"
    page.get_by_role("button", name="Undo").click()
    expect(app.sentence("suicidal")).to_be_visible()
    app.sign()
    yield "signed"
    app.go("Records")
    expect(page.locator(".entry")).to_be_visible()
    yield "records"
    page.locator(".entry").click()
    page.get_by_text("Write an addendum").click()
    expect(page.get_by_label("Addendum", exact=True)).to_be_visible()
    yield "record"
    app.go("Settings")
    expect(page.get_by_role("button", name="Save settings")).to_be_visible()
    yield "settings"


def test_no_words_of_the_header_and_no_group_of_the_recovery_key_wrap_alone(
    page: Page, fresh_server, app_on, create_vault, passphrase: str
) -> None:
    page.set_viewport_size({"width": 420, "height": 860})
    create_vault(page, fresh_server.url, passphrase)
    lines = page.locator(".st-key-gate_key code").evaluate(_LINES)
    assert [len(line.strip("-").split("-")) for line in lines] == [4, 4]
    page.get_by_text("I have written the recovery key down").click()
    page.get_by_role("button", name="Open the vault").click()
    expect(page.get_by_role("heading", name="Write this key down now")).to_have_count(0)
    page.wait_for_function(_AT_REST)
    tops = set()
    for name in ("Lock", "Sign out"):
        button = page.get_by_role("button", name=name, exact=True)
        expect(button).to_be_visible()
        assert len(button.locator("p").evaluate(_LINES)) == 1
        box = button.bounding_box()
        assert box is not None
        tops.add(round(box["y"] + box["height"] / 2))
    assert len(tops) == 1  # side by side


def test_buttons_can_be_read_under_the_pointer_on_a_dark_page(make_app) -> None:
    app = make_app(**LOOKS["dark"]).start()
    for name in ("Lock", "Sign out", "More session details"):
        button = app.page.get_by_role("button", name=name, exact=True)
        button.hover()
        button.focus()
        app.page.wait_for_function(_AT_REST)
        shown = button.evaluate("(one) => getComputedStyle(one).color")
        assert sum(map(int, re.findall(r"\d+", shown)[:3])) > 3 * 150, f"{name}: {shown}"


def test_what_was_done_is_said_in_view_however_far_down_the_button_was(
    make_app, passphrase
) -> None:
    app = make_app(**LOOKS["narrow"]).start("/settings")
    page = app.page
    page.get_by_text("Change the passphrase").first.click()
    page.get_by_role("textbox", name="Present passphrase").fill(passphrase)
    page.get_by_role("textbox", name="New passphrase", exact=True).fill("maple harbor quilt")
    page.get_by_role("textbox", name="New passphrase again").fill("maple harbor quilt")
    page.get_by_role("button", name="Change the passphrase").click()
    expect(page.get_by_text("The passphrase is changed")).to_be_in_viewport()


def test_no_sentence_of_a_narrow_draft_lies_over_the_next(make_app) -> None:
    app = make_app(**LOOKS["narrow"]).start()
    app.draft(f"Client reported {'many very different things ' * 6}. Practiced grounding.")
    rows = app.page.locator(".row").evaluate_all(
        """all => all.map(row => {
            const sentence = row.querySelector(".sentence").getBoundingClientRect();
            return [sentence.height, sentence.bottom, row.getBoundingClientRect().bottom];
        })"""
    )
    assert max(height for height, _, _ in rows) > 60, "no sentence is wrapped"
    assert all(end <= row_end + 1 for _, end, row_end in rows), rows


# True when no script runs and nothing moves: Streamlit pales what it is about to draw anew.
_AT_REST = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  return app.dataset.testScriptState === "notRunning"
    && document.getAnimations().every((one) => one.playState !== "running");
}"""


# The lines in which the text of an element is shown.
_LINES = """(node) => {
  const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  const lines = new Map();
  while (walker.nextNode()) {
    for (let at = 0; at < walker.currentNode.length; at += 1) {
      const range = document.createRange();
      range.setStart(walker.currentNode, at);
      range.setEnd(walker.currentNode, at + 1);
      const top = Math.round(range.getBoundingClientRect().top);
      lines.set(top, (lines.get(top) ?? "") + range.toString());
    }
  }
  return [...lines.values()];
}"""


def violations(page: Page, axe: str) -> list[str]:
    """What breaks WCAG 2 A or AA, as rule and place; once nothing fades in or out any more."""
    page.wait_for_function(_AT_REST)
    if not page.evaluate("typeof window.axe === 'object'"):
        page.evaluate(axe)
    found = page.evaluate(
        "axe.run({runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']})"
        ".then(r => r.violations.flatMap(v => v.nodes.map("
        "n => `${v.id}: ${n.target.join(' ')} ${n.failureSummary}`)))"
    )
    return list(found)
