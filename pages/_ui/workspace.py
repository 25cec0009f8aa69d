"""One unfinished note: summary, details and draft together, in memory only.

A `Workspace` knows nothing of Streamlit. The page gives it the operations of the components, in
order, and shows what it holds afterwards. An operation that fails leaves everything as it was.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import NamedTuple

from notegen import draft as make_draft
from notegen import review
from notegen.clock import local_zone, utc_now
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
    `names` gives the id of a sentence that was typed, by the name the browser gave it. `writes`
    counts, by window, how often the summary was typed into; `details_by` is the window that
    entered the details last; `other_summary` is what one window typed while another typed too.
    `carried` names the details that came from the last note of a known client, of `carried_from`.
    """

    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    summary: str = ""
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
    details_by: str = ""
    writes: dict[str, int] = field(default_factory=dict)
    other_summary: str = ""
    is_known_client: bool = False
    carried: frozenset[str] = frozenset()
    carried_from: date | None = None
    fills: int = 0  # how often a client's last note filled details in, or took that back
    is_format_chosen: bool = False
    risk_question: str = ""  # the known client's setting
    asks_about_risk: bool = True
    is_stored: bool = True  # of a signed note

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
            self._write(str(op["text"]), by=str(op.get("by", "")), seen=op.get("news"))
        if op["kind"] == "send":
            self.make_draft(formats[self.format_key])
        elif op["kind"] == "swap":
            self.summary, self.other_summary = self.other_summary, self.summary
            self.writes[""] = self.writes.get("", 0) + 1
        elif op["kind"] == "cancel" and self.draft is not None:
            self.summary, self.is_revising = self.draft.summary.text, False

    def news_for(self, window: str) -> int:
        """Changes with each text that another window than this one typed into the summary."""
        return sum(self.writes.values()) - self.writes.get(window, 0)

    def _write(self, text: str, *, by: str, seen: object) -> None:
        """The later text stands; what its writer had not seen of the other window's is kept."""
        if text == self.summary:
            return
        if isinstance(seen, int) and seen != self.news_for(by):
            self.other_summary = self.summary
        self.summary = text
        self.writes[by] = self.writes.get(by, 0) + 1

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
            self.summary, self.format_key = draft.summary.text, draft.format.key
            self.said = f"Undone: {what}."

    def erase(self) -> None:
        """Drop all text of this note."""
        self.summary, self.draft, self.signed, self.is_revising = "", None, None, False
        self.other_summary = ""
        self.is_known_client = self.is_format_chosen = False
        self.carried, self.carried_from = frozenset(), None
        self.risk_question, self.asks_about_risk = "", True
        self.details = SessionDetails(date=today())
        self.notice = self.said = ""
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
