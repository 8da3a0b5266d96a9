"""Reads identity crosswalks: which old identifier is which new one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.sources.finding import Broken, Finding, build_findings, judge_rows, note_repeated_headers
from pipelines.sources.schema import build_places, conform
from pipelines.sources.source_file import Origin, SourceFile, build_source_file
from pipelines.sources.tabular.profile import build_own_profile
from pipelines.sources.tabular.sheet import Flags
from pipelines.sources.tabular.table import Table, read_table
from pipelines.sources.tabular.values import read_flags

IDENTITY_CROSSWALK = "identity_crosswalk"
_COLUMNS = ("old_patient_id", "new_patient_id")
# blanks and hyphens of any kind, as staging leaves them out
_UNCOMPARED = re.compile(r"[\s\u00ad\u058a\u2010-\u2015\u2e3a\u2e3b\ufe58\ufe63\uff0d-]+")
CROSSWALK_PROFILE = build_own_profile(IDENTITY_CROSSWALK, _COLUMNS)


def read_identity_crosswalk(content: bytes, file_number: int, file_sha256: str, file_name: str) -> SourceFile:
    """The links of a crosswalk file; a row that breaks a rule is a finding.

    Raises RefusedFile if a column is missing or the links lead back to where they began.
    """
    origin = Origin(file_number, file_sha256, file_name)
    return build_identity_crosswalk(read_table(content, origin, (CROSSWALK_PROFILE,)))


def build_identity_crosswalk(table: Table) -> SourceFile:
    """The rows of `source.identity_crosswalk` and `source.finding`; raises RefusedFile for a circle of links."""
    pairs = [
        (normalise_identifier(old), normalise_identifier(new))
        for old, new in zip(*(table.texts[column].to_pylist() for column in _COLUMNS), strict=True)
    ]
    is_used, findings = judge_rows(table, [*_check_texts(table), *_check_pairs(table, pairs)])
    is_linking, notes = _find_idle(table, pairs, is_used)
    _check_circle(table, pairs, is_linking)
    kept = pa.array(is_linking)
    numbers = pa.array(table.sheet.row_numbers).filter(kept)
    columns: dict[str, object] = {
        "file_number": table.origin.file_number,
        "file_sha256": table.origin.file_sha256,
        "segment_number": numbers,
        "crosswalk_place": build_places(table.origin.file_number, len(numbers)),
        **{column: table.texts[column].filter(kept) for column in _COLUMNS},
    }
    tables = {
        "identity_crosswalk": conform("identity_crosswalk", columns, len(numbers)),
        "finding": build_findings(table.origin, [*findings, *notes, *note_repeated_headers(table)]),
    }
    return build_source_file(IDENTITY_CROSSWALK, tables)


def normalise_identifier(text: str | None) -> str:
    """An identifier as it is compared: in upper case, without blanks and hyphens."""
    return _UNCOMPARED.sub("", text or "").upper()


class CrosswalkLinks:
    """The links of all crosswalk files so far; identifiers compare in upper case, without blanks and hyphens.

    Where one old identifier has two new ones, the first counts; a link from an identifier to itself links nothing.
    """

    def __init__(self, pairs: Iterable[tuple[str, str]] = ()) -> None:
        self._links: dict[str, str] = {}
        for old, new in pairs:
            self._links.setdefault(normalise_identifier(old), normalise_identifier(new))

    def add(self, pairs: Iterable[tuple[str, str]]) -> str | None:
        """Add links (old identifier, new identifier), or none of them and say so if they lead back to their start."""
        fresh: list[str] = []
        for old, new in ((normalise_identifier(old), normalise_identifier(new)) for old, new in pairs):
            if old not in self._links:
                self._links[old] = new
                fresh.append(old)
        circle = find_circle(self._links, fresh)
        if not circle:
            return None
        for old in fresh:
            del self._links[old]
        return (
            f"{len(circle)} links of the identity crosswalk lead back to the identifier where they began, so it is "
            "unclear which one is the newest. Remove the wrong link from the file and import it again."
        )


def find_circle(links: Mapping[str, str], starts: Iterable[str]) -> list[str]:
    """The old identifiers of one circle that the links from `starts` lead into, in their order; empty if none."""
    finished: set[str] = set()
    for start in starts:
        path: dict[str, None] = {}
        current = start
        while current in links and links[current] != current and current not in finished:
            if current in path:
                walked = list(path)
                return walked[walked.index(current) :]
            path[current] = None
            current = links[current]
        finished.update(path)
    return []


def _check_texts(table: Table) -> list[Broken]:
    missing, formulas = (
        [Broken(rule, column, read_flags(judge(table.texts[column]))) for column in _COLUMNS]
        for rule, judge in (
            ("missing_value", pc.is_null),
            ("formula_text", lambda texts: pc.starts_with(texts, "=")),
        )
    )
    return [Broken("wrong_number_of_cells", "", table.sheet.is_ragged), *missing, *formulas]


def _check_pairs(table: Table, pairs: list[tuple[str, str]]) -> list[Broken]:
    """The first link of an identifier counts; a later one to another identifier is not used."""
    links: dict[str, str] = {}
    is_second = np.zeros(table.rows, dtype=np.bool_)
    for row, (old, new) in enumerate(pairs):
        is_second[row] = bool(old and new) and links.setdefault(old, new) != new
    return [Broken("contradicts_earlier_row", "new_patient_id", is_second)]


def _find_idle(table: Table, pairs: list[tuple[str, str]], is_used: Flags) -> tuple[Flags, list[Finding]]:
    """The rows that link something, and a note on those that link an identifier to itself or say a link again."""
    seen: set[tuple[str, str]] = set()
    is_linking, idle = is_used.copy(), []
    for row in np.flatnonzero(is_used):
        if pairs[row][0] == pairs[row][1] or pairs[row] in seen:
            is_linking[row] = False
            idle.append(int(table.sheet.row_numbers[row]))
        seen.add(pairs[row])
    if not idle:
        return is_linking, []
    more = f" and {len(idle) - 1} more" if len(idle) > 1 else ""
    reason = (
        f"row {idle[0]}{more}: an identifier linked to itself, or an earlier link once more; nothing follows from it."
    )
    return is_linking, [Finding(idle[0], "link_without_effect", table.origin.sign(reason), None, False)]


def _check_circle(table: Table, pairs: list[tuple[str, str]], is_linking: Flags) -> None:
    rows = {pairs[row][0]: int(table.sheet.row_numbers[row]) for row in np.flatnonzero(is_linking)}
    circle = find_circle({pairs[row][0]: pairs[row][1] for row in np.flatnonzero(is_linking)}, rows)
    if circle:
        named = ", ".join(str(rows[old]) for old in circle[:10]) + (" ..." if len(circle) > 10 else "")
        raise table.origin.refuse(
            IDENTITY_CROSSWALK,
            f"rows {named}: these links lead back to the identifier where they began, so it is unclear which one "
            "is the newest. Remove the wrong row from the file and import it again.",
        )
