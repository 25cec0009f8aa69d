"""Notes as plain text: a signed note to paste or download, a draft to read in a terminal.

No Markdown and no tabs: EHR editors keep plain paragraphs and mangle the rest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from notegen.export.content import body_text, clean, note_content
from notegen.model import (
    Addendum,
    DraftNote,
    EnteredInError,
    Section,
    SignedNote,
    SignedSection,
    Weight,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

# The marks by which `parse_note_text` knows a draft printed here and reads it back exactly.
DRAFT_MARK: Final = "Draft for review: "
EMPTY_MARK: Final = "[empty] "
BULLET: Final = "- "
END_MARK: Final = "--- not part of the note ---"


def note_text(
    note: SignedNote,
    *,
    addenda: Sequence[Addendum] = (),
    error_mark: EnteredInError | None = None,
    zone: str | None = None,
) -> str:
    """The whole signed note for copy and .txt download: facts, sections, signature, addenda.

    Only what is given is printed. Instants are shown in the zone they were written in, or all of
    them in `zone` where given.
    """
    content = note_content(note, addenda=addenda, error_mark=error_mark, zone=zone)
    facts = [("Client", content.client), ("Date of service", content.service_date)]
    facts += content.details
    return _join(
        "\n".join(content.error or ()),
        content.title,
        "\n".join(f"{label}: {value}" for label, value in facts if value),
        *(f"{block.heading.upper()}\n{block.text}" for block in content.sections),
        "\n".join(filter(None, (f"{content.signed_by} {content.signed_on}", content.late_entry))),
        *(f"{block.heading} {block.byline}\n{block.text}" for block in content.addenda),
    )


def section_text(section: Section | SignedSection) -> str:
    """The body of one section for copying it alone: no heading, no final newline.

    An empty section gives its `empty_reason`, as in the whole note.
    """
    return body_text(section)


def draft_text(draft: DraftNote) -> str:
    """What `notegen draft` prints; `parse_note_text` reads the same sentences back.

    One heading per section, one sentence per line. What is not the note itself (sentences without
    a place, doubts, questions, unused parts of the summary) follows below `END_MARK`.
    """
    sections = (f"{section.title}:\n{_draft_body(section)}" for section in draft.sections)
    asides = list(_asides(draft))
    return _join(
        f"{DRAFT_MARK}{draft.format.title}, {draft.engine} engine",
        *sections,
        *([END_MARK, *asides] if asides else []),
    )


def _draft_body(section: Section) -> str:
    if not section.statements:
        return f"{EMPTY_MARK}{_one_line(section.empty_reason or 'Nothing was stated.')}"
    return _bullets(statement.text for statement in section.statements)


def _asides(draft: DraftNote) -> Iterator[str]:
    weighty = [doubt for doubt in draft.open_findings if doubt.weight is not Weight.QUIET]
    lists = (
        (f"No place in {draft.format.title}", [statement.text for statement in draft.unplaced]),
        ("Doubts", [f"{doubt.weight}: {doubt.message}" for doubt in weighty]),
        ("Questions", [question.text for question in draft.questions]),
        ("Not used", [f'"{part.quote}" ({part.reason})' for part in draft.unused]),
    )
    for heading, items in lists:
        if items:
            yield f"{heading}:\n{_bullets(items)}"


def _bullets(items: Iterable[str]) -> str:
    return "\n".join(f"{BULLET}{_one_line(item)}" for item in items)


def _one_line(text: str) -> str:
    return clean(text).replace("\n", " ")


def _join(*parts: str) -> str:
    return "\n\n".join(part for part in parts if part) + "\n"
