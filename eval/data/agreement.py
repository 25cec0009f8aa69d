"""How well the two blind labellers agree: raw agreement and Cohen's kappa, per label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass

from eval.data import schema
from eval.data.labels import CaseLabels, NoteLabels, PairLabels, Voices
from eval.data.schema import Case, Label, LabelledNote


@dataclass(frozen=True, slots=True)
class Agreement:
    """Of `n` items both labelled: the share that is equal, and kappa (None without variation)."""

    what: str
    n: int
    raw: float | None
    kappa: float | None

    def line(self) -> str:
        """One aligned line for a table."""
        raw = "-" if self.raw is None else f"{self.raw:.3f}"
        kappa = "-" if self.kappa is None else f"{self.kappa:.3f}"
        return f"{self.what:34}{self.n:>7}{raw:>9}{kappa:>9}"


HEADER = f"{'':34}{'n':>7}{'raw':>9}{'kappa':>9}"


def agreement(what: str, pairs: Sequence[tuple[Hashable, Hashable]]) -> Agreement:
    """Cohen's kappa of two labellers over the same items."""
    n = len(pairs)
    if not n:
        return Agreement(what, 0, None, None)
    raw = sum(a == b for a, b in pairs) / n
    first = Counter(a for a, _ in pairs)
    second = Counter(b for _, b in pairs)
    chance = sum(count * second[label] for label, count in first.items()) / n**2
    return Agreement(what, n, raw, (raw - chance) / (1 - chance) if chance < 1 else None)


def of_cases(cases: Iterable[Case], voices: dict[str, Voices[CaseLabels]]) -> list[Agreement]:
    """Preferred section per format, admissible sections, critical facts, ledger states."""
    places: dict[str, list[tuple[Hashable, Hashable]]] = {name: [] for name in schema.FORMATS}
    within: list[tuple[Hashable, Hashable]] = []
    critical: list[tuple[Hashable, Hashable]] = []
    states: list[tuple[Hashable, Hashable]] = []
    for case in cases:
        said = voices.get(case.id)
        if said is None:
            continue
        for fact in case.facts:
            one, two = (v.places.get(fact.id, {}) for v in (said.first, said.second))
            for name in schema.FORMATS:
                a, b = one.get(name), two.get(name)
                places[name].append((a and a.preferred, b and b.preferred))
                if a and b:
                    within.append((a.preferred in b.admissible, True))
            critical.append(
                tuple(fact.id in (v.critical or ()) for v in (said.first, said.second))  # type: ignore[arg-type]
            )
        if said.first.states is not None and said.second.states is not None:
            states += _states(said.first, said.second)
    rows = [agreement(f"preferred section, {name}", pairs) for name, pairs in places.items()]
    share = agreement("preferred is admissible to other", within)
    rows.append(Agreement(share.what, share.n, share.raw, None))
    rows.append(agreement("critical fact", critical))
    rows.append(agreement("ledger state, by item", states))
    return rows


def of_notes(
    notes: Iterable[LabelledNote], voices: dict[str, Voices[NoteLabels]]
) -> list[Agreement]:
    """Labels, codes and severities of sentences, and omitted facts; against the writer too."""
    labels: list[tuple[Label, Label]] = []
    codes: list[tuple[Hashable, Hashable]] = []
    severities: list[tuple[Hashable, Hashable]] = []
    omitted: list[tuple[Hashable, Hashable]] = []
    meant: list[tuple[Hashable, Hashable]] = []
    for note in notes:
        said = voices.get(note.id)
        if said is None:
            continue
        for one, two in zip(said.first.marks, said.second.marks, strict=False):
            if one is None or two is None:
                continue
            labels.append((one.label, two.label))
            if one.label is two.label is Label.UNSUPPORTED:
                codes.append((one.code, two.code))
                severities.append((one.severity, two.severity))
        for fact in note.case.claims:
            sides = (said.first.omitted or {}, said.second.omitted or {})
            omitted.append((fact.id in sides[0], fact.id in sides[1]))
        if said.author is not None:
            meant += [
                (mark is not None and mark.label.is_faithful, sentence.label.is_faithful)
                for mark, sentence in zip(said.author.marks, note.sentences, strict=False)
            ]
    rows = [
        agreement("faithful or not", [(a.is_faithful, b.is_faithful) for a, b in labels]),
        agreement("label, all values", list(labels)),
    ]
    for label in Label:
        both = [(a is label, b is label) for a, b in labels]
        if any(map(any, both)):
            rows.append(agreement(f"label {label.value}", both))
    rows.append(agreement("code, both unsupported", codes))
    rows.append(agreement("severity, both unsupported", severities))
    rows.append(agreement("fact omitted", omitted))
    if meant:
        rows.append(agreement("writer's intention, final label", meant))
    return rows


def of_pairs(voices: dict[str, Voices[PairLabels]]) -> list[Agreement]:
    """Faithful or not over both sentences of every pair, and the code of the faults."""
    sides: list[tuple[Hashable, Hashable]] = []
    codes: list[tuple[Hashable, Hashable]] = []
    for said in voices.values():
        for one, two in (
            (said.first.faithful, said.second.faithful),
            (said.first.changed, said.second.changed),
        ):
            if one is None or two is None:
                continue
            sides.append((one.label.is_faithful, two.label.is_faithful))
            if one.code is not None and two.code is not None:
                codes.append((one.code, two.code))
    return [agreement("faithful or not", sides), agreement("code, both unsupported", codes)]


def _states(first: CaseLabels, second: CaseLabels) -> list[tuple[Hashable, Hashable]]:
    said = [
        {
            item: frozenset(
                (s.state, s.person, s.time) for s in (labels.states or ()) if s.item == item
            )
            for item in schema.ledger_items()
        }
        for labels in (first, second)
    ]
    return [(said[0][item], said[1][item]) for item in sorted(schema.ledger_items())]
