"""The encrypted vault: signed notes, their addenda, the audit log and the clinician's settings.

    vault, recovery_key = Vault.create(folder, passphrase)   # show recovery_key once
    vault = Vault.unlock(folder, passphrase)
    vault.notes.add(signed_note)
    rows = vault.notes.list(client="R.")
    vault.close()

A vault is a folder with two files: `vault.db` (SQLCipher, key of 32 random bytes) and
`keys.json` (that key, wrapped once under the passphrase and once under the recovery key). Only
signed notes ever get here. A stored record is never changed or deleted, by the interface and by
triggers; every use of a record leaves an audit row in the same transaction (`load_settings` and
`verify` show none and leave none); every row carries the hash of the row before it, and `verify`
checks them all. Since each read writes its row, a vault on a read-only or full disk cannot be
read either; copy the folder to another disk.

`list_vaults` and `vault_folder` turn the data folder's `vaults/` into names and back. A `Vault`
has `change_passphrase`, `set_passphrase_by_recovery`, `renew_recovery_key`, `backup`, `restore`,
`verify`, `audit_log`, `load_settings` and `save_settings`.
`Vault.notes` (`NoteStore`) has `add`, `get`, `record`, `list`, `search`, `clients`, `append`,
`addenda`, `mark_entered_in_error`, `record_export` and `record_unstored_approval`.
`Vault.clients` (`ClientStore`) keeps when to ask about each client's risk. A `Vault` may be shared
by threads; it holds only the key, and each call opens its own connection.

Faults are `notegen.errors`: `WrongPassphraseError`, `VaultKeysError` (keys.json),
`VaultDamagedError` (vault.db), `StorageError` (disk full, read-only, in use), `VaultExistsError`,
`AlreadySignedError`, `NotFoundError`, `RecordError`. Messages are one line, safe to show and log.

*Limits.* Python and SQLCipher may keep copies of the key in freed memory and swap. A copy of
keys.json made before a passphrase change still opens the vault with the old passphrase. What a
chain inside the vault cannot show is said in `notegen.store.chain`.
"""

from notegen.store.audit import Action, AuditEntry
from notegen.store.clients import ClientStore, RiskQuestion
from notegen.store.keys import MIN_PASSPHRASE
from notegen.store.notes import ClientRow, NoteRecord, NoteRow, NoteStore
from notegen.store.settings import Settings
from notegen.store.vault import Vault
from notegen.store.vaults import list_vaults, vault_folder
from notegen.store.verify import Problem, ProblemKind, VerifyReport

__all__ = [
    "MIN_PASSPHRASE",
    "Action",
    "AuditEntry",
    "ClientRow",
    "ClientStore",
    "NoteRecord",
    "NoteRow",
    "NoteStore",
    "Problem",
    "ProblemKind",
    "RiskQuestion",
    "Settings",
    "Vault",
    "VerifyReport",
    "list_vaults",
    "vault_folder",
]
