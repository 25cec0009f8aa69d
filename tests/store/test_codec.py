"""A stored record comes back exactly as it was, and nothing unknown is read over."""

from __future__ import annotations

import json
from datetime import UTC, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notegen.errors import InputError, VaultDamagedError
from notegen.model import (
    Addendum,
    Author,
    EnteredInError,
    Origin,
    SessionDetails,
    SignedNote,
    SignedSection,
    SignedStatement,
)
from notegen.store.codec import canonical, decode, encode

TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
INSTANTS = st.datetimes(
    min_value=datetime(1970, 1, 2),  # noqa: DTZ001 - the strategy adds the zone
    max_value=datetime(2200, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=-9, minutes=-30))]),
)
AUTHORS = st.builds(Author, TEXT, TEXT)
STATEMENTS = st.builds(
    SignedStatement, TEXT, st.sampled_from(Origin), st.lists(TEXT, max_size=3).map(tuple)
)
SECTIONS = st.builds(
    SignedSection,
    TEXT,
    TEXT,
    st.lists(STATEMENTS, max_size=3).map(tuple),
    st.none() | TEXT,
)
DETAILS = st.builds(
    SessionDetails,
    client=TEXT,
    date=st.none() | st.dates(),
    start=st.none() | st.times(),
    stop=st.none() | st.times(),
    goal=TEXT,
)
NOTES = st.builds(
    SignedNote,
    id=TEXT,
    details=DETAILS,
    format_key=TEXT,
    format_title=TEXT,
    format_version=st.integers(),
    engine=TEXT,
    sections=st.lists(SECTIONS, max_size=3).map(tuple),
    author=AUTHORS,
    attested_at=INSTANTS,
    signed_at=INSTANTS,
    zone=TEXT,
)
ADDENDA = st.builds(
    Addendum, id=TEXT, note_id=TEXT, text=TEXT, author=AUTHORS, written_at=INSTANTS, zone=TEXT
)
MARKS = st.builds(
    EnteredInError, note_id=TEXT, reason=TEXT, author=AUTHORS, marked_at=INSTANTS, zone=TEXT
)


@given(NOTES | ADDENDA | MARKS)
def test_record_comes_back_exactly(record: SignedNote | Addendum | EnteredInError) -> None:
    text = encode(record)
    assert decode(type(record), text) == record
    assert canonical(json.loads(text)) == text


def test_times_are_stored_in_utc(make_note) -> None:
    berlin = timezone(timedelta(hours=1))
    note = make_note(signed_at=datetime(2026, 1, 1, 0, 30, tzinfo=berlin))
    assert json.loads(encode(note))["signed_at"] == "2025-12-31T23:30:00+00:00"


def test_unknown_field_is_refused_wherever_it_is(make_note) -> None:
    for place in ("", "details", "author", "sections"):
        data = json.loads(encode(make_note()))
        part = data if not place else data[place]
        (part[0] if isinstance(part, list) else part)["surprise"] = "CLINICAL"
        with pytest.raises(VaultDamagedError, match="does not know") as fault:
            decode(SignedNote, canonical(data))
        assert "CLINICAL" not in str(fault.value)


def test_missing_field_takes_its_default_or_is_refused(make_note) -> None:
    data = json.loads(encode(make_note()))
    del data["findings_left"]
    assert decode(SignedNote, canonical(data)).findings_left == 0
    del data["engine"]
    with pytest.raises(VaultDamagedError, match="lacks a field"):
        decode(SignedNote, canonical(data))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("format_version", "one"),
        ("format_version", True),
        ("signed_at", "yesterday"),
        ("sections", {}),
        ("author", []),
        ("zone", None),
        ("details", {"date": 5}),
        ("sections", [{"key": "S", "title": "S", "statements": [{"text": "x", "origin": "bot"}]}]),
    ],
)
def test_wrong_type_is_refused_without_showing_the_value(make_note, field, value) -> None:
    data = json.loads(encode(make_note())) | {field: value}
    with pytest.raises(VaultDamagedError):
        decode(SignedNote, canonical(data))


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"version":2}', "null"])
def test_text_that_is_no_record_is_refused(text) -> None:
    with pytest.raises(VaultDamagedError):
        decode(SignedNote, text)


@pytest.mark.parametrize("bad", ["a\x00b", "half \ud800 a character"])
def test_text_that_cannot_be_kept_exactly_is_refused(make_note, bad) -> None:
    with pytest.raises(InputError, match="cannot be stored"):
        encode(make_note(text=bad))


def test_time_without_zone_is_refused(make_note) -> None:
    with pytest.raises(InputError):
        encode(make_note(signed_at=datetime(2026, 1, 1)))  # noqa: DTZ001


def test_session_time_with_zone_is_refused() -> None:
    with pytest.raises(InputError):
        encode(SessionDetails(start=time(9, 0, tzinfo=UTC)))
