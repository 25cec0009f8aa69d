"""What the sources of a note say about risk and mental status, looked up once for all sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from notegen.checks.ledger import items_named
from notegen.evidence.lexicon import Lexicon
from notegen.evidence.source import Source

_SAYS_NOTHING = frozenset({"not_stated", "not_asked"})


@dataclass(frozen=True, slots=True)
class Known:
    """The sources, and the states that they give each ledger item, by item and person."""

    sources: tuple[Source, ...]
    states: Mapping[tuple[str, str], frozenset[str]]

    @property
    def items(self) -> frozenset[str]:
        """Ledger items that the sources give a state to, whoever the person is."""
        return frozenset(
            name for (name, _), states in self.states.items() if states - _SAYS_NOTHING
        )


def known(sources: Sequence[Source], lexicon: Lexicon) -> Known:
    """The look-ups over the summary, details, answers and typed sentences of a note."""
    states: dict[tuple[str, str], set[str]] = {}
    for source in sources:
        for item, entry, _ in items_named(source, lexicon):
            states.setdefault((item.name, entry.person), set()).add(entry.state)
    return Known(tuple(sources), {key: frozenset(found) for key, found in states.items()})
