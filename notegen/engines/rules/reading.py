"""A summary, read once into facts; every format is a rendering of the same facts.

line -> sentence -> clause -> kind -> fact. Neighbouring clauses of one sentence that state the same
kind of fact about the same person stay one fact, so that the clinician's own wording survives.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from notegen.engines.rules.classify import classify
from notegen.engines.rules.kinds import Context, Kind
from notegen.engines.rules.tidy import FILLER, tidy
from notegen.evidence.clauses import Clause, split_clauses
from notegen.evidence.lexicon import Lexicon
from notegen.evidence.segment import Line, heading_at, headings, lines, sentences
from notegen.evidence.syntax import CLIENT, CLINICIAN, OTHER, TOGETHER
from notegen.evidence.tense import is_ahead
from notegen.evidence.text import Span, Word, expand, spans_of, tokenise
from notegen.model import SessionSummary, Unused

MAX_FACT_WORDS: Final = 34
_DEPENDENT: Final = frozenset(
    {
        "who",
        "which",
        "because",
        "since",
        "whose",
        "that",
        "as",
        "although",
        "though",
        "where",
        "whereas",
    }
)
_CONDITIONS: Final = frozenset({"if", "unless", "should", "provided"})
_FORWARD: Final = frozenset({"when", "whenever", "once", "until", "while", "although", "though"})
_CLOSED: Final = frozenset({"homework.new", "measure", "medication", "medication.change", "goal"})
_LATE_SHARE: Final = 0.6
_DONE: Final = frozenset(
    {
        "intervention",
        "response.seen",
        "response.said",
        "response.judged",
        "measure.distress",
        "safety",
    }
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing the summary states: its kind, its words (shorthand expanded) and their spans.

    `clauses` are the clauses it was made of; `lead` is the first of them. `speaker` is the subject
    that the fact inherits when its own first clause leaves it out. `topic` is the label of the
    line it stands on ("Sleep"), where that is needed to understand it. `pronoun` is the "she" or
    "he" that it starts with, where nobody but the client can be meant.
    """

    kind: str
    clauses: tuple[Clause, ...]
    words: tuple[Word, ...]
    spans: tuple[Span, ...]
    speaker: tuple[Word, ...] = ()
    speaker_person: str | None = None
    topic: str = ""
    heading: str | None = None
    pronoun: str | None = None

    @property
    def lead(self) -> Clause:
        """The first clause."""
        return self.clauses[0]


@dataclass(frozen=True, slots=True)
class Reading:
    """All facts of a summary in its order, and what is not one, with the reason."""

    facts: tuple[Fact, ...]
    unused: tuple[Unused, ...]


def read(summary: SessionSummary, lexicon: Lexicon) -> Reading:
    """The facts of a summary; every word is in a fact or in `unused`."""
    return _Reader(summary.text, lexicon).read()


class _Reader:
    """One pass over one summary; holds what was read so far."""

    def __init__(self, text: str, lexicon: Lexicon) -> None:
        self._text = text
        self._lexicon = lexicon
        self._facts: list[Fact] = []
        self._unused: list[tuple[Span, str]] = []
        self._people: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
        self._sexes: set[str] = set()
        self._after_work = False
        self._previous: str | None = None

    def read(self) -> Reading:
        for line in lines(self._text):
            self._read_line(line)
        unused = [
            Unused(span.start, span.end, span.of(self._text), reason)
            for span, reason in sorted(self._unused, key=lambda item: item[0].start)
        ]
        return Reading(tuple(self._clear_pronouns()), tuple(unused))

    def _clear_pronouns(self) -> list[Fact]:
        """The facts, without pronouns where the summary speaks of the client as he and as she."""
        used = {fact.pronoun for fact in self._facts} - {None}
        if len(used) < 2 and not self._sexes >= {"she", "he"}:
            return self._facts
        return [replace(fact, pronoun=None) for fact in self._facts]

    def _note_people(self, words: Sequence[Word]) -> None:
        """Remembers who of this sentence and the last one a pronoun might mean."""
        mentioned: set[str] = set()
        for word in words:
            mentioned |= self._lexicon.pronouns_of(word.lower.removesuffix("'s"))
        self._people = (self._people[1], frozenset(mentioned))

    def _pronoun(self, lead: Clause) -> str | None:
        if lead.subject is None or lead.subject[1] - lead.subject[0] != 1 or lead.subject[0] > 0:
            return None
        word = lead.words[0].lower.split("'")[0]
        if word not in {"she", "he"}:
            return None
        self._sexes.add(word)
        return word if word not in self._people[0] | self._people[1] else None

    def _read_line(self, line: Line) -> None:
        """A heading holds for its sentence; for the next ones only where they leave it open."""
        current = line
        spans = sentences(self._text, start=line.body.start, end=line.body.end)
        for number, sentence in enumerate(spans):
            span = sentence
            if number:
                heading, label = heading_at(self._text, span)
                if heading is not None and label is not None and label.end < span.end:
                    current = Line(Span(label.end, span.end), heading, label)
                    span = current.body
                else:
                    current = replace(current, label=None, open=True)
            self._read_sentence(span, current)

    def _read_sentence(self, span: Span, line: Line) -> None:
        raw = tokenise(self._text, start=span.start, end=span.end)
        words = expand(raw, self._lexicon)
        words, aside = tidy(words, self._lexicon)
        self._unused.extend(aside)
        self._note_people(words)
        clauses = split_clauses(words, self._lexicon)
        if not clauses:
            if words:
                self._unused.append((Span(words[0].start, words[-1].end), FILLER))
            return
        kinds, glued = _joined(clauses, self._kinds(clauses, line), self._lexicon)
        self._collect(words, _grouped(clauses, kinds, glued), line)

    def _kinds(self, clauses: Sequence[Clause], line: Line) -> list[str]:
        heading = None if line.heading is None else _heading_kind(line.heading)
        kinds: list[str] = []
        subject_person: str | None = None
        previous = self._previous
        for clause in clauses:
            seen = clause
            if clause.subject is None and clause.finite and subject_person is not None:
                seen = replace(clause, person=subject_person)
            context = Context(
                heading=None if line.open else heading,
                open_heading=heading if line.open else None,
                late=self._is_late(clause),
                previous=previous,
                same_sentence=kinds[-1] if kinds else None,
                after_work=self._after_work,
            )
            kind = classify(seen, context, self._lexicon)
            name = self._settle(kind, kinds, clause)
            kinds.append(name)
            previous = name
            self._after_work = self._after_work or name in _DONE
            subject_person = clause.person or subject_person
        self._previous = previous
        return kinds

    def _is_late(self, clause: Clause) -> bool:
        """True in the last part of the summary, where plans stand."""
        return clause.words[0].start > _LATE_SHARE * len(self._text)

    @staticmethod
    def _settle(kind: Kind, before: Sequence[str], clause: Clause) -> str:
        """An unsure clause takes over the kind before it, if there is one in the sentence.

        So does one that hangs on the clause before it ("because ...", "who ...").
        """
        if not before:
            return kind.name
        last = before[-1]
        if last != "logistics" and _hangs(clause):
            return last
        if kind.sure:
            return kind.name
        if last == "logistics":
            return kind.name
        if clause.finite and last in _CLOSED and kind.name == "report":
            return kind.name
        return last

    def _collect(
        self, words: Sequence[Word], groups: Sequence[tuple[str, list[Clause]]], line: Line
    ) -> None:
        speaker: tuple[Word, ...] = ()
        person: str | None = None
        starts = [word.start for word in words]
        label = "" if line.label is None else line.label.of(self._text)
        for position, (kind, members) in enumerate(groups):
            begin = members[0].words[0].start
            end = members[-1].words[-1].end
            own = _balanced(tuple(words[bisect_left(starts, begin) : bisect_left(starts, end)]))
            spans = tuple(spans_of(own, self._text))
            if kind == "logistics":
                self._unused.extend((span, "logistics") for span in spans)
                continue
            self._facts.append(
                Fact(
                    kind=kind,
                    clauses=tuple(members),
                    words=own,
                    spans=spans,
                    speaker=speaker,
                    speaker_person=person,
                    topic=label if position == 0 else "",
                    heading=line.heading,
                    pronoun=self._pronoun(members[0]),
                )
            )
            for member in members:
                if member.subject is not None and member.person != OTHER:
                    speaker = member.words[member.subject[0] : member.subject[1]]
                    person = member.person


def _joined(
    clauses: Sequence[Clause], kinds: Sequence[str], lexicon: Lexicon
) -> tuple[list[str], frozenset[int]]:
    """The kinds, and which clauses must not be parted from the next one.

    The steps of a safety plan stay with it ("safety plan: call sister, 988, pills locked up"). A
    condition stays with what it conditions ("if panic returns, she will call"), a question
    about risk with its answer ("asked about SI, she said no"), a "checked" with what was checked.
    """
    joined = list(kinds)
    glued: set[int] = set()
    for index in range(len(clauses) - 1):
        clause, after = clauses[index], clauses[index + 1]
        if (index - 1 in glued and joined[index] == "safety") or _lists_safety(clause):
            joined[index] = joined[index + 1] = "safety"
            glued.add(index)
            continue
        bare = after.subject is None and lexicon.is_a(after.base, "inquire")
        if _leads_on(clause, after):
            condition = clause.words[0].lower in _CONDITIONS and joined[index + 1] != "risk"
            joined[index] = joined[index + 1] = "plan" if condition else joined[index + 1]
            glued.add(index)
        elif _asks_about_risk(clause, lexicon) or (joined[index] == "risk" and bare):
            joined[index] = joined[index + 1] = "risk"
            glued.add(index)
    return joined, frozenset(glued)


def _lists_safety(clause: Clause) -> bool:
    """True when a safety plan is followed by a colon and its steps."""
    return clause.has("safety_done") and any(word.text == ":" for word in clause.words)


def _leads_on(clause: Clause, after: Clause) -> bool:
    """True for a clause that waits for the next: "if ...,", "when ...,"."""
    if not clause.finite or not after.finite:
        return False
    first = clause.words[0].lower
    if first == "provided":
        return is_ahead(after)
    return first in _CONDITIONS | _FORWARD


def _asks_about_risk(clause: Clause, lexicon: Lexicon) -> bool:
    by_clinician = clause.person in {CLINICIAN, TOGETHER, None} or clause.passive
    return by_clinician and lexicon.is_a(clause.base, "inquire") and clause.has("risk")


def _heading_kind(heading: str) -> str | None:
    return next((kind for key, kind in headings().values() if key == heading), None)


def _grouped(
    clauses: Sequence[Clause], kinds: Sequence[str], glued: frozenset[int]
) -> list[tuple[str, list[Clause]]]:
    """Neighbours of one kind joined, up to a length that still reads as one sentence."""
    groups: list[tuple[str, list[Clause]]] = []
    for index, (clause, kind) in enumerate(zip(clauses, kinds, strict=True)):
        if groups and (index - 1 in glued or _fits(groups[-1], clause, kind)):
            groups[-1][1].append(clause)
        else:
            groups.append((kind, [clause]))
    return groups


def _fits(group: tuple[str, list[Clause]], clause: Clause, kind: str) -> bool:
    """True when a clause goes on with the sentence of a group."""
    last_kind, members = group
    length = sum(len(member.words) for member in members) + len(clause.words)
    if kind != last_kind or length > MAX_FACT_WORDS:
        return False
    if clause.person in {CLINICIAN, TOGETHER} and members[-1].person == CLIENT:
        return False
    starts_anew = (
        clause.finite
        and clause.subject is not None
        and length > MAX_FACT_WORDS // 2
        and clause.joined_by not in {"and", "or"}
        and not _hangs(clause)
    )
    return not starts_anew


def _hangs(clause: Clause) -> bool:
    """True for a clause that means nothing without the one before it."""
    first = clause.words[0].lower
    if first in _DEPENDENT or (first == "of" and not clause.finite):
        return True
    if clause.finite and clause.subject is None and clause.base == "be":
        return True
    words = sum(word.is_word for word in clause.words)
    return (
        words <= 2 and clause.person == CLINICIAN and clause.base in {"think", "guess", "believe"}
    )


def _balanced(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """The words without marks that only joined them to their neighbours."""
    begin, end = 0, len(words)
    while begin < end and words[begin].text in {",", ";", ":", "-", "–", "—", "/", "."}:
        begin += 1
    while end > begin and words[end - 1].text in {",", ";", ":", "-", "–", "—", "/"}:
        end -= 1
    return words[begin:end]
