"""Subject and finite verb of a piece of a sentence, found by word classes and word forms.

Shallow on purpose: where it is not certain, nothing is found rather than something guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from notegen.evidence.grammar import grammar
from notegen.evidence.lexicon import Lexicon
from notegen.evidence.text import Word, fold

CLIENT: Final = "client"
CLINICIAN: Final = "clinician"
TOGETHER: Final = "together"
OTHER: Final = "other"


def find_verb(
    words: tuple[Word, ...], lexicon: Lexicon
) -> tuple[tuple[int, int] | None, int, str | None] | None:
    """(subject range or None, index of the finite verb, its base form) of the first clause."""
    rules = grammar()
    first = first_content(words)
    quoted = False
    for index in range(first, len(words)):
        word = words[index]
        if word.text in {'"', "“", "”"}:
            quoted = not quoted
            continue
        if quoted or not word.is_word:
            continue
        if word.lower in rules.contracted:
            return (index, index + 1), index, _contracted_base(word.lower)
        if word.lower in rules.auxiliary:
            subject = _subject_before(words, first, index, lexicon)
            if subject is not None or index == first:
                return subject, index, _auxiliary_base(word.lower)
            continue
        base = lexicon.verb(word.lower)
        if base is None:
            if _unknown_verb(words, first, index):
                return (index - 1, index), index, None
            continue
        if index == first:
            if _leads(words, index, base, lexicon):
                return None, index, base
            continue
        subject = _subject_before(words, first, index, lexicon)
        if subject is not None and _agrees(words, subject, index, base, lexicon):
            return subject, index, base
    return None


def meaning_of(
    words: Sequence[Word],
    subject: tuple[int, int] | None,
    verb: int,
    base: str | None,
    lexicon: Lexicon,
) -> tuple[str | None, bool]:
    """The verb behind an auxiliary, and whether it stands in the passive."""
    rules = grammar()
    lower = words[verb].lower
    if lower not in rules.auxiliary and lower not in rules.contracted:
        return base, _bare_passive(words, subject, verb, base, lexicon)
    index = verb + 1
    while index < len(words) and (
        words[index].lower in rules.adverb | {"not", "be", "been", "to"}
        or words[index].lower.endswith("ly")
    ):
        index += 1
    if index >= len(words):
        return base, False
    main = lexicon.verb(words[index].lower)
    if main is None:
        return base, False
    word = words[index].lower
    if base == "be":
        participle = word == lexicon.morphology.participle(main) and word not in rules.adjectival
        progressive = word == lexicon.morphology.gerund(main)
        return (main, True) if participle else (main, False) if progressive else (base, False)
    return main, False


def person_of(words: Sequence[Word], lexicon: Lexicon) -> str:
    """Who a subject is."""
    head = words[-1].lower
    base = head.split("'")[0]
    if base == "i" or head in lexicon.clinician - {"my", "me"}:
        return CLINICIAN
    if base == "we" or head in lexicon.together:
        return TOGETHER
    role = lexicon.role(head)
    if role in {"couple", "group_member"}:
        return CLIENT
    if role is not None:
        return role
    if head in {"everybody", "everyone", "nobody", "someone", "both", "one"}:
        return CLIENT
    if head in lexicon.client or base in lexicon.female | lexicon.male | lexicon.plural:
        return CLIENT
    if _is_name(words[-1], lexicon):
        return CLIENT if len(words) <= 2 else OTHER
    return OTHER


def _bare_passive(
    words: Sequence[Word],
    subject: tuple[int, int] | None,
    verb: int,
    base: str | None,
    lexicon: Lexicon,
) -> bool:
    """ "Sleep diary reviewed", "client seen": a participle whose "was" was left out."""
    if base is None or words[verb].lower != lexicon.morphology.participle(base):
        return False
    rules = grammar()
    pure = words[verb].lower != lexicon.morphology.past(base)
    if subject is None:
        return pure
    after = words[verb + 1].lower if verb + 1 < len(words) else ""
    object_follows = after in rules.determiner | rules.object_pronoun or (
        after[:1].isalnum()
        and not (
            after in rules.preposition | rules.adverb | rules.connector | rules.subordinator
            or after.endswith("ly")
            or after[:1].isdigit()
        )
    )
    if pure:
        return True
    if object_follows:
        return False
    thing = person_of(words[subject[0] : subject[1]], lexicon) == OTHER
    return (thing and lexicon.is_a(base, "intervene")) or lexicon.is_a(base, "done_to")


def _unknown_verb(words: Sequence[Word], first: int, index: int) -> bool:
    """True for a word nobody knows right behind a pronoun that opens the clause: "I aksed"."""
    rules = grammar()
    word = words[index].lower
    return (
        index == first + 1
        and words[first].lower in {"i", "she", "he", "they", "we"}
        and word[:1].isalpha()
        and word not in rules.adverb | rules.connector | rules.preposition | rules.determiner
        and not word.endswith("ly")
    )


def first_content(words: Sequence[Word]) -> int:
    rules = grammar()
    index = 0
    while (
        index < len(words)
        and words[index].text not in {'"', "“"}
        and (
            not words[index].is_word
            or (words[index].lower in rules.connector and words[index].lower not in {"no", "not"})
        )
    ):
        index += 1
    return index


def _leads(words: Sequence[Word], index: int, base: str, lexicon: Lexicon) -> bool:
    """True when a clause-initial word is the verb of a clause that leaves its subject out."""
    rules = grammar()
    word = words[index].lower
    after = words[index + 1].lower if index + 1 < len(words) else ""
    if after == ":":
        return False  # a label: "Checks: front door 3"
    if word in rules.adjectival:
        return after in rules.determiner or after in {"to", "in"} or after[:1].isdigit()
    forms = lexicon.morphology
    if word == base:  # an imperative or a noun: "sleep poor", "follow up on", "work stress"
        return (
            after in rules.determiner
            or after in rules.preposition
            or lexicon.verb_is(word, "intend")
            or lexicon.verb_is(word, "intervene")
        ) and word not in rules.noun_first
    if word == forms.gerund(base):
        return False
    if word == forms.third(base):
        return word not in rules.noun_first
    if word == "thought":
        return after in rules.nominative | rules.determiner | {"about", "that"}
    return True


def _subject_before(
    words: Sequence[Word], first: int, verb: int, lexicon: Lexicon
) -> tuple[int, int] | None:
    """The subject that ends right before `verb` (adverbs between allowed), as a range."""
    rules = grammar()
    end = verb
    while end > first and (
        words[end - 1].lower in rules.adverb or words[end - 1].lower.endswith("ly")
    ):
        end -= 1
    if end <= first:
        return None
    head = words[end - 1]
    if head.lower in rules.nominative:
        return end - 1, end
    if not head.lower[:1].isalnum() or head.lower in rules.preposition | rules.connector:
        return None
    if head.lower in rules.determiner or head.lower in rules.auxiliary:
        return None
    begin = end - 1
    while begin > first and end - begin < 6:
        before = words[begin - 1]
        if before.lower in rules.determiner or lexicon.role(before.lower):
            begin -= 1
            if before.lower in rules.determiner:
                break
            continue
        if (
            not before.is_word
            or before.lower in rules.preposition
            or before.lower in rules.connector
            or before.lower in rules.auxiliary
            or before.lower in rules.subordinator
            or before.lower in rules.nominative
        ):
            break
        begin -= 1
    return begin, end


def _agrees(
    words: Sequence[Word], subject: tuple[int, int], verb: int, base: str, lexicon: Lexicon
) -> bool:
    """True when the word at `verb` can be the finite verb of this subject."""
    rules = grammar()
    forms = lexicon.morphology
    word = words[verb].lower
    head = words[subject[1] - 1]
    is_person = (
        head.lower in rules.nominative
        or head.lower in lexicon.client
        or head.lower in lexicon.clinician
        or lexicon.role(head.lower) is not None
        or _is_name(head, lexicon)
    )
    if word in {forms.past(base), "had"} and word != base:
        return is_person or word not in rules.adjectival
    if word == forms.third(base) and word != base:
        return is_person or not _noun_like(words, verb)
    if word == base:
        plural = head.lower in {"i", "we", "they", "you", "who", "both"}
        return plural or (is_person and head.lower.endswith("s")) or word == forms.past(base)
    return False


def _noun_like(words: Sequence[Word], index: int) -> bool:
    """True when the word is at the end or before a preposition: "suicidal thoughts at night"."""
    rules = grammar()
    after = words[index + 1].lower if index + 1 < len(words) else ""
    return not after or after in rules.preposition or not after[:1].isalnum()


def _is_name(word: Word, lexicon: Lexicon) -> bool:
    """True for a capitalised word that is neither shorthand nor a word of the lexicon."""
    rules = grammar()
    return (
        word.text[:1].isupper()
        and not word.text.isupper()
        and not word.lower.endswith("s'")
        and lexicon.verb(word.lower) is None
        and not lexicon.knows(word.lower)
        and word.lower
        not in rules.descriptive
        | rules.nominative
        | rules.determiner
        | rules.preposition
        | rules.connector
    )


def _contracted_base(word: str) -> str:
    if word.endswith(("'ll", "'d")):
        return "will" if word.endswith("'ll") else "would"
    return "have" if word.endswith("'ve") else "be"


def _auxiliary_base(word: str) -> str:
    rules = grammar()
    if word in rules.be:
        return "be"
    if word in rules.have:
        return "have"
    if word in rules.do:
        return "do"
    return fold(word).removesuffix("n't") or word
