"""Notes in the vault: added once, read back, listed, amended, hidden; never changed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from notegen.errors import AlreadySignedError, InputError, NotFoundError, RecordError
from notegen.model import Author


def test_duplicate_id_is_refused_and_the_first_note_stays(vault, make_note) -> None:
    vault.notes.add(make_note(text="First."))
    with pytest.raises(AlreadySignedError, match="addendum"):
        vault.notes.add(make_note(text="Second."))
    assert vault.notes.get("n1") == make_note(text="First.")


def test_unknown_id_is_not_found(vault, make_addendum, make_mark) -> None:
    for use in (
        lambda: vault.notes.get("nope"),
        lambda: vault.notes.record("nope"),
        lambda: vault.notes.addenda("nope"),
        lambda: vault.notes.append(make_addendum(note_id="nope")),
        lambda: vault.notes.mark_entered_in_error(make_mark("nope")),
        lambda: vault.notes.record_export("nope", "pdf"),
    ):
        with pytest.raises(NotFoundError):
            use()


def test_list_is_by_session_date_newest_first_with_what_finds_a_note(vault, make_note) -> None:
    days = [date(2026, 11, 20), date(2026, 11, 23), date(2026, 10, 1)]
    for number, day in enumerate(days):
        vault.notes.add(make_note(f"n{number}", session_date=day))
    rows = vault.notes.list()
    assert [row.id for row in rows] == ["n1", "n0", "n2"]
    first = rows[0]
    assert (first.client, first.session_date, first.format_title) == (
        "R. Example",
        date(2026, 11, 23),
        "SOAP",
    )
    assert first.author == Author("Ann Sample", "LCSW")
    assert first.signed_at == make_note().signed_at
    assert not first.is_late_entry
    assert rows[1].is_late_entry
    assert "stress" not in repr(rows)


def test_late_entry_is_judged_in_the_zone_of_signing(vault, make_note) -> None:
    evening = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
    vault.notes.add(make_note("ny", signed_at=evening, zone="America/New_York"))
    vault.notes.add(make_note("berlin", signed_at=evening, zone="Europe/Berlin"))
    late = {row.id: row.is_late_entry for row in vault.notes.list()}
    assert late == {"ny": False, "berlin": True}


def test_note_without_a_session_date_is_listed(vault, make_note) -> None:
    vault.notes.add(make_note(session_date=None))
    assert vault.notes.list()[0].session_date is None


def test_list_pages_without_gap_or_overlap(vault, make_note) -> None:
    for number in range(25):
        vault.notes.add(make_note(f"n{number:02}"))
    pages = [vault.notes.list(limit=10, offset=at) for at in (0, 10, 20, 30)]
    assert [len(page) for page in pages] == [10, 10, 5, 0]
    assert len({row.id for page in pages for row in page}) == 25


def test_list_of_one_client_matches_the_label_exactly(vault, make_note) -> None:
    vault.notes.add(make_note("n1", client="R."))
    vault.notes.add(make_note("n2", client="R. B."))
    vault.notes.add(make_note("n3", client="' OR 1=1 --"))
    assert [row.id for row in vault.notes.list(client="R.")] == ["n1"]
    assert [row.id for row in vault.notes.list(client="' OR 1=1 --")] == ["n3"]
    assert vault.notes.list(client="r.") == ()


def test_addenda_come_in_order_and_are_counted(vault, make_note, make_addendum) -> None:
    vault.notes.add(make_note())
    addenda = [make_addendum(f"a{number}", text=f"Addition {number}.") for number in range(3)]
    for addendum in addenda:
        vault.notes.append(addendum)
    assert vault.notes.addenda("n1") == tuple(addenda)
    assert vault.notes.list()[0].addenda == 3
    assert vault.notes.get("n1") == make_note()


def test_empty_or_repeated_addendum_is_refused(vault, make_note, make_addendum) -> None:
    vault.notes.add(make_note())
    with pytest.raises(InputError):
        vault.notes.append(make_addendum(text=" \n"))
    vault.notes.append(make_addendum())
    with pytest.raises(AlreadySignedError):
        vault.notes.append(make_addendum(text="Other."))
    assert vault.notes.addenda("n1") == (make_addendum(),)


def test_note_entered_in_error_is_hidden_and_keeps_its_reason(vault, make_note, make_mark) -> None:
    vault.notes.add(make_note("n1"))
    vault.notes.add(make_note("n2"))
    vault.notes.mark_entered_in_error(make_mark("n1"))
    assert [row.id for row in vault.notes.list()] == ["n2"]
    assert [row.id for row in vault.notes.search("stress")] == ["n2"]
    shown = {row.id: row.entered_in_error for row in vault.notes.list(include_errors=True)}
    assert shown == {"n1": True, "n2": False}
    assert len(vault.notes.search("stress", include_errors=True)) == 2
    record = vault.notes.record("n1")
    assert record.error == make_mark("n1")
    assert record.note == make_note("n1")
    assert vault.notes.record("n2").error is None


def test_mark_needs_a_reason_and_is_made_once(vault, make_note, make_mark) -> None:
    vault.notes.add(make_note())
    with pytest.raises(InputError):
        vault.notes.mark_entered_in_error(make_mark(reason=" "))
    vault.notes.mark_entered_in_error(make_mark())
    with pytest.raises(RecordError, match="already"):
        vault.notes.mark_entered_in_error(make_mark(reason="Another."))
    assert vault.notes.record("n1").error == make_mark()


def test_clients_carry_the_last_sitting_and_nothing_clinical(vault, make_note, make_mark) -> None:
    vault.notes.add(make_note("n1", client="zoe", session_date=date(2026, 11, 1)))
    vault.notes.add(make_note("n2", client="zoe", session_date=date(2026, 11, 8), format_key="dap"))
    vault.notes.add(make_note("n3", client="Adam"))
    vault.notes.add(make_note("n4", client="mistaken"))
    vault.notes.mark_entered_in_error(make_mark("n4"))
    rows = vault.notes.clients()
    assert [(row.client, row.notes) for row in rows] == [("Adam", 1), ("zoe", 2)]
    last = rows[1]
    assert (last.last_session, last.format_key) == (date(2026, 11, 8), "dap")
    assert (last.modality, last.place, last.cpt, last.participants) == (
        "telehealth",
        "home office",
        "90837",
        "client",
    )
    assert "sleep" not in repr(rows)


def test_unstored_approval_keeps_nothing_but_its_audit_row(vault, make_note) -> None:
    vault.notes.record_unstored_approval("n9")
    assert vault.notes.list() == ()
    with pytest.raises(NotFoundError):
        vault.notes.get("n9")
    vault.notes.record_export("n9", "copy")
    vault.notes.add(make_note())
    with pytest.raises(AlreadySignedError):
        vault.notes.record_unstored_approval("n1")


def test_five_thousand_notes_are_listed_searched_and_verified(vault, make_note) -> None:
    from notegen.store import chain, search
    from notegen.store.audit import Action
    from notegen.store.codec import encode

    start = date(2016, 1, 1)
    with vault.audited(Action.NOTE_ADDED) as database:  # one commit: the disk is not the subject
        for number in range(5_000):
            note = make_note(
                f"n{number}",
                f"Client practised grounding {number}. " * 5,
                client=f"C{number % 40}",
                session_date=start + timedelta(days=number % 3000),
            )
            chain.append(database, "notes", encode(note))
            search.index(database, note)
    assert len(vault.notes.list(limit=10_000)) == 5_000
    assert [row.id for row in vault.notes.search("4321")] == ["n4321"]
    assert len(vault.notes.clients()) == 40
    assert vault.verify().counts["notes"] == 5_000
