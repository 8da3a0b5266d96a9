"""Reads documented units: the export of a therapy record system, one row a code of a visit."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.sources.finding import Broken, build_findings, judge_rows, note_repeated_headers
from pipelines.sources.schema import build_places, conform
from pipelines.sources.source_file import SourceFile, build_source_file
from pipelines.sources.tabular.profile import DOCUMENTED_UNITS, PROFILE_LAYOUTS, build_own_profile
from pipelines.sources.tabular.table import Table
from pipelines.sources.tabular.values import Reading, match_form, read_dates, read_flags, read_quantities

_LAYOUT = PROFILE_LAYOUTS[DOCUMENTED_UNITS]
DOCUMENTED_UNITS_PROFILE = build_own_profile(DOCUMENTED_UNITS, _LAYOUT.needed, _LAYOUT.optional)
# our column: the export's
_TEXTS = {
    "patient_id": "patient_id",
    "patient_name": "patient_name",
    "clinic_name": "clinic_name",
    "case_name": "case_name",
    "visit_id": "visit_id",
    "visit_type": "visit_type",
    "documenting_therapist": "documenting_therapist",
    "finalizing_therapist": "finalizing_therapist",
    "diagnosis_codes": "treating_diagnosis",
    "modifiers": "modifier",
}
_DATES = {
    "patient_birth_date": "patient_dob",
    "service_date": "date_of_service",
    "finalized_date": "date_of_finalization",
    "plan_of_care_date": "plan_of_care_date",
}
_FREE_TEXTS = ("clinic_name", "case_name", "visit_type", "documenting_therapist", "finalizing_therapist")
_MODIFIERS = r"^\s*([A-Za-z0-9]{2}([\s,:;]+|$)){0,4}$"


def build_documented_units(table: Table) -> SourceFile:
    """The rows of `source.documented_unit` and `source.finding`; a row that breaks a rule is a finding."""
    texts = table.texts
    dates = {name: read_dates(texts[column]) for name, column in _DATES.items()}
    units, minutes = read_quantities(texts["units"]), read_quantities(texts["minutes"])
    quantities = {"units": units, "minutes": minutes}
    is_used, findings = judge_rows(table, [*_check_texts(table), *_check_values(table, dates, quantities)])
    kept = pa.array(is_used)
    numbers = pa.array(table.sheet.row_numbers).filter(kept)
    columns: dict[str, object] = {
        "file_number": table.origin.file_number,
        "file_sha256": table.origin.file_sha256,
        "segment_number": numbers,
        "documented_place": build_places(table.origin.file_number, len(numbers)),
        **{name: texts[column].filter(kept) for name, column in _TEXTS.items()},
        **{name: reading.values.filter(kept) for name, reading in dates.items()},
        "procedure_code": pc.utf8_upper(texts["cpt_code"]).filter(kept),
        "documented_units": units.values.filter(kept),
        "documented_minutes": minutes.values.filter(kept),
    }
    tables = {
        "documented_unit": conform("documented_unit", columns, len(numbers)),
        "finding": build_findings(table.origin, [*findings, *note_repeated_headers(table)]),
    }
    return build_source_file(DOCUMENTED_UNITS, tables)


def _check_texts(table: Table) -> list[Broken]:
    texts = table.texts
    is_nobody = pc.and_(pc.is_null(texts["patient_id"]), pc.is_null(texts["patient_name"]))
    return [
        Broken("wrong_number_of_cells", "", table.sheet.is_ragged),
        *(Broken("missing_value", column, read_flags(pc.is_null(texts[column]))) for column in _LAYOUT.needed),
        Broken("missing_patient", "patient_name", read_flags(is_nobody)),
        Broken("unreadable_procedure_code", "cpt_code", match_form(texts["cpt_code"], r"^[A-Za-z0-9]{1,15}$")),
        Broken("unreadable_modifiers", "modifier", match_form(texts["modifier"], _MODIFIERS)),
        *(Broken("formula_text", column, read_flags(pc.starts_with(texts[column], "="))) for column in _FREE_TEXTS),
    ]


def _check_values(table: Table, dates: dict[str, Reading], quantities: dict[str, Reading]) -> list[Broken]:
    broken = [Broken("unreadable_date", column, dates[name].is_broken) for name, column in _DATES.items()]
    for column, reading in quantities.items():
        zero = pa.scalar(0, reading.values.type)
        broken.append(Broken(f"unreadable_{column}", column, reading.is_broken))
        broken.append(Broken(f"negative_{column}", column, read_flags(pc.less(reading.values, zero))))
    return broken
