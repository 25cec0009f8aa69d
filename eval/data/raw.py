"""What writers and labellers hand in, turned into records (`datasets/SCHEMA.md`).

Texts come without offsets, ids of facts and splits; labels come from blind readers. What cannot be
made into a record yet is `Undecided`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval.data import schema
from eval.data.fields import Fields
from eval.data.labels import AUTHOR, CaseLabels, NoteLabels, PairLabels, Voices
from eval.data.load import Row, read_rows
from eval.data.records import read_case, read_note, read_pair
from eval.data.schema import Case, Label, LabelledNote, Pair
from eval.data.settle import settle_case, settle_note, settle_pair


@dataclass(frozen=True, slots=True)
class Undecided:
    """A record that still needs its labellers or the adjudicator, and for what."""

    id: str
    what: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """A pair whose labels do not bear it out."""

    id: str
    why: str


def rows(folder: Path, pattern: str) -> Iterator[Row]:
    """All records of the files of a folder that match, in the order of their names."""
    for path in sorted(folder.glob(pattern)):
        yield from read_rows(path)


def record_id(row: Row) -> str:
    """The id of a raw record. Raises `DataError`."""
    return Fields(row.record, row.place).id()


def case_of(
    row: Row, extra: Mapping[str, Any], said: Voices[CaseLabels] | None
) -> Case | Undecided:
    """A case without its split, from a text, what was added to it, and its labels.

    Raises `DataError` for a quote that is not in the summary.
    """
    record = {**row.record, **{k: v for k, v in extra.items() if k != "elements"}}
    facts = numbered_facts(row)
    if said is None:
        return Undecided(record["id"], ("no labels",))
    decision = settle_case([fact["id"] for fact in facts], said)
    undecided = list(decision.undecided)
    elements = {**extra.get("elements", {}), **(said.final.elements if said.final else {})}
    kinds = said.final.kinds if said.final else {}
    for fact in facts:
        fact |= {"kind": kinds.get(fact["id"], fact["kind"])}
        fact |= {"element": elements.get(fact["id"], fact.get("element", schema.NO_ELEMENT))}
        places = decision.sections.get(fact["id"], {})
        is_aside = fact["kind"] in schema.ASIDE
        if is_aside:
            fact["element"] = schema.NO_ELEMENT
        if is_aside is bool(places) and fact["id"] in decision.sections:
            undecided.append(f"kind of {fact['id']}: the labels and the writer differ")
        fact["critical"] = fact["id"] in decision.critical
        fact["sections"] = {name: list(place.admissible) for name, place in places.items()}
    if undecided:
        return Undecided(record["id"], tuple(undecided))
    states = [
        {"item": s.item, "state": s.state, "person": s.person, "time": s.time}
        for s in decision.states
    ]
    return read_case(record | {"facts": facts, "states": states}, row.place)


def numbered_facts(row: Row) -> list[dict[str, Any]]:
    """The facts of a raw case with ids (f1, f2, ... as they stand) and offsets.

    A quote that stands more than once is looked for after the fact before it. Raises `DataError`
    when a quote is not in the summary.
    """
    fields = Fields(row.record, row.place)
    summary = fields.text("summary")
    facts = []
    before = 0
    for index, fact in enumerate(fields.values("facts")):
        quote = fact.get("quote") if isinstance(fact, dict) else None
        if not isinstance(quote, str) or quote not in summary:
            row.place.fail(f"facts[{index}].quote: does not stand in the summary")
        start = summary.find(quote, before)
        start = summary.find(quote) if start < 0 else start
        before = start
        facts.append({**fact, "id": f"f{index + 1}", "start": start})
    return facts


def note_of(
    row: Row, said: Voices[NoteLabels] | None, cases: Mapping[str, Case]
) -> LabelledNote | Undecided:
    """A note from its text and its labels. Raises `DataError`."""
    if said is None:
        return Undecided(row.record["id"], ("no labels",))
    sentences = row.record["sentences"]
    decision = settle_note(len(sentences), said)
    undecided = list(decision.undecided)
    labelled = []
    for index, (sentence, mark) in enumerate(zip(sentences, decision.marks, strict=False)):
        kept = {k: sentence[k] for k in ("section", "heading", "text") if k in sentence}
        kept["label"] = mark.label.value
        if mark.label is Label.UNSUPPORTED and mark.severity is not None:
            start = _whole_word(sentence["text"], mark.quote)
            if start is None:
                undecided.append(f"sentence {index}: its quote does not stand in it")
                continue
            kept |= {"quote": mark.quote, "start": start, "code": mark.code}
            kept |= {"severity": mark.severity.value}
        elif mark.label is Label.ARGUABLE:
            kept["why"] = mark.why
        labelled.append(kept)
    if undecided:
        return Undecided(row.record["id"], tuple(undecided))
    record = row.record | {"sentences": labelled, "omitted": dict(decision.omitted)}
    return read_note(record, row.place, cases=cases)


def intention(row: Row) -> dict[str, Any] | None:
    """The labels of the writer of a planted note, as a line of labels; None for a natural one."""
    sentences = row.record["sentences"]
    if not all("label" in sentence for sentence in sentences):
        return None
    keys = ("label", "quote", "code", "severity")
    marks = [{k: s[k] for k in keys if s.get(k) is not None} for s in sentences]
    return {"id": row.record["id"], "labeller": AUTHOR, "sentences": marks}


def pair_of(
    row: Row, said: Voices[PairLabels] | None, cases: Mapping[str, Case]
) -> Pair | Undecided | Refused:
    """A pair from its text, if its labels bear it out. Raises `DataError`."""
    pair = read_pair(row.record, row.place, cases=cases)
    if said is None:
        return Undecided(pair.id, ("no labels",))
    decision = settle_pair(pair, said)
    if decision.undecided:
        return Undecided(pair.id, tuple(decision.undecided))
    return Refused(pair.id, decision.fault) if decision.fault else pair


def _whole_word(text: str, quote: str) -> int | None:
    """Where a quote stands in a sentence, at word borders first."""
    found = re.search(rf"(?<!\w){re.escape(quote)}(?!\w)", text)
    if found:
        return found.start()
    start = text.find(quote)
    return start if start >= 0 else None
