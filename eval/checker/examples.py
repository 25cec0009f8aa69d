"""Labelled sentences as the checker sees them: matched once, weighed many times."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from eval.data.schema import BENIGN, Case, Label, LabelledNote, Pair
from notegen.checks.rules import findings_of
from notegen.checks.sentence import Stated, case_of, stated
from notegen.evidence.lexicon import lexicon
from notegen.evidence.matching import Matching
from notegen.evidence.source import Source, read_sentence, read_source
from notegen.evidence.tokens import Reading
from notegen.model import Statement


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence with its label; `span` are the unsupported words where they are known.

    `added` are the keys of content words that no source holds, `summary` the case, which is the
    unit that folds and intervals keep together.
    """

    summary: str
    format: str
    section: str
    text: str
    faulty: bool
    code: str | None
    span: tuple[int, int] | None
    matching: Matching
    added: frozenset[str]
    statement: Statement
    source: Source
    stated: Stated

    def rule_findings(self, licence: Mapping[str, int]) -> Counter[str]:
        """How often the rules find each code, with these words licensed."""
        case = case_of(self.statement, self.source, self.stated, self.matching, licence)
        return Counter(finding.code for finding in findings_of(case))


class Reader:
    """Makes examples; reads each summary once."""

    def __init__(self) -> None:
        self._stated: dict[str, Stated] = {}

    def of_notes(self, notes: Iterable[LabelledNote]) -> list[Example]:
        """The sentences of notes, without those whose label is arguable."""
        return [
            self._example(
                note.case,
                (note.format, sentence.section),
                sentence.text,
                code=sentence.code,
                span=sentence.span,
            )
            for note in notes
            for sentence in note.sentences
            if sentence.label is not Label.ARGUABLE
        ]

    def of_pairs(self, pairs: Iterable[Pair]) -> list[Example]:
        """Both sentences of each pair, the faithful one first."""
        found = []
        for pair in pairs:
            broken = pair.code != BENIGN
            for text, faulty in ((pair.faithful, False), (pair.changed, broken)):
                found.append(
                    self._example(
                        pair.case,
                        (pair.format, pair.section),
                        text,
                        code=pair.code if faulty else None,
                        span=changed_span(pair.faithful, text) if faulty else None,
                    )
                )
        return found

    def _example(
        self,
        case: Case,
        place: tuple[str, str],
        text: str,
        *,
        code: str | None,
        span: tuple[int, int] | None,
    ) -> Example:
        words = lexicon()
        sources = self._stated.get(case.id)
        if sources is None:
            sources = stated([read_source("summary", case.summary, words)], words)
            self._stated[case.id] = sources
        sentence = read_sentence(text, words)
        matching = Matching(Reading([sentence], words), sources.reading)
        added = frozenset(
            token.key
            for token, match in zip(matching.sentence.tokens, matching.matches, strict=True)
            if token.is_content and not match.tokens
        )
        return Example(
            summary=case.id,
            format=place[0],
            section=place[1],
            text=text,
            faulty=code is not None,
            code=code,
            span=span,
            matching=matching,
            added=added,
            statement=Statement(id="s", text=text, kind="report"),
            source=sentence,
            stated=sources,
        )


def changed_span(faithful: str, changed: str) -> tuple[int, int]:
    """Where `changed` differs from `faithful`: from the first to the last differing character."""
    start = 0
    while start < min(len(faithful), len(changed)) and faithful[start] == changed[start]:
        start += 1
    end = 0
    limit = min(len(faithful), len(changed)) - start
    while end < limit and faithful[-1 - end] == changed[-1 - end]:
        end += 1
    stop = max(len(changed) - end, min(start + 1, len(changed)))
    return min(start, max(0, stop - 1)), stop
