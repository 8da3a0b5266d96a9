"""Rosters: the providers of a practice with name, discipline and clinic; the last three columns may be empty."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.sources.finding import Broken
from pipelines.sources.tabular.kind import Cells, Column, Kind
from pipelines.sources.tabular.rules import at_most, filled, formed, npi, plain, readable, without_patient
from pipelines.sources.tabular.sheet import Flags
from pipelines.sources.tabular.values import Reading, match_form, read_upper


def _read_activity(texts: pa.Array) -> Reading:
    """Without an answer a provider is active."""
    answers = pc.utf8_lower(texts)
    is_active = pc.is_in(answers, pa.array(["yes", "true", "1", None]))
    return Reading(is_active, match_form(answers, "^(yes|no|true|false|1|0)$"))


def _find_second_names(cells: Cells, is_unusable: Flags) -> list[Broken]:
    """The rows that give an NPI another name than an earlier row; case and blanks make no other name."""
    is_second, first = np.zeros(len(is_unusable), dtype=np.bool_), dict[str, str]()
    pairs = zip(cells.texts("npi").to_pylist(), cells.texts("name").to_pylist(), strict=True)
    for row, (number, name) in enumerate(pairs):
        if not is_unusable[row]:
            said = " ".join(name.upper().split())
            is_second[row] = first.setdefault(number, said) != said
    return [Broken("second_name", "name", is_second)]


KIND = Kind(
    "roster",
    table="roster",
    place="roster_place",
    columns=(
        Column("npi", target="provider_npi"),
        Column("name", target="provider_name"),
        Column("discipline", read_upper),
        Column("clinic"),
        Column("active", _read_activity, "is_active"),
    ),
    rules=(
        *filled("npi", "name"),
        *npi("npi"),
        *plain("name", "clinic"),
        *without_patient("name", "clinic"),
        at_most("long_name", "name", 80),
        formed("unknown_discipline", "discipline", "^(PT|OT|SLP)$"),
        *readable("unknown_answer", "active"),
    ),
    compare=_find_second_names,
)
