"""A text as tokens: every word with what it is, what negates it, and which value it carries.

Built from `Source`, the reading in clauses, for the comparison of a sentence with its sources.
Kinds of words are coarse on purpose: they tell how much a word that the sources lack may mean.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import Final, TypeVar

from notegen.evidence.grammar import grammar
from notegen.evidence.lexicon import Lexicon
from notegen.evidence.names import names
from notegen.evidence.paraphrase import paraphrases
from notegen.evidence.source import ReadClause, Source, key_of, person_word
from notegen.evidence.states import Anywhere, ClauseState, anywhere, state_of
from notegen.evidence.text import Span, Word
from notegen.evidence.values import Value, differences, values_of
from notegen.evidence.wordclasses import word_classes

_Key = TypeVar("_Key")
PREFIX: Final = 5  # letters in which two long words of one family agree
MOST_MATCHES: Final = 24  # places that a word is looked for in: a bound on degenerate texts
MOST_VALUES: Final = 60
_SHORT_ANSWER: Final = 1  # content word of a clause that only answers the one beside it
_NEGATION_REACH: Final = 5  # words behind a negation that it surely negates
_GAP_REACH: Final = 4  # words between "not" and what was not done
# Kinds that a cue list gives to its words, the first that fits.
_CUE_KINDS: Final = (
    ("risk", "risk"),
    ("risk", "risk_appraisal"),
    ("risk", "safety_done"),
    ("observation", "observed"),
    ("observation", "mood_subject"),
    ("observation", "reaction"),
    ("technique", "intervention_noun"),
    ("homework", "homework"),
    ("homework", "homework_done"),
    ("homework", "referral"),
)
_BY_CUE: Final = frozenset(kind for kind, _ in _CUE_KINDS)
_VERB_KINDS: Final = (("intervention", "intervene"), ("observed", "observe"))
# Kinds whose words make no claim by themselves.
FUNCTION: Final = frozenset({"modal", "auxiliary", "pronoun", "function", "frame", "negation"})
# Kinds that a negation may turn round.
_DENIABLE: Final = frozenset(
    "verb noun adjective adverb intervention observed observation technique risk reporting "
    "homework name drug person".split()
)


@dataclass(frozen=True, slots=True)
class Token:
    """A word of a clause.

    `kind` is its coarse class, `negated` whether a negation of the clause reaches it, `denied`
    whether one stands close before it, `groups` the numbers of the paraphrase groups it is part of.
    """

    word: Word
    key: str
    kind: str
    clause: int
    negated: bool
    denied: bool
    cues: frozenset[str]
    groups: frozenset[int]

    @property
    def lower(self) -> str:
        """The word, folded."""
        return self.word.lower

    @property
    def is_content(self) -> bool:
        """True for a word that makes a claim of its own."""
        return self.kind not in FUNCTION

    @property
    def says_no(self) -> bool:
        """True for a negation and for words such as "none", "refused", "zero"."""
        return "negation" in self.cues or self.lower in word_classes().negative


class Reading:
    """The tokens, clauses and values of one text or of several texts read as one."""

    def __init__(self, sources: Sequence[Source], lexicon: Lexicon) -> None:
        tokens: list[Token] = []
        states: list[ClauseState] = []
        values: list[Value] = []
        for source in sources:
            first = len(tokens)
            for clause in source.clauses:
                tokens += _tokens(clause, len(states), lexicon)
                states.append(state_of(clause, source.text, lexicon))
            values += values_of(tokens[first:], source, lexicon, first=first)
        self.tokens: tuple[Token, ...] = tuple(_grouped(tokens))
        self.states: tuple[ClauseState, ...] = tuple(states)
        self.values: tuple[Value, ...] = tuple(values)
        self.labels = frozenset(
            key for source in sources for clause in source.labels for key in clause.keys
        )
        self.differences = differences(sources)

    @cached_property
    def by_lower(self) -> Mapping[str, Sequence[int]]:
        """Folded word -> its tokens."""
        return _index((token.lower, i) for i, token in enumerate(self.tokens))

    @cached_property
    def by_key(self) -> Mapping[str, Sequence[int]]:
        """Key -> its tokens."""
        return _index((token.key, i) for i, token in enumerate(self.tokens))

    @cached_property
    def by_group(self) -> Mapping[int, Sequence[int]]:
        """Paraphrase group -> the tokens of its phrases."""
        return _index((group, i) for i, token in enumerate(self.tokens) for group in token.groups)

    @cached_property
    def by_prefix(self) -> Mapping[str, Sequence[int]]:
        """First letters of long words -> their tokens."""
        return _index(
            (token.lower[:PREFIX], i)
            for i, token in enumerate(self.tokens)
            if len(token.lower) > PREFIX
        )

    @cached_property
    def by_first(self) -> Mapping[str, Sequence[int]]:
        """First letter -> tokens of words without a digit."""
        return _index((t.lower[0], i) for i, t in enumerate(self.tokens) if t.lower.isalpha())

    @cached_property
    def by_clause(self) -> Mapping[int, Sequence[int]]:
        """Clause -> its tokens."""
        return _index(
            ((token.clause, i) for i, token in enumerate(self.tokens)), most=len(self.tokens)
        )

    @cached_property
    def everywhere(self) -> Sequence[int]:
        """Tokens that stand for the whole text, where no single one can be named."""
        return range(min(len(self.tokens), MOST_MATCHES))

    @cached_property
    def numbers(self) -> frozenset[float | str]:
        """The numbers among the values."""
        return frozenset(value.value for value in self.values if value.kind == "number")

    @cached_property
    def persons(self) -> frozenset[float | str]:
        """The roles of persons among the values."""
        return frozenset(value.value for value in self.values if value.kind == "person")

    @cached_property
    def by_value(self) -> Mapping[tuple[str, float | str], Sequence[Value]]:
        """Kind and value -> the values that are so."""
        table: dict[tuple[str, float | str], list[Value]] = defaultdict(list)
        for value in self.values:
            table[value.kind, value.value].append(value)
        return dict(table)

    @cached_property
    def by_value_kind(self) -> Mapping[str, Sequence[Value]]:
        """Kind -> its first values: enough for any summary that somebody wrote."""
        table: dict[str, list[Value]] = defaultdict(list)
        for value in self.values:
            if len(table[value.kind]) < MOST_VALUES:
                table[value.kind].append(value)
        return dict(table)

    @cached_property
    def anywhere(self) -> Anywhere:
        """What at least one of the clauses does."""
        return anywhere(self.states)

    @cached_property
    def says_no(self) -> bool:
        """True when something in the text says no."""
        return any(token.says_no for token in self.tokens)

    @cached_property
    def gaps(self) -> frozenset[int]:
        """Clauses that only say that something was not done or is not known: "was not assessed"."""
        nots = [i for i, token in enumerate(self.tokens) if _is_not(token.lower)]
        return frozenset(
            self.tokens[i].clause
            for i in nots
            for behind in self.tokens[i + 1 : i + 1 + _GAP_REACH]
            if behind.clause == self.tokens[i].clause and behind.lower in word_classes().gap
        )

    @cached_property
    def with_until(self) -> frozenset[int]:
        """Clauses that hold an "until", which ends what they deny."""
        return frozenset(self.tokens[i].clause for i in self.by_lower.get("until", ()))

    def within(self, start: int, end: int) -> range:
        """The tokens whose words begin in a range of the text."""
        starts = self._starts
        return range(bisect_left(starts, start), bisect_left(starts, end))

    def cover(self, indices: Iterable[int]) -> Span:
        """From the first to the last of these tokens, in the text."""
        words = [self.tokens[i].word for i in indices]
        return Span(min(word.start for word in words), max(word.end for word in words))

    def no_around(self, index: int) -> bool:
        """True when something says no in the clause of a token or in a short answer beside it."""
        return self.tokens[index].clause in self._noes

    @cached_property
    def _starts(self) -> Sequence[int]:
        return [token.word.start for token in self.tokens]

    @cached_property
    def _noes(self) -> frozenset[int]:
        found: set[int] = set()
        for clause, inside in self.by_clause.items():
            if any(self.tokens[j].says_no for j in inside):
                found.add(clause)
                if sum(self.tokens[j].is_content for j in inside) <= _SHORT_ANSWER:
                    found |= {clause - 1, clause + 1}
        return frozenset(found)

    @cached_property
    def clauses_with(self) -> Mapping[str, int]:
        """Key -> in how many clauses it stands."""
        return Counter(key for key, _ in {(t.key, t.clause) for t in self.tokens})


def _is_not(lower: str) -> bool:
    return lower in {"not", "cannot", "never", "neither", "nor"} or lower.endswith("n't")


def _index(pairs: Iterable[tuple[_Key, int]], *, most: int = MOST_MATCHES) -> dict[_Key, list[int]]:
    table: dict[_Key, list[int]] = defaultdict(list)
    for key, index in pairs:
        if len(table[key]) < most:
            table[key].append(index)
    return dict(table)


def _tokens(read: ReadClause, number: int, lexicon: Lexicon) -> list[Token]:
    clause = read.marked.clause
    cues: dict[int, set[str]] = defaultdict(set)
    for cue in clause.cues:
        for index in range(cue.start, cue.end):
            cues[index].add(cue.name)
    keys = {item.word.start: item.key for item in read.content}
    stops = word_classes().negation_stop
    found: list[Token] = []
    reach = 0
    for index, word in enumerate(clause.words):
        if not word.is_word:
            continue
        named = frozenset(cues.get(index, ()))
        kind = kind_of(word, named, lexicon)
        negated, denied = read.marked.negated[index], False
        if "negation" in named:
            reach = _NEGATION_REACH
        elif reach and word.lower in stops:
            reach = 0
        elif reach and negated:
            denied, reach = kind in _DENIABLE, reach - 1
        key = keys.get(word.start) or key_of(word.lower, lexicon)
        found.append(Token(word, key, kind, number, negated, denied, named, frozenset()))
    return found


def _grouped(tokens: Sequence[Token]) -> list[Token]:
    """The tokens with their paraphrase groups; no phrase reaches over the end of a clause."""
    groups: dict[int, set[int]] = defaultdict(set)
    for phrase in paraphrases().find([token.lower for token in tokens]):
        if tokens[phrase.start].clause == tokens[phrase.end - 1].clause:
            for index in range(phrase.start, phrase.end):
                groups[index].add(phrase.group)
    return [
        replace(token, groups=frozenset(groups[i])) if i in groups else token
        for i, token in enumerate(tokens)
    ]


def kind_of(word: Word, cues: frozenset[str], lexicon: Lexicon) -> str:
    """The coarse class of a word: what its absence from the sources may mean."""
    lower = word.lower.removesuffix("'s")
    if lower in word_classes().party:
        return "pronoun"
    if lower[:1].isdigit():
        return "number"
    if lower in names().medications:
        return "drug"
    if lexicon.role(person_word(lower)) is not None:
        return "person"
    if "negation" in cues:
        return "negation"
    kind = _closed_classes().get(lower)
    if kind is not None:
        return kind
    for kind, verb_class in (("reporting", "say"), *_CUE_KINDS, *_VERB_KINDS):
        if (verb_class in cues) if kind in _BY_CUE else lexicon.verb_is(lower, verb_class):
            return kind
    kind = _last_classes().get(lower)
    if kind is not None:
        return kind
    if word.start > 0 and word.text[:1].isupper() and not word.text.isupper():
        return "name"
    return _open_class(lower, lexicon)


@cache
def _closed_classes() -> Mapping[str, str]:
    """Folded word -> the class that it belongs to whatever stands around it."""
    rules, classes = grammar(), word_classes()
    return _first_of(
        ("number", classes.number),
        ("calendar", rules.weekday | (rules.month - {"may"})),
        ("modal", rules.modal),
        ("auxiliary", (rules.auxiliary | {"being", "been", "having"}) - {"done", "doing"}),
        ("cause", classes.cause),
        ("frame", classes.frame),
        ("certainty", classes.certainty),
        ("degree", classes.degree),
    )


@cache
def _last_classes() -> Mapping[str, str]:
    """Folded word -> its class where no cue and no verb class claims it."""
    rules = grammar()
    return _first_of(
        ("time", word_classes().time),
        ("pronoun", rules.nominative | rules.object_pronoun | rules.determiner | _RELATIVE),
        ("function", rules.preposition | rules.connector | rules.subordinator),
    )


def _first_of(*classes: tuple[str, frozenset[str]]) -> dict[str, str]:
    table: dict[str, str] = {}
    for kind, words in classes:
        for word in words:
            table.setdefault(word, kind)
    return table


_RELATIVE: Final = frozenset({"hers", "theirs", "whose", "which", "that", "who", "whom"})
_ADJECTIVE_ENDINGS: Final = tuple("ful ous ive able ible al ic less ish".split())


def _open_class(lower: str, lexicon: Lexicon) -> str:
    rules = grammar()
    if lexicon.verb(lower) is not None:
        return "verb"
    if lower.endswith("ly"):
        return "adverb"
    if lower in rules.descriptive | rules.adjectival or lower.endswith(_ADJECTIVE_ENDINGS):
        return "adjective"
    return "noun"
