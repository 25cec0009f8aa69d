"""Training and measuring the checker: signs hold, test cases stay unseen, known values come out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner

from eval.checker.metrics import (
    Scored,
    auroc,
    auroc_within_section,
    average_precision,
    estimate,
    recall_at_5,
    span_f1,
    wilson,
)
from eval.checker.omitted import omission_rows
from eval.checker.train import logistic
from eval.cli import cli
from eval.data.schema import Case, Fact, Label, LabelledNote, LabelledSentence
from notegen.checks.risk import read_model
from notegen.errors import InputError
from notegen.model import Omission, Severity

CASES = [
    ("k1", "Slept 4 hours. Walks daily. Mood low.", "train"),
    ("k2", "Argued with her sister. Back on Tuesday.", "dev"),
    ("k3", "PHQ-9 14. Taught breathing. Denies SI.", "train"),
    ("k4", "Ct cried. Homework not done. Lives alone.", "dev"),
    ("k5", "Takes sertraline 50 mg. Appetite better.", "train"),
    ("k6", "Zanzibar trip was cancelled.", "test"),
]
FAITHFUL = {
    "k1": ["Client slept four hours.", "Client walks daily.", "Mood was low."],
    "k2": ["Client argued with her sister.", "She will be back on Tuesday."],
    "k3": ["The PHQ-9 was 14.", "Breathing was taught.", "Client denied suicidal ideation."],
    "k4": ["Client was tearful.", "Homework was not done.", "Client lives alone."],
    "k5": ["Client takes sertraline 50 mg.", "Appetite is better."],
    "k6": ["The zanzibarine trip was cancelled."],
}
FAULTY = {
    "k1": [("Client slept nine hours.", "nine", "H6")],
    "k2": [("Client argued with her brother.", "brother", "H7")],
    "k3": [("Client denied hallucinations.", "denied hallucinations", "H4")],
    "k4": [("Eye contact was poor.", "Eye contact was poor", "H2")],
    "k5": [("Client takes lithium 900 mg.", "lithium 900 mg", "H1")],
    "k6": [],
}


@pytest.fixture
def sets(tmp_path: Path) -> tuple[Path, Path, Path]:
    """Six cases with a note and a pair each."""

    def write(name: str, records: list[dict[str, Any]]) -> Path:
        path = tmp_path / name
        path.write_text("".join(json.dumps(r) + "\n" for r in records), "utf-8")
        return path

    notes = []
    for number, (id_, _, split) in enumerate(CASES):
        sentences: list[dict[str, Any]] = [
            {"section": "S", "text": text, "label": "reworded"} for text in FAITHFUL[id_]
        ]
        for text, quote, code in FAULTY[id_]:
            sentences.append(
                {
                    "section": "S",
                    "text": text,
                    "label": "unsupported",
                    "quote": quote,
                    "start": text.index(quote),
                    "code": code,
                    "severity": "major",
                }
            )
        notes.append(
            {
                "id": f"n{number:03}",
                "summary_id": id_,
                "split": split,
                "format": "soap",
                "author": "t",
                "sentences": sentences,
                "omitted": {},
            }
        )
    pair = {
        "id": "p0001",
        "summary_id": "k1",
        "split": "train",
        "code": "H6",
        "kind": "count",
        "format": "soap",
        "section": "S",
        "severity": "major",
        "faithful": "Client slept four hours.",
        "changed": "Client slept five hours.",
    }
    unseen = {
        **pair,
        "id": "p0002",
        "summary_id": "k6",
        "split": "test",
        "faithful": "The zanzibarine trip was cancelled.",
        "changed": "The zanzibarine trip was two weeks.",
    }
    return (
        write("notes.jsonl", notes),
        write("pairs.jsonl", [pair, unseen]),
        write("cases.jsonl", [{"id": i, "summary": s, "split": sp} for i, s, sp in CASES]),
    )


Run = Callable[..., tuple[int, str]]


def run(*arguments: object) -> tuple[int, str]:
    result = CliRunner().invoke(cli, [str(a) for a in arguments], standalone_mode=False)
    if result.exception:
        raise result.exception
    return result.exit_code, result.output


def options(sets: tuple[Path, Path, Path]) -> list[object]:
    notes, pairs, cases = sets
    return ["--notes", notes, "--pairs", pairs, "--cases", cases]


def test_train_writes_a_model_that_the_core_reads(
    sets: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    out = tmp_path / "model.json"
    _, printed = run("train", *options(sets), "--out", out)
    model = read_model(json.loads(out.read_text("utf-8")))
    assert "cross-fitted" in printed
    assert model.supported_below <= model.look_from


def test_train_never_sees_a_test_case(sets: tuple[Path, Path, Path], tmp_path: Path) -> None:
    out = tmp_path / "model.json"
    run("train", *options(sets), "--out", out)
    assert "zanzibarin" not in out.read_text("utf-8")


def test_training_twice_gives_the_same_file(sets: tuple[Path, Path, Path], tmp_path: Path) -> None:
    one, two = tmp_path / "one.json", tmp_path / "two.json"
    run("train", *options(sets), "--out", one)
    run("train", *options(sets), "--out", two)
    assert one.read_bytes() == two.read_bytes()


def test_validate_prints_measures_baselines_and_the_control_and_writes_a_card(
    sets: tuple[Path, Path, Path], tmp_path: Path
) -> None:
    card = tmp_path / "card.json"
    _, printed = run(
        "validate", *options(sets), "--natural", sets[0], "--split", "train",
        "--resamples", 50, "--card", card,
    )  # fmt: skip
    for name in (
        "AUROC within section",
        "baseline ROUGE-1",
        "another case's summary",
        "H6",
        "omitted critical facts found",
        "false omission alarms a note",
        "reliability 1",
        "prevalence of unsupported",
    ):
        assert name in printed
    written = json.loads(card.read_text("utf-8"))
    assert (written["split"], len(written["model"])) == ("train", 12)
    rows = {row["name"]: row for row in written["sets"]["natural_notes"]}
    assert rows["prevalence of unsupported"]["value"] == pytest.approx(3 / 11, abs=1e-4)
    assert rows["prevalence of unsupported"]["n"] == 11


def test_the_test_split_is_used_once_for_a_version(
    sets: tuple[Path, Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("eval.checker.test_use.folder", lambda: tmp_path)
    once = ("validate", *options(sets), "--natural", sets[0], "--split", "test", "--resamples", 50)
    with pytest.raises(InputError, match="Name the version"):
        run(*once)
    run(*once, "--release", "9.1")
    with pytest.raises(InputError, match=r"used for 9\.1 already"):
        run(*once, "--release", "9.1")
    run(*once, "--release", "9.2")
    lines = (tmp_path / "TEST_USE.md").read_text("utf-8").splitlines()
    assert [line.split(" | ")[1] for line in lines[-2:]] == ["9.1", "9.2"]


def test_an_omission_counts_as_found_where_half_of_it_is_reported() -> None:
    case = Case(
        id="c1",
        summary="Denied SI. Slept four hours.",
        facts=(
            Fact(id="f1", quote="Denied SI", start=0, critical=True),
            Fact(id="f2", quote="Slept four hours", start=11),
        ),
    )
    sentence = LabelledSentence(section="S", text="Client came.", label=Label.SUPPORTED)
    note = LabelledNote(
        id="n1", case=case, format="soap", sentences=(sentence,), omitted={"f1": "O1"}
    )

    def said(start: int, end: int) -> Omission:
        return Omission(
            code="O1",
            severity=Severity.CRITICAL,
            start=start,
            end=end,
            quote=case.summary[start:end],
        )

    rows = dict(omission_rows([(note, [said(0, 10), said(11, 27)])]))
    assert rows["omitted critical facts found"].value == 1
    assert rows["false omission alarms a note"].value == 1
    rows = dict(omission_rows([(note, [said(8, 27)])]))
    assert rows["omitted facts found"].value == 0


# -- the learner ----------------------------------------------------------------------------


def test_weights_keep_their_sign_and_find_the_cause() -> None:
    random = np.random.default_rng(1)
    x = random.normal(size=(400, 3))
    y = (x[:, 0] - x[:, 1] + random.normal(size=400) * 0.3 > 0).astype(float)
    free, _ = logistic(x, y, ridge=1.0, signs=np.zeros(3))
    held, _ = logistic(x, y, ridge=1.0, signs=np.array([1.0, 1.0, -1.0]))
    assert free[0] > 1
    assert free[1] < -1
    assert held[0] > 0.5
    assert held[1] == 0
    assert held[2] <= 0


# -- the measures ---------------------------------------------------------------------------


def scored(risk: list[float], faulty: list[int], section: str = "") -> Scored:
    n = len(risk)
    return Scored(
        np.array(risk),
        np.array(faulty, bool),
        [str(i) for i in range(n)],
        list(section) or ["S"] * n,
    )


def test_auroc_counts_ordered_pairs_and_halves_ties() -> None:
    assert auroc(scored([0.9, 0.1, 0.5, 0.5], [1, 0, 1, 0])) == pytest.approx(3.5 / 4)


def test_auroc_within_section_forgets_what_the_section_tells() -> None:
    by_section = scored([0.9, 0.9, 0.1, 0.1], [1, 0, 1, 0], "PPSS")
    assert auroc_within_section(by_section) == pytest.approx(0.5)


def test_what_cannot_be_measured_has_no_value() -> None:
    none = estimate(scored([0.1, 0.2], [0, 0]), auroc)
    assert none.value is None
    assert "n/a" in str(none)


def test_average_precision_of_a_perfect_order_is_one() -> None:
    assert average_precision(scored([0.9, 0.8, 0.1], [1, 1, 0])) == pytest.approx(1)


def test_recall_at_5_percent_uses_the_faithful_sentences_as_yardstick() -> None:
    risk = [i / 100 for i in range(100)] + [0.97, 0.5]
    assert recall_at_5(scored(risk, [0] * 100 + [1, 1])) == pytest.approx(0.5)


def test_intervals_cover_the_value_and_repeat_exactly() -> None:
    random = np.random.default_rng(3)
    faulty = (random.random(200) < 0.3).astype(int).tolist()
    risk = (random.random(200) + 0.4 * np.array(faulty)).tolist()
    first, second = (estimate(scored(risk, faulty), auroc, resamples=200) for _ in range(2))
    assert first == second
    assert first.low is not None
    assert first.high is not None
    assert first.low < first.value < first.high  # type: ignore[operator]


def test_wilson_interval_of_no_hits_has_an_upper_bound() -> None:
    none = wilson(0, 100)
    assert none.low == 0
    assert none.high == pytest.approx(0.037, abs=0.001)


def test_span_f1_is_the_overlap_of_characters() -> None:
    assert span_f1([(0, 4)], (2, 6)) == pytest.approx(0.5)
    assert span_f1([], (2, 6)) == 0
