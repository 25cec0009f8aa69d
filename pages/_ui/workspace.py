"""One unfinished note: summary, details and draft together, in memory only.

A `Workspace` knows nothing of Streamlit. The page gives it the operations of the components, in
order, and shows what it holds afterwards. An operation that fails leaves everything as it was and
its reason in `notice`.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from typing import Any

from notegen import draft as make_draft
from notegen import review
from notegen.clock import local_zone
from notegen.errors import DraftError, NotegenError
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

Operation = dict[str, Any]
Store = Callable[[SignedNote], None]

_UNDO_STEPS = 50

# Kind of fact that a left-out part of the summary becomes when the clinician adds it.
OMISSION_KINDS = {
    "O1": "risk",
    "O2": "medication",
    "O3": "report",
    "O4": "intervention",
    "O5": "plan",
    "O6": "report",
}


@dataclass(slots=True)
class Workspace:
    """The note being written. `signed` is set once it is approved and stored."""

    id: str = field(default_factory=lambda: uuid.uuid4().hex)
    summary: str = ""
    details: SessionDetails = field(default_factory=lambda: SessionDetails(date=date.today()))  # noqa: DTZ011 - the clinician's own calendar day
    format_key: str = DEFAULT_FORMAT
    draft: DraftNote | None = None
    is_revising: bool = False
    signed: SignedNote | None = None
    notice: str = ""
    said: str = ""  # what just happened, for the status line and screen readers
    history: list[tuple[str, DraftNote]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)  # a new sentence's name in the browser -> id

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
        if op["kind"] in ("summary", "draft"):
            self.summary = str(op["text"])
        if op["kind"] == "draft":
            self.make_draft(formats[self.format_key])
        elif op["kind"] == "keep" and self.draft is not None:
            self.summary, self.is_revising = self.draft.summary.text, False

    def make_draft(self, note_format: NoteFormat) -> None:
        """Draft the summary; the clinician's own sentences of an earlier draft are kept beside it.

        Raises what `notegen.draft` raises; summary and earlier draft are then untouched.
        """
        fresh = make_draft(self.summary, format=note_format, details=self.details)
        kept = _own_sentences(self.draft, fresh) if self.draft is not None else ()
        if self.draft is not None:
            self._remember("the new draft", self.draft)
        for statement in kept:
            fresh = fresh.changed(unplaced=(*fresh.unplaced, statement))
        self.draft, self.is_revising, self.said = fresh, False, "The draft is ready to review."

    def set_details(self, details: SessionDetails) -> None:
        """Other session details; they are part of what is attested."""
        self.details = details
        if self.draft is not None:
            self.draft = review.set_details(self.draft, details)

    def set_format(self, note_format: NoteFormat) -> None:
        """Another format, with every edit of the draft kept."""
        self.format_key = note_format.key
        if self.draft is not None and self.draft.format != note_format:
            self._remember("the change of format", self.draft)
            self.draft = review.change_format(self.draft, note_format)
            self.said = f"Now in {note_format.title}; nothing was lost."

    def apply(self, op: Operation, *, author: Author, store: Store) -> None:
        """Do one operation of the review component."""
        self.notice = ""
        try:
            if op["kind"] in _UNDRAFTED:
                _UNDRAFTED[op["kind"]](self)
            elif self.draft is not None:
                self._review(op, self.draft, author, store)
        except NotegenError as error:
            self.notice = str(error)

    def _review(self, op: Operation, draft: DraftNote, author: Author, store: Store) -> None:
        kind = op["kind"]
        if kind == "attest":
            self.draft = _attest(draft, author) if op.get("value") else draft.changed()
        elif kind == "approve":
            self._approve(draft, author, store)
        elif kind in _CHANGES:
            what, change = _CHANGES[kind]
            changed = change(self, draft, op)
            if changed is not draft:
                self._remember(what, draft, merge=kind == "edit")
                self.draft = changed

    def _approve(self, draft: DraftNote, author: Author, store: Store) -> None:
        note = review.sign(draft, author, at=datetime.now(UTC), zone=local_zone())
        store(note)
        self.erase()
        self.signed = note

    def undo(self) -> None:
        """Back to the draft before the last change; the attestation stays void."""
        if self.history:
            what, draft = self.history.pop()
            self.draft = draft.changed(details=self.details)
            self.format_key = draft.format.key
            self.said = f"Undone: {what}."

    def erase(self) -> None:
        """Drop all text of this note."""
        self.summary, self.draft, self.is_revising = "", None, False
        self.notice = self.said = ""
        self.history.clear()
        self.names.clear()

    def revise(self) -> None:
        """Open the summary for changes; the draft stays until it is drafted again."""
        self.is_revising = True

    def _remember(self, what: str, draft: DraftNote, *, merge: bool = False) -> None:
        if merge and self.history and self.history[-1][0] == what:
            return
        self.history.append((what, draft))
        del self.history[:-_UNDO_STEPS]

    def real_id(self, name: str) -> str:
        """Id of a sentence that the browser may still know by the name it gave it."""
        return self.names.get(name, name)


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


def _edit(work: Workspace, draft: DraftNote, op: Operation) -> DraftNote:
    return review.edit_text(draft, work.real_id(str(op["id"])), str(op["text"]))


def _confirm(work: Workspace, draft: DraftNote, op: Operation) -> DraftNote:
    return review.confirm(draft, work.real_id(str(op["id"])))


def _delete(work: Workspace, draft: DraftNote, op: Operation) -> DraftNote:
    return review.delete(draft, work.real_id(str(op["id"])))


def _move(work: Workspace, draft: DraftNote, op: Operation) -> DraftNote:
    statement_id = work.real_id(str(op["id"]))
    return review.move(draft, statement_id, str(op["section"]), int(op["index"]))


def _add(work: Workspace, draft: DraftNote, op: Operation) -> DraftNote:
    section, text = str(op["section"]), str(op["text"])
    kind = next((s.takes[0] for s in draft.format.sections if s.key == section and s.takes), "")
    before = {s.id for s in draft.statements}
    changed = review.add(draft, section, text, index=int(op["index"]), kind=kind or "report")
    new = next(s.id for s in changed.statements if s.id not in before)
    work.names[str(op["id"])] = new
    return changed


def _include(work: Workspace, draft: DraftNote, op: Operation) -> DraftNote:
    """Carry a left-out part of the summary into the note, in the clinician's own words."""
    wanted = (int(op["start"]), int(op["end"]))
    for omission in draft.omissions:
        if (omission.start, omission.end) == wanted:
            kind = OMISSION_KINDS.get(omission.code, "report")
            section = str(op.get("section") or section_for(draft, kind))
            return review.add(draft, section, as_sentence(omission.quote), kind=kind)
    raise DraftError("The note carries this part by now.")


def _answer(work: Workspace, draft: DraftNote, op: Operation) -> DraftNote:
    topic = str(op["topic"])
    section, kind = place_of_answer(draft, topic)
    text = as_sentence(str(op["text"]))
    return review.answer(draft, topic, text, section_key=section, kind=kind)


def _dismiss(work: Workspace, draft: DraftNote, op: Operation) -> DraftNote:
    return review.dismiss_question(draft, str(op["topic"]))


def _settle(work: Workspace, draft: DraftNote, op: Operation) -> DraftNote:
    return review.resolve(draft, str(op["finding"]))


def _add_section(work: Workspace, draft: DraftNote, op: Operation) -> DraftNote:
    return review.add_section(draft, str(op["title"]))


def _remove_section(work: Workspace, draft: DraftNote, op: Operation) -> DraftNote:
    return review.remove_section(draft, str(op["section"]))


def _move_section(work: Workspace, draft: DraftNote, op: Operation) -> DraftNote:
    return review.move_section(draft, str(op["section"]), int(op["index"]))


_CHANGES: dict[str, tuple[str, Callable[[Workspace, DraftNote, Operation], DraftNote]]] = {
    "edit": ("the edit", _edit),
    "confirm": ("the confirmation", _confirm),
    "delete": ("the deletion", _delete),
    "move": ("the move", _move),
    "add": ("the new sentence", _add),
    "include": ("the added part", _include),
    "answer": ("the answer", _answer),
    "dismiss": ("the dismissed question", _dismiss),
    "settle": ("the settled doubt", _settle),
    "add_section": ("the new section", _add_section),
    "remove_section": ("the removed section", _remove_section),
    "move_section": ("the moved section", _move_section),
}

_UNDRAFTED: dict[str, Callable[[Workspace], None]] = {
    "undo": Workspace.undo,
    "discard": Workspace.erase,
    "revise": Workspace.revise,
}


def section_for(draft: DraftNote, kind: str) -> str:
    """The section of the draft that takes this kind, else its first."""
    key = draft.format.section_for(kind)
    present = [section.key for section in draft.sections]
    return key if key in present else present[0]


def place_of_answer(draft: DraftNote, topic: str) -> tuple[str, str]:
    """Section and kind of an answer: the section that asks for the topic, else the kind's own."""
    present = {section.key for section in draft.sections}
    for spec in draft.format.sections:
        if spec.ask == topic and spec.key in present and spec.takes:
            return spec.key, spec.takes[0]
    kind = _TOPIC_KINDS.get(topic, "report")
    return section_for(draft, kind), kind


_TOPIC_KINDS = {"risk": "risk", "response": "response", "goal": "goal", "plan": "plan"}


def as_sentence(text: str) -> str:
    """The same words with a capital and a full stop; no word is added."""
    text = " ".join(text.split()).rstrip(",;:")
    if not text:
        return ""
    stop = "" if text[-1] in ".!?…" else "."
    return text[0].upper() + text[1:] + stop
