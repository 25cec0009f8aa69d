"""Clauses: who does what in each piece of a sentence.

A shallow reading on purpose: subject and finite verb are found by closed word classes, the verb
list and word forms. Where that is not certain the reading says None rather than guess.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from notegen.evidence.lexicon import FOLDER, Cue, Lexicon
from notegen.evidence.text import Word, fold

CLIENT: Final = "client"
CLINICIAN: Final = "clinician"
TOGETHER: Final = "together"
OTHER: Final = "other"

_BREAKS: Final = frozenset({",", ";", "-", "–", "—", ":", "/"})
_JOINERS: Final = frozenset({"and", "but", "then", "so", "plus", "&", "+"})
_RUN_ON_WORDS: Final = 26
_TAKES_CLAUSE: Final = frozenset(
    "thing things way time times day everything something anything all sure glad afraid worried "
    "reckons moment reason minute how much one ones kid idea fact person people really just "
    "also never always still now maybe not actually even only lad".split()
)
_OPEN: Final = {"(": ")", "[": "]", "“": "”"}


@dataclass(frozen=True, slots=True)
class Grammar:
    """Closed word classes from `grammar.toml`; `auxiliary` joins be, have, do and the modals."""

    be: frozenset[str]
    have: frozenset[str]
    do: frozenset[str]
    modal: frozenset[str]
    nominative: frozenset[str]
    contracted: frozenset[str]
    determiner: frozenset[str]
    preposition: frozenset[str]
    connector: frozenset[str]
    subordinator: frozenset[str]
    adverb: frozenset[str]
    adjectival: frozenset[str]
    descriptive: frozenset[str]
    complement_verbs: frozenset[str]

    auxiliary: frozenset[str]


@cache
def grammar() -> Grammar:
    """The shipped word classes, read once."""
    table = tomllib.loads((FOLDER / "grammar.toml").read_text("utf-8"))
    del table["version"]
    classes = {name: frozenset(words) for name, words in table.items()}
    auxiliary = classes["be"] | classes["have"] | classes["do"] | classes["modal"]
    return Grammar(**classes, auxiliary=auxiliary)


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a sentence.

    `lowers` are the folded words. `subject` and `verb` index `words`; the subject ends before the verb. `verb` is the finite verb,
    an auxiliary included; `base` is the base form of the verb that carries the meaning, where it is
    known. `person` is who the subject is (client, clinician, together, a role, other), None without
    a subject. `finite` is False for a fragment without a verb.
    """

    words: tuple[Word, ...]
    lowers: tuple[str, ...]
    subject: tuple[int, int] | None = None
    verb: int | None = None
    base: str | None = None
    person: str | None = None
    cues: tuple[Cue, ...] = ()
    joined_by: str = ""
    passive: bool = False

    @property
    def finite(self) -> bool:
        """True when the clause has a verb of its own."""
        return self.verb is not None

    def has(self, *names: str) -> bool:
        """True when one of the cue lists occurs in the clause."""
        return any(cue.name in names for cue in self.cues)

    def starts_with(self, name: str, *, within: int = 1) -> bool:
        """True when the cue occurs at one of the first `within` words."""
        return any(cue.name == name and cue.start < within for cue in self.cues)


def split_clauses(words: Sequence[Word], lexicon: Lexicon) -> list[Clause]:
    """The clauses of one sentence, in order, without the marks and joiners between them."""
    pieces: list[tuple[int, int, str]] = []
    begin, joined_by = 0, ""
    for end, resume, mark in _boundaries(words, lexicon):
        if end > begin:
            pieces.append((begin, end, joined_by))
        begin, joined_by = resume, mark
    if begin < len(words):
        pieces.append((begin, len(words), joined_by))
    clauses = [
        parse(tuple(words[start:end]), lexicon, joined_by=mark) for start, end, mark in pieces
    ]
    return [clause for clause in clauses if any(word.is_word for word in clause.words)]


def parse(words: tuple[Word, ...], lexicon: Lexicon, *, joined_by: str = "") -> Clause:
    """Subject, verb and cues of a piece."""
    lowers = tuple(word.lower for word in words)
    cues = tuple(lexicon.cues(lowers))
    found = _find_verb(words, lexicon)
    if found is None:
        return Clause(words, lowers, cues=cues, joined_by=joined_by)
    subject, verb, base = found
    person = None if subject is None else _person(words[subject[0] : subject[1]], lexicon)
    base, passive = _meaning(words, subject, verb, base, lexicon)
    return Clause(words, lowers, subject, verb, base, person, cues, joined_by, passive)


def _meaning(
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
    object_follows = after in rules.determiner | _OBJECT_FORMS or (
        after[:1].isalnum()
        and not (
            after in rules.preposition | rules.adverb | rules.connector | rules.subordinator
            or after.endswith("ly")
            or after[:1].isdigit()
        )
    )
    if object_follows and not pure:
        return False
    thing = _person(words[subject[0] : subject[1]], lexicon) == OTHER
    return (
        pure
        or (thing and lexicon.verb_is(words[verb].lower, "intervene"))
        or ((
            base
            in {
                "inform",
                "arrange",
                "agree",
                "book",
                "sign",
                "schedule",
                "refer",
                "assign",
                "voice",
            }
            and not object_follows
        )
        and thing)
    )


_OBJECT_FORMS: Final = frozenset({"me", "him", "her", "them", "us", "it"})


def _boundaries(words: Sequence[Word], lexicon: Lexicon) -> list[tuple[int, int, str]]:
    """(end of piece, start of the next, what joins them) for each place where a clause may end."""
    found: list[tuple[int, int, str]] = []
    closers: list[str] = []
    quoted = False
    started = 0
    runs_on = _runs_on(words)
    for index, word in enumerate(words):
        if word.text == '"':
            quoted = not quoted
        elif word.text in _OPEN:
            closers.append(_OPEN[word.text])
        elif closers and word.text == closers[-1]:
            closers.pop()
        if quoted or closers or index <= started:
            continue
        resume = _resumes(words, index, lexicon)
        if resume is None and runs_on and _restarts(words, started, index, lexicon):
            resume = index
        if resume is not None:
            found.append((index, resume, words[index].lower if resume > index else ""))
            started = resume
    return found


def _runs_on(words: Sequence[Word]) -> bool:
    """True for a long stretch with hardly a mark in it: dictation without punctuation."""
    marks = sum(word.text in {",", ";", ".", ":", "–", "—"} for word in words)
    return len(words) >= _RUN_ON_WORDS and marks * _RUN_ON_WORDS <= len(words)


def _restarts(words: Sequence[Word], started: int, index: int, lexicon: Lexicon) -> bool:
    """True when a new statement starts at `index` of unpunctuated speech.

    A pronoun or person with a verb behind it, where the words so far already make a clause and do
    not wait for one ("she said | he ..." does; "the message she wants" is part of its noun).
    """
    rules = grammar()
    if index - started < 3:
        return False
    word, before = words[index], words[index - 1]
    opens = (
        word.lower in {"i", "she", "he", "they", "we"}
        or word.lower in rules.contracted
        or word.lower in lexicon.client
        or (lexicon.role(word.lower) is not None and before.lower not in rules.determiner)
        or word.lower in {"plan", "no", "next"}
    )
    if (
        not opens
        or (not _opens_clause(words, index, lexicon)
        and word.lower not in {"plan", "no", "next"})
    ):
        return False
    waits = (
        before.lower in rules.subordinator | rules.preposition | rules.determiner | rules.auxiliary
        or before.lower in _JOINERS
        or before.lower in _TAKES_CLAUSE
        or lexicon.verb(before.lower) in rules.complement_verbs
        or (lexicon.role(before.lower) is not None
        and word.lower not in {"plan", "no", "next"})
        or (before.lower in {"me", "him", "her", "them", "us", "therapist"}
        and lexicon.verb(words[index - 2].lower) in rules.complement_verbs)
    )
    return not waits and _find_verb(tuple(words[started:index]), lexicon) is not None


def _resumes(words: Sequence[Word], index: int, lexicon: Lexicon) -> int | None:
    """Where the next clause starts when one ends at `index`; None when none does."""
    word = words[index]
    if word.text in {",", ";", "–", "—"} or (word.text == "-" and word.spaced):
        after = index + 1
        while after < len(words) and (words[after].lower in _JOINERS or words[after].text == "-"):
            after += 1
        return after if after < len(words) else None
    if word.lower in _JOINERS and index + 1 < len(words):
        before = words[index - 1].lower
        after_next = words[index + 1].lower
        if word.lower == "so" and (
            lexicon.verb(before) in {"say", "do", "think", "feel", "hope"}
            or after_next in {"far", "that"}
        ):
            return None
        if word.lower == "then" and before in {"back", "by", "since", "until", "didn't", "just"}:
            return None
        after = index + 1
        while after < len(words) and words[after].lower in {"then", "so", "also"}:
            after += 1
        if after < len(words) and _opens_clause(words, after, lexicon):
            return after
    return None


def _opens_clause(words: Sequence[Word], index: int, lexicon: Lexicon) -> bool:
    """True when a clause with its own verb starts at `index` (behind "and")."""
    found = _find_verb(tuple(words[index : index + 9]), lexicon)
    if found is None:
        return False
    subject, verb, base = found
    if words[index + verb].lower in {"be", "been"}:
        return False
    if subject is None:
        return _is_past_or_third(words[index + verb].lower, base, lexicon) or verb == 0
    return subject[0] <= 1 and verb - subject[1] <= 1


def _is_past_or_third(word: str, base: str | None, lexicon: Lexicon) -> bool:
    if base is None:
        return True
    forms = lexicon.morphology
    return word in {forms.past(base), forms.third(base)}


def _find_verb(
    words: tuple[Word, ...], lexicon: Lexicon
) -> tuple[tuple[int, int] | None, int, str | None] | None:
    """(subject range or None, index of the finite verb, its base form) of the first clause."""
    rules = grammar()
    first = _first_content(words)
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
            if _unknown_verb(words, first, index, lexicon):
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


def _unknown_verb(words: Sequence[Word], first: int, index: int, lexicon: Lexicon) -> bool:
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


def _first_content(words: Sequence[Word]) -> int:
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
        ) and word not in _NOUN_FIRST
    if word == forms.gerund(base):
        return False
    if word == forms.third(base):
        return word not in _NOUN_FIRST
    if word == "thought":
        return after in rules.nominative | rules.determiner | {"about", "that"}
    return True


_NOUN_FIRST: Final = frozenset(
    "sleep work stress sleeps works worry worries fear fears thought thoughts drink drinks plan plans "
    "urge urges cut cuts feeling feelings focus conflict conflicts fight fights dream dreams "
    "change changes practice call calls group hopes hope need needs trigger triggers "
    "mood support test rate play set break notes note walk talk process contact experience "
    "target help visit visits meeting smoke use leave hurt track model show shows log check "
    "ground grounds answer range cover present presents address return move text texts list".split()
) - frozenset(
    {
        "presents",
        "present",
        "practice",
        "track",
        "set",
        "check",
        "return",
        "address",
        "process",
        "model",
        "contact",
        "use",
        "help",
        "list",
        "log",
        "call",
        "focus",
        "note",
        "notes",
        "shows",
        "plan",
        "plans",
        "support",
        "target",
        "rate",
        "test",
    }
)


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


def _person(words: Sequence[Word], lexicon: Lexicon) -> str:
    """Who a subject is."""
    head = words[-1].lower
    base = head.split("'")[0]
    if base == "i" or head in lexicon.clinician - {"my", "me"}:
        return CLINICIAN
    if base == "we" or head in lexicon.together:
        return TOGETHER
    role = lexicon.role(head)
    if role is not None:
        return role
    if head in {"everybody", "everyone", "nobody", "someone", "both", "one"}:
        return CLIENT
    if head in lexicon.client or base in lexicon.female | lexicon.male | lexicon.plural:
        return CLIENT
    if _is_name(words[-1], lexicon):
        return CLIENT if len(words) <= 2 else OTHER
    return OTHER


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
