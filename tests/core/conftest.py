"""Notes built by hand, so that a test decides what an engine is supposed to have written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from notegen import check, load_format
from notegen.model import (
    DraftNote,
    Origin,
    Section,
    SessionDetails,
    SessionSummary,
    Statement,
)

NoteBuilder = Callable[..., DraftNote]


@pytest.fixture
def engine_note() -> NoteBuilder:
    """A checked draft as a foreign engine might have written it: sentences, no evidence."""

    def build(
        summary: str,
        sections: dict[str, list[str]],
        *,
        format: str = "soap",
        details: SessionDetails | None = None,
        origin: Origin = Origin.ENGINE,
        kind: str = "report",
    ) -> DraftNote:
        note_format = load_format(format)
        numbers = iter(range(1, 1000))
        note = DraftNote(
            summary=SessionSummary(summary),
            details=details or SessionDetails(),
            format=note_format,
            engine="made-up",
            sections=tuple(
                Section(
                    spec.key,
                    spec.title,
                    tuple(
                        Statement(id=f"s{next(numbers)}", text=text, kind=kind, origin=origin)
                        for text in sections.get(spec.key, [])
                    ),
                )
                for spec in note_format.sections
            ),
        )
        report = check(note)
        return replace(
            note, findings=report.all_findings, omissions=report.omissions, ledger=report.ledger
        )

    return build
