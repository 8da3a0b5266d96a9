"""Reads uploaded files from standard input, so that no copy of them is written to the disk unencrypted.

Decision 0067.
"""

from __future__ import annotations

import tarfile
from dataclasses import dataclass
from typing import BinaryIO

from pipelines.errors import UsageError


@dataclass(frozen=True)
class Upload:
    """One uploaded file; `name` is its base name."""

    name: str
    content: bytes


def read_uploads(stream: BinaryIO) -> list[Upload]:
    """The files of the tar archive on `stream`, in their order. Raises UsageError for anything else."""
    uploads: list[Upload] = []
    try:
        with tarfile.open(fileobj=stream, mode="r|") as archive:
            for member in archive:
                content = archive.extractfile(member)
                if content is not None:
                    uploads.append(Upload(member.name.replace("\\", "/").rpartition("/")[2], content.read()))
    except tarfile.TarError:
        raise UsageError("Standard input is not a tar archive. No changes were made.") from None
    return uploads
