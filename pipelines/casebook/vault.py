"""The secrets of one home's casebook: what the chain is keyed with, and what event contents are encrypted with.

Decision 0122.
"""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from pydantic import SecretBytes, SecretStr

from pipelines.casebook.faults import CasebookDamaged, CasebookUnavailable
from pipelines.errors import UsageError, WrongKey
from pipelines.store.encryption import MAGIC, is_sealed_with, number_key, open_sealed, seal
from pipelines.store.home import Home
from pipelines.store.home_key import HomeKey, load_key

_SECRET_BYTES = 32


@dataclass(frozen=True)
class Vault:
    """The secrets of a casebook as they are now; `key` is None where the home is not encrypted."""

    secret: SecretBytes
    key: HomeKey | None

    @property
    def key_number(self) -> str:
        """Tells the key that contents are encrypted with now from others; empty for none."""
        return number_key(self.key.casebook).hex() if self.key else ""

    def seal(self, content: bytes) -> bytes:
        """`content` as it is stored."""
        return seal(content, self.key.casebook) if self.key else content

    def open(self, stored: bytes) -> bytes:
        """The content behind `seal`, also of an earlier key in the middle of a change. Raises WrongKey."""
        return _open(stored, self.key)


def _open(stored: bytes, key: HomeKey | None) -> bytes:
    if not stored.startswith(MAGIC):
        return stored
    for one in key.list_all() if key else []:
        if one.data is not None and is_sealed_with(stored, one.casebook):
            return open_sealed(stored, one.casebook)
    raise WrongKey("The casebook was encrypted with a key that key.json does not hold. Restart kxwatch with its key.")


def find_key(home: Home, text: SecretStr | None) -> HomeKey | None:
    """The key of the home, which must be encrypted already if a key is set. Raises UsageError."""
    key = load_key(home, text)
    if (key is None or key.data is None) and text is not None:
        raise UsageError(
            f"KXWATCH_KEY is set, but {home.root} is not encrypted yet; `kxwatch build` encrypts it. Nothing was"
            " recorded."
        )
    return key


def load_vault(home: Home, key: HomeKey | None) -> Vault | None:
    """The secrets of the casebook in `home`, None before it has any. Raises CasebookDamaged."""
    if not home.casebook_secret.exists():
        return None
    try:
        secret = _open(home.casebook_secret.read_bytes(), key)
    except OSError as error:
        raise CasebookUnavailable(f"{home.casebook_secret} cannot be read ({error.strerror}).") from None
    if len(secret) != _SECRET_BYTES:
        raise CasebookDamaged(f"{home.casebook_secret} is damaged. Restore it from a backup of the data folder.")
    return Vault(SecretBytes(secret), key)


def make_vault(home: Home, key: HomeKey | None) -> Vault:
    """New secrets, on the disk before anything relies on them. The caller keeps other writers out."""
    vault = Vault(SecretBytes(secrets.token_bytes(_SECRET_BYTES)), key)
    keep_vault(home, vault)
    return vault


def keep_vault(home: Home, vault: Vault) -> None:
    """Write the secret, encrypted with the key of now, unless it stands like that already."""
    path = home.casebook_secret
    if path.exists() and _is_sealed_now(path, vault):
        return
    draft = path.with_suffix(".new")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as handle:
            handle.write(vault.seal(vault.secret.get_secret_value()))
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(draft, path)
    except OSError as error:
        raise CasebookUnavailable(
            f"{path} cannot be written ({error.strerror}). Nothing was recorded; free up disk space or correct the"
            " permissions."
        ) from None


def _is_sealed_now(path: Path, vault: Vault) -> bool:
    stored = path.read_bytes()
    if vault.key is None:
        return not stored.startswith(MAGIC)
    return is_sealed_with(stored, vault.key.casebook)
