"""Recognizes from its bytes alone what a file is, and gives it to its reader."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence

from pipelines.sources.eligibility_271.reader import read_eligibility_271
from pipelines.sources.era_835.reader import read_era_835
from pipelines.sources.era_835.together import read_together
from pipelines.sources.finding import build_findings, note_unread_sheets
from pipelines.sources.kinds import load_kinds
from pipelines.sources.kinds.eligibility_summary import ELIGIBILITY_SUMMARY_PROFILE, build_eligibility_summary
from pipelines.sources.kinds.identity_crosswalk import CROSSWALK_PROFILE, IDENTITY_CROSSWALK, build_identity_crosswalk
from pipelines.sources.kinds.public_peer import is_public_peer, read_public_peer
from pipelines.sources.remittance_export.reader import build_remittance_export
from pipelines.sources.source_file import Origin, SourceFile, add_findings, join_sources
from pipelines.sources.tabular.profile import ELIGIBILITY_SUMMARY, EXPORT_PROFILE, REMITTANCE_EXPORT, Profile
from pipelines.sources.tabular.table import Table, read_tables
from pipelines.sources.tabular.workbook import is_workbook, list_members
from pipelines.sources.x12.interchange import as_utf8

_BUILDERS: dict[str, Callable[[Table], SourceFile]] = {
    REMITTANCE_EXPORT: build_remittance_export,
    IDENTITY_CROSSWALK: build_identity_crosswalk,
    ELIGIBILITY_SUMMARY: build_eligibility_summary,
    **{kind.name: kind.build for kind in load_kinds()},
}
_OWN_PROFILES = (
    EXPORT_PROFILE,
    CROSSWALK_PROFILE,
    ELIGIBILITY_SUMMARY_PROFILE,
    *(kind.profile for kind in load_kinds()),
)

# `kxwatch simulate` says in such tables what it planted: known, and nothing to take in.
TRUTH = "truth"
_TRUTH_OPENING = b"kxwatch_truth,"

_UNPACK = "Unpack it first and import the files inside."
_SAVE_AS = "Open it in the spreadsheet program and save it as .xlsx or CSV."
_ASK = "Ask the clearinghouse for the 835 file (ERA), or export the remittances as CSV or XLSX."
_CHECK = f"Check claims before they go out with `kxwatch check`. {_ASK}"
_SIGNATURES = (
    (b"\x1f\x8b", f"it is packed (gzip). {_UNPACK}"),
    (b"7z\xbc\xaf\x27\x1c", f"it is packed (7z). {_UNPACK}"),
    (b"Rar!\x1a\x07", f"it is packed (rar). {_UNPACK}"),
    (b"BZh", f"it is packed (bzip2). {_UNPACK}"),
    (b"\xfd7zXZ\x00", f"it is packed (xz). {_UNPACK}"),
    (b"\x28\xb5\x2f\xfd", f"it is packed (zstd). {_UNPACK}"),
    (b"%PDF", f"it is a PDF, a picture of a remittance for people. {_ASK}"),
    (b"\x89PNG", f"it is an image. {_ASK}"),
    (b"\xff\xd8\xff", f"it is an image. {_ASK}"),
    (b"GIF8", f"it is an image. {_ASK}"),
    (b"II*\x00", f"it is an image. {_ASK}"),
    (b"MM\x00*", f"it is an image. {_ASK}"),
    (b"SQLite format 3\x00", f"it is a database. {_ASK}"),
    (b"PAR1", f"it is a Parquet file. {_ASK}"),
    (b"{\\rtf", f"it is a word processor document. {_ASK}"),
    (b"-----BEGIN PGP", "it is encrypted (PGP). Decrypt it first and import the file inside."),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_WORKBOOK = "EncryptedPackage".encode("utf-16-le")
_OPENING_BYTES = 1 << 16
_INTERCHANGE = re.compile(rb"ISA([^A-Za-z0-9 ])[ 0-9A-Z]{0,2}\1")
# segments at the beginning of a line or behind a terminator; a street ("MAIN ST,835") is none. The blanks between
# hold no line break, so that a run of line breaks is read once and not again from each of them
_SEGMENT = re.compile(
    rb"(?:^|[~'!\r\n\x1c-\x1f])[ \t\x0b\x0c]*(?:(?:ISA|CLP|SVC|IEA|BPR)[*|+^]|(?:ST|GS)([^A-Za-z0-9\s])[0-9A-Z]{2,3}\1)"
)
_REMITTANCE = re.compile(rb"(?<![A-Za-z0-9])ST([^A-Za-z0-9 ])835(?!\d)")
_TRANSACTION = re.compile(rb"(?<![A-Za-z0-9])ST([^A-Za-z0-9\s])(\d{3})(?!\d)")
_ELIGIBILITY = b"271"
_TRANSACTION_NAMES = {
    b"270": "a 270 eligibility inquiry",
    _ELIGIBILITY: "a 271 eligibility response",
    b"276": "a 276 claim status inquiry",
    b"277": "a 277 claim status response",
    b"278": "a 278 authorization request",
    b"820": "an 820 premium payment",
    b"835": "an 835 remittance",
    b"834": "an 834 enrollment file",
    b"837": "an 837 claim file",
    b"997": "a 997 acknowledgment",
    b"999": "a 999 acknowledgment",
}


def read_source(
    content: bytes, file_number: int, file_sha256: str, file_name: str, profiles: tuple[Profile, ...] = ()
) -> SourceFile:
    """The rows of one file of any kind that kxwatch knows, recognized by content and never by name.

    Raises RefusedFile, with kind `unknown` if the file was not recognized.
    """
    origin = Origin(file_number, file_sha256, file_name)
    foreign = describe_foreign(content)
    if foreign:
        raise origin.refuse("unknown", foreign)
    if content.startswith(_TRUTH_OPENING):
        return SourceFile(TRUTH)
    if not content.startswith(b"ISA") and is_public_peer(content[:_OPENING_BYTES]):
        return read_public_peer(io.BytesIO(content), origin)
    if not is_workbook(content) and is_x12(as_utf8(content)):
        read = read_eligibility_271 if _is_eligibility(as_utf8(content)) else read_era_835
        return read(content, file_number, file_sha256, file_name)
    return _read_table(content, origin, profiles)


def read_remittances(files: Sequence[tuple[Origin, bytes]]) -> dict[int, SourceFile]:
    """Place in `files` -> the file, for 835 files without any fault or note; `read_source` reads the others.

    The rows of all of them lie with a few of them, see `era_835.together`.
    """
    remittances = [place for place, (_, content) in enumerate(files) if _is_remittance(content)]
    read = read_together([files[place] for place in remittances])
    return {remittances[at]: source for at, source in read.items()}


def _is_remittance(content: bytes) -> bool:
    """Whether `read_source` takes these bytes for an 835; of files that begin otherwise that is not asked."""
    if not content.startswith(b"ISA") or describe_foreign(content):
        return False
    return is_x12(as_utf8(content)) and not _is_eligibility(as_utf8(content))


def _read_table(content: bytes, origin: Origin, profiles: tuple[Profile, ...]) -> SourceFile:
    tables = read_tables(content, origin, (*_OWN_PROFILES, *profiles))
    sources = [_BUILDERS[table.profile.kind](table) for table in tables]
    return add_findings(join_sources(sources), build_findings(origin, note_unread_sheets(tables[0])))


def is_x12(text: bytes) -> bool:
    """Whether X12 segments stand somewhere in a text."""
    return bool(_INTERCHANGE.search(text) or _SEGMENT.search(text, 0, _OPENING_BYTES))


def _is_eligibility(text: bytes) -> bool:
    """Whether an X12 text holds an eligibility response and no remittance."""
    return not _REMITTANCE.search(text) and any(code == _ELIGIBILITY for _, code in _TRANSACTION.findall(text))


def describe_foreign(content: bytes) -> str | None:
    """What the bytes are and what to do, if no reader can read them; else None."""
    if not content.strip(b" \t\r\n\x00\x1a\xef\xbb\xbf\xff\xfe"):
        found = "it contains only spaces" if content else "it is empty"
        return f"{found}. Download or export it again."
    for signature, sentence in _SIGNATURES:
        if content.startswith(signature):
            return sentence
    if content.startswith(_OLE):
        is_locked = _ENCRYPTED_WORKBOOK in content
        found = "it is a workbook with a password" if is_locked else "it is an old Office file (such as .xls)"
        return f"{found}. {_SAVE_AS}"
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _describe_package(content)
    return _describe_text(as_utf8(content))


def _describe_package(content: bytes) -> str | None:
    """What a zip file is, unless it is a workbook."""
    members = list_members(content)
    if not members:
        return "it begins like a zip file or workbook, but is truncated or empty. Download it again."
    if "xl/workbook.bin" in members or "mimetype" in members:
        return f"it is a workbook of another kind (.xlsb or .ods). {_SAVE_AS}"
    if is_workbook(content):
        return None
    if "[Content_Types].xml" in members:
        return f"it is an Office document, but no workbook. {_ASK}"
    return f"it is packed (zip). {_UNPACK}"


def _describe_text(text: bytes) -> str | None:
    """What a text is that is neither X12 nor a table."""
    if is_x12(text):
        return _describe_transactions(text)
    if b"\x00" in text:
        return f"it is neither text nor a workbook (binary bytes). {_ASK}"
    opening = text.lstrip()[:1]
    if opening == b"<":
        return f"it is a web page or XML. {_ASK}"
    return f"it is JSON. {_ASK}" if opening in (b"{", b"[") else None


def _describe_transactions(text: bytes) -> str | None:
    """What an X12 file is that says so itself, and is no 835."""
    if _REMITTANCE.search(text) or _is_eligibility(text):
        return None
    names = name_transactions(text)
    if not names or not names.keys() <= _TRANSACTION_NAMES.keys():
        return None
    found = " and ".join(names[code] for code in sorted(names))
    advice = _CHECK if b"837" in names else _ASK
    return f"this is {found}, not an 835 remittance. {advice}"


def name_transactions(text: bytes) -> dict[bytes, str]:
    """The transaction sets (ST01) that stand in an X12 text, each with its name in a sentence."""
    codes = {code for _, code in _TRANSACTION.findall(text)}
    return {code: _TRANSACTION_NAMES.get(code, f"a {code.decode()} transaction") for code in codes}
