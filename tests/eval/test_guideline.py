"""The guideline speaks the words of the code: its decisions, elements and table of sections."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from eval.data import schema
from eval.data.schema import FORMATS
from notegen.formats import load_format

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "datasets" / "GUIDELINE.md").read_text("utf-8")
SCHEMA = (ROOT / "datasets" / "SCHEMA.md").read_text("utf-8")


def rows(heading: str) -> list[list[str]]:
    """The cells of the first table under a heading, without its head."""
    lines = TEXT.split(f"{heading}\n", 1)[1].split("\n#", 1)[0].splitlines()
    table = [line for line in lines if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in table]


def decisions() -> list[list[str]]:
    lines = [line for line in TEXT.splitlines() if re.match(r"\| \d+ \|", line)]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_there_are_at_least_40_decisions_numbered_in_order() -> None:
    numbers = [int(row[0]) for row in decisions()]
    assert len(numbers) >= 40
    assert numbers == list(range(1, len(numbers) + 1))


def test_every_code_and_severity_is_decided_at_least_once() -> None:
    said = " ".join(" ".join(row) for row in decisions())
    assert {code for code in schema.CODES if f"U {code} " not in said} == set()
    words = ("critical", "major", "minor", "arguable")
    assert [word for word in words if word not in said] == []


def test_span_of_a_decision_stands_in_its_sentence_once() -> None:
    faults = [row for row in decisions() if len(row) == 5 and row[3].startswith("U ")]
    assert len(faults) > 30
    for row in faults:
        assert row[2].count("‹") == row[2].count("›")
        assert row[2].count("‹") == 1 or row[0] == "54"


def test_elements_are_those_of_the_code_in_its_order() -> None:
    listed = [row[0].strip("`") for row in rows("### Checklist elements")]
    assert tuple(listed) == schema.ELEMENTS


def table_of_sections() -> list[tuple[str, list[str]]]:
    found = []
    for row in rows("## 6. Sections"):
        kinds = re.sub(r"\([^)]*\)", "", row[0])
        found += [(kind.strip(), row[1:]) for kind in re.split(r"[,|]", kinds) if kind.strip()]
    return found


@pytest.mark.parametrize(("kind", "places"), table_of_sections(), ids=str)
def test_preferred_sections_are_those_of_the_shipped_formats(kind: str, places: list[str]) -> None:
    kind = "plan" if kind in {"referral", "next contact", "conditional plan"} else kind
    assert kind in schema.kinds()
    preferred = [load_format(name).section_for(kind) for name in FORMATS]
    assert [place.split("/")[0] for place in places] == preferred


def test_table_of_sections_has_every_kind_that_a_note_takes() -> None:
    listed = {kind for kind, _ in table_of_sections()}
    general = {"response", "homework"}  # every fact has one of their kinds
    assert schema.kinds() - schema.ASIDE - listed == general


def test_schema_page_names_every_file_and_is_true_to_its_examples() -> None:
    import json

    from eval.data.fields import Place
    from eval.data.records import read_case

    case, note, pair = (
        json.loads(block) for block in re.findall(r"```json\n(.*?)```", SCHEMA, re.DOTALL)
    )
    assert read_case(case, Place("SCHEMA.md", 1)).split == "test"
    assert set(pair) == {
        "id", "summary_id", "split", "code", "kind", "format", "section", "severity",
        "faithful", "changed",
    }  # fmt: skip
    fault = note["sentences"][1]
    assert fault["text"][fault["start"] :].startswith(fault["quote"])
