"""One row of an export with every cell filled in; a test says only which cells it is about."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

import pytest

from pipelines.errors import RefusedFile
from pipelines.sources.remittance_export.reader import read_remittance_export
from pipelines.sources.source_file import SourceFile
from pipelines.sources.tabular.profile import Profile

PATIENT = "9KX1KX1KX01"
_ROW = {
    "patient_id": PATIENT,
    "patient_last_name": "SAMPLE",
    "patient_first_name": "ADA",
    "patient_control_number": "ACCT1",
    "payer_claim_control_number": "ICN1",
    "claim_status_code": "1",
    "claim_filing_indicator_code": "MB",
    "rendering_npi": "1999001013",
    "payee_npi": "1999000015",
    "line_item_control_number": "ACCT1-1",
    "service_date": "2026-01-06",
    "received_date": "2026-01-09",
    "payment_date": "2026-01-23",
    "payment_trace_number": "EFT1",
    "procedure_code": "97110",
    "modifiers": "GP KX",
    "paid_units": "2",
    "charge": "150.00",
    "allowed": "116.00",
    "paid": "90.94",
    "adjustments": "CO-45=34.00;PR-2=23.20;CO-253=1.86",
    "remarks": "",
}


HEADER = list(_ROW)


def row(**cells: str) -> dict[str, str]:
    """A balanced row in which `cells` replace those of the pattern."""
    return {**_ROW, **cells}


def write_rows(rows: Iterable[dict[str, str]], delimiter: str = ",", header: Sequence[str] = HEADER) -> bytes:
    """The rows as delimited text in UTF-8 with quotation marks where they are needed."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header)
    writer.writerows([cells.get(name, "") for name in header] for cells in rows)
    return text.getvalue().encode()


def read_export(content: bytes, profiles: tuple[Profile, ...] = ()) -> SourceFile:
    """What the reader makes of an export named sample.csv that is file 1."""
    return read_remittance_export(content, 1, "a" * 64, "sample.csv", profiles)


def read_rows(*rows: dict[str, str]) -> SourceFile:
    """What the reader makes of these rows under the canonical header."""
    return read_export(write_rows(rows))


def list_rows(source: SourceFile, table: str) -> list[dict[str, Any]]:
    """The rows of one table; none if it has none."""
    return list(source.tables[table].to_pylist()) if table in source.tables else []


def list_findings(source: SourceFile) -> list[tuple[int, str]]:
    """Row number and rule of every finding."""
    return [(finding["segment_number"], finding["rule"]) for finding in list_rows(source, "finding")]


def refusal_of(content: bytes) -> RefusedFile:
    """Why the export is refused."""
    with pytest.raises(RefusedFile) as caught:
        read_export(content)
    return caught.value
