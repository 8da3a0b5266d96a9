"""Why a workbook could not be read: the exit codes of the process that reads it, and what damaged packages raise."""

from __future__ import annotations

import struct
import zipfile
import zlib
from xml.etree.ElementTree import ParseError

DAMAGED, TOO_LARGE, TOO_WIDE = 65, 66, 67
# found by damaging packages
ZIP_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
    KeyError,
    ParseError,
)
