"""The box for clinical text: the summary, addenda, and reasons of error marks.

A plain `st.text_area` sends nothing before it loses focus, and Chromium may write its text into
the browser's profile; this component does neither.
"""

from __future__ import annotations

from typing import Any

from notegen.hints import hint
from pages._ui.component import define
from pages._ui.typed import SharedText
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
        "news": work.writing.news_for(window),
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
            "swap": _swap(work.writing),
            "sure": "",
            "status": UNSAVED,
        },
    }


def addendum_data(
    version: str, typed: SharedText, acks: dict[str, int], *, window: str, focus: bool
) -> dict[str, Any]:
    """The box for an addendum to a signed note."""
    return _small(version, typed, acks, window=window, focus=focus) | {
        "words": {
            "label": "Addendum",
            "placeholder": "What you add or correct.",
            "send": "Sign and add",
            "cancel": "",
            "empty": "The addendum is empty; write what it adds or corrects.",
            "swap": _swap(typed),
            "sure": "",
            "status": "The signed note never changes; this is added below it, with name and time. "
            "Until then it waits as an unfinished note does.",
        }
    }


def reason_data(
    version: str, typed: SharedText, acks: dict[str, int], *, window: str, focus: bool
) -> dict[str, Any]:
    """The box for the reason why a signed note was entered in error."""
    return _small(version, typed, acks, window=window, focus=focus) | {
        "words": {
            "label": "Reason",
            "placeholder": "Wrong client, wrong session.",
            "send": "Mark as entered in error",
            "cancel": "",
            "empty": "Write the reason; it is kept with the note.",
            "swap": _swap(typed),
            "sure": "This note was entered in error",
            "status": "",
        }
    }


def _small(
    version: str, typed: SharedText, acks: dict[str, int], *, window: str, focus: bool
) -> dict[str, Any]:
    return {
        "acks": acks,
        "version": version,
        "news": typed.news_for(window),
        "text": typed.text,
        "hint": "",
        "focus": focus,
        "size": "small",
        "problem": "",
    }


def _swap(typed: SharedText) -> str:
    return "Show what the other window typed" if typed.other else ""
