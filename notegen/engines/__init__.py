"""Engines: what turns a summary into a draft. `rules` is the default and works offline."""

from __future__ import annotations

from functools import cache
from typing import Protocol

from notegen.model import DraftNote, NoteFormat, SessionDetails, SessionSummary


class Engine(Protocol):
    """Anything that drafts. It may only use the summary and the details as facts."""

    @property
    def name(self) -> str:
        """The engine's name in drafts, notes and receipts."""

    def draft(
        self,
        summary: SessionSummary,
        note_format: NoteFormat,
        details: SessionDetails,
        *,
        ask_about_risk: bool = True,
    ) -> DraftNote:
        """A draft that has not been checked. Raises `EngineError` when there is none.

        Without `ask_about_risk` silence about risk raises no question (a setting per client).
        """


@cache
def rules_engine() -> Engine:
    """The offline engine; its lexicon is read on first use."""
    from notegen.engines.rules import RulesEngine

    return RulesEngine()
