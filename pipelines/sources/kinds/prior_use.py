"""Prior use: what Medicare said was used so far, other providers included."""

from __future__ import annotations

import pyarrow.compute as pc

from pipelines.sources.tabular.kind import Cells, Column, Kind, Rule
from pipelines.sources.tabular.rules import dollars, filled, formed, not_negative, plain, readable
from pipelines.sources.tabular.sheet import Flags
from pipelines.sources.tabular.values import read_amounts, read_dates, read_flags, read_lower, read_upper, read_years


def _find_early(cells: Cells) -> Flags:
    return read_flags(pc.less(pc.year(cells.values("as_of_date")), cells.values("calendar_year")))


KIND = Kind(
    "prior_use",
    table="prior_use",
    place="prior_use_place",
    columns=(
        Column("patient_id"),
        Column("pool", read_upper),
        Column("calendar_year", read_years),
        Column("amount", read_amounts, "used_amount"),
        Column("as_of_date", read_dates),
        Column("grade", read_lower),
    ),
    rules=(
        *filled("patient_id", "pool", "calendar_year", "amount", "as_of_date", "grade"),
        *plain("patient_id"),
        formed("unknown_pool", "pool", "^(PT_SLP|OT)$"),
        formed("unknown_grade", "grade", "^(verified|typed)$"),
        *readable("unreadable_year", "calendar_year"),
        *dollars("amount"),
        not_negative("negative_amount", "amount"),
        *readable("unreadable_date", "as_of_date"),
        Rule("as_of_date_before_year", "as_of_date", _find_early),
    ),
)
read_prior_use = KIND.read
