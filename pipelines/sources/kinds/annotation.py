"""Annotations: what happened on a day that a trend may show."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.sources.tabular.kind import Column, Kind
from pipelines.sources.tabular.rules import at_most, filled, npi, plain, readable, without_patient
from pipelines.sources.tabular.values import Reading, match_form, read_dates


def _read_answers(texts: pa.Array) -> Reading:
    return Reading(pc.equal(pc.utf8_lower(texts), "yes"), match_form(pc.utf8_lower(texts), "^(yes|no)$"))


KIND = Kind(
    "annotation",
    table="annotation",
    place="annotation_place",
    columns=(
        Column("date", read_dates, "annotation_date"),
        Column("text", target="annotation_text"),
        Column("steps_limits", _read_answers),
        Column("clinic_npi", is_optional=True),
        Column("provider_npi", is_optional=True),
    ),
    rules=(
        *filled("date", "text", "steps_limits"),
        *readable("unknown_answer", "steps_limits"),
        *readable("unreadable_date", "date"),
        *npi("clinic_npi", "provider_npi"),
        *plain("text"),
        *without_patient("text"),
        at_most("long_text", "text", 120),
    ),
)
read_annotation = KIND.read
