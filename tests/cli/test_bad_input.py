"""Input that cannot be used: status 2, one line that says why, and not a word of what was read."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

MARKER = "Zyxwv"
UNREADABLE = "/proc/self/mem"  # opens, and fails to be read, even for root
linux_only = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux's /proc")

BAD_SUMMARIES = {
    "empty": (b"", "empty"),
    "only a BOM": (b"\xef\xbb\xbf", "empty"),
    "only white space": (" \r\n\t\u2003\n".encode(), "empty"),
    "too long by one": (MARKER.encode() + b"a" * 19_996, "20,000"),
    "too long by one, wide": ("\U0001f600".encode() * 20_001, "20,000"),
    "much too long": (MARKER.encode() * 1_000_000, "20,000"),
    "binary": (b"\x7fELF\x02\x01\x00\x00" + MARKER.encode(), "binary"),
    "NUL in text": (MARKER.encode() + b"\x00", "binary"),
    "invalid UTF-8": (MARKER.encode() + b"\xff\xe9", "UTF-8"),
    "Latin-1": ("Café ".encode("latin-1") + MARKER.encode(), "UTF-8"),
    "surrogate in UTF-8": (MARKER.encode() + b"\xed\xa0\x80", "UTF-8"),
    "UTF-16": (MARKER.encode("utf-16"), "UTF-16"),
    "UTF-16 without BOM": (MARKER.encode("utf-16-le"), "binary"),
    "UTF-32": (MARKER.encode("utf-32"), "UTF-16"),
}


def assert_refused(outcome, reason):
    assert outcome.status == 2
    assert outcome.out == b""
    assert outcome.err.startswith("notegen: ")
    assert len(outcome.err.splitlines()) == 1
    assert reason in outcome.err
    assert MARKER not in outcome.err


@pytest.mark.parametrize(("data", "reason"), BAD_SUMMARIES.values(), ids=BAD_SUMMARIES)
def test_draft_refuses_a_bad_summary(run, tmp_path, data, reason):
    path = tmp_path / "summary.txt"
    path.write_bytes(data)
    assert_refused(run("draft", path), reason)
    assert_refused(run("draft", stdin=data), reason)


@pytest.mark.parametrize(("data", "reason"), BAD_SUMMARIES.values(), ids=BAD_SUMMARIES)
def test_check_refuses_a_bad_summary(run, tmp_path, data, reason):
    note = tmp_path / "note.txt"
    note.write_text("S: Client slept badly.")
    assert_refused(run("check", "--summary", "-", "--note", note, stdin=data), reason)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\x00" + MARKER.encode(), "binary"),
        (MARKER.encode() + b"\xff", "UTF-8"),
        (b"{" + MARKER.encode(), "JSON"),
        (b'{"sections":{"S":"' + MARKER.encode() + b'"},"format":"soap"}', "list"),
        (b'{"sections":{"S":["' + MARKER.encode() + b'"]}}', "format"),
        (b'{"sections":[{"key":"S"}],"format":"soap"}', "statements"),
        (b'{"sections":[{"key":"S","statements":[5]}],"format":"soap"}', "object"),
        (b'{"format":"soap"}', "'sections' is missing"),
        (b"S: " + MARKER.encode() * 10_000, "40,000"),
        (MARKER.encode() * 1_000_000, "too long"),
    ],
)
def test_check_refuses_a_bad_note(run, tmp_path, summary_file, data, reason):
    note = tmp_path / "note"
    note.write_bytes(data)
    assert_refused(run("check", "--summary", summary_file, "--note", note), reason)


def test_a_summary_of_exactly_the_limit_is_drafted(run):
    text = ("Client slept badly. " * 1_000)[:20_000]
    assert len(text) == 20_000
    assert run("draft", stdin=text.encode()).status == 0


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        (f"no such {MARKER}.txt", "no such file"),
        (".", "folder"),
        ("", "folder"),
        ("/dev/null/" + MARKER, "cannot be opened"),
        (f"Client {MARKER} denies everything. " * 20, "cannot be opened"),
        pytest.param(UNREADABLE, "cannot be read", marks=linux_only),
    ],
    ids=["missing", "folder", "empty name", "below a file", "a summary as name", "unreadable"],
)
def test_a_file_that_cannot_be_read_is_refused_without_repeating_its_name(run, name, reason):
    assert_refused(run("draft", name), reason)


@pytest.mark.parametrize("option", ["--jsonl"])
@pytest.mark.parametrize(("name", "reason"), [(f"{MARKER}.jsonl", "no such file"), ("/", "folder")])
def test_json_lines_that_cannot_be_read_are_refused(run, option, name, reason):
    assert_refused(run("draft", option, name), reason)
    assert_refused(run("check", option, name), reason)


@pytest.mark.parametrize("data", [b"", b"\n \n", b"\xef\xbb\xbf\n"])
def test_json_lines_without_a_line_are_refused_as_empty(run, data):
    assert_refused(run("draft", "--jsonl", "-", stdin=data), "empty")
    assert_refused(run("check", "--jsonl", "-", stdin=data), "empty")


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32"])
def test_json_lines_in_another_encoding_are_refused_as_a_whole(run, encoding):
    data = f'{{"id":1,"summary":"{MARKER}","format":"soap"}}\n'.encode(encoding)
    outcome = run("draft", "--jsonl", "-", stdin=data)
    assert outcome.status == 2
    assert all("error" in record for record in outcome.records)
    assert MARKER not in outcome.text + outcome.err


@linux_only
def test_json_lines_that_break_off_are_a_failure_on_the_way(run):
    outcome = run("draft", "--jsonl", UNREADABLE)
    assert outcome.status == 1
    assert "broke off" in outcome.err


@pytest.mark.parametrize("key", ["nope", "../soap", MARKER, "", "SOAP"])
@pytest.mark.parametrize("extra", [[], ["--jsonl", "-"]], ids=["text", "jsonl"])
def test_an_unknown_format_is_wrong_usage_and_names_the_known_ones(run, key, extra):
    outcome = run("draft", "--format", key, *extra, stdin=b"Client slept.")
    assert_refused(outcome, "soap")


def test_an_unknown_engine_is_wrong_usage(run, summary_file):
    assert_refused(run("draft", summary_file, "--engine", MARKER), "rules")


def test_a_format_file_with_a_typo_names_file_and_key_path(run, summary_file, tmp_path):
    broken_format(tmp_path)
    outcome = run("draft", summary_file, "--format", "mine", "--formats-dir", tmp_path)
    assert_refused(outcome, "mine.toml: sections[0].titel")


def test_a_missing_folder_of_formats_is_wrong_usage(run, summary_file):
    assert_refused(run("draft", summary_file, "--formats-dir", f"/no/{MARKER}"), "--formats-dir")


@pytest.mark.parametrize(
    "args",
    [
        ["draft", "--jsonl", "-", "file"],
        ["draft", "one", f"two {MARKER}"],
        ["draft", f"--{MARKER} slept"],
        ["draft", f"-{MARKER}"],
        ["draft", "--format"],
        [f"Client {MARKER} slept"],
        ["--json"],
        ["app", "--port", MARKER],
        ["app", "--port", "0"],
        ["app", "--port", "65536"],
        ["formats", "soap", "--check", "file"],
        ["verify"],
    ],
)
def test_wrong_usage_is_one_line_that_repeats_nothing_typed(run, args):
    outcome = run(*args)
    assert_refused(outcome, "")


def test_a_mistyped_option_is_named_with_the_right_one(run):
    assert "'--format'" in run("draft", "--fromat", "soap").err


def test_no_command_at_all_shows_the_help(run):
    outcome = run()
    assert outcome.status == 2
    assert "Commands:" in outcome.text


def broken_format(folder: Path) -> Path:
    """A format file in which a key is mistyped."""
    path = folder / "mine.toml"
    path.write_text(
        'key = "mine"\ntitle = "Mine"\nversion = 1\ndescription = "All."\n'
        '[[sections]]\nkey = "A"\ntitel = "All"\ndefinition = "All."\ntakes = ["report"]\n'
    )
    return path
