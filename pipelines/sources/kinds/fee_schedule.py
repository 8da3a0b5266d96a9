"""Fee schedules: what Medicare pays for one unit, by code, modifier class, locality and year."""

from __future__ import annotations

from pipelines.sources.tabular.kind import Column, Kind
from pipelines.sources.tabular.rules import above_zero, dollars, filled, formed, readable
from pipelines.sources.tabular.values import read_amounts, read_lower, read_years

# A blank locality holds for every clinic; an NPI as locality holds for that clinic alone.
KIND = Kind(
    "fee_schedule",
    table="fee_schedule",
    place="fee_schedule_place",
    columns=(
        Column("procedure_code"),
        Column("modifier_class", read_lower),
        Column("locality"),
        Column("calendar_year", read_years),
        Column("amount", read_amounts, "fee_amount"),
    ),
    rules=(
        *filled("procedure_code", "modifier_class", "calendar_year", "amount"),
        formed("unreadable_procedure_code", "procedure_code", r"^\w+$"),
        formed("unknown_modifier_class", "modifier_class", "^(any|assistant|no_assistant)$"),
        *readable("unreadable_year", "calendar_year"),
        *dollars("amount"),
        above_zero("fee_not_above_zero", "amount"),
    ),
)
read_fee_schedule = KIND.read
