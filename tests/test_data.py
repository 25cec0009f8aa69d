"""The data files of the core: loadable, without doubles, and refused when they hold a typo."""

from __future__ import annotations

import shutil
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from notegen.checks.ledger import items
from notegen.evidence.grammar import grammar
from notegen.evidence.lexicon import FOLDER, Lexicon, lexicon
from notegen.evidence.names import names
from notegen.evidence.segment import headings
from notegen.evidence.source import equivalents
from notegen.evidence.text import expand, tokenise
from notegen.formats import DATA, known_kinds

FILES = sorted(path.relative_to(DATA).as_posix() for path in DATA.rglob("*.toml"))
CUES = {examples.name: examples for examples in lexicon().examples}


def table(path: str) -> dict[str, object]:
    return tomllib.loads((DATA / path).read_text("utf-8"))


def lowers(text: str) -> list[str]:
    return [word.lower for word in expand(tokenise(text), lexicon())]


def test_there_is_data() -> None:
    assert len(FILES) > 20
    assert len(CUES) > 20


@pytest.mark.parametrize("path", FILES)
def test_file_is_utf8_toml_with_a_version(path: str) -> None:
    raw = (DATA / path).read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    version = table(path)["version"]
    assert isinstance(version, int)
    assert version >= 1


@pytest.mark.parametrize("name", CUES)
def test_cue_has_examples_of_both_sorts(name: str) -> None:
    assert CUES[name].yes
    assert CUES[name].no


@pytest.mark.parametrize(("name", "text"), [(n, t) for n, e in CUES.items() for t in e.yes])
def test_cue_is_found_in_its_positive_example(name: str, text: str) -> None:
    assert name in {cue.name for cue in lexicon().cues(lowers(text))}


@pytest.mark.parametrize(("name", "text"), [(n, t) for n, e in CUES.items() for t in e.no])
def test_cue_is_not_found_in_its_negative_example(name: str, text: str) -> None:
    assert name not in {cue.name for cue in lexicon().cues(lowers(text))}


@pytest.mark.parametrize("name", CUES)
def test_cue_lists_no_phrase_twice(name: str) -> None:
    cue = table("lexicon/cues.toml")["cue"]
    assert isinstance(cue, dict)
    phrases = cue[name]["phrases"]
    assert phrases
    assert [p for p, n in Counter(phrases).items() if n > 1] == []
    assert all(phrase == phrase.strip() != "" for phrase in phrases)


@pytest.mark.parametrize(
    "file", ["abbreviations.toml", "verbs.toml", "people.toml", "cues.toml", "morphology.toml"]
)
def test_lexicon_refuses_an_unknown_key_and_names_file_and_key(file: str, tmp_path: Path) -> None:
    folder = tmp_path / "lexicon"
    shutil.copytree(FOLDER, folder)
    assert Lexicon(folder).verbs == lexicon().verbs
    text = (folder / file).read_text("utf-8")
    (folder / file).write_text("typo = 1\n" + text, "utf-8")
    with pytest.raises(ValueError, match="typo") as caught:
        Lexicon(folder)
    assert file in str(caught.value)


def test_no_word_stands_in_two_groups_of_equivalents() -> None:
    groups = table("lexicon/equivalents.toml")["groups"]
    assert isinstance(groups, list)
    counted = Counter(word for line in groups for word in dict.fromkeys(line.split()))
    assert [word for word, n in counted.items() if n > 1] == []


def test_no_word_is_both_empty_and_equivalent_to_a_word_with_a_claim() -> None:
    """An empty word is never compared, so that a group it stands in would be half dead."""
    groups = equivalents()
    assert sorted(groups.empty & set(groups.group)) == []


def test_a_group_never_joins_opposites() -> None:
    groups = equivalents().group
    for first, second in (
        ("increase", "decrease"), ("start", "stop"), ("improve", "worse"), ("deny", "endorse"),
        ("mother", "father"), ("daily", "weekly"), ("suicidal", "homicidal"), ("drank", "sober"),
        ("relapse", "sober"), ("sister", "brother"), ("hope", "hopeless"),
        ("day", "week"), ("hour", "day"), ("week", "month"), ("self-harm", "suicide"),
    ):  # fmt: skip
        assert groups.get(first, first) != groups.get(second, second), (first, second)


def test_shorthand_is_listed_once_and_says_something_else() -> None:
    short = table("lexicon/abbreviations.toml")
    expand_table = short["expand"]
    assert isinstance(expand_table, dict)
    for key, long in expand_table.items():
        assert long.strip() == long != ""
        assert key != long
    kept = short["keep"]
    assert isinstance(kept, dict)
    assert [t for t, n in Counter(kept["terms"]).items() if n > 1] == []
    assert set(kept["terms"]).isdisjoint(expand_table)


def test_expansions_are_not_shorthand_themselves() -> None:
    """Writing a note out twice gives what writing it out once gave."""
    short = table("lexicon/abbreviations.toml")
    for name in ("expand", "expand_after_number", "expand_otherwise"):
        entries = short[name]
        assert isinstance(entries, dict)
        for key, long in entries.items():
            assert lowers(long) == [w.lower for w in tokenise(long)], key


def test_a_heading_has_one_meaning_and_a_known_kind() -> None:
    entries = table("lexicon/headings.toml")["heading"]
    assert isinstance(entries, dict)
    counted = Counter(name for entry in entries.values() for name in entry["names"])
    assert [name for name, n in counted.items() if n > 1] == []
    for name, (_, kind) in headings().items():
        assert name == " ".join(name.casefold().split())
        assert kind is None or kind in known_kinds()


def test_a_drug_name_stands_for_one_drug() -> None:
    drugs = table("lexicon/medications.toml")
    forms: Counter[str] = Counter()
    for group in ("psychotropic", "other"):
        entries = drugs[group]
        assert isinstance(entries, list)
        for entry in entries:
            forms.update(entry.split("|"))
            assert entry == entry.lower()
    assert [form for form, n in forms.items() if n > 1] == []
    assert set(names().psychotropic) < set(names().medications)


def test_a_word_for_a_person_names_one_role() -> None:
    people = table("lexicon/people.toml")
    others = people["others"]
    assert isinstance(others, dict)
    counted = Counter(word for words in others.values() for word in words)
    assert [word for word, n in counted.items() if n > 1] == []


def test_a_ledger_phrase_belongs_to_one_item() -> None:
    counted = Counter(phrase for item in items() for phrase in dict.fromkeys(item.phrases))
    doubled = {" ".join(phrase) for phrase, n in counted.items() if n > 1}
    assert doubled == set()
    for item in items():
        assert item.phrases


def test_the_words_of_the_grammar_are_folded() -> None:
    for word in grammar().preposition | grammar().determiner | grammar().modal:
        assert word == word.casefold()
