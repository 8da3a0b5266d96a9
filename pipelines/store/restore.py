"""Restores a backup into a new data folder, which appears only when every file of it was checked."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from pipelines.errors import UsageError
from pipelines.settings import Settings
from pipelines.store.backup import CHUNK_BYTES, Backup, Readable, read_backup
from pipelines.store.home import Home
from pipelines.store.warehouse import find_versions


def restore_backup(settings: Settings, path: Path) -> Backup:
    """Put the backup at `path` into the home of `settings`, which must be new or empty.

    Raises UsageError when it is neither or there is no such file, NotPublished for a backup that is not whole;
    then nothing was changed.
    """
    home = Home(settings.home)
    if not path.is_file():
        raise UsageError(f"{path} is not a file. No changes were made; check the path.")
    if os.path.lexists(home.root) and (not home.root.is_dir() or any(home.root.iterdir())):
        raise UsageError(f"{home.root} is not empty. No changes were made; choose a new data folder with --home.")
    if os.path.ismount(home.root):  # what is restored is made ready beside its place, and moved there whole
        raise UsageError(
            f"{home.root} is a disk or volume of its own. No changes were made; name a new folder on it with --home."
        )
    draft = home.root.with_name(f".{home.root.name}.restoring")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(mode=0o700, parents=True)
    try:
        backup = read_backup(path, lambda name, stream: _keep(draft / name, stream))
        _renew_public_copy(Home(draft))
        if home.root.exists():
            home.root.rmdir()
        os.replace(draft, home.root)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return backup


def _keep(path: Path, stream: Readable) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with path.open("xb") as handle:
        os.chmod(path, 0o600)
        while chunk := stream.read(CHUNK_BYTES):
            handle.write(chunk)
        handle.flush()
        os.fsync(handle.fileno())


def _renew_public_copy(home: Home) -> None:
    versions = find_versions(home)
    if versions:
        shutil.copy2(versions[-1][1], home.warehouse)
