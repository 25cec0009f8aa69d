"""What was not done is no claim; what only looks turned round is no contradiction."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from notegen.model import DraftNote, Weight

Build = Callable[..., DraftNote]


def alarms(note: DraftNote) -> list[str]:
    return [f.code for f in note.findings if f.weight is not Weight.QUIET and f.statement]


@pytest.mark.parametrize(
    ("summary", "sentence"),
    [
        ("Ct late, tired. Talked about work.", "Mood was not assessed."),
        ("Lorraine DNA'd. Reception rang her.", "Current risk could not be assessed."),
        ("Ct tired. Talked about work.", "Other mental status domains were not recorded."),
        ("He never cried with me until today.", "He cried in session for the first time."),
        (
            "Losses not explored today. Idiom of anger.",
            "Therapist explored client's idiom of anger.",
        ),
        ("Taking ½ of the trazodone bc groggy.", "Client takes half of the trazodone."),
        ("Interperter by phone again. Slept badly.", "The interpreter was on the phone again."),
        ("His eldest asked about the job.", "Client's eldest child asked about the job."),
        ("Mom and sister came. She felt supported.", "Her family came."),
        (
            "Not taking the lisdex at weekends.",
            "Client does not take lisdexamfetamine at weekends.",
        ),
        ("Says she isn't suicidal. Slept.", "She denied suicidal thoughts."),
    ],
)
def test_faithful_sentence_raises_no_alarm(engine_note: Build, summary: str, sentence: str) -> None:
    assert alarms(engine_note(summary, {"O": [sentence]})) == []


@pytest.mark.parametrize(
    ("summary", "sentence", "code"),
    [
        ("Slept well. Talked about work.", "Client did not sleep well.", "H5"),
        ("Ct tired. Talked about work.", "No psychosis was observed.", "H4"),
        ("Attended group on Tuesday.", "Client did not attend group on Tuesday.", "H5"),
        ("Took 20 mg of fluoxetine.", "Client takes 20 mg of sertraline.", "H1"),
        ("His brother called.", "Client's lawyer called.", "H7"),
    ],
)
def test_what_looks_alike_and_is_wrong_is_still_found(
    engine_note: Build, summary: str, sentence: str, code: str
) -> None:
    assert code in [f.code for f in engine_note(summary, {"O": [sentence]}).findings]
