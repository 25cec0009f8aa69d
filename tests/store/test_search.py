"""Search takes what people type literally, and finds it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from notegen.store import Vault
from notegen.store.keys import TEST


@pytest.fixture(scope="module")
def notes(tmp_path_factory, make_note, make_addendum, passphrase):
    vault, _ = Vault.create(tmp_path_factory.mktemp("v") / "ann", passphrase, kdf=TEST)
    vault.notes.add(make_note("n1", "Client doesn't feel anxious; PHQ-9 was 14 (50→75 mg)."))
    vault.notes.add(make_note("n2", "Grübelt nachts; naïve über Café-Besuche.", client="Zoë K."))
    vault.notes.add(make_note("n3", "Practised box breathing; NEAR panic OR calm."))
    vault.notes.append(make_addendum("a1", "n3", "The zebra question was answered."))
    return vault.notes


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("anxious", {"n1"}),
        ("anx", {"n1"}),
        ("doesn't", {"n1"}),
        ("PHQ-9", {"n1"}),
        ("50→75", {"n1"}),
        ("feel phq", {"n1"}),
        ("feel breathing", set()),
        ("gruebelt", set()),
        ("GRÜBELT", {"n2"}),
        ("grubelt cafe", {"n2"}),
        ("zoe", {"n2"}),
        ("Zoë K.", {"n2"}),
        ("zebra", {"n3"}),
        ("breathing zebra", {"n3"}),
        ('"box breathing"', {"n3"}),
        ('"breathing box"', set()),
        ("box", {"n3"}),
        ("NEAR", {"n3"}),
        ("panic OR calm", {"n3"}),
        ("panic OR anxious", set()),
        ("NOT anxious", set()),
        ("client:zoe", set()),
        ("*", set()),
        ("", set()),
        ('"', set()),
        ("-- ; DROP TABLE notes", set()),
        ("anx\x00ious", set()),
    ],
)
def test_typed_words_find_what_they_say(notes, typed, found) -> None:
    assert {row.id for row in notes.search(typed)} == found


def test_words_may_stand_in_different_parts_of_a_note(notes) -> None:
    assert {row.id for row in notes.search("example anxious")} == {"n1"}


def test_hits_are_limited(notes) -> None:
    assert len(notes.search("soap", limit=2)) == 2


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.text(max_size=30)
    | st.lists(
        st.sampled_from(['"', "*", "(", ")", "AND", "NOT", "NEAR(", ":", "^", "-", "+", "a", "{"]),
        max_size=8,
    ).map(" ".join)
)
def test_no_input_is_read_as_a_search_language(notes, typed) -> None:
    assert len(notes.search(typed)) <= 3
