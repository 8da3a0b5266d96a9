"""The evidence of a pack: rows, queries and models, rules and lists, and the remittance segments behind the lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pipelines.models.catalog import INFERENCE_FOLDER, MATCHING_FOLDER, REFERENCE_FOLDER, SQL_FOLDER
from pipelines.models.named_query import Row
from pipelines.pack.facts import QUERIES, TABLES, Facts
from pipelines.pack.report import TEMPLATE
from pipelines.pack.tables import Table, write_columns, write_csv, write_json

REPORT_TEXT = "evidence/report.json"
COLUMNS = "evidence/columns.json"
ROWS = "evidence/rows/{name}.csv"
SEGMENTS = "evidence/segments.txt"
CASEBOOK = "casebook"
EVERY_TABLE = (*TABLES, CASEBOOK)
_README = """\
{title}
{practice}
Status: {status}. Data through {data_through}. kxwatch {version}, rules {reference_version}.

report.pdf             the report: tagged PDF (PDF/UA-1, PDF/A-2a); it names no patient
workbook.xlsx          the report's figures, and one sheet for each table of evidence
evidence/rows          the rows as CSV: amounts in US cents, dates YYYY-MM-DD, empty for unknown; an apostrophe
                       stands before text that a spreadsheet could run as a formula
evidence/segments.txt  the remittance segments of the claim payments behind the lines, with file and position
evidence/queries       the queries that selected these rows
evidence/models        the models that made the tables from the remittances
evidence/reference     rules, thresholds and code lists, with sources
evidence/rows/file.csv every imported file with its sha256
manifest.json          the sha256 of every part
seal.json              the code of the manifest, made with the secret of the practice's data folder

The workbook and the evidence hold patient data. To check this file: kxwatch pack verify FILE
"""


def gather_evidence(facts: Facts, casebook: Table, report: Mapping[str, Any]) -> dict[str, bytes]:
    """All parts of the evidence by name, in the order in which they lie in the pack."""
    tables = [*facts.tables.values(), casebook]
    parts = {
        "README.txt": _README.format_map(report).encode("utf-8"),
        REPORT_TEXT: write_json(report),
        COLUMNS: write_columns(tables),
        **{ROWS.format(name=table.name): write_csv(table) for table in tables},
        SEGMENTS: write_segments(facts.segments),
        f"evidence/{TEMPLATE.name}": _read_text(TEMPLATE),
        **_read_folder("evidence/queries", QUERIES, ["*.sql"]),
        **_read_folder("evidence/models", SQL_FOLDER, ["**/*.sql"]),
        **_read_folder("evidence/models/inference", INFERENCE_FOLDER, ["*.py"]),
        **_read_folder("evidence/models/matching", MATCHING_FOLDER, ["*.py"]),
        **_read_folder("evidence/reference", REFERENCE_FOLDER, ["*.csv", "*.toml"]),
    }
    return dict(sorted(parts.items()))


def _read_folder(place: str, folder: Path, patterns: Iterable[str]) -> dict[str, bytes]:
    paths = sorted(path for pattern in patterns for path in folder.glob(pattern))
    return {f"{place}/{path.relative_to(folder).as_posix()}": _read_text(path) for path in paths}


def _read_text(path: Path) -> bytes:
    """A text of the program; with the same line ends on every system."""
    return path.read_bytes().replace(b"\r\n", b"\n")


def write_segments(rows: Iterable[Row]) -> bytes:
    """The segments of each claim payment under a line that says where they lie."""
    texts = [
        f"# {row['file_name']} sha256 {row['file_sha256']} from segment {row['segment_number']}"
        f" claim payment {row['claim_payment_key']}\n{row['raw_segments']}\n\n"
        for row in rows
    ]
    return "".join(texts).encode("utf-8")
