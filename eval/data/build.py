"""Makes the versioned data sets out of what writers and labellers handed in.

`build` writes nothing of a data set as long as one of its records is undecided. `sheets` writes
what a blind labeller may see, and for the adjudicator what is undecided with what was said.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from eval.data import load
from eval.data.checks.datasheet import NAME, write_counts
from eval.data.checks.run import LABELS, check_shipped
from eval.data.errors import DataError
from eval.data.labels import (
    read_case_labels,
    read_note_labels,
    read_pair_labels,
    shows_changed_first,
    voices,
)
from eval.data.load import Row
from eval.data.raw import (
    Refused,
    Undecided,
    case_of,
    intention,
    note_of,
    numbered_facts,
    pair_of,
    record_id,
    rows,
)
from eval.data.records import write_case, write_note, write_pair
from eval.data.schema import Case, LabelledNote, Pair
from eval.data.splits import assign

TEXTS: Final = "texts*.jsonl"
EXTRA: Final = "extra*.jsonl"
RAW_LABELS: Final = "labels*.jsonl"


@dataclass(slots=True)
class Built:
    """What became of one data set."""

    name: str
    written: int = 0
    undecided: list[Undecided] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


def build(raw: Path, out: Path) -> list[Built]:
    """Build every data set that `raw` has texts of into `out`, and the counts of the datasheets.

    Raises `DataError` for a record that breaks the schema.
    """
    built = []
    for name in load.FILES:
        if next((raw / name).glob(TEXTS), None) is None:
            continue
        result = Built(name)
        records = _RECORDS[name](raw / name, out, result)
        if not result.undecided:
            path = out / load.FILES[name]
            path.parent.mkdir(parents=True, exist_ok=True)
            write_lines(path, records)
            write_lines(path.with_name(LABELS), _labels(raw / name))
            result.written = len(records)
        built.append(result)
    for report in check_shipped(out):
        datasheet = (out / load.FILES[report.name]).with_name(NAME)
        if not report.missing and datasheet.is_file():
            write_counts(datasheet, report)
    return built


def sheets(raw: Path, out: Path) -> list[Path]:
    """Write `NAME.jsonl`, what a blind labeller sees of each data set that `raw` has texts of.

    Notes and pairs need the texts of the summaries beside them. Raises `DataError`.
    """
    texts = {record_id(row): row for row in rows(raw / load.SUMMARIES, TEXTS)}
    written = []
    out.mkdir(parents=True, exist_ok=True)
    for name in load.FILES:
        lines = [_sheet(name, row, texts) for row in rows(raw / name, TEXTS)]
        if lines:
            written.append(out / f"{name}.jsonl")
            write_lines(written[-1], lines)
    return written


def disputes(raw: Path, built: Built) -> Iterator[dict[str, Any]]:
    """For the adjudicator: each undecided record of a data set with everything said of it."""
    said: dict[str, list[Any]] = {}
    for record in _labels(raw / built.name):
        said.setdefault(record["id"], []).append(record)
    for case in built.undecided:
        yield {"id": case.id, "undecided": list(case.what), "said": said.get(case.id, [])}


def write_lines(path: Path, records: Iterable[Mapping[str, Any]]) -> None:
    """Write JSON Lines in UTF-8, one record a line."""
    lines = [json.dumps(record, ensure_ascii=False) + "\n" for record in records]
    path.write_text("".join(lines), "utf-8", newline="\n")


def _cases(folder: Path, _out: Path, result: Built) -> list[dict[str, Any]]:
    said = voices(read_case_labels(row) for row in rows(folder, RAW_LABELS))
    extra = {record_id(row): row.record for row in rows(folder, EXTRA)}
    cases: list[Case] = []
    for row in rows(folder, TEXTS):
        id_ = record_id(row)
        _keep(case_of(row, extra.get(id_, {}), said.get(id_)), cases, result)
    splits = assign(cases)
    return [write_case(replace(case, split=splits[case.id])) for case in cases]


def _notes(folder: Path, out: Path, result: Built) -> list[dict[str, Any]]:
    cases = load.load_cases(out / load.FILES[load.SUMMARIES]).by_id
    said = voices(
        read_note_labels(row) for row in [*rows(folder, RAW_LABELS), *_intentions(folder)]
    )
    notes: list[LabelledNote] = []
    for row in rows(folder, TEXTS):
        _keep(note_of(row, said.get(record_id(row)), cases), notes, result)
    return [write_note(note) for note in notes]


def _pairs(folder: Path, out: Path, result: Built) -> list[dict[str, Any]]:
    cases = load.load_cases(out / load.FILES[load.SUMMARIES]).by_id
    said = voices(read_pair_labels(row) for row in rows(folder, RAW_LABELS))
    pairs: list[Pair] = []
    for row in rows(folder, TEXTS):
        _keep(pair_of(row, said.get(record_id(row)), cases), pairs, result)
    return [write_pair(pair) for pair in pairs]


_RECORDS: Final[Mapping[str, Callable[[Path, Path, Built], list[dict[str, Any]]]]] = {
    load.SUMMARIES: _cases,
    load.LABELLED_NOTES: _notes,
    load.NATURAL_NOTES: _notes,
    load.MINIMAL_PAIRS: _pairs,
}


def _keep(
    made: Case | LabelledNote | Pair | Undecided | Refused, records: list[Any], result: Built
) -> None:
    match made:
        case Undecided():
            result.undecided.append(made)
        case Refused():
            result.refused.append(made)
        case _:
            records.append(made)


def _intentions(folder: Path) -> Iterator[Row]:
    for row in rows(folder, TEXTS):
        meant = intention(row) if "sentences" in row.record else None
        if meant is not None:
            yield Row(meant, row.place)


def _labels(folder: Path) -> list[dict[str, Any]]:
    """All label lines of a data set in the order of ids and labellers, the writer's among them."""
    found = [row.record for row in [*rows(folder, RAW_LABELS), *_intentions(folder)]]
    return sorted(found, key=lambda record: (record["id"], record["labeller"]))


def _sheet(name: str, row: Row, texts: Mapping[str, Row]) -> dict[str, Any]:
    record = row.record
    summary = row if name == load.SUMMARIES else texts.get(record.get("summary_id"))
    if summary is None:
        raise DataError(row.place.file, row.place.line, "summary_id: no text has this id")
    seen = {"id": record_id(row), "summary": summary.record["summary"]}
    facts = {fact["id"]: fact["quote"] for fact in numbered_facts(summary)}
    if name == load.SUMMARIES:
        return {**seen, "facts": facts}
    if name == load.MINIMAL_PAIRS:
        a, b = record["faithful"], record["changed"]
        if shows_changed_first(seen["id"]):
            a, b = b, a
        return {**seen, "format": record["format"], "section": record["section"], "a": a, "b": b}
    sentences = [
        {key: sentence[key] for key in ("section", "heading", "text") if key in sentence}
        for sentence in record["sentences"]
    ]
    return {**seen, "facts": facts, "format": record["format"], "sentences": sentences}
