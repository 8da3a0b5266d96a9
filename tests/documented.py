"""Exports of documented units as a few words: one row a code of a visit, as EMRs export them."""

from __future__ import annotations

import csv
import io

_TITLES = (
    "clinic_name,case_name,visit_id,patient_name,patient_dob,date_of_service,date_of_finalization,addendum,"
    "documenting_therapist,finalizing_therapist,primary_payer_type,primary_insurance,secondary_payer_type,"
    "secondary_insurance,place_of_service,visit_type,treating_diagnosis,modifier,cpt_code,units"
)
_ROW = {
    "clinic_name": "MAIN STREET",
    "case_name": "CASE 1",
    "visit_id": "V1",
    "patient_name": "Sample, Ada B",
    "patient_dob": "1940-02-03",
    "date_of_service": "2026-01-05",
    "date_of_finalization": "2026-01-05",
    "addendum": "No",
    "documenting_therapist": "STAFF, LEE",
    "visit_type": "Daily Note",
    "treating_diagnosis": "M54.50",
    "modifier": "GP",
    "cpt_code": "97110",
    "units": "2",
}


def documented(*rows: dict[str, str], without: tuple[str, ...] = (), extra: tuple[str, ...] = ()) -> bytes:
    """An export: each row says only what differs; `without` are columns that the export lacks."""
    text = io.StringIO()
    header = [name for name in (*_TITLES.split(","), *extra) if name not in without]
    writer = csv.DictWriter(text, header, restval="", extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows({**_ROW, **row} for row in rows)
    return text.getvalue().encode()


def visit(day: str, kind: str = "Daily Note", **cells: str) -> dict[str, str]:
    """A visit of that day."""
    return {"date_of_service": day, "visit_id": f"V{day}", "visit_type": kind, **cells}
