"""Eligibility layouts: what a user says of therapy amounts in a 271 that the shipped tables do not know."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.sources.tabular.kind import Cells, Column, Kind, Rule
from pipelines.sources.tabular.rules import filled, formed, plain
from pipelines.sources.tabular.sheet import Flags
from pipelines.sources.tabular.values import Reading, read_flags, read_lower, read_texts, read_upper


def _read_elements(texts: pa.Array) -> Reading:
    return read_texts(pc.utf8_lpad(texts, 2, "0"))


def _find_wide(cells: Cells) -> Flags:
    """A layout that fits every service type and plan would fit anything."""
    return read_flags(pc.and_(pc.is_null(cells.texts("service_type_codes")), pc.is_null(cells.texts("plan_text"))))


KIND = Kind(
    "eligibility_layout",
    table="eligibility_layout",
    place="layout_place",
    columns=(
        Column("information_code"),
        Column("pool", read_upper),
        Column("meaning", read_lower),
        Column("source"),
        Column("service_type_codes"),
        Column("plan_text"),
        Column("period_code"),
        Column("amount_element", _read_elements),
        Column("message_text"),
    ),
    rules=(
        *filled("information_code", "pool", "meaning", "source"),
        *plain("service_type_codes", "plan_text", "period_code", "amount_element", "message_text"),
        Rule("missing_value", "service_type_codes", _find_wide),
        formed("unknown_pool", "pool", "^(PT_SLP|OT)$"),
        formed("unknown_meaning", "meaning", "^(used|remaining|other)$"),
        formed("unknown_element", "amount_element", "^0[78]$"),
    ),
)
