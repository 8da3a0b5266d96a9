"""The key of a home: what KXWATCH_KEY opens, and the file that keeps it.

The text of KXWATCH_KEY encrypts the warehouse as it is, so that other tools can open it. Archive and originals
are encrypted with a random key of the home, which `key.json` holds, encrypted with what scrypt makes of the text.
`key.json` without the text opens nothing, and the text without `key.json` does not open the archive. A copy stands in
`originals/`, for backups that hold no more than archive and originals.

Decision 0079.
"""

from __future__ import annotations

import hmac
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any, TypedDict

from pydantic import SecretBytes, SecretStr

from pipelines.errors import NotPublished, UsageError, WrongKey
from pipelines.store.attach import is_encrypted
from pipelines.store.encryption import (
    KEY_BYTES,
    MAGIC,
    SALT_BYTES,
    TEXT_MAGIC,
    derive_key,
    is_sealed_with,
    open_sealed,
    open_with_text,
    seal,
)
from pipelines.store.home import Home, replace_file

_COST = {"n": 2**15, "r": 8, "p": 1}


@dataclass(frozen=True)
class HomeKey:
    """The key of one home. `data` is None where the text still encrypts all; `previous` while a change is going on."""

    text: SecretStr
    data: SecretBytes | None
    previous: HomeKey | None = None

    @property
    def archive(self) -> SecretStr:
        """The key of `archive.duckdb`."""
        return self.text if self.data is None else SecretStr(_derive(self.data, b"archive").hex())

    @property
    def originals(self) -> SecretBytes:
        """The key with which originals are written. A home whose text encrypts all gets one before that."""
        return SecretBytes(_derive(self._own(), b"originals"))

    @property
    def casebook(self) -> SecretBytes:
        """The key with which contents of the casebook are written."""
        return SecretBytes(_derive(self._own(), b"casebook"))

    @property
    def users(self) -> SecretBytes:
        """The key with which the users are written."""
        return SecretBytes(_derive(self._own(), b"users"))

    @property
    def samples(self) -> SecretBytes:
        """The key with which drawn samples are written."""
        return SecretBytes(_derive(self._own(), b"samples"))

    def _own(self) -> SecretBytes:
        if self.data is None:
            raise AssertionError("this home has no key of its own yet")
        return self.data

    def open_original(self, content: bytes) -> bytes:
        """The bytes that a payer sent, whether `content` is encrypted or not. Raises WrongKey."""
        if content.startswith(TEXT_MAGIC):
            return self._open_with_a_text(content)
        if not content.startswith(MAGIC):
            raise WrongKey("An original was altered. Restore it from your backup of the data folder.")
        for key in self.list_all():
            if key.data is not None and is_sealed_with(content, key.originals):
                return open_sealed(content, key.originals)
        raise WrongKey("An original was encrypted with a key that key.json does not hold.")

    def list_all(self) -> list[HomeKey]:
        """This key, then the ones before it that may still open something."""
        return [self, *(self.previous.list_all() if self.previous else [])]

    def _open_with_a_text(self, content: bytes) -> bytes:
        *others, last = self.list_all()
        for key in others:
            try:
                return open_with_text(content, key.text)
            except WrongKey:
                continue
        return open_with_text(content, last.text)


def _derive(data: SecretBytes, purpose: bytes) -> bytes:
    return hmac.digest(data.get_secret_value(), b"kxwatch " + purpose, "sha256")


def make_key(text: SecretStr, previous: HomeKey | None = None) -> HomeKey:
    """A new key for a home that `text` is to open."""
    return HomeKey(text, SecretBytes(secrets.token_bytes(KEY_BYTES)), previous)


def load_key(home: Home, text: SecretStr | None) -> HomeKey | None:
    """The key of `home` as it is now, None when it is not encrypted.

    Raises UsageError for a wrong or missing key, NotPublished for a key file that is missing or damaged.
    """
    path = next((path for path in (home.key_file, home.key_copy) if path.exists()), None)
    if path is None:
        is_of_before = home.archive.is_file() and is_encrypted(home.archive)
        return HomeKey(text, None) if is_of_before and text is not None else None
    if text is None:
        raise UsageError(f"{home.root} is encrypted and KXWATCH_KEY is not set. No changes were made; set its key.")
    return _unwrap(path, text)


def write_key(home: Home, key: HomeKey) -> None:
    """Keep `key` in the key file and its copy, each put in place whole."""
    content = _wrap(key)
    for path in (home.key_file, home.key_copy):
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(home, path, content)


def _wrap(key: HomeKey) -> bytes:
    salt = secrets.token_bytes(SALT_BYTES)
    sealed = seal(json.dumps(_write_inner(key)).encode("ascii"), SecretBytes(derive_key(key.text, salt, **_COST)))
    content = {"kdf": "scrypt", **_COST, "salt": salt.hex(), "key": sealed.hex()}
    return json.dumps({**content, "sha256": _sum_up(content)}, indent=2).encode("ascii")


def _sum_up(content: Mapping[str, object]) -> str:
    return sha256(json.dumps(content, sort_keys=True).encode("utf-8")).hexdigest()


class _Inner(TypedDict):
    """What is sealed in the key file: the text that opens the home, the data key in hex, and the key before."""

    text: str
    data: str | None
    previous: _Inner | None


def _write_inner(key: HomeKey) -> _Inner:
    return {
        "text": key.text.get_secret_value(),
        "data": key.data.get_secret_value().hex() if key.data else None,
        "previous": _write_inner(key.previous) if key.previous else None,
    }


def _unwrap(path: Path, text: SecretStr) -> HomeKey:
    content = _read_content(path)
    folder = path.parent.parent if path.parent.name == "originals" else path.parent
    wrapping = SecretBytes(derive_key(text, bytes.fromhex(content["salt"]), *(content[name] for name in _COST)))
    sealed = bytes.fromhex(content["key"])
    if not is_sealed_with(sealed, wrapping):
        raise WrongKey(f"KXWATCH_KEY is not the key of {folder}. No changes were made; set the key that encrypted it.")
    return _read_inner(json.loads(open_sealed(sealed, wrapping)))


def _read_content(path: Path) -> dict[str, Any]:
    """What the key file says, whole as it was written. Raises NotPublished."""
    try:
        content = json.loads(path.read_bytes())
        is_whole = content.pop("sha256") == _sum_up(content) and content["kdf"] == "scrypt"
    except (ValueError, KeyError, TypeError, AttributeError):
        is_whole = False
    if not is_whole:
        raise NotPublished(
            f"{path} is damaged. Nothing was published and nothing was removed. Restore it from your backup of the data"
            " folder; without it the archive cannot be opened."
        )
    return dict(content)


def _read_inner(inner: _Inner) -> HomeKey:
    return HomeKey(
        SecretStr(inner["text"]),
        SecretBytes(bytes.fromhex(inner["data"])) if inner["data"] else None,
        _read_inner(inner["previous"]) if inner["previous"] else None,
    )
