"""Every change that a draft can go through, up to its signature (`notegen.signing`).

Each function takes a `DraftNote` and returns a changed one; none changes its argument, and each
one that touches the content voids the attestation. The changed draft is checked again before it
is returned, so its findings are always those of its text. All raise `DraftError` when they name a
sentence, section or finding that the draft does not have.
"""

from __future__ import annotations

from dataclasses import replace

from notegen.checks import checked
from notegen.checks.edits import claim_survives
from notegen.errors import (
    DraftError,
)
from notegen.evidence.align import typed_evidence
from notegen.model import (
    NOTHING_STATED,
    DraftNote,
    NoteFormat,
    Origin,
    Question,
    Section,
    SessionDetails,
    Statement,
)
from notegen.signing import append, attest, content_hash, missing_for_signature, sign

__all__ = [
    "add",
    "add_section",
    "answer",
    "append",
    "attest",
    "change_format",
    "confirm",
    "content_hash",
    "delete",
    "dismiss_question",
    "edit_text",
    "find",
    "missing_for_signature",
    "move",
    "move_section",
    "remove_section",
    "rename_section",
    "resolve",
    "set_aside",
    "set_details",
    "sign",
]


def edit_text(draft: DraftNote, statement_id: str, text: str) -> DraftNote:
    """The draft with other words in one sentence.

    While the engine's claim survives the edit (see `claim_survives`) the sentence stays the
    engine's and keeps being checked as such; the words typed are their own evidence either way.
    A sentence that is edited to nothing is deleted.
    """
    old = find(draft, statement_id)
    text = " ".join(text.split())
    if text == old.text:
        return draft
    if not text:
        return delete(draft, statement_id)
    written = old.original if old.original is not None else old.text
    if old.is_clinicians:
        new = replace(old, text=text, origin=Origin.CLINICIAN, evidence=typed_evidence(text))
    elif text == written:
        new = replace(old, text=text, original=None)
    elif claim_survives(written, text):
        new = replace(old, text=text, original=written)
    else:
        new = replace(
            old,
            text=text,
            original=written,
            origin=Origin.CLINICIAN,
            evidence=typed_evidence(text),
        )
    return checked(_replace_statement(draft, new))


def confirm(draft: DraftNote, statement_id: str) -> DraftNote:
    """The draft with one sentence taken over by the clinician, word for word as it stands."""
    old = find(draft, statement_id)
    if old.is_clinicians:
        return draft
    return checked(_replace_statement(draft, replace(old, origin=Origin.CONFIRMED)))


def add(
    draft: DraftNote, section_key: str, text: str, *, index: int | None = None, kind: str = "report"
) -> DraftNote:
    """The draft with a sentence of the clinician's own, at `index` or at the section's end."""
    text = " ".join(text.split())
    if not text:
        raise DraftError("The new sentence is empty; type its words first.")
    new = Statement(
        id=_new_id(draft),
        text=text,
        kind=kind,
        origin=Origin.CLINICIAN,
        evidence=typed_evidence(text),
        pinned=True,
    )
    return checked(_insert(draft, new, section_key, index))


def answer(draft: DraftNote, topic: str, text: str, *, section_key: str, kind: str) -> DraftNote:
    """The draft with the clinician's answer to a question as a statement of their own."""
    remaining = tuple(question for question in draft.questions if question.topic != topic)
    return add(draft.changed(questions=remaining), section_key, text, kind=kind)


def dismiss_question(draft: DraftNote, topic: str) -> DraftNote:
    """The draft without one question; nothing is written for it."""
    kept: tuple[Question, ...] = tuple(q for q in draft.questions if q.topic != topic)
    return replace(draft, questions=kept)


def delete(draft: DraftNote, statement_id: str) -> DraftNote:
    """The draft without one sentence; what only it carried turns up as omitted."""
    find(draft, statement_id)
    return checked(_remove(draft, statement_id))


def move(draft: DraftNote, statement_id: str, section_key: str, index: int) -> DraftNote:
    """The draft with one sentence at `index` of a section (of the section without it)."""
    statement = replace(find(draft, statement_id), pinned=True)
    return checked(_insert(_remove(draft, statement_id), statement, section_key, index))


def add_section(draft: DraftNote, title: str) -> DraftNote:
    """The draft with a section of the clinician's own at its end."""
    title = " ".join(title.split())
    if not title:
        raise DraftError("The new section has no title; type one first.")
    taken = {section.key for section in draft.sections}
    key = next(f"own{n}" for n in range(1, len(taken) + 2) if f"own{n}" not in taken)
    return draft.changed(sections=(*draft.sections, _section(key, title, ())))


def rename_section(draft: DraftNote, section_key: str, title: str) -> DraftNote:
    """The draft with another heading over a section; its key and what it takes stay."""
    old = _section_of(draft, section_key)
    title = " ".join(title.split())
    if not title:
        raise DraftError("The section has no title; type one first.")
    new = replace(old, title=title)
    return draft.changed(sections=tuple(new if s.key == section_key else s for s in draft.sections))


def set_aside(draft: DraftNote, statements: tuple[Statement, ...]) -> DraftNote:
    """The draft with more sentences listed beside it, such as those kept from an older draft."""
    return checked(draft.changed(unplaced=draft.unplaced + statements))


def remove_section(draft: DraftNote, section_key: str) -> DraftNote:
    """The draft without a section; its sentences are listed beside the note, none is lost."""
    gone = _section_of(draft, section_key)
    if len(draft.sections) == 1:
        raise DraftError("A note needs at least one section.")
    return checked(
        draft.changed(
            sections=tuple(s for s in draft.sections if s.key != section_key),
            unplaced=draft.unplaced + gone.statements,
        )
    )


def move_section(draft: DraftNote, section_key: str, index: int) -> DraftNote:
    """The draft with a section at `index` among the others."""
    moved = _section_of(draft, section_key)
    others = [section for section in draft.sections if section.key != section_key]
    others.insert(max(0, min(index, len(others))), moved)
    return draft.changed(sections=tuple(others))


def change_format(draft: DraftNote, note_format: NoteFormat) -> DraftNote:
    """The draft in another format with every edit kept.

    A sentence goes where its kind belongs in the new format. One that the clinician moved by hand
    keeps its section where the new format has one of that key, title included. What the new format
    has no place for is listed in `unplaced`.
    """
    titles = {section.key: section.title for section in draft.sections}
    places: dict[str, list[Statement]] = {spec.key: [] for spec in note_format.sections}
    own = {
        section.key: section
        for section in draft.sections
        if section.key not in {spec.key for spec in draft.format.sections}
    }
    same = {spec.key for spec in note_format.sections if titles.get(spec.key) == spec.title}
    unplaced: list[Statement] = []
    for key, statement in _in_source_order(draft):
        if key in own:
            continue
        target = key if statement.pinned and key in same else None
        target = target or note_format.section_for(statement.kind)
        (places[target] if target is not None else unplaced).append(statement)
    sections = tuple(
        _section(spec.key, spec.title, tuple(places[spec.key])) for spec in note_format.sections
    )
    return checked(
        draft.changed(
            format=note_format,
            sections=(*sections, *own.values()),
            unplaced=tuple(unplaced),
        )
    )


def resolve(draft: DraftNote, finding_id: str) -> DraftNote:
    """The draft with one finding settled as it stands; the doubt no longer blocks or asks."""
    if finding_id not in {finding.id for finding in draft.findings}:
        raise DraftError("This doubt is gone already; nothing to settle.")
    return draft.changed(resolved=draft.resolved | {finding_id})


def set_details(draft: DraftNote, details: SessionDetails) -> DraftNote:
    """The draft with other session details."""
    return draft if details == draft.details else checked(draft.changed(details=details))


def find(draft: DraftNote, statement_id: str) -> Statement:
    """The statement with this id, placed or not. Raises `DraftError` where there is none."""
    for statement in (*draft.statements, *draft.unplaced):
        if statement.id == statement_id:
            return statement
    raise DraftError("This sentence is no longer in the draft.")


def _section(key: str, title: str, statements: tuple[Statement, ...]) -> Section:
    return Section(key, title, statements, None if statements else NOTHING_STATED)


def _section_of(draft: DraftNote, key: str) -> Section:
    for section in draft.sections:
        if section.key == key:
            return section
    raise DraftError("This section is no longer in the draft.")


def _replace_statement(draft: DraftNote, new: Statement) -> DraftNote:
    def swap(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
        return tuple(new if s.id == new.id else s for s in statements)

    return draft.changed(
        sections=tuple(replace(s, statements=swap(s.statements)) for s in draft.sections),
        unplaced=swap(draft.unplaced),
    )


def _remove(draft: DraftNote, statement_id: str) -> DraftNote:
    def without(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
        return tuple(s for s in statements if s.id != statement_id)

    return draft.changed(
        sections=tuple(_section(s.key, s.title, without(s.statements)) for s in draft.sections),
        unplaced=without(draft.unplaced),
    )


def _insert(
    draft: DraftNote, statement: Statement, section_key: str, index: int | None
) -> DraftNote:
    target = _section_of(draft, section_key)
    statements = list(target.statements)
    at = len(statements) if index is None else max(0, min(index, len(statements)))
    statements.insert(at, statement)
    new = _section(target.key, target.title, tuple(statements))
    return draft.changed(sections=tuple(new if s.key == section_key else s for s in draft.sections))


def _in_source_order(draft: DraftNote) -> list[tuple[str, Statement]]:
    """Statements with their section's key, by their first span in the summary where they have one.

    A sentence without a span follows the one before it, so that what the clinician added stays
    beside what they added it to.
    """
    ordered: list[tuple[int, int, str, Statement]] = []
    position = 0
    pairs = [(s.key, statement) for s in draft.sections for statement in s.statements]
    pairs += [("", statement) for statement in draft.unplaced]
    for count, (key, statement) in enumerate(pairs):
        spans = [e.start for e in statement.evidence if e.source == "summary"]
        position = min(spans) if spans else position
        ordered.append((position, count, key, statement))
    ordered.sort(key=lambda item: item[:2])
    return [(key, statement) for _, _, key, statement in ordered]


def _new_id(draft: DraftNote) -> str:
    taken = {statement.id for statement in (*draft.statements, *draft.unplaced)}
    return next(f"c{n}" for n in range(1, len(taken) + 2) if f"c{n}" not in taken)
