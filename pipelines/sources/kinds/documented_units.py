"""Documented units: the export of an EMR, one row a code of a visit."""

from __future__ import annotations

import pyarrow.compute as pc

from pipelines.sources.tabular.kind import Cells, Column, Kind, Rule
from pipelines.sources.tabular.profile import DOCUMENTED_UNITS, PROFILE_LAYOUTS
from pipelines.sources.tabular.rules import filled, formed, not_negative, plain, readable
from pipelines.sources.tabular.sheet import Flags
from pipelines.sources.tabular.values import read_dates, read_flags, read_quantities, read_upper

_LAYOUT = PROFILE_LAYOUTS[DOCUMENTED_UNITS]
_COLUMNS = {
    column.name: column
    for column in (
        Column("patient_dob", read_dates, "patient_birth_date"),
        Column("date_of_service", read_dates, "service_date"),
        Column("date_of_finalization", read_dates, "finalized_date"),
        Column("plan_of_care_date", read_dates),
        Column("cpt_code", read_upper, "procedure_code"),
        Column("units", read_quantities, "documented_units"),
        Column("minutes", read_quantities, "documented_minutes"),
        Column("treating_diagnosis", target="diagnosis_codes"),
        Column("modifier", target="modifiers"),
    )
}


def _find_nobody(cells: Cells) -> Flags:
    return read_flags(pc.and_(pc.is_null(cells.texts("patient_id")), pc.is_null(cells.texts("patient_name"))))


def _declare(name: str, *, is_optional: bool) -> Column:
    """The column of a header; those not listed above are texts under their own name."""
    known = _COLUMNS.get(name, Column(name))
    return Column(name, known.read, known.target, is_optional)


KIND = Kind(
    DOCUMENTED_UNITS,
    table="documented_unit",
    place="documented_place",
    columns=(
        *(_declare(name, is_optional=False) for name in _LAYOUT.needed),
        *(_declare(name, is_optional=True) for name in _LAYOUT.optional),
    ),
    rules=(
        *filled(*_LAYOUT.needed),
        Rule("missing_patient", "patient_name", _find_nobody),
        formed("unreadable_procedure_code", "cpt_code", r"^[A-Za-z0-9]{1,15}$"),
        formed("unreadable_modifiers", "modifier", r"^\s*([A-Za-z0-9]{2}([\s,:;]+|$)){0,4}$"),
        *plain("clinic_name", "case_name", "visit_type", "documenting_therapist", "finalizing_therapist"),
        *readable("unreadable_date", "patient_dob", "date_of_service", "date_of_finalization", "plan_of_care_date"),
        *readable("unreadable_units", "units"),
        not_negative("negative_units", "units"),
        *readable("unreadable_minutes", "minutes"),
        not_negative("negative_minutes", "minutes"),
    ),
)
