"""The file of a pack: a zip without compression, its entries in a fixed order with fixed dates.

The bytes follow from the parts alone, so a reader who writes the parts again must get the same file: whatever was
changed between them, in a date, a flag or a comment, shows.

Decision 0146.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Mapping
from io import BytesIO

from pipelines.errors import NotPublished

_DATE = (1980, 1, 1, 0, 0, 0)
_MODE = 0o600 << 16
_UNIX = 3
_MOST_BYTES = 2 << 30
# What the reader of zip files raises for bytes that are none.
_UNREADABLE = (
    zipfile.BadZipFile,
    struct.error,
    NotImplementedError,
    EOFError,
    ValueError,
    RuntimeError,
    OverflowError,
    OSError,
)


class Damaged(NotPublished):
    """A pack that is not what was written; the message names the first place."""


def write_container(parts: Mapping[str, bytes]) -> bytes:
    """The zip file of these parts, in their order."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, _DATE)
            entry.external_attr = _MODE
            entry.create_system = _UNIX
            packed.writestr(entry, content)
    return out.getvalue()


def read_container(content: bytes) -> dict[str, bytes]:
    """The parts of a pack, in their order. Raises Damaged for what cannot be read."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            entries = packed.infolist()
            names = [entry.filename for entry in entries]
            if len(set(names)) != len(names) or sum(entry.file_size for entry in entries) > _MOST_BYTES:
                raise Damaged("the list of parts names one twice, or more than a pack can hold")
            return {entry.filename: _read_part(packed, entry) for entry in entries}
    except _UNREADABLE as error:
        raise Damaged("the file is not a complete zip file") from error


def _read_part(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """One part, as it lies there; a checksum that does not fit is left to the comparison by hash."""
    if entry.compress_type != zipfile.ZIP_STORED or entry.file_size != entry.compress_size:
        raise Damaged(f"{entry.filename}: it is compressed, which kxwatch does not do")
    try:
        with packed.open(entry) as stream:
            return stream.read(entry.file_size)
    except _UNREADABLE as error:
        raise Damaged(f"{entry.filename}: its bytes do not have the checksum of the zip file") from error


def find_difference(content: bytes, parts: Mapping[str, bytes]) -> str | None:
    """Where a pack differs from what its parts make, although every part is whole; None where it does not."""
    again = write_container(parts)
    if again == content:
        return None
    place = next((at for at, (one, other) in enumerate(zip(content, again, strict=False)) if one != other), len(again))
    return f"the zip directory: byte {place + 1:,} of the file was changed"
