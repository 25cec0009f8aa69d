"""Today's unfinished notes above the one being written: who waits since when, and until when."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pages._ui import session
from pages._ui.component import define

if TYPE_CHECKING:
    from pages._ui.workspace import Workspace

_mount = define("today", "today", "today.js")
_NEW = "new"


def show() -> None:
    """The strip of notes, once there is more than an empty one."""
    notes = session.notes()
    current = session.workspace()
    if not any(work.is_worth_keeping for work in notes):
        return
    entries = [_entry(work, is_current=work is current) for work in notes]
    if current.is_worth_keeping:
        fresh = {"id": _NEW, "who": "New note", "when": "Alt+N", "current": False, "fresh": True}
        entries.append(fresh)
    data = {"acks": session.acks(), "notes": entries, "about": _about(current)}
    _mount(key="today", data=data, on_ops_change=_chosen)


def _entry(work: Workspace, *, is_current: bool) -> dict[str, Any]:
    begun = "not begun"
    if work.is_worth_keeping:
        begun = ("draft" if work.draft is not None else "begun") + f" {clock(work.started_at)}"
    return {
        "id": work.id,
        "who": work.details.client.strip() or ("No client yet" if begun[0] != "n" else "New note"),
        "when": begun,
        "current": is_current,
        "fresh": False,
    }


def _about(work: Workspace) -> str:
    if not work.is_worth_keeping:
        return ""
    return f"Not saved; erased at {clock(session.erased_at(work))} if nobody works on it."


def clock(moment: datetime) -> str:
    """A time as it is on the clinician's wall, with its day unless that is today."""
    local = moment.astimezone()
    day = "" if local.date() == datetime.now(UTC).astimezone().date() else f"{local:%a} "
    return f"{day}{local:%H:%M}"


def _chosen() -> None:
    for op in session.operations("today"):
        if op["kind"] == "choose":
            session.choose_note(str(op["id"]))
        elif op["kind"] == "next":
            session.choose_note(_after_current())


def _after_current() -> str:
    """The note after the current one; after the last a new one, after an empty new one the first.

    The current one's first words may still be on their way, so it is never taken for empty here
    unless other notes wait.
    """
    ids, current = [work.id for work in session.notes()], session.workspace()
    at = ids.index(current.id) + 1 if current.id in ids else len(ids)
    if at < len(ids):
        return ids[at]
    return _NEW if current.is_worth_keeping or len(ids) == 1 else ids[0]
