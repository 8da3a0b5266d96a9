"""Reads withdrawals: rows of earlier prior-use files that a person entered by mistake."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.sources.finding import Broken, build_findings, judge_rows, note_repeated_headers
from pipelines.sources.kinds.annotation import PATIENT_NUMBER
from pipelines.sources.schema import build_places, conform
from pipelines.sources.source_file import Origin, SourceFile, build_source_file
from pipelines.sources.tabular.profile import build_own_profile
from pipelines.sources.tabular.table import Table, read_table
from pipelines.sources.tabular.values import match_form, read_flags

PRIOR_USE_WITHDRAWAL = "prior_use_withdrawal"
_COLUMNS = ("withdrawn_file_sha256", "withdrawn_row", "reason")
PRIOR_USE_WITHDRAWAL_PROFILE = build_own_profile(PRIOR_USE_WITHDRAWAL, _COLUMNS)


def read_prior_use_withdrawal(content: bytes, file_number: int, file_sha256: str, file_name: str) -> SourceFile:
    """The rows of a file of withdrawals; a row that breaks a rule is a finding.

    Raises RefusedFile if a column is missing.
    """
    origin = Origin(file_number, file_sha256, file_name)
    return build_prior_use_withdrawal(read_table(content, origin, (PRIOR_USE_WITHDRAWAL_PROFILE,)))


def build_prior_use_withdrawal(table: Table) -> SourceFile:
    """The rows of `source.prior_use_withdrawal` and `source.finding` of a file of withdrawals."""
    texts = table.texts
    is_used, findings = judge_rows(table, _check(table))
    kept = pa.array(is_used)
    numbers = pa.array(table.sheet.row_numbers).filter(kept)
    columns: dict[str, object] = {
        "file_number": table.origin.file_number,
        "file_sha256": table.origin.file_sha256,
        "segment_number": numbers,
        "prior_use_withdrawal_place": build_places(table.origin.file_number, len(numbers)),
        "withdrawn_file_sha256": pc.utf8_lower(texts["withdrawn_file_sha256"].filter(kept)),
        "withdrawn_row_ordinal": texts["withdrawn_row"].filter(kept).cast(pa.int64()),
        "withdrawal_reason": texts["reason"].filter(kept),
    }
    tables = {
        "prior_use_withdrawal": conform("prior_use_withdrawal", columns, len(numbers)),
        "finding": build_findings(table.origin, [*findings, *note_repeated_headers(table)]),
    }
    return build_source_file(PRIOR_USE_WITHDRAWAL, tables)


def _check(table: Table) -> list[Broken]:
    texts = table.texts
    digests = pc.utf8_lower(texts["withdrawn_file_sha256"])
    return [
        Broken("wrong_number_of_cells", "", table.sheet.is_ragged),
        *(Broken("missing_value", column, read_flags(pc.is_null(texts[column]))) for column in _COLUMNS),
        Broken(
            "unreadable_sha256",
            "withdrawn_file_sha256",
            match_form(digests, "^[0-9a-f]{64}$"),
        ),
        Broken("unreadable_row", "withdrawn_row", match_form(texts["withdrawn_row"], r"^[1-9]\d{0,8}$")),
        Broken("formula_text", "reason", read_flags(pc.starts_with(texts["reason"], "="))),
        Broken("patient_in_text", "reason", read_flags(pc.match_substring_regex(texts["reason"], PATIENT_NUMBER))),
    ]
