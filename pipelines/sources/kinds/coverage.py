"""Coverage: from which day on a clinic's remittances of a year are complete, because it opened then."""

from __future__ import annotations

import pyarrow.compute as pc

from pipelines.sources.tabular.kind import Cells, Column, Kind, Rule
from pipelines.sources.tabular.rules import filled, npi, plain, readable
from pipelines.sources.tabular.sheet import Flags
from pipelines.sources.tabular.values import read_dates, read_flags, read_years


def _find_outside(cells: Cells) -> Flags:
    return read_flags(pc.not_equal(pc.year(cells.values("complete_from")), cells.values("calendar_year")))


KIND = Kind(
    "coverage",
    table="coverage",
    place="coverage_place",
    columns=(
        Column("payee_npi"),
        Column("calendar_year", read_years),
        Column("complete_from", read_dates, "complete_from_date"),
        Column("source", target="coverage_source"),
    ),
    rules=(
        *filled("payee_npi", "calendar_year", "complete_from", "source"),
        *plain("source"),
        *npi("payee_npi"),
        *readable("unreadable_year", "calendar_year"),
        *readable("unreadable_date", "complete_from"),
        Rule("date_outside_its_year", "complete_from", _find_outside),
    ),
)
