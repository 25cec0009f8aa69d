"""What is typed and not signed yet, in memory only: a text of several windows, additions to notes.

Nothing here knows Streamlit, or what is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from notegen.clock import utc_now


@dataclass(slots=True)
class SharedText:
    """A text that several windows may type; the later one stands.

    `other` is what one window had typed when another one, that had not seen it, typed too; `writes`
    counts, by window, how often the text was typed into.
    """

    text: str = ""
    other: str = ""
    writes: dict[str, int] = field(default_factory=dict)

    def write(self, text: str, *, by: str = "", seen: object = None) -> None:
        """Take the text of a window; `seen` is the `news_for` it had shown when it was typed."""
        if text == self.text:
            return
        if isinstance(seen, int) and seen != self.news_for(by):
            self.other = self.text
        self.text = text
        self.writes[by] = self.writes.get(by, 0) + 1

    def swap(self) -> None:
        """Show the other window's text; this one is kept in its place."""
        self.text, self.other = self.other, self.text
        self.writes[""] = self.writes.get("", 0) + 1

    def news_for(self, window: str) -> int:
        """Changes with each text that another window than this one typed."""
        return sum(self.writes.values()) - self.writes.get(window, 0)

    def erase(self) -> None:
        """Drop both texts. The counts stay, so that every window takes note."""
        self.write("")
        self.other = ""


@dataclass(slots=True)
class Additions:
    """What is typed to be added to one signed note: an addendum, the reason of an error mark."""

    note_id: str
    addendum: SharedText = field(default_factory=SharedText)
    reason: SharedText = field(default_factory=SharedText)
    touched_at: datetime = field(default_factory=utc_now)

    @property
    def begun(self) -> tuple[str, ...]:
        """What of it is begun, in words."""
        texts = {"addendum": self.addendum, "error mark": self.reason}
        return tuple(name for name, text in texts.items() if (text.text + text.other).strip())

    def touch(self) -> None:
        """Somebody works on it: its time until it is erased begins again."""
        self.touched_at = utc_now()

    def erase(self) -> None:
        """Drop all that was typed."""
        self.addendum.erase()
        self.reason.erase()


class Unfinished(NamedTuple):
    """How much of a vault is unfinished: counts, which tell nothing clinical."""

    notes: int
    additions: int

    def __str__(self) -> str:
        parts = []
        if self.notes:
            parts.append(
                "1 unfinished note" if self.notes == 1 else f"{self.notes} unfinished notes"
            )
        if self.additions:
            count = (
                "1 unsigned addition"
                if self.additions == 1
                else f"{self.additions} unsigned additions"
            )
            parts.append(
                f"{count} to signed notes" if self.additions > 1 else f"{count} to a signed note"
            )
        return " and ".join(parts)
