"""`notegen formats`, `notegen app` and `notegen verify`."""

from __future__ import annotations

import getpass
import re
import shutil
from pathlib import Path

import pytest

import notegen
from notegen.formats import SHIPPED, list_formats
from notegen.store import Vault

PASSPHRASE = "correct horse battery staple"


def test_version_is_printed(run):
    assert run("--version").text == f"notegen {notegen.__version__}\n"


def test_every_command_says_what_it_does(run):
    shown = run("--help").text
    for command in ("app", "check", "draft", "formats", "verify"):
        assert command in shown
        assert run(command, "--help").status == 0


def test_formats_lists_every_format_with_its_sections_and_definitions(run):
    text = run("formats").text
    for note_format in list_formats():
        assert re.search(
            rf"^{note_format.key}  {re.escape(note_format.title)}$", text, re.MULTILINE
        )
        for spec in note_format.sections:
            assert f"{spec.title}: {spec.definition}" in text


def test_formats_in_json_are_one_object_a_line(run):
    records = run("formats", "--json").records
    assert [record["key"] for record in records] == [item.key for item in list_formats()]
    assert list(records[0]) == ["key", "title", "version", "description", "sections"]
    assert list(records[0]["sections"][0]) == ["key", "title", "definition", "takes", "ask"]


def test_formats_shows_one_format(run):
    outcome = run("formats", "dap", "--json")
    assert [record["key"] for record in outcome.records] == ["dap"]
    assert run("formats", "dap").text in run("formats").text
    assert run("formats", "nope").status == 2


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.stem)
def test_formats_check_accepts_every_shipped_format_with_its_examples(run, path):
    outcome = run("formats", "--check", path)
    assert (outcome.status, outcome.err) == (0, "")
    assert outcome.text.startswith(f"{path.name}: good.")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("definition = ", "definitoin = "), "mine.toml: sections[0].definitoin: unknown key"),
        (("version = 1", "version = 0"), "mine.toml: version: must be"),
        (('"plan"', '"plna"'), "mine.toml: sections[0].takes"),
        (('title = "Mine"', "title = Mine"), "(at line 2, column"),
        (('["slept badly"]', '["dentist"]'), "mine.toml: examples[0].expect.All[0]"),
    ],
    ids=["unknown key", "wrong value", "unknown kind", "not TOML", "example that does not hold"],
)
def test_formats_check_names_file_key_path_and_remedy(run, tmp_path, change, told):
    path = tmp_path / "mine.toml"
    text = (
        'key = "mine"\ntitle = "Mine"\nversion = 1\ndescription = "All."\n'
        '[[sections]]\nkey = "All"\ntitle = "All"\ndefinition = "All."\n'
        'takes = ["report", "plan"]\n'
        '[[examples]]\nsummary = "Client slept badly. Plan: Call the school."\n'
        'expect = { All = ["slept badly"] }\n'
    )
    path.write_text(text)
    assert run("formats", "--check", path).status == 0
    path.write_text(text.replace(*change))
    outcome = run("formats", "--check", path)
    assert outcome.status == 2
    assert told in outcome.err
    assert len(outcome.err.splitlines()) == 1


@pytest.mark.parametrize("name", ["missing.toml", "."])
def test_formats_check_of_what_is_no_file_is_refused(run, tmp_path, name):
    outcome = run("formats", "--check", tmp_path / name)
    assert (outcome.status, len(outcome.err.splitlines())) == (2, 1)


@pytest.mark.parametrize(
    ("args", "expected"),
    [
        ([], {"port": None, "data_dir": None, "open_browser": True}),
        (
            ["--port", "8600", "--data-dir", "/tmp/x", "--no-browser"],
            {"port": 8600, "data_dir": Path("/tmp/x"), "open_browser": False},
        ),
    ],
)
def test_app_hands_its_options_to_the_launcher(run, monkeypatch, args, expected):
    seen = {}
    monkeypatch.setattr("notegen.cli.serve.serve", lambda **options: seen.update(options))
    assert run("app", *args).status == 0
    assert seen == expected


@pytest.fixture(scope="module")
def pristine(tmp_path_factory):
    """A vault, made once: its key derivation is slow on purpose."""
    folder = tmp_path_factory.mktemp("vaults") / "Dr. Example"
    vault, _ = Vault.create(folder, PASSPHRASE)
    vault.close()
    return folder


@pytest.fixture
def vault(pristine, tmp_path):
    """A vault to do with as one likes, with its passphrase in a file beside it."""
    (tmp_path / "passphrase").write_text(f"{PASSPHRASE}\n")
    return shutil.copytree(pristine, tmp_path / "vault")


def test_verify_finds_nothing_wrong_with_a_sound_vault(run, vault):
    outcome = run("verify", vault, "--passphrase-file", vault.parent / "passphrase")
    assert (outcome.status, outcome.err) == (0, "")
    assert "Nothing is wrong." in outcome.text
    head = re.search(r"^Head: (\S+)$", outcome.text, re.MULTILINE)[1]
    again = run("verify", vault, "--head", head, "--passphrase-file", vault.parent / "passphrase")
    assert again.status == 0


def test_verify_names_what_was_put_back(run, vault, tmp_path):
    passphrase = vault.parent / "passphrase"
    older = shutil.copytree(vault, tmp_path / "older")
    run("verify", vault, "--passphrase-file", passphrase)
    with Vault.unlock(vault, PASSPHRASE) as opened:
        opened.audit_log()
        head = opened.verify().head
    outcome = run("verify", older, "--head", head, "--passphrase-file", passphrase)
    assert outcome.status == 1
    assert "cut: " in outcome.text


def test_verify_asks_for_the_passphrase_at_the_terminal(run, vault, monkeypatch):
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: PASSPHRASE)
    assert run("verify", vault).status == 0


def test_verify_never_shows_what_is_typed_where_there_is_no_terminal(process, vault):
    outcome = process("verify", vault, stdin=f"{PASSPHRASE}\n".encode(), new_session=True)
    assert outcome.status == 2
    assert "--passphrase-file" in outcome.err
    assert len(outcome.err.splitlines()) == 1


@pytest.mark.parametrize(
    ("passphrase", "status"), [("wrong passphrase here", 1), ("", 2)], ids=["wrong", "empty"]
)
def test_verify_with_another_passphrase_is_refused_in_one_line(
    run, vault, tmp_path, passphrase, status
):
    (tmp_path / "other").write_text(passphrase)
    outcome = run("verify", vault, "--passphrase-file", tmp_path / "other")
    assert outcome.status == status
    assert len(outcome.err.splitlines()) == 1
    assert passphrase == "" or passphrase not in outcome.err


def test_verify_of_what_is_no_vault_is_refused(run, tmp_path):
    assert run("verify", tmp_path).status == 2
    (tmp_path / "vault.db").write_bytes(b"no vault")
    (tmp_path / "passphrase").write_text(PASSPHRASE)
    outcome = run("verify", tmp_path, "--passphrase-file", tmp_path / "passphrase")
    assert outcome.status == 1
    assert len(outcome.err.splitlines()) == 1
