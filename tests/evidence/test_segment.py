"""Lines and sentences with exact offsets."""

from __future__ import annotations

from itertools import pairwise

import pytest

from notegen.evidence.segment import headings, lines, sentences


def cut(text: str) -> list[str]:
    return [span.of(text) for span in sentences(text)]


def bodies(text: str) -> list[tuple[str | None, str]]:
    return [(line.heading, line.body.of(text).strip()) for line in lines(text)]


SENTENCES = {
    "full stops": ("Slept badly. Ate little.", ["Slept badly.", "Ate little."]),
    "no stop at the end": ("Slept badly. Ate little", ["Slept badly.", "Ate little"]),
    "question and exclamation marks": (
        "Slept? No! Ate.", ["Slept?", "No!", "Ate."],
    ),
    "several marks": ("Really?! Yes... Maybe.", ["Really?!", "Yes...", "Maybe."]),
    "dots within a thought": ("She said... well, no.", ["She said... well, no."]),
    "abbreviation before a name": ("Saw Dr. Kessler. Good.", ["Saw Dr. Kessler.", "Good."]),
    "abbreviation within": ("Slept approx. 4 hrs. a night.", ["Slept approx. 4 hrs. a night."]),
    "e.g. and i.e.": ("Skills, e.g. breathing, i.e. slow.", ["Skills, e.g. breathing, i.e. slow."]),
    "initials": ("His boss J. Moreno yelled.", ["His boss J. Moreno yelled."]),
    "clock": ("Woke at 3 a.m. and cried.", ["Woke at 3 a.m. and cried."]),
    "decimals": ("BAC 0.08. Took 2.5 mg.", ["BAC 0.08.", "Took 2.5 mg."]),
    "dates": ("Seen 3.4.2025 again. Ok.", ["Seen 3.4.2025 again.", "Ok."]),
    "no blank behind the stop": ("Slept badly.Ate little.", ["Slept badly.", "Ate little."]),
    "stop in a quotation": (
        'He said "I quit. I am done." Then he left.',
        ['He said "I quit. I am done."', "Then he left."],
    ),
    "quotation that ends the sentence": (
        'She said "no." He cried.', ['She said "no."', "He cried."],
    ),
    "curly quotation": (
        "He said “Go. Now.” and left. Sad.", ["He said “Go. Now.” and left.", "Sad."],
    ),
    "stop in brackets": (
        "Mother (she called. Twice.) is ill. Ok.", ["Mother (she called. Twice.) is ill.", "Ok."],
    ),
    "unclosed quotation": ('He said "no. She cried.', ['He said "no.', "She cried."]),
    "unclosed bracket": ("Mother (ill. She cried.", ["Mother (ill.", "She cried."]),
    "line break": ("Slept badly\nAte little", ["Slept badly", "Ate little"]),
    "CRLF": ("Slept badly.\r\nAte little.\r\n", ["Slept badly.", "Ate little."]),
    "CR only": ("Slept badly.\rAte little.", ["Slept badly.", "Ate little."]),
    "line separator": ("Slept badly\u2028Ate little", ["Slept badly", "Ate little"]),
    "blank lines": ("\n\nSlept badly.\n\n\nAte.\n", ["Slept badly.", "Ate."]),
    "white space around": ("  Slept badly.  \t Ate. ", ["Slept badly.", "Ate."]),
    "no-break space": ("Slept badly.\u00a0Ate.", ["Slept badly.", "Ate."]),
    "emoji": ("Slept 😀. Ate 🍎🍎.", ["Slept 😀.", "Ate 🍎🍎."]),
    "other scripts": ("Überforderung. Éxito.", ["Überforderung.", "Éxito."]),
    "ellipsis": ("Slept… She ate.", ["Slept…", "She ate."]),
    "only marks": ("...", ["..."]),
    "empty": ("", []),
    "white space only": (" \n\t ", []),
}  # fmt: skip


@pytest.mark.parametrize("name", SENTENCES)
def test_sentences_end_where_a_reader_ends_them(name: str) -> None:
    text, expected = SENTENCES[name]
    assert cut(text) == expected


@pytest.mark.parametrize("name", SENTENCES)
def test_no_character_of_a_sentence_is_lost_or_doubled(name: str) -> None:
    text, _ = SENTENCES[name]
    spans = sentences(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert "".join("".join(span.of(text).split()) for span in spans) == "".join(text.split())
    for span in spans:
        assert span.of(text) == span.of(text).strip() != ""


def test_sentences_of_a_part_keep_the_offsets_of_the_whole() -> None:
    text = "Slept. Ate. Cried."
    [first, second] = sentences(text, start=7)
    assert (first.of(text), second.of(text)) == ("Ate.", "Cried.")
    assert [s.of(text) for s in sentences(text, start=7, end=11)] == ["Ate."]


LINES = {
    "headings": (
        "Mood: low\nPlan: RTC 2 wks", [("mood", "low"), ("plan", "RTC 2 wks")],
    ),
    "heading in capitals": ("PLAN: call school", [("plan", "call school")]),
    "heading with a dash": ("Plan - call school", [("plan", "call school")]),
    "heading alone, lines below": (
        "Plan:\n- call school\n- sleep log",
        [("plan", ""), ("plan", "call school"), ("plan", "sleep log")],
    ),
    "a blank line ends what stands under a heading": (
        "Plan:\ncall school\n\nSlept badly.",
        [("plan", ""), ("plan", "call school"), (None, "Slept badly.")],
    ),
    "bullets": (
        "- slept badly\n* ate little\n• cried\n1. left\n2) came back\n(3) slept",
        [(None, t) for t in ("slept badly", "ate little", "cried", "left", "came back", "slept")],
    ),
    "check boxes": ("[ ] call school\n[x] sleep log", [(None, "call school"), (None, "sleep log")]),
    "a clock is no heading": ("10:30 start, 11:20 stop", [(None, "10:30 start, 11:20 stop")]),
    "a word that is no heading": ("Zebra: striped", [(None, "Zebra: striped")]),
    "a number is no bullet": ("3 nights without sleep", [(None, "3 nights without sleep")]),
    "a negative score": ("-3 on the scale", [(None, "-3 on the scale")]),
    "wrapped lines": (
        "Client discussed the conflict with her sister about the house\nand the money in it.",
        [(None, "Client discussed the conflict with her sister about the house\n"
                "and the money in it.")],
    ),
    "short lines are not wrapped": ("slept badly\nate little", [
        (None, "slept badly"), (None, "ate little"),
    ]),
    "CRLF": ("Mood: low\r\nPlan: rest\r\n", [("mood", "low"), ("plan", "rest")]),
}  # fmt: skip


@pytest.mark.parametrize("name", LINES)
def test_lines_come_without_bullet_and_heading(name: str) -> None:
    text, expected = LINES[name]
    assert bodies(text) == expected


@pytest.mark.parametrize("name", LINES)
def test_label_is_the_exact_span_of_the_heading(name: str) -> None:
    text, _ = LINES[name]
    for line in lines(text):
        if line.label is not None:
            label = line.label.of(text).rstrip(" :-")
            assert label.casefold() in headings()
            assert headings()[label.casefold()][0] == line.heading
            assert line.label.end <= line.body.start


def test_every_heading_is_found_in_front_of_a_line() -> None:
    """As written, and in capitals; "S:" and the like included."""
    assert headings()
    for name, (key, _) in headings().items():
        for written in (name, name.upper(), name.capitalize()):
            [line] = lines(f"{written}: something")
            assert line.heading == key, written
            assert line.body.of(f"{written}: something") == "something"
