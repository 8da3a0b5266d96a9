"""Keeps the bytes that payers sent: one file for each sha256, in a folder for each batch.

Decision 0062.
"""

from __future__ import annotations

import os
from hashlib import sha256
from pathlib import Path

from pipelines.errors import UsageError
from pipelines.store.encryption import seal
from pipelines.store.home import Home
from pipelines.store.home_key import HomeKey


def write_original(home: Home, batch_number: int, file_sha256: str, content: bytes, key: HomeKey | None) -> None:
    """Keep the bytes of one file under its sha256, encrypted when there is a `key`."""
    folder = home.originals / str(batch_number)
    folder.mkdir(exist_ok=True)
    (folder / file_sha256).write_bytes(seal(content, key.originals) if key else content)


def remove_original(home: Home, batch_number: int, file_sha256: str) -> None:
    """Remove the original of a file that was refused after it was read."""
    (home.originals / str(batch_number) / file_sha256).unlink(missing_ok=True)


def read_original(path: Path, key: HomeKey | None) -> bytes:
    """The bytes that a payer sent. Raises UsageError for a missing or wrong key and for altered bytes."""
    content = path.read_bytes()
    if is_plain(path, content):
        return content
    if key is None:
        raise UsageError("An original was altered, or it is encrypted and KXWATCH_KEY is not set.")
    return key.open_original(content)


def is_plain(path: Path, content: bytes) -> bool:
    """Whether an original is not encrypted: its name is the sha256 of what the payer sent."""
    return sha256(content).hexdigest() == path.name


def find_originals(home: Home) -> list[Path]:
    """Every file below `originals/`, in path order, without the copy of the key file."""
    return [path for path in list_files(home.originals) if path != home.key_copy]


def find_unknown_originals(home: Home) -> list[Path]:
    """Every file that was moved out of `originals/`, in path order."""
    return [path for path in list_files(home.unknown_originals) if not path.is_symlink()]


def list_files(folder: Path) -> list[Path]:
    """Every file and symlink below a folder, in path order; none where there is no folder."""
    return sorted(path for path in folder.rglob("*") if path.is_symlink() or not path.is_dir())


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
