"""Puts the two files of a digest into a folder, each whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from pipelines.digest.digest import Digest
from pipelines.digest.writing import write_html, write_text
from pipelines.errors import NotPublished, UsageError


def write_files(digest: Digest, folder: Path) -> list[Path]:
    """Write `kxwatch-digest-YYYY-MM.txt` and `.html`; files of that name are replaced.

    Raises UsageError where there is no such folder, NotPublished where it cannot be written.
    """
    if not folder.is_dir():
        raise UsageError(f"{folder} is not an existing folder. No changes were made; choose another one with --out.")
    name = f"kxwatch-digest-{digest.month.code}" if digest.month else "kxwatch-digest"
    written = []
    for suffix, text in ((".txt", write_text(digest)), (".html", write_html(digest))):
        path = folder / f"{name}{suffix}"
        try:
            _replace(path, text)
        except OSError as error:
            raise NotPublished(
                f"{path} could not be written ({error.strerror}). Free up disk space or choose another folder with"
                " --out."
            ) from error
        written.append(path)
    return written


def _replace(path: Path, text: str) -> None:
    draft = path.with_name(f"{path.name}.partial")
    try:
        draft.write_text(text, encoding="utf-8", newline="\n")
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
