"""Reads rosters: the providers of a practice with name, discipline and clinic."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.sources.finding import Broken, build_findings, judge_rows, note_repeated_headers
from pipelines.sources.kinds.annotation import PATIENT_NUMBER
from pipelines.sources.schema import build_places, conform
from pipelines.sources.source_file import Origin, SourceFile, build_source_file
from pipelines.sources.tabular.profile import build_own_profile
from pipelines.sources.tabular.table import Table, read_table
from pipelines.sources.tabular.values import match_form, read_flags

ROSTER = "roster"
_COLUMNS = ("npi", "name", "discipline", "clinic", "active")
_NEEDED = ("npi", "name")
_TEXTS = ("name", "clinic")
_LONGEST_NAME = 80
ROSTER_PROFILE = build_own_profile(ROSTER, _COLUMNS)


def read_roster(content: bytes, file_number: int, file_sha256: str, file_name: str) -> SourceFile:
    """The rows of a roster; a row that breaks a rule is a finding.

    Raises RefusedFile if a column is missing.
    """
    origin = Origin(file_number, file_sha256, file_name)
    return build_roster(read_table(content, origin, (ROSTER_PROFILE,)))


def build_roster(table: Table) -> SourceFile:
    """The rows of `source.roster` and `source.finding` of a roster; discipline, clinic and active may be empty."""
    texts = table.texts
    disciplines, answers = pc.utf8_upper(texts["discipline"]), pc.utf8_lower(texts["active"])
    broken = _check(table, disciplines, answers)
    is_used, findings = judge_rows(table, [*broken, _find_second_names(table, broken)])
    kept = pa.array(is_used)
    numbers = pa.array(table.sheet.row_numbers).filter(kept)
    columns: dict[str, object] = {
        "file_number": table.origin.file_number,
        "file_sha256": table.origin.file_sha256,
        "segment_number": numbers,
        "roster_place": build_places(table.origin.file_number, len(numbers)),
        "provider_npi": texts["npi"].filter(kept),
        "provider_name": texts["name"].filter(kept),
        "discipline": disciplines.filter(kept),
        "clinic": texts["clinic"].filter(kept),
        "is_active": pc.is_in(answers.filter(kept), pa.array(["yes", "true", "1", None])),
    }
    tables = {
        "roster": conform("roster", columns, len(numbers)),
        "finding": build_findings(table.origin, [*findings, *note_repeated_headers(table)]),
    }
    return build_source_file(ROSTER, tables)


def _check(table: Table, disciplines: pa.Array, answers: pa.Array) -> list[Broken]:
    texts = table.texts
    names = texts["name"]
    return [
        Broken("wrong_number_of_cells", "", table.sheet.is_ragged),
        *(Broken("missing_value", column, read_flags(pc.is_null(texts[column]))) for column in _NEEDED),
        Broken("unreadable_npi", "npi", match_form(texts["npi"], r"^\d{10}$")),
        *(
            Broken("formula_text", column, read_flags(pc.starts_with(texts[column], "=")))
            for column in ("name", "clinic")
        ),
        *(
            Broken("patient_in_text", column, read_flags(pc.match_substring_regex(texts[column], PATIENT_NUMBER)))
            for column in _TEXTS
        ),
        Broken("long_name", "name", read_flags(pc.greater(pc.utf8_length(names), _LONGEST_NAME))),
        Broken("unknown_discipline", "discipline", match_form(disciplines, "^(PT|OT|SLP)$")),
        Broken("unknown_answer", "active", match_form(answers, "^(yes|no|true|false|1|0)$")),
    ]


def _find_second_names(table: Table, broken: list[Broken]) -> Broken:
    """The rows that give an NPI another name than an earlier row; case and blanks make no other name."""
    is_unusable = np.logical_or.reduce([rule.rows for rule in broken])
    is_second, first = np.zeros(table.rows, dtype=np.bool_), dict[str, str]()
    pairs = zip(table.texts["npi"].to_pylist(), table.texts["name"].to_pylist(), strict=True)
    for row, (npi, name) in enumerate(pairs):
        if not is_unusable[row]:
            said = " ".join(name.upper().split())
            is_second[row] = first.setdefault(npi, said) != said
    return Broken("second_name", "name", is_second)
