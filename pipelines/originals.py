"""Keeps the bytes that payers sent: one file a sha256, in a folder a batch."""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

from pydantic import SecretStr

from pipelines.encryption import open_sealed, seal
from pipelines.home import Home


def write_original(
    home: Home, batch_number: int, file_sha256: str, content: bytes, key: tuple[SecretStr, bytes] | None
) -> None:
    """Keep the bytes of one file under its sha256, encrypted when there is a `key` (text and salt)."""
    folder = home.originals / str(batch_number)
    folder.mkdir(exist_ok=True)
    (folder / file_sha256).write_bytes(seal(content, *key) if key else content)


def remove_original(home: Home, batch_number: int, file_sha256: str) -> None:
    """Remove the original of a file that was refused after it was read."""
    (home.originals / str(batch_number) / file_sha256).unlink(missing_ok=True)


def read_original(path: Path, key: SecretStr | None) -> bytes:
    """The bytes that a payer sent. Raises UsageError for a missing or wrong key."""
    content = path.read_bytes()
    return content if is_plain(path, content) else open_sealed(content, key)


def is_plain(path: Path, content: bytes) -> bool:
    """Whether an original is not encrypted: its name is the sha256 of what the payer sent."""
    return sha256(content).hexdigest() == path.name


def find_originals(home: Home) -> list[Path]:
    """Every file below `originals/`, in path order."""
    return sorted(path for path in home.originals.rglob("*") if path.is_symlink() or not path.is_dir())


def list_batch_folders(home: Home) -> list[int]:
    """The numbers of the batches that have a folder with something in it."""
    if not home.originals.is_dir():
        return []
    folders = (folder for folder in home.originals.iterdir() if folder.name.isdecimal() and folder.is_dir())
    return sorted(int(folder.name) for folder in folders if any(folder.iterdir()))


def move_to_unknown(home: Home, path: Path) -> Path:
    """Move a file that the archive does not know out of `originals/`; where it is now. Nothing is overwritten."""
    target = home.unknown_originals / path.relative_to(home.originals)
    target.parent.mkdir(parents=True, exist_ok=True)
    number = 1
    while os.path.lexists(target):
        number += 1
        target = target.with_name(f"{path.name}.{number}")
    os.replace(path, target)
    return target
