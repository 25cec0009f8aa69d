"""Sentences without an actor: "practiced grounding" -> "Grounding was practiced"."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from notegen.evidence.clauses import Clause
from notegen.evidence.grammar import grammar
from notegen.evidence.lexicon import Lexicon
from notegen.evidence.morphology import plural_noun
from notegen.evidence.text import Word, join

_NO_PASSIVE: Final = frozenset(
    {
        "call",
        "ring",
        "phone",
        "leave",
        "tell",
        "ask",
        "be",
        "have",
        "do",
        "work",
        "talk",
        "end",
        "close",
        "go",
        "let",
    }
)
_NOT_IN_OBJECT: Final = frozenset({":", "times", "twice", "ago", "yesterday", "last"})
_JOINING: Final = frozenset({"and", "but", ",", ";", "then"})
_AFTER_OBJECT: Final = frozenset(
    {
        "to",
        "that",
        "how",
        "because",
        "when",
        "until",
        "while",
        "again",
        "today",
        "together",
        "using",
        "which",
        "who",
        "where",
    }
)


def passive(clause: Clause, lexicon: Lexicon) -> str | None:
    """ "practiced grounding techniques" -> "Grounding techniques were practiced".

    Only for a plain object; "explained that ..." becomes "It was explained that ...". None where
    the sentence would come out crooked.
    """
    if clause.base is None or clause.verb is None or clause.base in _NO_PASSIVE:
        return None
    if lexicon.verb(clause.words[clause.verb].lower) != clause.base:
        return None  # behind an auxiliary
    rules = grammar()
    participle = lexicon.morphology.participle(clause.base)
    rest = list(clause.words[clause.verb + 1 :])
    if not rest or (not rest[0].is_word and rest[0].text not in {'"', "“"}):
        return None
    if rest[0].lower in {"that", "how", "why", "whether"}:
        return f"It was {participle} {join(rest)}"
    if rest[0].lower in rules.preposition | rules.nominative | rules.adverb | rules.object_pronoun:
        return None
    cut = end_of_object(rest, lexicon)
    thing, tail = rest[:cut], rest[cut:]
    if not thing or any(
        word.lower in _NOT_IN_OBJECT or word.lower in rules.auxiliary | rules.nominative
        for word in thing
    ):
        return None
    if any(word.lower in _JOINING and _verb_after(tail, i, lexicon) for i, word in enumerate(tail)):
        return None
    be = "were" if is_plural(thing) else "was"
    parts = [join(thing), be, participle]
    if tail:
        parts.append(join(tail))
    return " ".join(parts).replace(" ,", ",").replace(" ;", ";").replace(" .", ".")


def _verb_after(words: Sequence[Word], index: int, lexicon: Lexicon) -> bool:
    """True when a verb in the past follows: a second action that a passive would leave hanging."""
    for word in words[index + 1 : index + 3]:
        base = lexicon.verb(word.lower)
        if base is not None and word.lower == lexicon.morphology.past(base):
            return True
    return False


def end_of_object(words: Sequence[Word], lexicon: Lexicon) -> int:
    """Where the object of a verb ends: at a preposition other than "of", or a mark."""
    rules = grammar()
    for index, word in enumerate(words):
        if word.text in {",", ";", "(", "-", "–"}:
            return index
        if word.text == "." and index == len(words) - 1:
            return index
        before = lexicon.verb(words[index - 1].lower) if index > 1 else None
        if before is not None and words[index - 1].lower == lexicon.morphology.participle(before):
            continue  # "a routine tied to brushing": what follows belongs to the thing
        if index and word.lower in rules.preposition - {"of", "like"} | _AFTER_OBJECT:
            return index
    return len(words)


def is_plural(words: Sequence[Word]) -> bool:
    lowers = [word.lower for word in words]
    if "and" in lowers:
        return True
    if "of" in lowers:
        lowers = lowers[: lowers.index("of")]
    return bool(lowers) and plural_noun(lowers[-1])
