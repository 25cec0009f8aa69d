"""Phrases that say the same thing: data that must load, meet where it should and nowhere else."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path

import pytest

from notegen.evidence.lexicon import FOLDER, lexicon
from notegen.evidence.paraphrase import Paraphrases, paraphrases, read_groups
from notegen.evidence.source import key_of

EXAMPLES = tomllib.loads((FOLDER / "paraphrase_examples.toml").read_text("utf-8"))
FILES = sorted((FOLDER / "paraphrases").glob("*.toml"))


def made(*groups: list[str]) -> Paraphrases:
    return Paraphrases(groups, lexicon().morphology)


def groups_of(phrase: str) -> set[int]:
    words = phrase.split()
    return {p.group for p in paraphrases().find(words) if (p.start, p.end) == (0, len(words))}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_group_has_two_phrases_of_six_words_at_most(path: Path) -> None:
    groups = read_groups(path)
    assert groups
    for group in groups:
        assert len(set(group)) == len(group), group
        for phrase in group:
            assert 1 <= len(phrase.split()) <= 6, phrase
            assert phrase == phrase.lower(), phrase


@pytest.mark.parametrize("pair", EXAMPLES["negative"], ids=lambda pair: f"{pair['a']}-{pair['b']}")
def test_words_of_different_strength_person_or_status_never_meet(pair: dict[str, str]) -> None:
    assert not groups_of(pair["a"]) & groups_of(pair["b"]), pair["why"]
    assert key_of(pair["a"], lexicon()) != key_of(pair["b"], lexicon()), pair["why"]


def test_inflection_articles_and_possessives_do_not_count() -> None:
    groups = made(["hang up phone", "end call"])
    ended = groups.find("she ended the call".split())
    hung = groups.find("he hangs up his phone".split())
    assert [(p.group, p.start, p.end) for p in ended] == [(0, 1, 4)]
    assert [(p.group, p.start, p.end) for p in hung] == [(0, 1, 5)]


def test_a_phrase_may_stand_in_several_groups() -> None:
    groups = made(["pick up", "answer"], ["pick up", "collect"])
    assert {p.group for p in groups.find(["picked", "up"])} == {0, 1}


def test_half_a_phrase_is_no_phrase() -> None:
    assert made(["off the table", "ruled out"]).find(["off"]) == []


@pytest.mark.parametrize(
    "text",
    ['version = 1\ngroup = ["a | b"]\n', 'version = 1\ngroups = ["alone"]\n'],
    ids=["unknown key", "group of one"],
)
def test_a_broken_file_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "x.toml"
    path.write_text(text, "utf-8")
    with pytest.raises((ValueError, KeyError)):
        read_groups(path)


def test_time_grows_with_the_text_only() -> None:
    words = "the client has been unable to sleep and was up for it".split() * 2000
    start = time.perf_counter()
    paraphrases().find(words)
    assert time.perf_counter() - start < 2
