"""Clauses: who does what in each piece of a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from notegen.evidence.grammar import grammar
from notegen.evidence.lexicon import Cue, Lexicon
from notegen.evidence.syntax import find_verb, meaning_of, person_of
from notegen.evidence.text import Word

_JOINERS: Final = frozenset({"and", "but", "then", "so", "plus", "&", "+"})
_RUN_ON_WORDS: Final = 26
_MEETINGS: Final = frozenset({"session", "time", "appointment", "visit", "meeting"})
_LONGEST_JOINER: Final = 6  # marks and joiners in a row; more are noise
_LOOK_BACK: Final = 40
_OPEN: Final = {"(": ")", "[": "]", "“": "”"}


@dataclass(frozen=True, slots=True)
class Clause:
    """A piece of a sentence.

    `lowers` are the folded words. `subject` and `verb` index `words`; the subject ends before the
    verb. `verb` is the finite verb, an auxiliary included; `base` is the base form of the verb that
    carries the meaning, where it is known. `person` is who the subject is (client, clinician,
    together, a role, other), None without a subject. `finite` is
    False for a fragment without a verb.
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
    found = find_verb(words, lexicon)
    if found is None:
        return Clause(words, lowers, cues=cues, joined_by=joined_by)
    subject, verb, base = found
    person = None if subject is None else person_of(words[subject[0] : subject[1]], lexicon)
    base, passive = meaning_of(words, subject, verb, base, lexicon)
    return Clause(words, lowers, subject, verb, base, person, cues, joined_by, passive)


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
        or word.lower in {"plan", "no"}
        or (
            word.lower == "next"
            and words[index + 1 : index + 2]
            and words[index + 1].lower in _MEETINGS
        )
    )
    if not opens or (
        not _opens_clause(words, index, lexicon) and word.lower not in {"plan", "no", "next"}
    ):
        return False
    waits = (
        before.lower in rules.subordinator | rules.preposition | rules.determiner | rules.auxiliary
        or before.lower in _JOINERS
        or before.lower in rules.takes_clause
        or lexicon.verb(before.lower) in rules.complement_verbs
        or (
            before.lower in {"me", "him", "her", "them", "us", "therapist"}
            and lexicon.verb(words[index - 2].lower) in rules.complement_verbs
        )
    )
    return (
        not waits
        and find_verb(tuple(words[max(started, index - _LOOK_BACK) : index]), lexicon) is not None
    )


def _resumes(words: Sequence[Word], index: int, lexicon: Lexicon) -> int | None:
    """Where the next clause starts when one ends at `index`; None when none does."""
    word = words[index]
    if word.text in {",", ";", "–", "—"} or (word.text == "-" and word.spaced):
        after = index + 1
        while after < len(words) and after - index < _LONGEST_JOINER and _joins(words, after):
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


def _joins(words: Sequence[Word], index: int) -> bool:
    """True for a joiner or dash behind a comma, which belongs to neither clause."""
    word = words[index].lower
    after = words[index + 1].lower if index + 1 < len(words) else ""
    return word == "-" or (word in _JOINERS and not (word == "so" and after in {"far", "that"}))


def _opens_clause(words: Sequence[Word], index: int, lexicon: Lexicon) -> bool:
    """True when a clause with its own verb starts at `index` (behind "and")."""
    found = find_verb(tuple(words[index : index + 9]), lexicon)
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
