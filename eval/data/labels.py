"""Blind labels: reading them, and what follows from two labellers and an adjudicator.

The rules are those of `datasets/SCHEMA.md`: supported against reworded gives reworded; of two
spans, one inside the other, the shorter; with the same preferred sections, what either tolerates;
of two lists, what both have. Whatever else differs is decided by the adjudicator, also where both
labellers agree but differ from the writer of a planted note on whether a sentence is faithful.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Generic, TypeVar

from eval.data import schema
from eval.data.errors import DataError
from eval.data.fields import Fields, Place
from eval.data.load import Row
from eval.data.records import read_states, section_keys
from eval.data.schema import Label, Placement
from notegen.model import LedgerEntry, Severity

AUTHOR: Final = "author"
ADJUDICATED: Final = "adjudicated"
NO_PLACE: Final = "-"


@dataclass(frozen=True, slots=True)
class Mark:
    """What one reader said of one sentence."""

    label: Label
    quote: str = ""
    code: str | None = None
    severity: Severity | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLabels:
    """What one reader said of the facts of a case; `places` without an entry of `sections` is
    a passage that enters no note."""

    id: str
    labeller: str
    places: Mapping[str, Mapping[str, Placement]]
    critical: frozenset[str] | None = None
    states: tuple[LedgerEntry, ...] | None = None
    kinds: Mapping[str, str] = field(default_factory=dict)
    elements: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLabels:
    """What one reader said of a note; None for a sentence on which they had nothing to decide."""

    id: str
    labeller: str
    marks: tuple[Mark | None, ...]
    omitted: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PairLabels:
    """What one reader said of the two sentences of a pair, in the order of the pair."""

    id: str
    labeller: str
    faithful: Mark | None
    changed: Mark | None


E = TypeVar("E", bound=Hashable)
L = TypeVar("L", CaseLabels, NoteLabels, PairLabels)


@dataclass(frozen=True, slots=True)
class Voices(Generic[L]):
    """What was said of one record: by two blind labellers, an adjudicator, the writer."""

    first: L
    second: L
    final: L | None = None
    author: L | None = None


def shows_changed_first(id: str) -> bool:
    """Whether a labeller sees the changed sentence of this pair as `a`."""
    return hashlib.sha256(f"order:{id}".encode()).digest()[0] % 2 == 1


def read_case_labels(row: Row) -> CaseLabels:
    """One line of labels of a case. Raises `DataError`."""
    fields = Fields(row.record, row.place)
    record, labeller = fields.id(), fields.id("labeller")
    places = {fact: _places(fields, fact, value) for fact, value in fields.table("places").items()}
    labels = CaseLabels(
        id=record,
        labeller=labeller,
        places=places,
        critical=frozenset(fields.texts("critical")) if fields.has("critical") else None,
        states=read_states(fields) if fields.has("states") else None,
        kinds=fields.table_of_words("kinds", sorted(schema.kinds())),
        elements=fields.table_of_words("elements", (*schema.ELEMENTS, schema.NO_ELEMENT)),
    )
    fields.done()
    return labels


def read_note_labels(row: Row) -> NoteLabels:
    """One line of labels of a note. Raises `DataError`."""
    fields = Fields(row.record, row.place)
    has_omitted = fields.has("omitted")
    omitted = fields.table_of_words("omitted", schema.OMISSION_CODES)
    labels = NoteLabels(
        id=fields.id(),
        labeller=fields.id("labeller"),
        marks=tuple(
            None if value is None else _mark(value, row.place, f"sentences[{index}]", quoted=True)
            for index, value in enumerate(fields.values("sentences"))
        ),
        omitted=omitted if has_omitted else None,
    )
    fields.done()
    return labels


def read_pair_labels(row: Row) -> PairLabels:
    """One line of labels of a pair, turned into the order of the pair. Raises `DataError`."""
    fields = Fields(row.record, row.place)
    pair, labeller = fields.id(), fields.id("labeller")
    values = [(key, fields.raw(key)) for key in ("a", "b")]
    marks = [
        None if value is None else _mark(value, row.place, key, quoted=False)
        for key, value in values
    ]
    fields.done()
    faithful, changed = reversed(marks) if shows_changed_first(pair) else marks
    return PairLabels(id=pair, labeller=labeller, faithful=faithful, changed=changed)


def settle_mark(first: Mark, second: Mark, author: Mark | None, final: Mark | None) -> Mark | None:
    """The label of a sentence, or None where it needs the adjudicator and has not had one."""
    if final is not None:
        return final
    if author is not None and author.label.is_faithful != first.label.is_faithful:
        return None
    if first.label.is_faithful and second.label.is_faithful:
        same = first.label is second.label
        return Mark(first.label if same else Label.REWORDED)
    if first.label is not second.label:
        return None
    if first.label is Label.ARGUABLE:
        return first
    if (first.code, first.severity) != (second.code, second.severity):
        return None
    shorter, longer = sorted((first, second), key=lambda mark: len(mark.quote))
    return shorter if shorter.quote in longer.quote else None


def settle_places(
    first: Mapping[str, Placement] | None,
    second: Mapping[str, Placement] | None,
    final: Mapping[str, Placement] | None,
) -> Mapping[str, Placement] | None:
    """Where a fact belongs, or None where it needs the adjudicator and has not had one.

    With the same preferred sections, what either labeller tolerates is tolerated.
    """
    if final is not None:
        return final
    if first is None or second is None or first.keys() != second.keys():
        return None
    if any(first[name].preferred != second[name].preferred for name in first):
        return None
    return {
        name: Placement(
            place.preferred, tuple(dict.fromkeys([*place.tolerated, *second[name].tolerated]))
        )
        for name, place in first.items()
    }


def settle_entries(
    first: Collection[E] | None, second: Collection[E] | None, final: Collection[E] | None
) -> tuple[E, ...] | None:
    """The entries that both labellers have, and those of the adjudicator.

    None where a labeller gave no list, or they differ and there is no adjudicator.
    """
    if first is None or second is None:
        return None if final is None else tuple(final)
    if set(first) == set(second):
        return tuple(first)
    if final is None:
        return None
    shared = [entry for entry in first if entry in second]
    return tuple(dict.fromkeys([*shared, *final]))


def voices(labels: Iterable[L]) -> dict[str, Voices[L]]:
    """The labels of each record by who gave them.

    Raises `DataError` where there are not exactly two blind labellers, or one spoke twice.
    """
    heard: dict[str, dict[str, L]] = {}
    for label in labels:
        said = heard.setdefault(label.id, {})
        if label.labeller in said:
            raise DataError("labels", None, f"{label.id}: {label.labeller} spoke twice")
        said[label.labeller] = label
    found = {}
    for record, said in heard.items():
        blind = sorted(said.keys() - {AUTHOR, ADJUDICATED})
        if len(blind) != 2:
            raise DataError(
                "labels", None, f"{record}: needs two blind labellers, has {len(blind)}"
            )
        first, second = (said[name] for name in blind)
        found[record] = Voices(first, second, said.get(ADJUDICATED), said.get(AUTHOR))
    return found


def _places(fields: Fields, fact: str, value: Any) -> dict[str, Placement]:
    path = f"places.{fact}"
    if value == NO_PLACE:
        return {}
    parts = value.split() if isinstance(value, str) else []
    if len(parts) != len(schema.FORMATS):
        fields.fail(path, f"give four places ({' '.join(schema.FORMATS)}), or '{NO_PLACE}'")
    places = {}
    for name, part in zip(schema.FORMATS, parts, strict=True):
        keys = part.split("/")
        if len(set(keys)) < len(keys) or not set(keys) <= set(section_keys(name)):
            fields.fail(path, f"{name}: use each at most once of: {', '.join(section_keys(name))}")
        places[name] = Placement(keys[0], tuple(keys[1:]))
    return places


def _mark(value: Any, place: Place, path: str, *, quoted: bool) -> Mark:
    fields = Fields(value, place, path)
    label = Label(fields.word("label", tuple(Label)))
    if label is Label.UNSUPPORTED:
        mark = Mark(
            label,
            quote=fields.text("quote", None if quoted else ""),
            code=fields.word("code", schema.CODES),
            severity=Severity(fields.word("severity", tuple(Severity))),
        )
    else:
        mark = Mark(label, why=fields.text("why", None if label is Label.ARGUABLE else ""))
    fields.done()
    return mark
