"""Says what a file is that was given as a claim file and is none, and refuses it."""

from __future__ import annotations

import re

from pipelines.errors import RefusedFile
from pipelines.sources.claim_837.spec import VERSIONS
from pipelines.sources.x12.document import CLAIM
from pipelines.sources.x12.interchange import as_utf8
from pipelines.sources.x12.segments import SegmentMap

_WANTED = "`kxwatch check` reads professional claim files (837P, 005010X222A1)"
# the implementation guide (GS08 or ST03) begins so
_OTHER_CLAIMS = {"005010X223": "an institutional claim file (837I)", "005010X224": "a dental claim file (837D)"}
_CLAIM_OPENING = re.compile(rb"(?<![A-Za-z0-9])ST([^A-Za-z0-9\s])837(?!\d)")
_IMPORTED = (b"271", b"835")
# an X12 version and the number of its guide; whatever else stands in that place may be somebody's identifier
_GUIDE = re.compile(r"00\d{4}(X\d{3}(A\d{1,2})?)?")
_INSTITUTIONAL, _DENTAL = "SV2", "SV3"


def refuse_other_kinds(content: bytes, file_name: str) -> None:
    """Raises RefusedFile for bytes that are no X12, or X12 of other kinds only."""
    text = as_utf8(content)
    if _CLAIM_OPENING.search(text):
        return
    # all readers stand behind it, and a claim file needs none of them
    from pipelines.sources.recognition import is_x12, name_transactions

    if not is_x12(text):
        raise RefusedFile("unknown", f"{file_name}: this is not an X12 file. {_WANTED}; unpack a packed file first.")
    found = name_transactions(text)
    if found:
        names = " and ".join(found[code] for code in sorted(found))
        advice = " Import it with `kxwatch build`." if found.keys() & set(_IMPORTED) else ""
        raise RefusedFile("unknown", f"{file_name}: this is {names}, not a claim file. {_WANTED}.{advice}")


def refuse_other_versions(segments: SegmentMap, file_name: str) -> None:
    """Raises RefusedFile where a group holds institutional or dental claims, or claims of another version."""
    for position in segments.find("ST").tolist():
        version = segments.read_element(position, 3) or _read_group_version(segments, position)
        if version in VERSIONS or not version:
            continue
        found = next((name for opening, name in _OTHER_CLAIMS.items() if version.startswith(opening)), None)
        found = found or f"a claim file of {_name_version(version)}"
        raise RefusedFile(CLAIM.kind, f"{file_name}, segment {segments.number(position)}: this is {found}. {_WANTED}.")
    for identifier, version in ((_INSTITUTIONAL, "005010X223"), (_DENTAL, "005010X224")):
        lines = segments.find(identifier)
        if len(lines):
            place = segments.number(int(lines[0]))
            raise RefusedFile(
                CLAIM.kind,
                f"{file_name}, segment {place} ({identifier}): this is {_OTHER_CLAIMS[version]}. {_WANTED}.",
            )


def _read_group_version(segments: SegmentMap, position: int) -> str:
    groups = segments.find("GS")
    earlier = groups[groups < position]
    return segments.read_element(int(earlier[-1]), 8) if len(earlier) else ""


def _name_version(version: str) -> str:
    return f'version "{version}"' if _GUIDE.fullmatch(version) else "a version that kxwatch does not know"
