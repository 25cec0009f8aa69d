"""A draft in another format keeps every sentence and every edit, there and back."""

from __future__ import annotations

import pytest

from notegen import draft, list_formats, load_format, review
from tests.core.drafts import EXAMPLE, everything, find, texts, worked_on


@pytest.mark.parametrize("key", [f.key for f in list_formats()])
def test_there_and_back_again_keeps_every_sentence_and_edit(key: str) -> None:
    note = worked_on()
    away = review.change_format(note, load_format(key))
    assert away.format.key == key
    assert everything(away) == everything(note)
    back = review.change_format(away, load_format("soap"))
    assert everything(back) == everything(note)
    for statement in (*note.statements, *note.unplaced):
        again = review.find(back, statement.id)
        assert (again.text, again.origin, again.evidence, again.original) == (
            statement.text, statement.origin, statement.evidence, statement.original,
        )  # fmt: skip


def test_soap_to_pie_and_back_puts_the_plan_back_under_plan() -> None:
    note = worked_on()
    pie = review.change_format(note, load_format("pie"))
    beside = {s.text for s in pie.unplaced}
    assert {"Call the school.", "Follow up on sleep next session."} <= beside
    soap = review.change_format(pie, load_format("soap"))
    assert soap.unplaced == ()
    assert sorted(texts(soap, "P")) == sorted(texts(note, "P"))


def test_own_section_survives_a_change_of_format() -> None:
    note = worked_on()
    for key in ("pie", "narrative", "soap"):
        note = review.change_format(note, load_format(key))
        assert note.sections[-1].title == "Risk"
        assert [s.text for s in note.sections[-1].statements] == ["Asked about risk; none stated."]


def test_a_section_removed_by_hand_and_a_change_of_format_lose_nothing() -> None:
    note = worked_on()
    less = review.remove_section(note, "P")
    for key in ("birp", "dar", "soap"):
        less = review.change_format(less, load_format(key))
        assert everything(less) == everything(note)


def test_a_sentence_moved_by_hand_keeps_its_section_where_the_new_format_has_it() -> None:
    note = draft(EXAMPLE, format="soap")
    note = review.move(note, find(note, "engaged"), "A", 0)
    dap = review.change_format(note, load_format("dap"))
    assert "engaged" in " ".join(texts(dap, "A"))
    birp = review.change_format(note, load_format("birp"))
    assert "engaged" not in " ".join(texts(birp, "P"))


def test_the_same_letter_with_another_meaning_is_not_the_same_section() -> None:
    """P is Plan in SOAP and Problem in PIE; A is Assessment in SOAP and Action in DAR."""
    note = draft(EXAMPLE, format="soap")
    note = review.move(note, find(note, "engaged"), "P", 0)
    pie = review.change_format(note, load_format("pie"))
    assert "engaged" in " ".join(texts(pie, "P")), "an observation belongs to the problem"
    note = review.move(draft(EXAMPLE), find(draft(EXAMPLE), "sleep"), "A", 0)
    dar = review.change_format(note, load_format("dar"))
    assert everything(dar) == everything(note)


def test_sentences_stay_in_the_order_of_the_summary_through_a_change_of_format() -> None:
    note = review.change_format(draft(EXAMPLE), load_format("narrative"))
    starts = [s.evidence[0].start for s in note.statements]
    assert starts == sorted(starts)
