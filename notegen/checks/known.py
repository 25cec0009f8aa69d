"""What the sources of a note state, looked up once for all its sentences."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from notegen.checks.ledger import items_named
from notegen.evidence.lexicon import Lexicon
from notegen.evidence.names import names
from notegen.evidence.source import Content, ReadClause, Source
from notegen.evidence.spelling import is_typo_of

_SAYS_NOTHING = frozenset({"not_stated", "not_asked"})


@dataclass(frozen=True, slots=True)
class Known:
    """Everything the tests of a sentence compare it with.

    `polarity` tells for each key whether the sources state it, deny it, or both; the clinician's
    own sentences do not count there, since they cannot answer for themselves. `states` has the
    states of each ledger item by person, `unusual` the words that may be typing errors.
    """

    sources: tuple[Source, ...]
    keys: frozenset[str]
    polarity: Mapping[str, frozenset[bool]]
    values: frozenset[float]
    measures: frozenset[tuple[float, str]]
    drugs: frozenset[str]
    unusual: frozenset[str]
    states: Mapping[tuple[str, str], frozenset[str]]

    def holds(self, item: Content) -> bool:
        """True when the sources have the word, an equivalent, or the word with a typing error.

        No tolerance for people: a wrong person differs from the right one by a letter or two.
        """
        if item.key in self.keys:
            return True
        if item.key.startswith("="):
            return False
        return any(is_typo_of(item.word.lower, other) for other in self.unusual)

    @property
    def items(self) -> frozenset[str]:
        """Ledger items that the sources give a state to, whoever the person is."""
        return frozenset(
            name for (name, _), states in self.states.items() if states - _SAYS_NOTHING
        )


def known(sources: Sequence[Source], lexicon: Lexicon) -> Known:
    """The look-ups over the summary, details, answers and typed sentences of a note."""
    polarity: dict[str, set[bool]] = {}
    for clause in _clauses([source for source in sources if source.name != "edit"]):
        for word in clause.content:
            polarity.setdefault(word.key, set()).add(word.negated)
    states: dict[tuple[str, str], set[str]] = {}
    for source in sources:
        for item, entry, _ in items_named(source, lexicon):
            states.setdefault((item.name, entry.person), set()).add(entry.state)
    quantities = [quantity for source in sources for quantity in source.quantities]
    drugs = names().medications
    return Known(
        sources=tuple(sources),
        keys=frozenset(key for source in sources for key in source.keys),
        polarity={key: frozenset(seen) for key, seen in polarity.items()},
        values=frozenset(quantity.value for quantity in quantities),
        measures=frozenset((quantity.value, quantity.unit) for quantity in quantities),
        drugs=frozenset(drugs[w] for source in sources for w in source.lowers if w in drugs),
        unusual=frozenset(
            word.word.lower
            for clause in _clauses(sources)
            for word in clause.content
            if not lexicon.knows_word(word.word.lower)
        ),
        states={key: frozenset(found) for key, found in states.items()},
    )


def _clauses(sources: Sequence[Source]) -> list[ReadClause]:
    return [clause for source in sources for clause in source.clauses]
