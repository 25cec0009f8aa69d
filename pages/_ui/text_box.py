"""The box for clinical text: the summary, and addenda.

A plain `st.text_area` sends nothing before it loses focus, and Chromium may write its text into
the browser's profile; this component does neither.
"""

from __future__ import annotations

from typing import Any

from notegen.hints import hint
from pages._ui.component import define
from pages._ui.workspace import Workspace

mount = define("text_box", "text_box", "text_box.js")

UNSAVED = (
    "Not saved: what you type is in memory only until you approve the note. Locking keeps it there "
    "encrypted; if notegen or this computer stops, it is lost."
)
_PLACEHOLDER = (
    "Thirty to sixty seconds of typing is enough: what the client said, what you saw and did, how "
    "they responded, and what comes next. Short phrases are fine."
)


def summary_data(work: Workspace, acks: dict[str, int], *, window: str) -> dict[str, Any]:
    """The box for the session's summary; Python's text counts only for a version new to it."""
    return {
        "acks": acks,
        "version": f"{work.id}:{work.is_revising}",
        "news": work.news_for(window),
        "text": work.summary,
        "hint": hint(work.summary),
        "focus": True,
        "size": "large",
        "problem": work.notice,
        "words": {
            "label": "What happened in the session?",
            "placeholder": _PLACEHOLDER,
            "send": "Draft again" if work.is_revising else "Draft note",
            "cancel": "Keep the draft as it is" if work.is_revising else "",
            "empty": "The summary is empty; write a few sentences first.",
            "swap": "Show what the other window typed" if work.other_summary else "",
            "status": UNSAVED,
        },
    }


def addendum_data(version: str, text: str, acks: dict[str, int]) -> dict[str, Any]:
    """The box for an addendum to a signed note."""
    return {
        "acks": acks,
        "version": version,
        "news": 0,
        "text": text,
        "hint": "",
        "focus": False,
        "size": "small",
        "problem": "",
        "words": {
            "label": "Addendum",
            "placeholder": "What you add or correct.",
            "send": "Sign and add",
            "cancel": "",
            "empty": "The addendum is empty; write what it adds or corrects.",
            "swap": "",
            "status": "The signed note never changes; this is added below it, with name and time.",
        },
    }
