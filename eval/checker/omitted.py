"""Facts that a note leaves out, against the omissions that the checker reports."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from eval.checker.metrics import Estimate, clustered_mean, wilson
from eval.data.schema import Fact, LabelledNote
from notegen.model import Omission

Said = tuple[LabelledNote, Sequence[Omission]]  # a note, and what the checker calls left out


def omission_rows(notes: Sequence[Said]) -> Iterator[tuple[str, Estimate]]:
    """How many of the omitted facts are reported, and how many reports hold no omitted fact."""
    omitted = [(said, fact) for note, said in notes for fact in _omitted(note)]
    for name, facts in (
        ("omitted facts found", omitted),
        ("omitted critical facts found", [pair for pair in omitted if pair[1].critical]),
    ):
        found = sum(any(_same(fact, omission) for omission in said) for said, fact in facts)
        yield name, wilson(found, len(facts))
    false = [
        float(sum(not any(_same(fact, o) for fact in _omitted(note)) for o in said))
        for note, said in notes
    ]
    clusters = [note.case.id for note, _ in notes]
    yield "false omission alarms a note", clustered_mean(false, clusters)


def _omitted(note: LabelledNote) -> list[Fact]:
    return [fact for fact in note.case.facts if fact.id in note.omitted]


def _same(fact: Fact, omission: Omission) -> bool:
    """At least half of the shorter one lies in the other."""
    both = min(fact.end, omission.end) - max(fact.start, omission.start)
    return 2 * both >= min(fact.end - fact.start, omission.end - omission.start)
