"""Our browser components: how their files are put together and how their messages arrive.

A component sends one state value, `ops`: its operations in order, each with a number, all of them
again until Python has acknowledged them. So a message is never lost to a rerun that came between,
and never applied twice (see `shared/channel.js`).
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import streamlit as st

if TYPE_CHECKING:
    from streamlit.components.v2.types import ComponentRenderer

HERE = Path(__file__).parent
SHARED_JS = ("dom.js", "channel.js", "offsets.js")


def define(name: str, folder: str, *scripts: str) -> ComponentRenderer:
    """The component `name` from the files of `folder`; its last script holds the export."""
    home = HERE / folder
    parts = [HERE / "shared" / part for part in SHARED_JS] + [home / script for script in scripts]
    return st.components.v2.component(
        f"notegen_{name}",
        html=(home / f"{folder}.html").read_text("utf-8"),
        css=_text(HERE / "shared" / "base.css", *home.glob(f"{folder}.css")),
        js=_text(*parts),
    )


class Inbox:
    """What one session has already received from its components.

    `take` returns the new operations in order and remembers them as received; `acks` goes back to
    the component, which then forgets them.
    """

    def __init__(self) -> None:
        self._seen: dict[str, int] = {}

    @property
    def acks(self) -> dict[str, int]:
        """Number of the last operation received from each mounted component."""
        return dict(self._seen)

    def take(self, message: Any) -> list[dict[str, Any]]:
        """New operations of `message`; what is not of the agreed shape is ignored."""
        if not isinstance(message, dict) or not isinstance(message.get("list"), list):
            return []
        epoch = str(message.get("epoch", ""))
        seen = self._seen.get(epoch, 0)
        fresh = [op for op in message["list"] if _is_operation(op) and op["seq"] > seen]
        fresh.sort(key=lambda op: int(op["seq"]))
        if fresh:
            self._seen.pop(epoch, None)
            self._seen[epoch] = int(fresh[-1]["seq"])
        while len(self._seen) > _KEPT_EPOCHS:
            del self._seen[next(iter(self._seen))]
        return fresh


_KEPT_EPOCHS = 40  # one for each mount of a component; only the mounted ones still send


def _is_operation(op: Any) -> bool:
    if not isinstance(op, dict):
        return False
    return isinstance(op.get("seq"), int) and isinstance(op.get("kind"), str)


def _text(*paths: Path) -> str:
    return "\n".join(path.read_text("utf-8") for path in paths)
