"""The build backend: setuptools, whose distributions are written again so that two builds are the same bytes.

Its tar file keeps owners and times of this machine, its wheel the rights that files have here, and times where nobody
sets SOURCE_DATE_EPOCH.

Decision 0159.
"""

from __future__ import annotations

import gzip
import io
import os
import stat
import tarfile
import zipfile
from pathlib import Path

from setuptools import build_meta
from setuptools.build_meta import *  # noqa: F403

# Without a moment, Jan 1, 1980: the earliest that a zip file can hold. setuptools reads the variable too.
_MOMENT = int(os.environ.setdefault("SOURCE_DATE_EPOCH", "315532800"))
_READABLE = (stat.S_IFREG | 0o644) << 16


def build_wheel(
    wheel_directory: str, config_settings: dict[str, str] | None = None, metadata_directory: str | None = None
) -> str:
    """The name of the wheel, made in `wheel_directory`."""
    name = build_meta.build_wheel(wheel_directory, config_settings, metadata_directory)
    path = Path(wheel_directory) / name
    path.write_bytes(_pack_again(path.read_bytes()))
    return name


def _pack_again(content: bytes) -> bytes:
    """The same files, which everybody may read wherever they are unpacked."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as found, zipfile.ZipFile(packed, "w") as written:
        for member in found.infolist():
            again = zipfile.ZipInfo(member.filename, member.date_time)
            again.external_attr, again.create_system = _READABLE, 3  # as on Unix, wherever it is built
            written.writestr(again, found.read(member), zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def build_sdist(sdist_directory: str, config_settings: dict[str, str] | None = None) -> str:
    """The name of the source distribution, made in `sdist_directory`."""
    name = build_meta.build_sdist(sdist_directory, config_settings)
    path = Path(sdist_directory) / name
    path.write_bytes(_write_again(path.read_bytes()))
    return name


def _write_again(content: bytes) -> bytes:
    plain = io.BytesIO()
    with (
        tarfile.open(fileobj=io.BytesIO(content)) as found,
        tarfile.open(fileobj=plain, mode="w", format=tarfile.PAX_FORMAT) as written,
    ):
        for member in sorted(found.getmembers(), key=lambda one: one.name):
            again = tarfile.TarInfo(member.name)
            again.type, again.size, again.mtime = member.type, member.size, _MOMENT
            again.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
            written.addfile(again, found.extractfile(member))
    return gzip.compress(plain.getvalue(), mtime=_MOMENT)
