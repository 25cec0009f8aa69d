"""What the summary box shows: the server's copy of the text, and what is saved."""

from __future__ import annotations

from typing import Any

from pages._ui.component import define
from pages._ui.workspace import Workspace

mount = define("summary_box", "summary_box", "summary_box.js")

UNSAVED = (
    "Nothing is saved yet. What you type lives in memory only, until you approve the note; "
    "closing or locking notegen loses it."
)


def box_data(work: Workspace, acks: dict[str, int]) -> dict[str, Any]:
    """The box's data. Its text is taken over by the browser only when `version` is new to it."""
    return {
        "acks": acks,
        "version": work.id,
        "summary": work.summary,
        "revising": work.is_revising,
        "focus": work.is_revising or not work.summary,
        "status": UNSAVED,
        "problem": work.notice,
    }
