"""When to ask about a client's risk: a setting per client, always unless it was changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from notegen.errors import InputError, NotFoundError
from notegen.store import Action, RiskQuestion, Vault, migrations

CLIENT = "R. M."


def note_saying(make_note, text: str, note_id: str = "n1"):
    note = make_note(note_id)
    section = replace(
        note.sections[0],
        statements=(replace(note.sections[0].statements[0], text=text),),
        empty_reason=None,
    )
    return replace(
        note,
        sections=(section, *note.sections[1:]),
        details=replace(note.details, client=CLIENT),
    )


def test_risk_is_asked_about_unless_the_clinician_chose_otherwise(vault, make_note) -> None:
    assert vault.clients.risk_question(CLIENT) is RiskQuestion.ALWAYS
    assert vault.clients.asks_about_risk(CLIENT)
    vault.notes.add(note_saying(make_note, "Client discussed work stress."))
    vault.clients.set_risk_question(CLIENT, RiskQuestion.NEVER)
    assert not vault.clients.asks_about_risk(CLIENT)
    assert vault.clients.asks_about_risk("S. T.")
    vault.clients.set_risk_question(CLIENT, RiskQuestion.ALWAYS)
    assert vault.clients.asks_about_risk(CLIENT)


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Client reported passive suicidal ideation.", True),
        ("Client was unsure about suicidal thoughts.", True),
        ("Client denied suicidal ideation.", False),
        ("Client discussed work stress.", False),
        ("Client's mood was low.", False),
    ],
)
def test_if_the_last_note_had_any_asks_only_then(vault, make_note, text: str, asks: bool) -> None:
    vault.notes.add(note_saying(make_note, text))
    vault.clients.set_risk_question(CLIENT, RiskQuestion.IF_LAST_HAD_ANY)
    assert vault.clients.asks_about_risk(CLIENT) is asks


def test_the_last_note_is_not_one_that_was_entered_in_error(vault, make_note, make_mark) -> None:
    risky = note_saying(make_note, "Client reported suicidal ideation.", "wrong")
    vault.notes.add(note_saying(make_note, "Client discussed work stress."))
    vault.notes.add(replace(risky, details=replace(risky.details, date=date(2026, 11, 24))))
    vault.clients.set_risk_question(CLIENT, RiskQuestion.IF_LAST_HAD_ANY)
    assert vault.clients.asks_about_risk(CLIENT)
    vault.notes.mark_entered_in_error(make_mark("wrong"))
    assert not vault.clients.asks_about_risk(CLIENT)


def test_a_setting_needs_a_client_with_a_note_so_that_no_label_is_kept_before(vault) -> None:
    with pytest.raises(InputError):
        vault.clients.set_risk_question("  ", RiskQuestion.NEVER)
    with pytest.raises(NotFoundError):
        vault.clients.set_risk_question(CLIENT, RiskQuestion.NEVER)
    with vault.audited(Action.CLIENT_READ) as database:
        assert database.execute("SELECT count(*) FROM client_settings").fetchone() == (0,)


def test_reading_and_setting_leave_audit_rows_without_the_label(vault, make_note) -> None:
    vault.notes.add(note_saying(make_note, "Client discussed work stress."))
    vault.clients.set_risk_question(CLIENT, RiskQuestion.NEVER)
    vault.clients.asks_about_risk(CLIENT)
    rows = vault.audit_log()
    assert [row.action for row in rows[:2]] == [Action.CLIENT_READ, Action.CLIENT_CHANGED]
    assert CLIENT not in str(rows)
    assert vault.verify().ok


def test_a_vault_from_before_the_setting_gets_its_table(
    passphrase, make_note, unlock, monkeypatch, tmp_path
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(migrations, "MIGRATIONS", migrations.MIGRATIONS[:1])
        old, _ = Vault.create(tmp_path / "old", passphrase)
        old.notes.add(note_saying(make_note, "Client discussed work stress."))
        old.close()
    later = unlock(tmp_path / "old")
    later.clients.set_risk_question(CLIENT, RiskQuestion.NEVER)
    assert later.verify().ok
