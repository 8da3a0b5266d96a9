"""Withdrawals: rows of earlier prior-use files that a person entered by mistake."""

from __future__ import annotations

from pipelines.sources.tabular.kind import Column, Kind
from pipelines.sources.tabular.rules import filled, formed, plain, readable, without_patient
from pipelines.sources.tabular.values import read_lower, read_ordinals

KIND = Kind(
    "prior_use_withdrawal",
    table="prior_use_withdrawal",
    place="prior_use_withdrawal_place",
    columns=(
        Column("withdrawn_file_sha256", read_lower),
        Column("withdrawn_row", read_ordinals, "withdrawn_row_ordinal"),
        Column("reason", target="withdrawal_reason"),
    ),
    rules=(
        *filled("withdrawn_file_sha256", "withdrawn_row", "reason"),
        formed("unreadable_sha256", "withdrawn_file_sha256", "^[0-9a-f]{64}$"),
        *readable("unreadable_row", "withdrawn_row"),
        *plain("reason"),
        *without_patient("reason"),
    ),
)
