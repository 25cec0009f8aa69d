"""Named signals: each shows where it should, and not where the sentence says what was said."""

from __future__ import annotations

import json
from collections import Counter

import pytest

from notegen.checks.risk import read_model, risk_model, sentence_features
from notegen.checks.signals import signals_of
from notegen.evidence.lexicon import lexicon
from notegen.evidence.matching import Matching
from notegen.evidence.source import read_sentence, read_source
from notegen.evidence.tokens import Reading
from notegen.formats import DATA

# signal, summary, sentence that shows it, sentence that does not
SIGNALS = [
    ("missing_observation", "Mood low.", "Eye contact was poor.", "Mood was low."),
    ("missing_technique", "Talked about sleep.", "Used EMDR.", "Talked about sleep."),
    ("number_unknown", "Slept 4 hours.", "Client slept 6 hours.", "Client slept four hours."),
    ("person_unknown", "Rang her sister.", "Rang her brother.", "Telephoned her sister."),
    ("calendar_unknown", "Back on Tuesday.", "Back on Monday.", "Back on Tuesday."),
    ("denied_unknown", "Slept badly.", "Client denied nightmares.", "Client did not sleep well."),
    (
        "stated_but_denied",
        "She is not drinking.",
        "Client is drinking.",
        "Client is not drinking.",
    ),
    ("denied_but_stated", "She is drinking.", "She is not drinking.", "She is drinking."),
    ("opposite", "Appetite is better.", "Appetite is worse.", "Appetite has improved."),
    ("open_to_ahead", "He may write.", "He will write.", "He may write."),
    ("bare_to_done", "Letter to the school.", "The letter was sent.", "Letter to the school."),
    ("conditional_dropped", "If it rains he will go.", "He will go.", "He will go if it rains."),
    ("cause_added", "Slept badly. Argued.", "Slept badly due to arguing.", "Slept badly, argued."),
    ("report_added", "Tremor of the hand.", "She reported a tremor.", "Tremor of the hand."),
    (
        "other_subject",
        "Her mother called the school.",
        "Client called the school.",
        "Her mother called the school.",
    ),
]


def read(summary: str, sentence: str) -> Counter[str]:
    words = lexicon()
    matching = Matching(
        Reading([read_sentence(sentence, words)], words),
        Reading([read_source("summary", summary, words)], words),
    )
    found: Counter[str] = Counter()
    for clause in signals_of(matching, {}):
        found.update(clause.signals)
    return found


@pytest.mark.parametrize(("signal", "summary", "faulty", "faithful"), SIGNALS)
def test_signal_shows_in_the_faulty_sentence_and_not_in_the_faithful_one(
    signal: str, summary: str, faulty: str, faithful: str
) -> None:
    assert read(summary, faulty)[signal] > 0
    assert read(summary, faithful)[signal] == 0


def test_a_word_that_faithful_notes_often_add_weighs_less() -> None:
    words = lexicon()
    matching = Matching(
        Reading([read_sentence("Client attended.", words)], words),
        Reading([read_source("summary", "Slept badly.", words)], words),
    )
    [plain] = signals_of(matching, {})
    [licensed] = signals_of(matching, {"attend": 9})
    assert licensed.signals["missing_run"] < plain.signals["missing_run"]


# -- the model ------------------------------------------------------------------------------


def shipped() -> dict[str, object]:
    return json.loads((DATA / "checks" / "risk.v1.json").read_text("utf-8"))


def test_an_oddity_never_makes_a_sentence_safer() -> None:
    for name, weight in risk_model().clause.items():
        if name in {"content_words", "homes"}:
            continue
        assert weight <= 0 if name.endswith("_kept") else weight >= 0, name


def test_the_model_says_what_it_was_trained_on_and_for_which_prevalence() -> None:
    table = shipped()
    assert "train" in str(table["trained_on"])
    assert "test" not in str(table["trained_on"])
    assert 0 < table["prevalence"]["calibrated_for"] < 0.5  # type: ignore[index]


@pytest.mark.parametrize("change", [{"extra": 1}, {"licence": None}])
def test_a_model_with_other_keys_is_refused(change: dict[str, object]) -> None:
    table = {**shipped(), **change}
    with pytest.raises((ValueError, TypeError)):
        read_model({k: v for k, v in table.items() if v is not None})


def test_more_findings_and_worse_clauses_raise_the_risk() -> None:
    model = risk_model()
    assert sentence_features([], {})["worst_clause"] < sentence_features([0.0], {})["worst_clause"]
    assert model.probability([], {"H6": 1}) > model.probability([], {})
