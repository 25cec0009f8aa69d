"""Formats as data: the shipped ones, the clinician's own, and files that break the schema."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from notegen import draft, list_formats, load_format
from notegen.errors import FormatError, InputError
from notegen.formats import SHIPPED, known_kinds, read_examples, read_format
from notegen.model import NoteFormat

SECTION_KEYS = {
    "soap": "S O A P",
    "dap": "D A P",
    "birp": "B I R P",
    "girp": "G I R P",
    "pirp": "P I R Pl",
    "sirp": "S I R P",
    "pie": "P I E",
    "darp": "D A R P",
    "darp_action": "D A R P",
    "dar": "F D A R",
    "narrative": "N",
}

NO_PLACE = {
    "pie": {"plan", "homework.new"},
    "dar": {"impression", "impression.diagnosis"},
}

# Preferred sections of the placement guide, one row a kind; the guide's own words.
PLACEMENT = {
    "report": {"soap": "S", "dap": "D", "birp": "B", "girp": "R"},
    "observation": {"soap": "O", "dap": "D", "birp": "B", "girp": "R"},
    "measure": {"soap": "O", "dap": "D", "birp": "B", "girp": "R"},
    "measure.distress": {"soap": "O", "dap": "D", "birp": "R", "girp": "R"},
    "intervention": {"soap": "O", "dap": "D", "birp": "I", "girp": "I"},
    "response.seen": {"soap": "O", "dap": "D", "birp": "R", "girp": "R"},
    "response.said": {"soap": "S", "dap": "D", "birp": "R", "girp": "R"},
    "response.judged": {"soap": "A", "dap": "A", "birp": "R", "girp": "R"},
    "homework.review": {"soap": "S", "dap": "D", "birp": "B", "girp": "R"},
    "homework.new": {"soap": "P", "dap": "P", "birp": "P", "girp": "P"},
    "impression": {"soap": "A", "dap": "A", "birp": "R", "girp": "R"},
    "risk": {"soap": "S", "dap": "D", "birp": "B", "girp": "R"},
    "safety": {"soap": "O", "dap": "D", "birp": "I", "girp": "I"},
    "medication.change": {"soap": "S", "dap": "D", "birp": "B", "girp": "R"},
    "medication": {"soap": "S", "dap": "D", "birp": "B", "girp": "R"},
    "plan": {"soap": "P", "dap": "P", "birp": "P", "girp": "P"},
    "goal": {"soap": "A", "dap": "D", "birp": "B", "girp": "G"},
}

OWN = """\
key = "mine"
title = "My own"
version = 3
description = "Two parts."

[[sections]]
key = "T"
title = "Told"
definition = "What was said."
takes = ["report", "risk", "observation", "intervention"]

[[sections]]
key = "N"
title = "Next"
definition = "What comes."
takes = ["plan", "homework.new"]
ask = "goal"

[[examples]]
summary = "Client discussed work stress. Follow up on sleep next session."
expect = { T = ["work stress"], N = ["sleep"] }
"""


def own_format(folder: Path, text: str | bytes = OWN, *, name: str = "mine") -> Path:
    path = folder / f"{name}.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def text_by_section(summary: str, note_format: NoteFormat) -> dict[str, str]:
    note = draft(summary, format=note_format)
    return {s.key: " ".join(statement.text for statement in s.statements) for s in note.sections}


def test_the_shipped_formats_are_those_of_the_design_with_soap_first() -> None:
    listed = [note_format.key for note_format in list_formats()]
    assert set(listed) == set(SECTION_KEYS)
    assert listed[0] == "soap"


@pytest.mark.parametrize("key", SECTION_KEYS)
def test_shipped_format_has_the_section_keys_of_the_design(key: str) -> None:
    note_format = load_format(key)
    assert note_format.key == key
    assert [spec.key for spec in note_format.sections] == SECTION_KEYS[key].split()


@pytest.mark.parametrize("key", SECTION_KEYS)
def test_shipped_format_holds_its_own_examples(key: str) -> None:
    examples = read_examples(SHIPPED / f"{key}.toml")
    assert examples, "a format without an example shows nothing"
    for example in examples:
        texts = text_by_section(example.summary, load_format(key))
        for section, phrases in example.expect.items():
            if not phrases:
                assert texts[section] == ""
            for phrase in phrases:
                assert phrase in texts[section]


@pytest.mark.parametrize("key", SECTION_KEYS)
def test_every_kind_of_fact_has_a_place_or_knowingly_none(key: str) -> None:
    """`homework` alone is a family, not a kind that the engine gives."""
    note_format = load_format(key)
    homeless = {kind for kind in known_kinds() if note_format.section_for(kind) is None}
    assert homeless - {"homework"} == NO_PLACE.get(key, set())


@pytest.mark.parametrize("kind", PLACEMENT)
@pytest.mark.parametrize("key", ["soap", "dap", "birp", "girp"])
def test_kind_goes_to_the_preferred_section_of_the_placement_guide(kind: str, key: str) -> None:
    assert load_format(key).section_for(kind) == PLACEMENT[kind][key]


def test_every_kind_taken_by_a_shipped_format_is_known_and_taken_once() -> None:
    for note_format in list_formats():
        taken = [kind for spec in note_format.sections for kind in spec.takes]
        assert taken
        assert len(taken) == len(set(taken))
        assert set(taken) <= set(known_kinds())


def test_a_dotted_kind_falls_back_on_its_family() -> None:
    soap = load_format("soap")
    assert soap.section_for("risk.of.some.new.sort") == "S"
    assert soap.section_for("nothing.like.it") is None


@pytest.mark.parametrize("key", ["nope", "", "../soap", "soap.toml", "SOAP", "a" * 80, "so\nap"])
def test_unknown_format_is_refused_and_the_choices_named(key: str) -> None:
    with pytest.raises(FormatError) as caught:
        load_format(key)
    assert "soap" in str(caught.value)
    assert "\n" not in str(caught.value)
    assert caught.value.exit_status == 2


def test_draft_refuses_an_unknown_format_by_name() -> None:
    with pytest.raises(FormatError):
        draft("Client slept badly.", format="dapp")


def test_own_format_is_found_beside_the_shipped_ones(tmp_path: Path) -> None:
    own_format(tmp_path)
    mine = load_format("mine", folder=tmp_path)
    assert (mine.title, mine.version, mine.sections[1].ask) == ("My own", 3, "goal")
    listed = [note_format.key for note_format in list_formats(folder=tmp_path)]
    assert set(listed) == {*SECTION_KEYS, "mine"}
    assert load_format("soap", folder=tmp_path) == load_format("soap")


def test_own_format_replaces_the_shipped_one_of_its_key(tmp_path: Path) -> None:
    own_format(tmp_path, OWN.replace('"mine"', '"dap"'), name="dap")
    assert load_format("dap", folder=tmp_path).title == "My own"
    assert load_format("dap").title == "DAP"
    titles = {f.key: f.title for f in list_formats(folder=tmp_path)}
    assert titles["dap"] == "My own"
    assert len(titles) == len(SECTION_KEYS)


def test_own_format_shapes_a_draft_and_asks_its_question(tmp_path: Path) -> None:
    mine = read_format(own_format(tmp_path))
    [example] = read_examples(tmp_path / "mine.toml")
    texts = text_by_section(example.summary, mine)
    assert list(texts) == ["T", "N"]
    assert "work stress" in texts["T"]
    assert "sleep" in texts["N"]
    assert "goal" in {question.topic for question in draft(example.summary, format=mine).questions}


def test_a_folder_that_is_not_there_means_no_own_formats(tmp_path: Path) -> None:
    assert list_formats(folder=tmp_path / "absent") == list_formats()
    assert load_format("soap", folder=tmp_path / "absent") == load_format("soap")


def test_file_saved_by_windows_editors_is_read(tmp_path: Path) -> None:
    path = own_format(tmp_path, b"\xef\xbb\xbf" + OWN.replace("\n", "\r\n").encode())
    assert read_format(path).key == "mine"


def without(line: str) -> str:
    assert line in OWN
    return OWN.replace(line, "", 1)


def swapped(old: str, new: str) -> str:
    assert old in OWN
    return OWN.replace(old, new, 1)


BROKEN = {
    "unknown key": (OWN.replace("version = 3", "version = 3\ncolour = 1"), ["colour", "known"]),
    "unknown key of a section": (
        swapped('title = "Told"', 'title = "Told"\nnotes = "x"'),
        ["sections[0].notes", "known"],
    ),
    "unknown key of an example": (
        swapped('summary = "Client', 'hint = "x"\nsummary = "Client'),
        ["examples[0].hint", "known"],
    ),
    "no title": (without('title = "My own"\n'), ["title", "not empty"]),
    "empty title": (swapped('"My own"', '"  "'), ["title", "not empty"]),
    "title of a section that is a number": (swapped('"Told"', "7"), ["sections[0].title"]),
    "no definition": (without('definition = "What comes."\n'), ["sections[1].definition"]),
    "no description": (without('description = "Two parts."\n'), ["description"]),
    "no key": (without('key = "mine"\n'), ["key"]),
    "key with a space": (swapped('key = "mine"', 'key = "my own"'), ["key", "letters"]),
    "no version": (without("version = 3\n"), ["version", "whole number"]),
    "version zero": (swapped("version = 3", "version = 0"), ["version", "whole number"]),
    "version true": (swapped("version = 3", "version = true"), ["version", "whole number"]),
    "version 1.5": (swapped("version = 3", "version = 1.5"), ["version", "whole number"]),
    "version text": (swapped("version = 3", 'version = "3"'), ["version", "whole number"]),
    "two sections with one key": (swapped('key = "N"', 'key = "T"'), ["sections", "'T'"]),
    "one kind taken twice": (
        swapped('takes = ["plan", ', 'takes = ["plan", "report", '),
        ["sections", "'report'", "'T'", "'N'", "choose one"],
    ),
    "one kind twice in one section": (
        swapped('takes = ["plan", ', 'takes = ["plan", "plan", '),
        ["sections", "'plan'", "choose one"],
    ),
    "unknown kind": (
        swapped('takes = ["plan", ', 'takes = ["plans", '),
        ["sections[1].takes", "'plans'", "plan"],
    ),
    "takes as a text": (swapped('takes = ["plan", "homework.new"]', 'takes = "plan"'), [
        "sections[1].takes", "list",
    ]),
    "no takes": (without('takes = ["plan", "homework.new"]\n'), ["sections[1].takes", "list"]),
    "no sections": (OWN.split("[[sections]]", maxsplit=1)[0], ["sections", "at least one"]),
    "sections as a table": (
        OWN.split("[[sections]]", maxsplit=1)[0] + "[sections]\nkey = 'T'\n",
        ["sections", "[[sections]]"],
    ),
    "file named otherwise": (swapped('key = "mine"', 'key = "other"'), ["key", "'mine'"]),
    "example of an unknown section": (
        swapped('N = ["sleep"]', 'Q = ["sleep"]'),
        ["examples[0].expect", "T"],
    ),
    "invalid TOML": (OWN + "\nthis is no line\n", ["TOML", f"line {OWN.count(chr(10)) + 2}"]),
    "not UTF-8": (OWN.replace("My own", "My öwn").encode("latin-1"), ["UTF-8", "save"]),
    "control character": (swapped("Two parts.", "Two\\u0007 parts."), ["description", "control"]),
    "delete character": (swapped("Two parts.", "Two\\u007F parts."), ["description", "control"]),
    "line break in a title": (swapped('"Told"', '"To\\nld"'), ["sections[0].title"]),
}  # fmt: skip


@pytest.mark.parametrize("case", BROKEN)
def test_broken_file_is_refused_with_file_place_and_remedy(case: str, tmp_path: Path) -> None:
    text, expected = BROKEN[case]
    path = own_format(tmp_path, text)
    with pytest.raises(FormatError) as caught:
        read_format(path)
    message = str(caught.value)
    assert message.startswith("mine.toml: ")
    for part in expected:
        assert part in message
    assert "\n" not in message
    assert isinstance(caught.value, InputError)


@pytest.mark.parametrize("case", ["unknown key", "invalid TOML", "not UTF-8"])
def test_one_broken_file_is_named_when_formats_are_listed(case: str, tmp_path: Path) -> None:
    own_format(tmp_path, BROKEN[case][0])
    with pytest.raises(FormatError, match=r"^mine\.toml: "):
        list_formats(folder=tmp_path)
    assert load_format("soap", folder=tmp_path).key == "soap"


def test_a_folder_named_like_a_format_is_refused_plainly(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").mkdir()
    with pytest.raises(FormatError, match=r"^mine\.toml: "):
        read_format(tmp_path / "mine.toml")


def toml_of(note_format: NoteFormat) -> str:
    """The format written out again; JSON-like strings are valid TOML."""

    def quoted(text: str) -> str:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'

    lines = [
        f"key = {quoted(note_format.key)}",
        f"title = {quoted(note_format.title)}",
        f"version = {note_format.version}",
        f"description = {quoted(note_format.description)}",
    ]
    for spec in note_format.sections:
        lines += [
            "[[sections]]",
            f"key = {quoted(spec.key)}",
            f"title = {quoted(spec.title)}",
            f"definition = {quoted(spec.definition)}",
            f"takes = [{', '.join(quoted(kind) for kind in spec.takes)}]",
        ]
        if spec.ask:
            lines.append(f"ask = {quoted(spec.ask)}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("key", SECTION_KEYS)
def test_format_survives_being_written_out_and_read_again(key: str, tmp_path: Path) -> None:
    original = load_format(key)
    text = toml_of(original)
    assert tomllib.loads(text)["key"] == key
    assert read_format(own_format(tmp_path, text, name=key)) == original
