"""What one unlocked browser session holds beside its widgets' values."""

from __future__ import annotations

from dataclasses import dataclass, field

from notegen.store import ClientRow, Settings, Vault
from pages._ui.component import Inbox
from pages._ui.open_vaults import OpenVault
from pages._ui.workspace import Workspace


@dataclass(slots=True)
class Desk:
    """Everything of an unlocked session that is not a widget's value."""

    shared: OpenVault
    note_id: str
    inbox: Inbox = field(default_factory=Inbox)
    renewals: dict[str, int] = field(default_factory=dict)  # how often a field was made anew
    open_note: str | None = None  # id of the record that is being read
    unfolded: tuple[str, ...] = ()  # what was begun about it when it was opened
    known: tuple[str, tuple[ClientRow, ...]] | None = None  # known clients, for one note
    problem: str = ""  # what failed outside a run, for the next one to say

    @property
    def vault(self) -> Vault:
        """The open vault."""
        return self.shared.vault

    @property
    def settings(self) -> Settings:
        """The clinician's settings, as stored."""
        return self.shared.settings

    @property
    def workspace(self) -> Workspace:
        """The note being written; a new one where another window has ended it."""
        with self.shared.lock:
            work = self.shared.notes.get(self.note_id)
            if work is None:
                work = Workspace(format_key=self.settings.default_format)
                self.note_id = work.id
                if not self.vault.is_closed:
                    self.shared.notes[work.id] = work
            return work
