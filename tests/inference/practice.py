"""A practice of few patients with dear visits: small, and yet enough of them cross that forecasts can be told."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from tests.bench.other_practice import list_other_practice, write_other_practice
from tests.sources.export_rows import HEADER

PATIENTS = 220
VISIT_CENTS = 19_000
_PAID, _PATIENT = HEADER.index("payment_date"), HEADER.index("patient_id")


@lru_cache(maxsize=1)
def _rows() -> list[list[str]]:
    return list_other_practice(PATIENTS, 835, VISIT_CENTS)


def write_practice(is_wanted: Callable[[str, str], bool] = lambda paid, patient: True) -> bytes:
    """The export of those rows whose payment date and patient are wanted."""
    return write_other_practice([row for row in _rows() if is_wanted(row[_PAID], row[_PATIENT])])
