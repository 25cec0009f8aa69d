"""Fragments without a verb, completed where that adds nothing.

"affect flat" -> "Affect was flat".
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from notegen.engines.rules.passive import end_of_object, is_plural
from notegen.engines.rules.reading import Fact
from notegen.evidence.clauses import Clause
from notegen.evidence.grammar import grammar
from notegen.evidence.lexicon import Lexicon
from notegen.evidence.names import names
from notegen.evidence.text import Word, join, lower_first, upper_first


def complete_fragment(fact: Fact, clause: Clause, lexicon: Lexicon) -> str:
    """A fragment without a verb, completed where that adds nothing."""
    words = list(clause.words)
    for complete in _FRAGMENTS:
        text = complete(fact, words, lexicon)
        if text is not None:
            return text
    return join(words)


def _scale(fact: Fact, words: list[Word], _lexicon: Lexicon) -> str | None:
    """ "PHQ-9 14 to 11" -> "PHQ-9 went from 14 to 11"; "PHQ-9 14" -> "PHQ-9 was 14"."""
    if not fact.kind.startswith("measure") or len(words) < 2:
        return None
    known = names().scales | names().distress
    if words[0].lower not in known or not words[1].is_number:
        return None
    lowers = [word.lower for word in words]
    if len(words) > 3 and lowers[2] == "to" and words[3].is_number:
        return f"{words[0].text} went from {join(words[1:])}"
    if "/" in words[1].text and fact.kind == "measure.distress":
        return None
    return f"{words[0].text} was {join(words[1:])}"


def _described(fact: Fact, words: list[Word], lexicon: Lexicon) -> str | None:
    """ "affect flat, poor eye contact" -> "Affect was flat and eye contact was poor"."""
    if fact.kind not in {"observation", "report", "response.seen", "measure"}:
        return None
    core = [word for word in words if word.text != "."]
    whole = _one_described(fact, core, lexicon)
    if whole is not None or not any(word.text == "," for word in core):
        return whole
    pieces = [_one_described(fact, piece, lexicon) for piece in _pieces(core)]
    if len(pieces) < 2 or any(piece is None for piece in pieces):
        return None
    first, *others = [piece for piece in pieces if piece is not None]
    return _and_list(", ".join([first, *(lower_first(piece) for piece in others)]))


def _pieces(words: list[Word]) -> list[list[Word]]:
    """The words cut at commas."""
    pieces: list[list[Word]] = [[]]
    for word in words:
        if word.text == ",":
            pieces.append([])
        else:
            pieces[-1].append(word)
    return [piece for piece in pieces if piece]


def _one_described(fact: Fact, core: list[Word], lexicon: Lexicon) -> str | None:
    """A thing or a person with what is said of it, or a list of what the client was."""
    rules = grammar()
    lowers = [word.lower for word in core]
    person = len(core) > 1 and (lowers[0] in lexicon.client or lowers[0] in {"she", "he", "they"})
    if person and (
        lowers[1] in rules.descriptive - {"a", "not", "still"} or lowers[1] in rules.adjectival
    ):
        be = "were" if lowers[0] in {"they", "clients"} else "was"
        return f"{core[0].text} {be} {join(core[1:])}"
    if any(word == lexicon.morphology.past(lexicon.verb(word) or "") for word in lowers):
        return None  # there is a verb, which the reading did not find
    if len(core) > 9 or any(not word.is_word and word.text not in {",", "-"} for word in core):
        return None
    head = next((i for i, low in enumerate(lowers) if low not in rules.descriptive), len(core))
    if head == len(core):
        return f"Client was {_and_list(join(core))}" if fact.kind == "observation" else None
    tail = len(core)
    while tail and (
        lowers[tail - 1] in rules.descriptive | {"and", "but"} or core[tail - 1].text == ","
    ):
        tail -= 1
    if 0 < tail < len(core) and head == 0 and tail <= 3 and "," not in lowers[:tail]:
        return _is_said(core[:tail], core[tail:])
    plain = all(w.is_word and w.lower not in rules.preposition for w in core[head:])
    if head and len(core) - head <= 3 and plain and fact.lead.has("mood_subject"):
        return _is_said(core[head:], core[:head])
    return None


def _is_said(thing: list[Word], what: list[Word]) -> str:
    be = "were" if is_plural(thing) else "was"
    return f"{join(thing)} {be} {join(what)}"


def _homework(fact: Fact, words: list[Word], _lexicon: Lexicon) -> str | None:
    if fact.kind != "homework.new":
        return None
    if words[0].lower in {"homework", "assignment", "assigned"} or fact.lead.starts_with(
        "homework"
    ):
        return None
    return f"Homework: {lower_first(join(words))}"


def _labelled(fact: Fact, words: list[Word], lexicon: Lexicon) -> str | None:
    """A fragment under a heading that names what it is about keeps that label."""
    label = fact.topic.strip().rstrip(":-–—= ").strip()
    if not label or fact.heading in {"plan", "intervention", "response", "report_all"}:
        return None
    text = " ".join(_expanded_label(label, lexicon))
    said = [word.lower for word in words if word.is_word]
    if said and all(word in grammar().descriptive for word in said) and words[0].lower != "no":
        return f"{upper_first(text)} was {_and_list(join(words))}"
    return f"{upper_first(text)}: {join(words)}"


def _expanded_label(label: str, lexicon: Lexicon) -> list[str]:
    return [lexicon.expansion(part) or part for part in label.split()]


def _intervention(fact: Fact, words: list[Word], lexicon: Lexicon) -> str | None:
    """ "Box breathing" -> "Box breathing was used"."""
    core = [word for word in words if word.text != "."]
    if fact.kind != "intervention" or not all(
        word.is_word or word.text in {",", "-"} for word in core
    ):
        return None
    if core and core[0].lower == "some" and fact.lead.has("intervention_noun"):
        return f"There was {lower_first(join(core))}"
    if len(core) > 8 or not fact.lead.starts_with("intervention_noun", within=2):
        return None
    cut = end_of_object(core, lexicon)
    be = "were" if is_plural(core[:cut]) else "was"
    verb = "provided" if core[0].lower == "psychoeducation" else "used"
    tail = f" {join(core[cut:])}" if core[cut:] else ""
    if core[0].lower == "psychoeducation":
        return f"{join(core)} {be} {verb}"
    return f"{join(core[:cut])} {be} {verb}{tail}".replace(" ,", ",")


def _and_list(text: str) -> str:
    parts = [part.strip() for part in text.split(",")]
    if len(parts) < 2 or " and " in parts[-1] or any(not part for part in parts):
        return text
    return ", ".join(parts[:-1]) + (" and " if len(parts) == 2 else ", and ") + parts[-1]


_FRAGMENTS: Final[tuple[Callable[[Fact, list[Word], Lexicon], str | None], ...]] = (
    _labelled,
    _scale,
    _described,
    _homework,
    _intervention,
)
