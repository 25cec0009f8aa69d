"""From a summary to a checked draft: the one way in for the page, the CLI and the workbench."""

from __future__ import annotations

from notegen.checks import checked
from notegen.engines import Engine, rules_engine
from notegen.formats import DEFAULT_FORMAT, load_format
from notegen.model import DraftNote, NoteFormat, SessionDetails, SessionSummary


def draft(
    summary: SessionSummary | str,
    *,
    format: NoteFormat | str = DEFAULT_FORMAT,
    details: SessionDetails | None = None,
    engine: Engine | None = None,
    ask_about_risk: bool = True,
) -> DraftNote:
    """A checked draft of `summary` in `format`, by `engine` (the offline rules by default).

    Without `ask_about_risk` silence about risk raises no question. The rules engine gives the same
    draft for the same input. Raises `InputError` for a summary that cannot be used, `FormatError`
    for an unknown format, `EngineError` when the engine fails.
    """
    if isinstance(summary, str):
        summary = SessionSummary(summary)
    note_format = load_format(format) if isinstance(format, str) else format
    engine = engine or rules_engine()
    note = engine.draft(
        summary, note_format, details or SessionDetails(), ask_about_risk=ask_about_risk
    )
    return checked(note)
