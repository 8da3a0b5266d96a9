"""The build backend: setuptools, whose source distribution is written again so that two builds are the same bytes.

Its wheels are the same already where SOURCE_DATE_EPOCH is set; its tar file keeps owners and times of this machine.

Decision 0159.
"""

from __future__ import annotations

import gzip
import io
import os
import tarfile
from pathlib import Path

from setuptools import build_meta
from setuptools.build_meta import *  # noqa: F403

_NO_DATE = 315532800  # Jan 1, 1980: the earliest that a zip file can hold


def build_sdist(sdist_directory: str, config_settings: dict[str, str] | None = None) -> str:
    """The name of the source distribution, made in `sdist_directory`."""
    name = build_meta.build_sdist(sdist_directory, config_settings)
    path = Path(sdist_directory) / name
    path.write_bytes(_write_again(path.read_bytes(), int(os.environ.get("SOURCE_DATE_EPOCH", _NO_DATE))))
    return name


def _write_again(content: bytes, moment: int) -> bytes:
    plain = io.BytesIO()
    with (
        tarfile.open(fileobj=io.BytesIO(content)) as found,
        tarfile.open(fileobj=plain, mode="w", format=tarfile.PAX_FORMAT) as written,
    ):
        for member in sorted(found.getmembers(), key=lambda one: one.name):
            again = tarfile.TarInfo(member.name)
            again.type, again.size, again.mtime = member.type, member.size, moment
            again.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
            written.addfile(again, found.extractfile(member))
    return gzip.compress(plain.getvalue(), mtime=moment)
