"""One detail of the session in one line: its day, its times, who took part, the goal.

A plain `st.text_input` sends nothing before it loses focus, and `st.date_input` covers the summary
with its calendar as soon as it has it. This component sends its one detail as it is typed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pages._ui import session
from pages._ui.component import define

if TYPE_CHECKING:
    from pages._ui.workspace import Workspace

_mount = define("entry", "entry", "entry.js")


def show(work: Workspace, name: str, label: str, *, placeholder: str = "") -> None:
    """The line for the detail of this name."""
    key = f"note_{name}_{work.id}"
    _mount(
        key=key,
        data={
            "acks": session.acks(),
            "version": work.id,
            "text": work.as_typed(name),
            "label": label,
            "placeholder": placeholder,
        },
        on_ops_change=lambda: _entered(key, work, name),
    )


def _entered(key: str, work: Workspace, name: str) -> None:
    for op in session.operations(key):
        with session.faults(session.flash_error), session.changing(work.id):
            work.enter(name, str(op.get("text", "")))
