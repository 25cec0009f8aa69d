"""A vault: one clinician's folder with `vault.db` (encrypted) and `keys.json` (how to open it)."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from notegen.clock import local_zone, utc_now
from notegen.errors import (
    InputError,
    VaultDamagedError,
    VaultError,
    VaultExistsError,
    VaultKeysError,
)
from notegen.model import Author
from notegen.store import audit, chain, database, keys, migrations, settings
from notegen.store.audit import Action, AuditEntry
from notegen.store.clients import ClientStore
from notegen.store.files import folder_lock, new_content, new_folder, storage_errors
from notegen.store.notes import NoteStore
from notegen.store.verify import VerifyReport, verify

Clock = Callable[[], datetime]

_UNNAMED: Final = "owner of the vault"
_FILES: Final = (database.FILE_NAME, f"{database.FILE_NAME}-wal", keys.FILE_NAME)


class Vault:
    """An open vault. Use it from any thread; `close` it (or use `with`) to drop the key.

    Every method that touches records or keys raises `VaultError` once it is closed, and
    `VaultDamagedError` or `StorageError` when the files fail; nothing is half done then.
    """

    def __init__(
        self,
        folder: Path,
        vault_id: str,
        key: bytearray,
        *,
        clock: Clock,
        kdf: keys.KdfProfile,
    ) -> None:
        """For the class methods; callers use `create`, `unlock` or `unlock_with_recovery`."""
        self.folder = folder
        self.id = vault_id
        self.notes = NoteStore(self)
        self.clients = ClientStore(self)
        self._key: bytearray | None = key
        self._key_lock = threading.Lock()
        self._clock = clock
        self._kdf = kdf

    def __repr__(self) -> str:
        return f"<Vault {self.id} {'locked' if self.is_closed else 'open'}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @staticmethod
    def exists(folder: Path) -> bool:
        """True when the folder holds a vault, or what is left of one."""
        with storage_errors(folder):
            return any((folder / name).exists() for name in _FILES)

    @classmethod
    def create(
        cls,
        folder: Path,
        passphrase: str,
        *,
        clock: Clock = utc_now,
        kdf: keys.KdfProfile = keys.STANDARD,
    ) -> tuple[Self, str]:
        """A new vault and its recovery key, which is shown once and stored nowhere.

        The folder appears whole or not at all. Raises `VaultExistsError` when something is
        there, `InputError` for a weak passphrase, `StorageError`.
        """
        keys.check_passphrase(passphrase)
        if cls.exists(folder):
            raise VaultExistsError(f"There is already a vault at {folder}; unlock it instead.")
        recovery_key = keys.new_recovery_key()
        vault_id, key = keys.new_vault_id(), keys.new_vault_key()
        with new_folder(folder) as stage:
            database.create(stage / database.FILE_NAME, key)
            vault = cls(stage, vault_id, key, clock=clock, kdf=kdf)
            vault._first_rows()
            slots = keys.VaultKeys(vault_id, {})
            slots = slots.wrap(keys.PASSPHRASE, passphrase, key, kdf)
            slots = slots.wrap(keys.RECOVERY, recovery_key, key, kdf)
            with storage_errors(folder):
                (stage / keys.FILE_NAME).write_bytes(slots.to_bytes())
        vault.folder = folder
        return vault, recovery_key

    @classmethod
    def unlock(
        cls,
        folder: Path,
        passphrase: str,
        *,
        clock: Clock = utc_now,
        kdf: keys.KdfProfile = keys.STANDARD,
    ) -> Self:
        """Open a vault.

        Raises `VaultError` when there is none, `WrongPassphraseError`, `VaultKeysError` (then
        the passphrase was not tried), `VaultDamagedError` (the passphrase was right) and
        `StorageError`. `kdf` is a profile to accept outside the safe range.
        """
        return cls._open(folder, keys.PASSPHRASE, passphrase, clock=clock, kdf=kdf)

    @classmethod
    def unlock_with_recovery(
        cls,
        folder: Path,
        recovery_key: str,
        *,
        clock: Clock = utc_now,
        kdf: keys.KdfProfile = keys.STANDARD,
    ) -> Self:
        """Open a vault with its recovery key; raises as `unlock` does."""
        typed = keys.read_recovery_key(recovery_key)
        return cls._open(folder, keys.RECOVERY, typed, clock=clock, kdf=kdf)

    @property
    def is_closed(self) -> bool:
        """True after `close`."""
        return self._key is None

    def derived_key(self, purpose: str) -> bytes:
        """A key of its own for `purpose`, made from the vault's key (HKDF-SHA256).

        For what the vault itself does not store; only opening the vault gives it again.
        """
        kdf = HKDF(algorithm=SHA256(), length=32, salt=self.id.encode(), info=purpose.encode())
        return kdf.derive(self._open_key())

    def close(self) -> None:
        """Overwrite and drop the key. Copies that Python or SQLCipher made are a stated limit."""
        with self._key_lock:
            if self._key is not None:
                self._key[:] = bytes(len(self._key))
                self._key = None

    def change_passphrase(self, old: str, new: str, *, actor: Author | None = None) -> None:
        """Open with `new` from now on. Records and the recovery key stay as they are.

        Raises `WrongPassphraseError`, `InputError` for a weak new one, `VaultKeysError`,
        `StorageError`; the old passphrase then still holds.
        """
        keys.check_passphrase(new)
        self._rewrap(
            (keys.PASSPHRASE, old), (keys.PASSPHRASE, new), Action.PASSPHRASE_CHANGED, actor
        )

    def set_passphrase_by_recovery(
        self, recovery_key: str, new: str, *, actor: Author | None = None
    ) -> None:
        """Open with `new` from now on, by the recovery key; raises as `change_passphrase`."""
        keys.check_passphrase(new)
        known = (keys.RECOVERY, keys.read_recovery_key(recovery_key))
        self._rewrap(known, (keys.PASSPHRASE, new), Action.PASSPHRASE_CHANGED, actor)

    def renew_recovery_key(self, passphrase: str, *, actor: Author | None = None) -> str:
        """A new recovery key, shown once; the former one no longer opens the vault."""
        fresh = keys.new_recovery_key()
        self._rewrap(
            (keys.PASSPHRASE, passphrase), (keys.RECOVERY, fresh), Action.RECOVERY_RENEWED, actor
        )
        return fresh

    def backup(self, target: Path, *, actor: Author | None = None) -> None:
        """Copy both files, consistent although in use, into the new folder `target`.

        The copy is checked page by page before the folder appears. It opens with the passphrase
        of this moment, also after a later change. Raises `VaultExistsError` when something is
        there, `InputError` for a place inside the vault, `StorageError`.
        """
        if target.resolve().is_relative_to(self.folder.resolve()):
            raise InputError("Keep the backup outside the vault's own folder.")
        key = self._open_key()
        with new_folder(target) as stage:
            stored = keys.load_keys(self.folder, also=self._kdf)
            with storage_errors(target):
                (stage / keys.FILE_NAME).write_bytes(stored.to_bytes())
            copy = stage / database.FILE_NAME
            with database.read(self._db, key) as db:
                db.execute("VACUUM INTO ?", [str(copy)])
            _require_sound(copy, key)
            with self.audited(Action.VAULT_BACKED_UP, actor=actor):
                pass

    @classmethod
    def restore(
        cls,
        backup: Path,
        folder: Path,
        passphrase: str,
        *,
        clock: Clock = utc_now,
        kdf: keys.KdfProfile = keys.STANDARD,
    ) -> Self:
        """Put a backup at `folder` and open it; the backup itself is only read.

        It is unlocked and checked before `folder` appears. Raises as `unlock` does, and
        `VaultExistsError`: a damaged vault must be moved away first.
        """
        if not cls.exists(backup):
            raise VaultError(f"There is no backup of a vault at {backup}; name its folder.")
        with new_folder(folder) as stage:
            for name in _FILES:
                if (backup / name).exists():
                    with storage_errors(backup / name):
                        shutil.copyfile(backup / name, stage / name)
            vault = cls.unlock(stage, passphrase, clock=clock, kdf=kdf)
            _require_sound(stage / database.FILE_NAME, vault._open_key())
            with vault.audited(Action.VAULT_RESTORED):
                pass
        vault.folder = folder
        return vault

    def verify(self, *, kept_head: str | None = None) -> VerifyReport:
        """Check pages, guards, chain, records and search index (see `notegen.store.verify`).

        `kept_head` is a head kept from an earlier report. Raises `InputError` for a malformed
        one; what is wrong with the vault is in the report.
        """
        with database.read(self._db, self._open_key()) as db:
            return verify(db, kept_head=kept_head)

    def load_settings(self) -> settings.Settings:
        """The clinician's settings. Raises `VaultError` for a setting unknown here."""
        with database.read(self._db, self._open_key()) as db:
            return settings.load(db)

    def save_settings(self, values: settings.Settings, *, actor: Author | None = None) -> None:
        """Store all settings, with an audit row."""
        with self.audited(Action.SETTINGS_CHANGED, actor=actor) as db:
            settings.save(db, values)

    def audit_log(self, *, limit: int = 200, actor: Author | None = None) -> tuple[AuditEntry, ...]:
        """The newest audit rows, newest first; reading them is one more row."""
        with self.audited(Action.AUDIT_READ, actor=actor) as db:
            return audit.newest(db, limit)

    @contextmanager
    def audited(
        self,
        action: Action,
        *,
        note_id: str | None = None,
        actor: Author | None = None,
        detail: str | None = None,
    ) -> Iterator[database.Database]:
        """A transaction that ends with an audit row; without the row there is no transaction."""
        with database.transaction(self._db, self._open_key()) as db:
            yield db
            entry = AuditEntry(
                at=self._clock(),
                zone=local_zone(),
                who=str(actor) if actor else settings.load(db).name or _UNNAMED,
                action=action,
                note_id=note_id,
                detail=detail,
            )
            audit.write(db, entry)

    @classmethod
    def _open(
        cls, folder: Path, slot: str, secret: str, *, clock: Clock, kdf: keys.KdfProfile
    ) -> Self:
        if not cls.exists(folder):
            raise VaultError(f"There is no vault at {folder}; create one or name its folder.")
        stored = keys.load_keys(folder, also=kdf)
        key = stored.unwrap(slot, secret)
        vault = cls(folder, stored.vault_id, key, clock=clock, kdf=kdf)
        try:
            vault._check_and_migrate()
            action = Action.VAULT_UNLOCKED if slot == keys.PASSPHRASE else Action.VAULT_RECOVERED
            with vault.audited(action):
                pass
        except BaseException:
            vault.close()
            raise
        return vault

    def _rewrap(
        self, known: tuple[str, str], new: tuple[str, str], action: Action, actor: Author | None
    ) -> None:
        # Lock, because two changes at once would each write back the other's old slot. The audit
        # row is committed before keys.json is swapped: no change without its row.
        with folder_lock(self.folder):
            stored = keys.load_keys(self.folder, also=self._kdf)
            key = stored.unwrap(*known)
            if stored.vault_id != self.id or key != self._open_key():
                raise VaultKeysError(
                    "keys.json is no longer that of this open vault; lock it and unlock it again."
                )
            content = stored.wrap(*new, key, self._kdf).to_bytes()
            with (
                new_content(self.folder / keys.FILE_NAME, content),
                self.audited(action, actor=actor),
            ):
                pass

    def _first_rows(self) -> None:
        now = self._clock()
        with self.audited(Action.VAULT_CREATED) as db:
            migrations.migrate(db, now=now)
            db.execute("INSERT INTO vault VALUES (1, ?, ?)", [self.id, now.isoformat()])
            chain.start(db)

    def _check_and_migrate(self) -> None:
        with database.read(self._db, self._open_key()) as db:
            outdated = migrations.pending(db)
            row = db.execute("SELECT id FROM vault").fetchone()
        if row != (self.id,):
            raise VaultDamagedError(
                "vault.db and keys.json are of two vaults; restore both from one backup."
            )
        if outdated:
            with self.audited(Action.VAULT_MIGRATED) as db:
                migrations.migrate(db, now=self._clock())

    @property
    def _db(self) -> Path:
        return self.folder / database.FILE_NAME

    def _open_key(self) -> bytes:
        # A copy, because a call under way in another thread must not open with a wiped key.
        with self._key_lock:
            if self._key is None:
                raise VaultError("The vault is locked; unlock it again.")
            return bytes(self._key)


def _require_sound(path: Path, key: bytes) -> None:
    # What SQLCipher itself says of a spoiled page would be about the vault, not about its copy.
    try:
        with database.read(path, key) as db:
            is_sound = db.execute("PRAGMA cipher_integrity_check").fetchone() is None
    except VaultDamagedError:
        is_sound = False
    if not is_sound:
        raise VaultDamagedError(f"{path.name} did not copy soundly; try another disk.")
