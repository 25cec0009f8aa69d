"""What is odd about a clause of a note: named signals, each zero or more.

A signal is evidence for "not fully supported"; those that end in `_kept` are evidence against it.
`checks.risk` weighs them; their names are the names in its data file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from notegen.evidence.lexicon import lexicon
from notegen.evidence.matching import Matching
from notegen.evidence.source import key_of
from notegen.evidence.states import ClauseState
from notegen.evidence.tokens import Token
from notegen.evidence.wordclasses import word_classes

_MOST: Final = 4.0  # no signal counts more than this
_ADDING_CUES: Final = frozenset(
    "risk homework homework_done referral observed intervention_noun impression diagnosis goal "
    "response judged distress assign future safety_done medication".split()
)
_VERBS: Final = frozenset({"verb", "intervention", "homework", "reporting", "observed"})
_NEVER_LICENSED: Final = frozenset({"risk", "drug", "person", "number", "calendar"})
_LONG_CLAUSE: Final = 120  # tokens of a clause that are compared
_WEAK_CONTEXT: Final = 0.3
_CLEARLY: Final = 0.5


@dataclass(frozen=True, slots=True)
class ClauseSignals:
    """The signals of one clause, the tokens it has, and those that no source holds."""

    clause: int
    signals: Mapping[str, float]
    tokens: Sequence[int]
    missing: Sequence[int]
    homes: Sequence[int]


def signals_of(matching: Matching, licence: Mapping[str, int]) -> list[ClauseSignals]:
    """The signals of each clause of the sentence.

    `licence` tells for a key how many faithful sentences had the word without their summary having
    it: such words mean little.
    """
    return [
        _Clause(matching, clause, licence).read() for clause in sorted(matching.sentence.by_clause)
    ]


class _Clause:
    def __init__(self, matching: Matching, clause: int, licence: Mapping[str, int]) -> None:
        self._m = matching
        self._sentence, self._sources = matching.sentence, matching.sources
        self._licence = licence
        self._clause = clause
        self._tokens = list(self._sentence.by_clause[clause])
        self._content = [i for i in self._tokens if self._token(i).is_content]
        self._missing = [i for i in self._content if not matching.matches[i].tokens]
        self._homes = matching.homes(clause)
        self._home_tokens = self._tokens_of(self._homes)
        self._found: dict[str, float] = defaultdict(float)

    def read(self) -> ClauseSignals:
        if self._clause in self._sentence.gaps:
            self._polarity()
            return self._signals()
        self._missing_words()
        self._values()
        self._polarity()
        self._degrees_and_opposites()
        self._cues()
        if self._homes:
            self._status()
            self._speakers()
        else:
            self._found["no_home"] = 1.0
        return self._signals()

    def _signals(self) -> ClauseSignals:
        found = {name: min(_MOST, value) for name, value in self._found.items() if value}
        return ClauseSignals(self._clause, found, self._tokens, self._missing, self._homes)

    def _token(self, index: int) -> Token:
        return self._sentence.tokens[index]

    def _weight(self, index: int) -> float:
        token = self._token(index)
        return 1.0 if token.kind in _NEVER_LICENSED else 1 / (1 + self._licence.get(token.key, 0))

    def _missing_words(self) -> None:
        """Words that no source has: how many, of which kind, how many in a row."""
        found, total, run = self._found, 0.0, 0.0
        for i in self._tokens:
            token = self._token(i)
            if not token.is_content:
                continue
            if self._m.matches[i].tokens:
                run = 0.0
                continue
            weight = self._weight(i)
            total += weight
            run += weight
            found["missing_run"] = max(found["missing_run"], run)
            found["missing_most"] = max(found["missing_most"], weight)
            if token.kind not in {"number", "calendar", "person"}:
                found[f"missing_{token.kind}"] += weight
        count = max(1, len(self._content))
        found["missing"] = total
        found["missing_share"] = total / count
        found["content_words"] = len(self._content) / 6
        found["homes"] = len(self._homes) / 3
        if self._homes:
            near = range(self._homes[0] - 1, self._homes[0] + 2)
            away = [
                i
                for i in self._content
                if self._m.matches[i].tokens and not self._m.rests_in(i, near)
            ]
            found["far_apart"] = len(away) / max(2, len(self._content))

    def _values(self) -> None:
        """Numbers, days and persons that the sources lack or have in another place."""
        found = self._found
        for i in self._tokens:
            match = self._m.values.get(i)
            if match is None:
                continue
            kind = match.value.kind
            if match.equal < 0:
                found[f"{kind}_unknown"] += 1
                if match.different > _WEAK_CONTEXT:
                    found[f"{kind}_other_there"] += 1
                if kind == "number" and not match.value.written[:1].isdigit():
                    found["number_word_unknown"] += 1
                continue
            conflict = match.different - match.equal - _CLEARLY
            found[f"{kind}_conflict"] = max(found[f"{kind}_conflict"], conflict, 0.0)
            weak = match.equal < _WEAK_CONTEXT and len(self._content) > 2
            found[f"{kind}_out_of_context"] = max(found[f"{kind}_out_of_context"], float(weak))
            kept = match.equal - max(0.0, match.different)
            found[f"{kind}_kept"] = max(found[f"{kind}_kept"], min(2.0, kept), 0.0)

    def _polarity(self) -> None:
        """What the clause denies and its home does not, and the reverse."""
        found = self._found
        says_no = self._sentence.says_no
        denied = [i for i in self._content if self._token(i).negated]
        for i in self._content:
            rests = self._m.matches[i].tokens
            if not rests:
                continue
            token = self._token(i)
            there = [j for j in rests if self._sources.tokens[j].clause in self._homes] or rests
            if token.denied and not any(self._sources.tokens[j].negated for j in there):
                clear = not any(self._sources.no_around(j) for j in there)
                found["denied_but_stated" if clear else "denied_near_denial"] += 1
            if (
                not says_no
                and not token.negated
                and all(self._sources.tokens[j].denied for j in there)
            ):
                found["stated_but_denied"] += 1
            if token.denied and any(self._sources.tokens[j].negated for j in there):
                found["denial_kept"] += 1
        if denied:
            lacking = sum(not self._m.matches[i].tokens for i in denied)
            found["denied_unknown"] = lacking / len(denied)
        if self._homes:
            home = self._sources.states[self._homes[0]]
            found["negation_lost"] = float(home.negated and not denied and not says_no)

    def _degrees_and_opposites(self) -> None:
        """Words of degree, order, hedge and opposite meaning, against the home."""
        found, opposites = self._found, word_classes().opposites
        keys = {token.key for token in self._home_tokens}
        for i in self._tokens:
            token = self._token(i)
            if token.kind == "degree" and token.key not in keys:
                found["degree_added"] += self._weight(i)
            against = opposites.get(token.key)
            if against and token.key not in keys and against & keys:
                found["opposite"] += 1
            if token.kind == "cause" and not self._m.matches[i].tokens:
                found["cause_added"] += 1
        said = self._sentence.by_key
        for token in self._tokens_of(self._homes[:1]):
            if token.kind in {"degree", "certainty", "person"} and token.key not in said:
                found[f"{token.kind}_dropped"] += 1

    def _tokens_of(self, homes: Sequence[int]) -> list[Token]:
        return [
            self._sources.tokens[j]
            for home in homes
            for j in self._sources.by_clause.get(home, ())[:_LONG_CLAUSE]
        ]

    def _cues(self) -> None:
        """Topics that the clause brings up and its home does not."""
        there = {cue for token in self._home_tokens for cue in token.cues}
        for cue in {cue for i in self._tokens for cue in self._token(i).cues}:
            if cue in _ADDING_CUES and cue not in there:
                self._found[f"new_{cue}"] = 1.0

    def _status(self) -> None:
        """Plan against deed, condition, hedge, past: the clause against its home."""
        found = self._found
        mine = self._sentence.states[self._clause]
        all_mine = self._sentence.anywhere
        home = self._sources.states[self._homes[0]]
        homes = [self._sources.states[h] for h in self._homes]
        around = self._around_homes()
        found["future_added"] = float(mine.future and not any(h.future or h.plans for h in homes))
        found["future_dropped"] = float(home.future and not mine.future)
        found["plan_done"] = float(home.plans and mine.past and not mine.plans)
        found["past_added"] = float(mine.past and home.finite and not home.past)
        for name in ("conditional", "uncertain", "history"):
            dropped = getattr(home, name) and not getattr(all_mine, name)
            added = getattr(mine, name) and not any(getattr(s, name) for s in around)
            found[f"{name}_dropped"] = float(dropped)
            found[f"{name}_added"] = float(added)
        verbs = [
            i for i in self._tokens if self._token(i).kind in _VERBS and self._m.matches[i].tokens
        ]
        bases = {
            self._sources.tokens[j].clause for i in verbs for j in self._m.matches[i].tokens
        } & set(self._homes)
        statuses = {self._sources.states[b].status for b in bases or {self._homes[0]}}
        if mine.status not in statuses:
            for status in statuses:
                found[f"{status}_to_{mine.status}"] = 1.0
        if any(self._is_deed(i) for i in self._missing):
            found[f"new_deed_{mine.status}"] = 1.0

    def _around_homes(self) -> list[ClauseState]:
        """The states of the homes and of the clauses beside them."""
        states = self._sources.states
        near = (h + step for h in self._homes for step in (-1, 0, 1))
        return [states[clause] for clause in near if 0 <= clause < len(states)]

    def _is_deed(self, index: int) -> bool:
        token = self._token(index)
        return token.kind in _VERBS and token.key in _deed_keys()

    def _speakers(self) -> None:
        """Who says it and who does it, against the home."""
        found = self._found
        mine = self._sentence.states[self._clause]
        home = self._sources.states[self._homes[0]]
        near = self._around_homes()
        found["report_added"] = float(mine.reports and not any(s.reports for s in near))
        found["report_dropped"] = float(home.reports and not self._sentence.anywhere.reports)
        subject, other = mine.person, home.person
        if (
            subject
            and subject != other
            and subject not in {"client", "clinician", "together", "other"}
        ):
            found["third_person_acts"] = 1.0
        if subject and other and subject != other and "other" not in {subject, other}:
            found["other_subject"] = 1.0
        if subject == "clinician" and other not in {"clinician", "together", None}:
            found["clinician_acts"] = 1.0


@cache
def _deed_keys() -> frozenset[str]:
    return frozenset(key_of(word, lexicon()) for word in word_classes().deed)
