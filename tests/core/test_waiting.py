"""What waits is ciphertext under the vault's key, for its time, and nobody else's to open."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from notegen.waiting import Waiting

KEY, OTHER_KEY = bytes(range(32)), bytes(32)
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TEXT = b"Client discussed zanzibarine stress."


class Clock:
    """A clock that stands still until it is set."""

    now = NOON

    def __call__(self) -> datetime:
        return self.now


def test_what_was_sealed_opens_with_the_same_key_once() -> None:
    waiting = Waiting(clock=Clock())
    waiting.seal("ana", "n1", TEXT, key=KEY, until=NOON + timedelta(hours=12))
    assert waiting.names("ana")
    assert not waiting.names("bo")
    assert waiting.reopen("bo", key=KEY) == {}
    assert waiting.reopen("ana", key=KEY) == {"n1": TEXT}
    assert not waiting.names("ana")


def test_another_key_opens_nothing() -> None:
    waiting = Waiting(clock=Clock())
    waiting.seal("ana", "n1", TEXT, key=KEY, until=NOON + timedelta(hours=12))
    assert waiting.reopen("ana", key=OTHER_KEY) == {}


def test_nothing_kept_holds_the_text_and_two_seals_differ() -> None:
    waiting = Waiting(clock=Clock())
    kept = []
    for _ in range(2):
        waiting.seal("ana", "n1", TEXT, key=KEY, until=NOON + timedelta(hours=12))
        kept += waiting._sealed.values()
    assert len({sealed.nonce for sealed in kept}) == 2  # with one nonce, two drafts give the text
    assert len({sealed.ciphertext for sealed in kept}) == 2
    assert not any(b"zanzibarine" in sealed.ciphertext for sealed in kept)


def test_one_note_cannot_pass_as_another() -> None:
    waiting = Waiting(clock=Clock())
    waiting.seal("ana", "n1", TEXT, key=KEY, until=NOON + timedelta(hours=12))
    waiting._sealed["ana", "n2"] = waiting._sealed.pop(("ana", "n1"))
    assert waiting.reopen("ana", key=KEY) == {}


def test_time_over_means_erased() -> None:
    clock = Clock()
    waiting = Waiting(clock=clock)
    waiting.seal("ana", "n1", TEXT, key=KEY, until=NOON + timedelta(hours=1))
    waiting.seal("ana", "n2", TEXT, key=KEY, until=NOON + timedelta(hours=2))
    clock.now = NOON + timedelta(hours=1)
    waiting.erase_ended()
    assert [note for _, note in waiting._sealed] == ["n2"]
    clock.now = NOON + timedelta(hours=2)
    waiting.erase_ended()
    assert waiting._sealed == {}


def test_what_has_ended_opens_no_more_though_no_timer_came_by() -> None:
    clock = Clock()
    waiting = Waiting(clock=clock)
    waiting.seal("ana", "n1", TEXT, key=KEY, until=NOON + timedelta(hours=1))
    waiting.seal("ana", "n2", TEXT, key=KEY, until=NOON + timedelta(hours=2))
    clock.now = NOON + timedelta(hours=1)
    assert waiting.reopen("ana", key=KEY) == {"n2": TEXT}
    waiting.seal("ana", "n3", TEXT, key=KEY, until=NOON)
    assert waiting.reopen("ana", key=KEY) == {}


def test_erasing_is_for_one_vault() -> None:
    waiting = Waiting(clock=Clock())
    for vault in ("ana", "bo"):
        waiting.seal(vault, "n1", TEXT, key=KEY, until=NOON + timedelta(hours=12))
    waiting.erase("ana")
    assert not waiting.names("ana")
    assert waiting.names("bo")
