"""The review keeps what is typed, shows what a sentence rests on, and signs only what was read."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

RISK = (
    "Client reports passive SI, no plan or intent. Practiced grounding. Weekly sessions continue."
)


def test_spans_are_right_after_an_emoji(app) -> None:
    app.start()
    app.draft("\U0001f600\U0001f9d1‍\U0001f3a8 Client discussed work stress. Practiced grounding.")
    app.sentence(re.compile("grounding", re.IGNORECASE)).hover()
    expect(app.page.locator(".seg.on")).to_have_text(re.compile(r"^Practiced grounding\.?$"))


def test_typing_keeps_its_caret_and_every_letter_across_reruns(app) -> None:
    app.start()
    app.draft()
    app.sentence("work stress").click()
    app.page.keyboard.press("Home")
    for _ in range(len("Client ")):
        app.page.keyboard.press("ArrowRight")
    words = "very slowly and at some length and without a pause "
    app.page.keyboard.type(words, delay=45)
    expect(app.sentence("work stress")).to_have_text(
        re.compile(re.escape(f"Client {words}discussed work stress."))
    )
    expect(app.row("work stress")).to_contain_text("Your edit")
    expect(app.sentence("work stress")).to_be_focused()


def test_the_last_word_before_signing_is_in_the_signed_note(app) -> None:
    app.start()
    app.client()
    app.draft()
    app.sentence("work stress").click()
    app.page.keyboard.press("End")
    app.page.keyboard.type(" Lastword.")
    app.sign()
    expect(app.page.locator("#sheet")).to_contain_text("Lastword.")


def test_confirming_right_after_typing_confirms_what_was_typed(app) -> None:
    app.start()
    app.draft()
    app.sentence("work stress").click()
    app.page.keyboard.press("End")
    app.page.keyboard.press("Backspace")
    app.page.keyboard.type(" today.")
    app.page.keyboard.press("Control+Enter")
    row = app.row("Client discussed work stress today.")
    expect(row).to_contain_text("Confirmed")


def test_an_edit_takes_the_tick_back(app) -> None:
    app.start()
    app.client()
    app.draft()
    app.tick.check()
    expect(app.approve).to_be_enabled()
    app.sentence("work stress").click()
    app.page.keyboard.press("End")
    app.page.keyboard.type("!")
    expect(app.tick).not_to_be_checked()
    expect(app.approve).to_be_disabled()
    expect(app.row("work stress")).to_contain_text("Your edit")
    expect(app.tick).not_to_be_checked()


@pytest.mark.parametrize("change", ["client", "format", "move", "delete", "section"])
def test_every_change_takes_the_tick_back(app, change: str) -> None:
    app.start()
    app.client()
    app.draft()
    app.tick.check()
    expect(app.approve).to_be_enabled()
    page = app.page
    if change == "client":
        app.client("S. T.")
    elif change == "format":
        page.locator(".st-key-note_format").get_by_role("combobox").click()
        page.get_by_role("option", name="DAP", exact=True).click()
    elif change == "section":
        app.section("Plan").hover()
        app.section("Plan").get_by_role("button", name="Move section up").click()
    else:
        app.sentence("work stress").click()
        name = "Move down" if change == "move" else "Delete"
        app.row("work stress").get_by_role("button", name=re.compile(name)).click()
    expect(app.tick).not_to_be_checked()
    expect(app.approve).to_be_disabled()


def test_a_risk_left_out_stops_the_signature_until_it_is_back(app) -> None:
    app.start()
    app.client()
    app.draft(RISK)
    risk = re.compile("suicidal ideation")
    app.sentence(risk).click()
    app.row(risk).get_by_role("button", name="Delete").click()
    expect(app.page.locator("#overview")).to_contain_text("Stop")
    expect(app.page.locator("#summary")).to_contain_text("not in the note")
    expect(app.page.locator("#blocked")).to_contain_text("1 Stop to settle")
    app.tick.check()
    expect(app.approve).to_be_disabled()
    app.page.get_by_role("button", name=re.compile("Add to the note: .*SI")).click()
    expect(app.row(re.compile("passive SI"))).to_contain_text("Your words")
    expect(app.page.locator("#blocked")).not_to_contain_text("Stop")
    app.sign()


def test_without_a_client_the_page_says_what_is_missing(app) -> None:
    app.start()
    app.draft()
    expect(app.page.locator("#blocked")).to_have_text("Still needed: client.")
    app.tick.check()
    expect(app.approve).to_be_disabled()


def test_no_key_approves(app) -> None:
    app.start()
    app.client()
    app.draft()
    app.tick.check()
    expect(app.approve).to_be_enabled()
    for key in ("Control+Enter", "Enter", "Alt+Enter", "Meta+Enter"):
        app.page.keyboard.press(key)
    app.page.locator("#summary").focus()
    app.page.keyboard.press("Control+Enter")
    expect(app.tick).to_be_checked()
    with app.stored() as vault:
        assert vault.notes.list() == ()


def test_an_answer_becomes_the_clinicians_own_sentence(app) -> None:
    app.start()
    app.draft("Client discussed work stress. Practiced grounding. Next session Monday.")
    field = app.page.get_by_label(re.compile("How did the client respond"))
    field.fill("felt calmer after two rounds")
    field.press("Enter")
    expect(app.row("Felt calmer after two rounds.")).to_contain_text("Your words")
    expect(field).to_have_count(0)


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("1", "When asked, client denied suicidal ideation."),
        ("3", "Risk was not assessed in this session."),
        ("4", None),
    ],
)
def test_one_key_answers_the_question_about_risk(app, key: str, sentence: str | None) -> None:
    app.start()
    app.draft("Client discussed work stress. Practiced grounding. Next session Monday.")
    question = app.page.get_by_role("group", name=re.compile("Was risk asked about"))
    before = app.page.locator(".row").count()
    to_the_first_question(app)
    app.page.keyboard.press(key)
    expect(question).to_have_count(0)
    if sentence is None:
        expect(app.page.locator(".row")).to_have_count(before)
    else:
        expect(app.row(sentence)).to_contain_text("Your words")


def to_the_first_question(app) -> None:
    """Alt+Q, once the page that answers it is drawn."""
    first = app.page.locator(".question .choice").first
    expect(first).to_be_visible()
    expect(app.page.locator("[data-testid=stApp]")).to_have_attribute(
        "data-test-script-state", "notRunning"
    )
    app.page.keyboard.press("Alt+q")
    expect(first).to_be_focused()


def test_risk_that_is_present_is_answered_in_own_words(app) -> None:
    app.start()
    app.draft("Client discussed work stress. Practiced grounding. Next session Monday.")
    to_the_first_question(app)
    app.page.keyboard.press("2")
    expect(app.page.locator(".question input").first).to_be_focused()
    app.page.keyboard.type("reported passive thoughts of death twice this week")
    app.page.keyboard.press("Enter")
    expect(app.row("Reported passive thoughts of death")).to_contain_text("Your words")


def test_one_key_settles_every_doubt_about_a_sentence(app) -> None:
    app.start()
    app.client()
    app.draft(RISK)
    risk = app.sentence(re.compile("suicidal ideation"))
    risk.click()
    app.page.keyboard.press("Control+a")
    app.page.keyboard.type("Client denies suicidal ideation, plan and intent.")
    expect(app.page.locator(".finding")).not_to_have_count(0)
    app.page.keyboard.press("Control+Enter")
    expect(app.page.locator(".row .finding")).to_have_count(0)


def test_the_ledger_shows_what_is_stated_and_folds_what_is_not(app) -> None:
    app.start()
    app.draft(RISK)
    ledger = app.page.locator("#ledger")
    expect(ledger).to_contain_text("passive suicidal ideation")
    expect(ledger).to_contain_text("present (client, current)")
    silent = ledger.get_by_text("self-harm, ")
    expect(silent).to_be_hidden()
    ledger.get_by_text("Not stated:").click()
    expect(silent).to_be_visible()
    expect(app.page.locator("#sections")).not_to_contain_text("self-harm")


def test_a_section_is_renamed_in_place(app) -> None:
    app.start()
    app.draft()
    app.section("Subjective").hover()
    app.section("Subjective").get_by_role("button", name="Rename section").click()
    app.page.keyboard.type("Reported today")
    app.page.keyboard.press("Enter")
    expect(app.section("Reported today")).to_contain_text("work stress")
    app.page.get_by_role("button", name="Undo").click()
    expect(app.section("Subjective")).to_contain_text("work stress")


def test_the_summary_is_not_lost_by_a_page_change_and_not_kept_by_the_browser(app) -> None:
    app.start()
    expect(app.box).to_have_attribute("autocomplete", "off")
    expect(app.box).to_have_attribute("spellcheck", "false")
    app.box.fill("Client discussed work stress.")
    app.go("Records")
    expect(app.page.get_by_text("No note is signed yet")).to_be_visible()
    app.go("Note")
    expect(app.box).to_have_value("Client discussed work stress.")


def test_a_changed_summary_is_drafted_again_and_own_sentences_are_kept_beside_it(app) -> None:
    app.start()
    app.draft()
    app.sentence("work stress").click()
    app.page.keyboard.press("Enter")
    app.page.keyboard.type("She named two goals herself.")
    expect(app.row("two goals")).to_contain_text("Your words")
    app.page.get_by_role("button", name="Change the summary").click()
    app.box.fill("Client discussed school stress. Practiced grounding.")
    app.page.get_by_role("button", name="Draft again").click()
    expect(app.sentence("school stress")).to_be_visible()
    target = app.page.get_by_label("Put into a section: She named two goals herself.")
    target.select_option("Objective")
    expect(app.section("Objective")).to_contain_text("two goals")


def test_the_next_note_begins_with_nothing_of_the_last_one(app) -> None:
    app.start()
    app.client()
    page = app.page
    page.get_by_role("textbox", name="Start and stop").fill("2-2:53")
    page.get_by_role("button", name="More session details").click()
    page.get_by_role("textbox", name="Treatment goal worked on").fill("Sleep")
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    app.draft()
    app.sign()
    page.get_by_role("button", name="Next note").click()
    expect(app.box).to_have_value("")
    expect(page.get_by_role("combobox", name="Client", exact=True)).to_have_value("")
    expect(page.get_by_role("textbox", name="Start and stop", exact=True)).to_have_value("")
    page.get_by_role("button", name="More session details").click()
    expect(page.get_by_role("textbox", name="Treatment goal worked on")).to_have_value("")


def test_discarding_asks_and_then_erases(app) -> None:
    app.start()
    app.client()
    app.draft()
    app.page.get_by_role("button", name="Discard…").click()
    app.page.get_by_role("button", name="Keep", exact=True).click()
    expect(app.sentence("work stress")).to_be_visible()
    app.page.get_by_role("button", name="Discard…").click()
    app.page.get_by_role("button", name="Discard", exact=True).click()
    expect(app.box).to_have_value("")
    expect(app.page.get_by_role("combobox", name="Client", exact=True)).to_have_value("")
