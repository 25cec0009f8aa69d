"""A vault: one clinician's folder with `vault.db` (encrypted) and `keys.json` (how to open it)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from notegen.clock import local_zone, utc_now
from notegen.errors import (
    VaultDamagedError,
    VaultError,
    VaultExistsError,
)
from notegen.model import Author
from notegen.store import audit, chain, database, keys, migrations, settings
from notegen.store.audit import Action, AuditEntry
from notegen.store.files import new_folder
from notegen.store.notes import NoteStore

Clock = Callable[[], datetime]

_UNNAMED: Final = "owner of the vault"
_FILES: Final = (database.FILE_NAME, f"{database.FILE_NAME}-wal", keys.FILE_NAME)


class Vault:
    """An open vault. Use it from any thread; `close` it (or use `with`) to drop the key.

    Every method that touches records or keys raises `VaultError` once it is closed, and
    `VaultDamagedError` or `StorageError` when the files fail; nothing is half done then.
    """

    def __init__(self, folder: Path, vault_id: str, key: bytearray, clock: Clock) -> None:
        """For the class methods; callers use `create`, `unlock` or `unlock_with_recovery`."""
        self.folder = folder
        self.id = vault_id
        self.notes = NoteStore(self)
        self._key: bytearray | None = key
        self._clock = clock

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
            vault = cls(stage, vault_id, key, clock)
            vault._first_rows()
            keys.VaultKeys(vault_id, {}).wrap(keys.PASSPHRASE, passphrase, key, kdf).wrap(
                keys.RECOVERY, recovery_key, key, kdf
            ).save(stage)
        vault.folder = folder
        return vault, recovery_key

    @classmethod
    def unlock(
        cls,
        folder: Path,
        passphrase: str,
        *,
        clock: Clock = utc_now,
        kdf: keys.KdfProfile | None = None,
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
        kdf: keys.KdfProfile | None = None,
    ) -> Self:
        """Open a vault with its recovery key; raises as `unlock` does."""
        typed = keys.read_recovery_key(recovery_key)
        return cls._open(folder, keys.RECOVERY, typed, clock=clock, kdf=kdf)

    @property
    def is_closed(self) -> bool:
        """True after `close`."""
        return self._key is None

    def close(self) -> None:
        """Overwrite and drop the key. Copies that Python or SQLCipher made are a stated limit."""
        if self._key is not None:
            self._key[:] = bytes(len(self._key))
            self._key = None

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
        cls, folder: Path, slot: str, secret: str, *, clock: Clock, kdf: keys.KdfProfile | None
    ) -> Self:
        if not cls.exists(folder):
            raise VaultError(f"There is no vault at {folder}; create one or name its folder.")
        stored = keys.load_keys(folder, also=kdf)
        vault = cls(folder, stored.vault_id, stored.unwrap(slot, secret), clock)
        try:
            vault._check_and_migrate()
            action = Action.VAULT_UNLOCKED if slot == keys.PASSPHRASE else Action.VAULT_RECOVERED
            with vault.audited(action):
                pass
        except BaseException:
            vault.close()
            raise
        return vault

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

    def _open_key(self) -> bytearray:
        if self._key is None:
            raise VaultError("The vault is locked; unlock it again.")
        return self._key
