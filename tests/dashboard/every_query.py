"""Asks every query file of the dashboard for real rows: each parameter gets a value that the warehouse knows."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from dashboard.warehouse import PARAMETER, query_files, query_text
from tests.dashboard.sample_practice import TODAY, ask

# Parameters that must be something; all others are filters, and null asks for everything.
VALUES: dict[str, Any] = {
    "page_rows": 100_000,
    "offset_rows": 0,
    "calendar_year": 2026,
    "first_year": 2020,
    "last_year": 2030,
    "since_date": date(2026, 3, 31),
    "known_by": date(2026, 6, 30),
    "data_through_date": date(2026, 6, 30),
    "crossing_month": date(2026, 3, 1),
    "first_month": date(2026, 1, 1),
    "trend_start": date(2026, 1, 1),
    "service_date": date(2026, 3, 2),
    "period_code": "all",
    "order_basis": "received",
    "horizon": 30,
    "soon_days": 30,
    "today": TODAY,
    "bin_cents": 10_000,
    "minimum_beneficiaries": 1,
    "curve_ordinal": 1,
    "last_month": date(2026, 6, 1),
    "year_start": date(2025, 6, 1),
    "first_measure": "first_remit_denial_rate",
    "moving_range_factor": 2.66,
    "fewest_months": 2,
    "clock": "days",
    "month_start": date(2026, 3, 1),
    "name_part": "a",
    "other_part": "e",
}
KEYS = {
    "words_key": "select sha256(upper(min(patient_id))) from mart.beneficiary",
    "claim_number": "select upper(min(payer_claim_control_number)) from mart.denial",
    "beneficiary_keys": "select list(beneficiary_key) from mart.beneficiary",
    "worked_keys": "select list(service_line_key) from mart.denial",
    "beneficiary_key": "select min(beneficiary_key) from mart.threshold_crossing",
    "service_line_key": "select min(service_line_key) from mart.denial",
    "claim_payment_key": "select min(claim_payment_key) from mart.claim_evidence",
    "check_name": "select min(check_name) from mart.check_offender",
    "cause_dimension": "select min(cause_dimension) from mart.denial_trait",
    "cause_value": "select min(cause_value) from mart.denial_trait",
}


def list_questions(home: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every query with its parameters."""
    known: dict[str, Any] = {name: ask(home, sql).iloc[0, 0] for name, sql in KEYS.items()}
    for name in ("beneficiary_keys", "worked_keys"):
        known[name] = tuple(known[name])
    for query_name, path in sorted(query_files().items()):
        if path.parts[-3] == "portfolio":
            continue  # reads the file of many practices, not the warehouse of one
        names = sorted(set(PARAMETER.findall(query_text(query_name))))
        yield query_name, {name: known.get(name, VALUES.get(name)) for name in names}


def list_identifiers(home: Path) -> set[str]:
    """Names and numbers of patients and claims that no page may show while identifiers are hidden."""
    found = ask(
        home,
        """
        select patient_id from mart.beneficiary union select patient_name from mart.beneficiary
        union select patient_control_number from mart.line union select payer_claim_control_number from mart.line
        union select patient_control_number from mart.denial union select payer_claim_control_number from mart.denial
        """,
    )
    return {str(value) for value in found.iloc[:, 0].dropna() if len(str(value)) > 3}
