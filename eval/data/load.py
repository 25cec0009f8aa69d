"""The one way into the data sets, shipped or one's own.

A data set is a name (`summaries`, `labelled_notes`, `natural_notes`, `minimal_pairs`) or the path
of a `.jsonl` or `.csv` file in the same schema (`datasets/SCHEMA.md`). Every record is validated,
also those of other splits. Shipped sets are found in the checkout and in an installed wheel.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from eval.data.errors import DataError
from eval.data.fields import Place
from eval.data.records import read_case, read_note, read_pair
from eval.data.schema import Case, LabelledNote, Pair, Split

SUMMARIES: Final = "summaries"
LABELLED_NOTES: Final = "labelled_notes"
NATURAL_NOTES: Final = "natural_notes"
MINIMAL_PAIRS: Final = "minimal_pairs"

# The file of each shipped data set; a new version is a new file, and changes its line here.
FILES: Final = {
    SUMMARIES: "summaries/cases.v1.jsonl",
    LABELLED_NOTES: "labelled_notes/notes.v1.jsonl",
    NATURAL_NOTES: "natural_notes/notes.v1.jsonl",
    MINIMAL_PAIRS: "minimal_pairs/pairs.v1.jsonl",
}

_JSON_COLUMNS: Final = frozenset({"facts", "states", "hazards", "sentences", "omitted"})
_FLAG_COLUMNS: Final = frozenset({"synthetic_scale"})
_CSV_FIELD_BYTES: Final = 1 << 22

R = TypeVar("R", Case, LabelledNote, Pair)


@dataclass(frozen=True, slots=True)
class Row:
    """One raw record, as parsed from JSON or CSV, and where it stands."""

    record: Any
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset(Generic[R]):
    """The records of one split (or all), and what they were read from.

    `file_sha256` is of the file's bytes; `records_sha256` of the selected records alone, in
    canonical JSON, so that it changes exactly when one of them does.
    """

    name: str
    path: Path
    split: Split | None
    records: tuple[R, ...]
    file_sha256: str
    records_sha256: str

    def __iter__(self) -> Iterator[R]:
        return iter(self.records)

    def __len__(self) -> int:
        return len(self.records)

    @property
    def by_id(self) -> dict[str, R]:
        """The records by their ids."""
        return {record.id: record for record in self.records}


def load_cases(source: str | Path = SUMMARIES, *, split: str | None = None) -> Dataset[Case]:
    """The summaries of a data set.

    Raises `DataError` when the data set is missing or empty, a record breaks the schema, an id
    stands twice, or no case is in `split`.
    """
    return _load(source, split, read_case, _split_of_case)


def load_notes(
    source: str | Path = LABELLED_NOTES,
    *,
    split: str | None = None,
    cases: str | Path | Dataset[Case] = SUMMARIES,
) -> Dataset[LabelledNote]:
    """Labelled notes (`labelled_notes`, `natural_notes` or a path) of the summaries in `cases`.

    Raises `DataError` as `load_cases` does, and for a note of no known summary.
    """
    known = _known(cases)

    def read(record: Any, place: Place) -> LabelledNote:
        return read_note(record, place, cases=known)

    return _load(source, split, read, _split_of_its_case)


def load_pairs(
    source: str | Path = MINIMAL_PAIRS,
    *,
    split: str | None = None,
    cases: str | Path | Dataset[Case] = SUMMARIES,
) -> Dataset[Pair]:
    """Minimal pairs on the summaries in `cases`. Raises `DataError` as `load_notes` does."""
    known = _known(cases)

    def read(record: Any, place: Place) -> Pair:
        return read_pair(record, place, cases=known)

    return _load(source, split, read, _split_of_its_case)


def folder(*, package: Path | None = None) -> Path:
    """Where the shipped data sets are: beside the package in a checkout, in the wheel inside it.

    Raises `DataError` when neither is there.
    """
    import notegen

    package = package or Path(notegen.__file__).parent
    for place in (package / "_datasets", package.parent / "datasets"):
        if (place / "SCHEMA.md").is_file():
            return place
    raise DataError("datasets", None, "the shipped data sets are missing; install notegen again")


def read_rows(path: Path) -> Iterator[Row]:
    """The raw records of a `.jsonl` or `.csv` file. Raises `DataError` for what is neither."""
    yield from _rows(path, read_bytes(path))


def read_bytes(path: Path) -> bytes:
    """The bytes of a data file. Raises `DataError` when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise DataError(path.name, None, f"cannot be read ({error.strerror})") from None


def find(source: str | Path) -> Path:
    """The file of a data set by its name or path. Raises `DataError` when it is not there."""
    if isinstance(source, str) and source in FILES:
        path = folder() / FILES[source]
        if not path.is_file():
            raise DataError(FILES[source], None, f"the data set '{source}' is missing")
        return path
    path = Path(source)
    if not path.is_file():
        known = ", ".join(FILES)
        raise DataError(path.name, None, f"no such file, and no data set of this name ({known})")
    return path


def _load(
    source: str | Path,
    split: str | None,
    read: Callable[[Any, Place], R],
    split_of: Callable[[R], Split | None],
) -> Dataset[R]:
    path = find(source)
    wanted = _wanted(split, path)
    data = read_bytes(path)
    records: list[R] = []
    selected = hashlib.sha256()
    seen: set[str] = set()
    for row in _rows(path, data):
        record = read(row.record, row.place)
        if record.id in seen:
            row.place.fail("id: another record has the same id")
        seen.add(record.id)
        if wanted is None or split_of(record) is wanted:
            records.append(record)
            selected.update(_canonical(row.record))
    if not records:
        raise DataError(path.name, None, f"no record in split '{wanted}'" if seen else "is empty")
    return Dataset(
        name=source if isinstance(source, str) and source in FILES else path.stem,
        path=path,
        split=wanted,
        records=tuple(records),
        file_sha256=hashlib.sha256(data).hexdigest(),
        records_sha256=selected.hexdigest(),
    )


def _wanted(split: str | None, path: Path) -> Split | None:
    if split is None:
        return None
    try:
        return Split(split)
    except ValueError:
        raise DataError(path.name, None, f"split: use one of: {', '.join(Split)}") from None


def _known(cases: str | Path | Dataset[Case]) -> Mapping[str, Case]:
    return (cases if isinstance(cases, Dataset) else load_cases(cases)).by_id


def _split_of_case(case: Case) -> Split | None:
    return case.split


def _split_of_its_case(record: LabelledNote | Pair) -> Split | None:
    return record.case.split


def _canonical(record: Any) -> bytes:
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8", "surrogatepass") + b"\n"


def _rows(path: Path, data: bytes) -> Iterator[Row]:
    suffix = path.suffix.lower()
    if suffix not in (".jsonl", ".csv"):
        raise DataError(path.name, None, "must be a .jsonl or .csv file")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise DataError(path.name, line, "is not UTF-8 text") from None
    yield from _csv_rows(path.name, text) if suffix == ".csv" else _json_rows(path.name, text)


def _json_rows(file: str, text: str) -> Iterator[Row]:
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            place = Place(file, number)
            yield Row(_json(line, place, ""), place)


def _csv_rows(file: str, text: str) -> Iterator[Row]:
    csv.field_size_limit(_CSV_FIELD_BYTES)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] | None = None
    begun = 0
    while True:
        place = Place(file, begun + 1)
        try:
            cells = next(reader, None)
        except csv.Error:
            place.fail("is not CSV (a quote that is not closed, or too long a cell?)")
        if cells is None:
            return
        begun = reader.line_num
        if not any(cell.strip() for cell in cells):
            continue
        if header is None:
            header = [cell.strip() for cell in cells]
            if len(set(header)) < len(header) or "" in header:
                place.fail("the columns need names, each another")
            continue
        if len(cells) != len(header):
            place.fail(f"has {len(cells)} cells where the header has {len(header)}")
        yield Row(
            {
                name: _cell(name, cell, place)
                for name, cell in zip(header, cells, strict=True)
                if cell.strip()
            },
            place,
        )


def _cell(name: str, cell: str, place: Place) -> Any:
    if name in _JSON_COLUMNS or name in _FLAG_COLUMNS:
        return _json(cell, place, f"{name}: ")
    if name == "tags":
        return [tag.strip() for tag in cell.split(";") if tag.strip()]
    return cell


def _json(text: str, place: Place, where: str) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_unique, parse_constant=_refuse)
    except (ValueError, RecursionError):
        place.fail(f"{where}is not valid JSON, or names a key twice")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        raise ValueError("a key stands twice")
    return table


def _refuse(_name: str) -> Any:
    raise ValueError("not JSON")
