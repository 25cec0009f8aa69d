"""Every fault that notegen raises on purpose.

The tree follows who can act on the fault, and each class knows the exit status of the CLI
contract: 2 for wrong usage or unusable input, 1 for something that failed on the way. A message
is one line, names the remedy, and never carries clinical text: it is shown, logged and printed.

Clinical doubt is not an error: it is a `notegen.model.Finding`.
"""

__all__ = [
    "AlreadySignedError",
    "BlockedBySafetyFindingError",
    "DraftError",
    "EngineError",
    "ExportError",
    "FormatError",
    "InputError",
    "MissingDetailError",
    "NotAttestedError",
    "NotFoundError",
    "NotegenError",
    "RecordError",
    "SetupError",
    "SignError",
    "StorageError",
    "VaultDamagedError",
    "VaultError",
    "VaultExistsError",
    "VaultKeysError",
    "WrongPassphraseError",
]


class NotegenError(Exception):
    """Base of all faults raised on purpose; `str()` is one safe line with the remedy."""

    exit_status = 1


class InputError(NotegenError):
    """The input cannot be used: missing, empty, binary, too long, or malformed."""

    exit_status = 2


class FormatError(InputError):
    """A note format is unknown, or its file breaks the schema."""


class SetupError(NotegenError):
    """The machine or its settings do not allow what was asked (port, folder, permission)."""


class EngineError(NotegenError):
    """An engine could not make a draft; summary and edits are untouched."""


class DraftError(NotegenError):
    """A change names a sentence, section or finding that the draft does not have."""


class SignError(NotegenError):
    """The note cannot be signed as it stands."""


class NotAttestedError(SignError):
    """The clinician has not attested to this exact text."""


class MissingDetailError(SignError):
    """Client, date or author is missing."""


class BlockedBySafetyFindingError(SignError):
    """A finding of weight Stop is still open."""


class RecordError(NotegenError):
    """A record in the vault does not allow the request."""


class AlreadySignedError(RecordError):
    """A signed note never changes; write an addendum instead."""


class NotFoundError(RecordError):
    """No record has this id."""


class VaultError(NotegenError):
    """The vault cannot be used."""


class VaultExistsError(VaultError):
    """A vault is already there; it is never overwritten."""


class WrongPassphraseError(VaultError):
    """The passphrase or recovery key does not open this vault."""


class VaultKeysError(VaultError):
    """keys.json is missing or damaged; the passphrase may well be right."""


class VaultDamagedError(VaultError):
    """vault.db is missing, damaged, or belongs to other keys."""


class StorageError(VaultError):
    """Disk full, folder read-only or file locked; nothing was written."""


class ExportError(NotegenError):
    """The note cannot be written in this form without losing something."""
