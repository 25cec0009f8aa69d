"""Which spans of a source a sentence rests on."""

from __future__ import annotations

from collections.abc import Sequence

from notegen.evidence.source import ReadClause, Source
from notegen.model import Evidence


def typed_evidence(text: str) -> tuple[Evidence, ...]:
    """The evidence of words that the clinician typed: the words themselves."""
    return (Evidence("edit", 0, len(text), text),)


def align(sentence: Source, sources: Sequence[Source]) -> tuple[Evidence, ...]:
    """The fewest clauses of the sources that together hold the sentence's content words.

    Greedy cover: the clause that adds most comes first, ties go to the earlier one. Clauses that
    share nothing with the sentence are never cited.
    """
    missing = set(sentence.keys)
    numbers = {q.value for q in sentence.quantities}
    chosen: list[tuple[Source, ReadClause]] = []
    candidates = [(source, clause) for source in sources for clause in source.clauses]
    while missing or numbers:
        best: tuple[float, tuple[Source, ReadClause] | None] = (0.0, None)
        for source, clause in candidates:
            gain = len(clause.keys & missing) + 0.6 * len(_numbers(source, clause) & numbers)
            if gain > best[0]:
                best = (gain, (source, clause))
        if best[1] is None:
            break
        source, clause = best[1]
        chosen.append(best[1])
        missing -= clause.keys
        numbers -= _numbers(source, clause)
    chosen.sort(key=lambda pair: (sources.index(pair[0]), pair[1].span.start))
    return tuple(
        Evidence(source.name, c.span.start, c.span.end, c.span.of(source.text))
        for source, c in chosen
    )


def _numbers(source: Source, clause: ReadClause) -> set[float]:
    return {
        q.value
        for q in source.quantities
        if clause.span.start <= q.start and q.end <= clause.span.end
    }
