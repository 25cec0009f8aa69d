"""The review component's operations, each as one change of a draft.

An operation names its sentence by id, its section by key; `notegen.review` refuses, with a
`DraftError`, what is no longer there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from notegen import review
from notegen.errors import DraftError
from notegen.model import DraftNote

Operation = dict[str, Any]

# Kind of fact that a left-out part of the summary becomes when the clinician adds it.
OMISSION_KINDS = {
    "O1": "risk",
    "O2": "medication",
    "O3": "report",
    "O4": "intervention",
    "O5": "plan",
    "O6": "report",
}


def edit(draft: DraftNote, op: Operation) -> DraftNote:
    """Other words in one sentence."""
    return review.edit_text(draft, str(op["id"]), str(op["text"]))


def confirm(draft: DraftNote, op: Operation) -> DraftNote:
    """One sentence taken over by the clinician as it stands, with every doubt about it settled."""
    statement_id = str(op["id"])
    changed = review.confirm(draft, statement_id)
    for finding in changed.open_findings:
        if finding.statement == statement_id:
            changed = review.resolve(changed, finding.id)
    return changed


def delete(draft: DraftNote, op: Operation) -> DraftNote:
    """One sentence less."""
    return review.delete(draft, str(op["id"]))


def move(draft: DraftNote, op: Operation) -> DraftNote:
    """One sentence elsewhere, also from outside the note into a section."""
    return review.move(draft, str(op["id"]), str(op["section"]), int(op["index"]))


def shift(draft: DraftNote, op: Operation) -> DraftNote:
    """One sentence up or down by one place, over the edge of its section into the next one.

    A step and not a place, so that two quick key presses add up whatever the browser shows.
    """
    statement_id, step = str(op["id"]), 1 if int(op["step"]) > 0 else -1
    for at, section in enumerate(draft.sections):
        ids = [statement.id for statement in section.statements]
        if statement_id not in ids:
            continue
        index = ids.index(statement_id) + step
        if 0 <= index < len(ids):
            return review.move(draft, statement_id, section.key, index)
        if not 0 <= at + step < len(draft.sections):
            return draft
        target = draft.sections[at + step]
        return review.move(
            draft, statement_id, target.key, 0 if step > 0 else len(target.statements)
        )
    raise DraftError("This sentence is no longer in the draft.")


def add(draft: DraftNote, op: Operation) -> DraftNote:
    """A sentence of the clinician's own."""
    section = str(op["section"])
    takes = next((spec.takes for spec in draft.format.sections if spec.key == section), ())
    kind = takes[0] if takes else "report"
    return review.add(draft, section, str(op["text"]), index=int(op["index"]), kind=kind)


def include(draft: DraftNote, op: Operation) -> DraftNote:
    """A left-out part of the summary, in the clinician's own words."""
    wanted = (int(op["start"]), int(op["end"]))
    for omission in draft.omissions:
        if (omission.start, omission.end) == wanted:
            kind = OMISSION_KINDS.get(omission.code, "report")
            section = section_for(draft, kind)
            return review.add(draft, section, as_sentence(omission.quote), kind=kind)
    raise DraftError("The note carries this part by now.")


def answer(draft: DraftNote, op: Operation) -> DraftNote:
    """A question answered in the clinician's own words."""
    topic = str(op["topic"])
    section, kind = place_of_answer(draft, topic)
    text = as_sentence(str(op["text"]))
    return review.answer(draft, topic, text, section_key=section, kind=kind)


def dismiss(draft: DraftNote, op: Operation) -> DraftNote:
    """A question less; nothing is written for it."""
    return review.dismiss_question(draft, str(op["topic"]))


def settle(draft: DraftNote, op: Operation) -> DraftNote:
    """A doubt settled: the sentence stays as it stands."""
    return review.resolve(draft, str(op["finding"]))


def add_section(draft: DraftNote, op: Operation) -> DraftNote:
    """A section of the clinician's own."""
    return review.add_section(draft, str(op["title"]))


def rename_section(draft: DraftNote, op: Operation) -> DraftNote:
    """Another heading over a section."""
    return review.rename_section(draft, str(op["section"]), str(op["title"]))


def remove_section(draft: DraftNote, op: Operation) -> DraftNote:
    """A section less; its sentences go beside the note."""
    return review.remove_section(draft, str(op["section"]))


def move_section(draft: DraftNote, op: Operation) -> DraftNote:
    """A section up or down by one place."""
    keys = [section.key for section in draft.sections]
    key = str(op["section"])
    if key not in keys:
        raise DraftError("This section is no longer in the draft.")
    index = keys.index(key) + (1 if int(op["step"]) > 0 else -1)
    return review.move_section(draft, key, index) if 0 <= index < len(keys) else draft


# What each change is called when it can be undone.
CHANGES: dict[str, tuple[str, Callable[[DraftNote, Operation], DraftNote]]] = {
    "edit": ("the edit", edit),
    "confirm": ("the confirmation", confirm),
    "delete": ("the deletion", delete),
    "move": ("the move", move),
    "shift": ("the move", shift),
    "add": ("the new sentence", add),
    "include": ("the added part", include),
    "answer": ("the answer", answer),
    "dismiss": ("the skipped question", dismiss),
    "settle": ("the settled doubt", settle),
    "add_section": ("the new section", add_section),
    "rename_section": ("the new heading", rename_section),
    "remove_section": ("the removed section", remove_section),
    "move_section": ("the moved section", move_section),
}


def section_for(draft: DraftNote, kind: str) -> str:
    """The section of the draft that takes this kind, else its first."""
    key = draft.format.section_for(kind)
    present = [section.key for section in draft.sections]
    return key if key in present else present[0]


def place_of_answer(draft: DraftNote, topic: str) -> tuple[str, str]:
    """Section and kind of an answer: the section that asks for the topic, else the kind's own.

    A topic is a kind of fact, or the name under which a section asks.
    """
    present = {section.key for section in draft.sections}
    for spec in draft.format.sections:
        if spec.ask == topic and spec.key in present and spec.takes:
            return spec.key, spec.takes[0]
    kind = _TOPIC_KINDS.get(topic, topic)
    kind = kind if draft.format.section_for(kind) in present else "report"
    return section_for(draft, kind), kind


# Topics that are not themselves a kind of fact.
_TOPIC_KINDS = {"next_contact": "plan", "earlier_score": "measure"}


def as_sentence(text: str) -> str:
    """The same words with a capital and a full stop; no word is added."""
    text = " ".join(text.split()).rstrip(",;:")
    if not text:
        return ""
    stop = "" if text[-1] in ".!?…" else "."
    return text[0].upper() + text[1:] + stop
