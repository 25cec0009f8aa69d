"""What a clause does: what was, what will be, what is to be done, what somebody says."""

from __future__ import annotations

import itertools
from typing import Final

from notegen.evidence.clauses import Clause
from notegen.evidence.grammar import grammar
from notegen.evidence.lexicon import Lexicon
from notegen.evidence.syntax import CLINICIAN, TOGETHER

_MEETING: Final = frozenset(
    {"session", "sessions", "group", "homework", "leave", "appointment", "meeting", "visit"}
)


def is_past(clause: Clause, lexicon: Lexicon) -> bool:
    """True when the clause's verb is in the past."""
    if clause.verb is None:
        return False
    word = clause.words[clause.verb].lower
    if word in {
        "was",
        "were",
        "had",
        "did",
        "wasn't",
        "didn't",
        "hadn't",
        "weren't",
        "didnt",
        "couldn't",
        "wouldn't",
    }:
        return True
    if word in {"i've", "we've", "have", "has"} or word in {
        "i'd",
        "we'd",
        "she'd",
        "he'd",
        "they'd",
    }:
        base = clause.base
        return (
            base is not None
            and lexicon.morphology.participle(base) in clause.lowers
            and (lexicon.morphology.participle(base) != base)
        )
    base = lexicon.verb(word)
    if base is None:
        return word.endswith("ed")  # a verb that nobody knows but by its ending
    return word == lexicon.morphology.past(base) and (word != base or base in grammar().be)


def is_ahead(clause: Clause) -> bool:
    """True when the clause speaks of what will be."""
    if clause.has("future", "weekday_next"):
        return True
    return clause.verb is not None and clause.words[clause.verb].lower.endswith(("'ll", "shall"))


def is_imperative(clause: Clause, lexicon: Lexicon) -> bool:
    """ "See in a week", "Don't move the slot": a base form without a subject."""
    if clause.verb is None or clause.subject is not None:
        return False
    word = clause.words[clause.verb].lower
    if word in {"don't", "dont", "do"}:
        return clause.base != "do" or word == "do"
    base = lexicon.verb(word)
    return (
        base == word and lexicon.morphology.past(word) != word and word not in grammar().auxiliary
    )


def is_progressive(clause: Clause, lexicon: Lexicon) -> bool:
    """ "I am keeping her in phase 2": what the clinician is about to do."""
    if clause.verb is None or clause.base in {None, "be"} or lexicon.is_a(clause.base, "mental"):
        return False
    gerund = lexicon.morphology.gerund(str(clause.base))
    return (
        clause.words[clause.verb].lower in {"am", "i'm", "are", "we're"} and gerund in clause.lowers
    )


def same_in_past(clause: Clause, lexicon: Lexicon) -> bool:
    """ "I read", "I put": the form does not tell the tense; what was done is likelier."""
    if clause.verb is None or is_ahead(clause) or set(clause.lowers) & grammar().weekday:
        return False
    base = lexicon.verb(clause.words[clause.verb].lower)
    return (
        base is not None
        and lexicon.morphology.past(base) == base == clause.words[clause.verb].lower
    )


def is_task(clause: Clause, lexicon: Lexicon) -> bool:
    """ "Case worker to phone me": somebody, "to", a verb."""
    lowers = clause.lowers
    for index in range(1, min(len(lowers) - 1, 6)):
        base = lexicon.verb(lowers[index + 1])
        if lowers[index] == "to" and base == lowers[index + 1]:
            before = lowers[index - 1]
            return before not in grammar().takes_infinitive and not before.endswith(("ed", "ing"))
    return False


def is_dated(clause: Clause) -> bool:
    """A weekday, a date to come, or a stretch of time, in a clause without a verb in the past."""
    lowers = clause.lowers
    if set(lowers) & (grammar().descriptive - {"next", "a", "same"}) and not clause.finite:
        return False
    if set(lowers) & {"last", "past", "this", "since", "once", "twice", "ago", "yesterday"}:
        return False
    if set(lowers) & grammar().weekday:
        return True
    pairs = set(itertools.pairwise(lowers))
    if any(
        a in {"in", "for", "every", "from"}
        and (b[:1].isdigit() or b in {"a", "two", "three", "four", "six"})
        for a, b in pairs
    ):
        return bool(set(lowers) & {"week", "weeks", "month", "months", "days", "fortnight"})
    if any(word.is_number and word.lower[-2:] in {"st", "nd", "rd", "th"} for word in clause.words):
        return True
    if "due" in lowers or (lowers[:1] == ("no",) and set(lowers) & _MEETING):
        return True
    return (
        len(lowers) <= 5
        and bool(set(lowers) & {"week", "weeks", "fortnight", "weekly", "fortnightly"})
        and not clause.finite
    )


def is_reported(clause: Clause, lexicon: Lexicon) -> bool:
    """True when the clause's verb puts the words in somebody else's mouth or mind."""
    if clause.verb is None or clause.person in {CLINICIAN, TOGETHER}:
        return False
    verb = clause.words[clause.verb].lower
    if lexicon.verb_is(verb, "say"):
        return clause.subject is not None or clause.base != "discuss"
    return clause.subject is not None and clause.base in {
        "feel",
        "think",
        "believe",
        "want",
        "hope",
        "wish",
        "fear",
        "worry",
        "dread",
        "know",
    }


def is_before_after(clause: Clause) -> bool:
    """Two ratings of one thing, before and after: "90 to 45", "80 before, 30 after"."""
    numbers = [i for i, word in enumerate(clause.words) if word.text.split("/")[0].isdigit()]
    lowers = clause.lowers
    if len(numbers) < 2 or len(lowers) > 12:
        return False
    first, last = numbers[0], numbers[-1]
    between = set(lowers[first + 1 : last])
    steps = {"to", "then", "down", "before", "after", "peak"} | {
        w for w in between if w.endswith(">")
    }
    units = {"minutes", "min", "hours", "days", "weeks", "mg", "times", "pm", "am"} & set(lowers)
    return bool(between & steps) and not units
