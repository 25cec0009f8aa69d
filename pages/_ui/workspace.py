"""One unfinished note: summary, details and draft together, in memory only.

A `Workspace` knows nothing of Streamlit. The page gives it the operations of the components, in
order, and shows what it holds afterwards. An operation that fails leaves everything as it was.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from notegen import draft as make_draft
from notegen import review
from notegen.clock import local_zone, utc_now
from notegen.errors import InputError
from notegen.formats import DEFAULT_FORMAT
from notegen.model import (
    Author,
    DraftNote,
    NoteFormat,
    Origin,
    SessionDetails,
    SignedNote,
    Statement,
)
from pages._ui.changes import CHANGES, Operation
from pages._ui.times import parse_day, parse_times, show_times
from pages._ui.typed import SharedText

Store = Callable[[SignedNote], None]


class Step(NamedTuple):
    """A draft to go back to, and the change that led away from it."""

    what: str
    target: str
    draft: DraftNote

    def is_others(self, window: str, target: str) -> bool:
        """True for a change of the same sentence from another window."""
        by, _, sentence = self.target.partition(":")
        return sentence == target and by != window


_IN_TWO_WINDOWS = (
    "This sentence was edited in two windows; the later words stand. Undo brings the others back."
)
_UNDO_STEPS = 50


def today() -> date:
    """The calendar day where the clinician is."""
    return datetime.now(UTC).astimezone().date()


@dataclass(slots=True)
class Workspace:
    """The note being written. `signed` is set once it is approved and stored.

    `notice` is what could not be done, `said` what just happened; both for the clinician to read.
    `names` gives the id of a sentence that was typed, by the name the browser gave it. `writing` is
    the summary with what the windows know of it.
    `typed` is the day and the times in the clinician's own characters, readable or not yet.
    `carried` names the details that came from the last note of a known client, of `carried_from`.
    """

    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    writing: SharedText = field(default_factory=SharedText)
    details: SessionDetails = field(default_factory=lambda: SessionDetails(date=today()))
    format_key: str = DEFAULT_FORMAT
    draft: DraftNote | None = None
    is_revising: bool = False
    signed: SignedNote | None = None
    notice: str = ""
    said: str = ""
    history: list[Step] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)
    started_at: datetime = field(default_factory=utc_now)
    touched_at: datetime = field(default_factory=utc_now)
    typed: dict[str, str] = field(default_factory=dict)
    is_known_client: bool = False
    carried: frozenset[str] = frozenset()
    carried_from: date | None = None
    is_format_chosen: bool = False
    risk_question: str = ""  # the known client's setting
    asks_about_risk: bool = True
    is_stored: bool = True  # of a signed note

    @property
    def summary(self) -> str:
        """The session's summary, as typed."""
        return self.writing.text

    @property
    def is_worth_keeping(self) -> bool:
        """True when it is unfinished and leaving it would lose something."""
        return self.signed is None and (not self.is_empty or bool(self.details.client.strip()))

    def touch(self) -> None:
        """Somebody works on it: its time until it is erased begins again."""
        self.touched_at = utc_now()

    @property
    def is_empty(self) -> bool:
        """True when leaving it would lose nothing."""
        return self.draft is None and not self.summary.strip()

    def report(self, message: str) -> None:
        """Keep the one line that says what could not be done."""
        self.notice = message

    def capture(self, op: Operation, formats: Mapping[str, NoteFormat]) -> None:
        """Do one operation of the summary box. Raises what `make_draft` raises."""
        self.notice = ""
        if op["kind"] in ("text", "send"):
            by = str(op.get("by", ""))
            self.writing.write(str(op["text"]), by=by, seen=op.get("news"))
        if op["kind"] == "send":
            self.make_draft(formats[self.format_key])
        elif op["kind"] == "swap":
            self.writing.swap()
        elif op["kind"] == "cancel" and self.draft is not None:
            self.writing.text, self.is_revising = self.draft.summary.text, False

    def make_draft(self, note_format: NoteFormat) -> None:
        """Draft the summary; the clinician's own sentences of an earlier draft are kept beside it.

        Raises what `notegen.draft` raises; summary and earlier draft are then untouched.
        """
        fresh = make_draft(
            self.summary,
            format=note_format,
            details=self.details,
            ask_about_risk=self.asks_about_risk,
        )
        if self.draft is not None:
            kept = _own_sentences(self.draft, fresh)
            self._remember("the new draft", self.draft)
            fresh = fresh.changed(unplaced=(*fresh.unplaced, *kept))
        self.draft, self.is_revising = fresh, False
        self.said = "The draft is ready to review."

    def set_details(self, details: SessionDetails) -> None:
        """Other session details; they are part of what is attested."""
        self.details = details
        if self.draft is not None:
            self.draft = review.set_details(self.draft, details)

    def enter(self, name: str, text: str) -> None:
        """One detail as it is typed; times, and a day that cannot be read yet, are kept as typed.

        No other detail changes: what else is typed, or was carried meanwhile, speaks for itself.
        """
        if name in _READ:
            self.typed[name] = text
        try:
            values = read_detail(name, text)
        except InputError:
            values = dict.fromkeys(_READ[name])
        if values.get("date"):
            del self.typed["date"]  # "yesterday" would be another day after midnight
        details = replace(self.details, **values)
        if details != self.details:
            self.carried -= {name}
            self.set_details(details)

    def as_typed(self, name: str) -> str:
        """A detail as its field shows it: the characters that were typed, else what is known."""
        if name in self.typed:
            return self.typed[name]
        if name == "times":
            return show_times(self.details.start, self.details.stop)
        held = getattr(self.details, name)
        return held.isoformat() if isinstance(held, date) else held or ""

    @property
    def unreadable(self) -> str:
        """Why the times that stand in their field cannot be read; empty where they can."""
        try:
            read_detail("times", self.typed.get("times", ""))
        except InputError as error:
            return str(error)
        return ""

    def ask_about_risk(self, asks: bool) -> None:
        """Whether silence about risk raises a question; where not, one that is open goes."""
        self.asks_about_risk = asks
        if self.draft is not None and not asks:
            self.draft = review.dismiss_question(self.draft, "risk")

    def set_format(self, note_format: NoteFormat) -> None:
        """Another format, with every edit of the draft kept."""
        self.format_key = note_format.key
        if self.draft is not None and self.draft.format != note_format:
            self._remember("the change of format", self.draft)
            self.draft = review.change_format(self.draft, note_format)
            self.said = f"The note is in {note_format.title} now; nothing was lost."

    def apply(self, op: Operation, *, author: Author, store: Store) -> None:
        """Do one operation of the review component.

        Raises `NotegenError` with the reason when it cannot be done; nothing is changed then.
        """
        self.notice = self.said = ""
        kind, draft = op["kind"], self.draft
        if kind == "discard":
            self.erase()
        elif kind == "undo":
            self.undo()
        elif draft is None:
            return
        elif kind == "revise":
            self.is_revising = True
        elif kind == "attest":
            self.draft = _attest(draft, author) if op.get("value") else draft.changed()
        elif kind == "approve":
            self._approve(draft, author, store)
            self.is_stored = bool(op.get("store", True))
        elif kind in CHANGES:
            self._change(op, draft)

    def undo(self) -> None:
        """Back to the draft before the last change; an attestation stays void."""
        if self.history:
            what, _, draft = self.history.pop()
            self.draft = draft.changed(details=self.details)
            self.writing.text, self.format_key = draft.summary.text, draft.format.key
            self.said = f"Undone: {what}."

    def erase(self) -> None:
        """Drop all text of this note."""
        self.writing.erase()
        self.draft, self.signed, self.is_revising = None, None, False
        self.is_known_client = self.is_format_chosen = False
        self.carried, self.carried_from = frozenset(), None
        self.risk_question, self.asks_about_risk = "", True
        self.details = SessionDetails(date=today())
        self.notice = self.said = ""
        self.typed.clear()
        self.history.clear()
        self.names.clear()

    def _change(self, op: Operation, draft: DraftNote) -> None:
        what, change = CHANGES[op["kind"]]
        if op["kind"] != "add" and "id" in op:
            op = {**op, "id": self.names.get(str(op["id"]), str(op["id"]))}
        changed = change(draft, op)
        if changed is draft:
            return
        # Each window's edits are a step of their own: what the other one typed stays in undo.
        by, target = str(op.get("by", "")), str(op.get("id", ""))
        last = self.history[-1] if self.history else None
        if last and last.what == what == CHANGES["edit"][0] and last.is_others(by, target):
            self.notice = _IN_TWO_WINDOWS
        self._remember(what, draft, target=f"{by}:{target}")
        if op["kind"] == "add":
            old = {statement.id for statement in draft.statements}
            self.names[str(op["id"])] = next(s.id for s in changed.statements if s.id not in old)
        self.draft = changed

    def _approve(self, draft: DraftNote, author: Author, store: Store) -> None:
        if self.unreadable:
            raise InputError(self.unreadable)
        note = review.sign(draft, author, at=datetime.now(UTC), zone=local_zone())
        store(note)
        self.erase()
        self.signed = note

    def _remember(self, what: str, draft: DraftNote, *, target: str = "") -> None:
        """Keep a draft to go back to; a run of edits to one sentence is one step."""
        last = self.history[-1] if self.history else None
        if what == CHANGES["edit"][0] and last and (last.what, last.target) == (what, target):
            return
        self.history.append(Step(what, target, draft))
        del self.history[:-_UNDO_STEPS]


# What is read from a line rather than taken as it stands, and the details that come of it.
_READ: dict[str, tuple[str, ...]] = {"date": ("date",), "times": ("start", "stop")}


def read_detail(name: str, text: str) -> dict[str, Any]:
    """The details that a line of this name stands for. Raises `InputError` for none."""
    if name == "date":
        return {"date": parse_day(text, latest=today())}
    if name == "times":
        return dict(zip(_READ[name], parse_times(text) or (None, None), strict=True))
    return {name: text.strip()}


def _attest(draft: DraftNote, author: Author) -> DraftNote:
    return review.attest(draft, author, at=datetime.now(UTC))


def _own_sentences(old: DraftNote, fresh: DraftNote) -> tuple[Statement, ...]:
    """Sentences of the clinician's own that the new draft lacks, under ids that are free there."""
    taken = {s.id for s in (*fresh.statements, *fresh.unplaced)}
    texts = {s.text for s in fresh.statements}
    own = [
        s
        for s in (*old.statements, *old.unplaced)
        if s.origin is Origin.CLINICIAN and s.text not in texts
    ]
    kept = []
    for count, statement in enumerate(own):
        free = statement.id if statement.id not in taken else f"{statement.id}k{count}"
        kept.append(replace(statement, id=free, pinned=False))
    return tuple(kept)
