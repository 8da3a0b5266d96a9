"""Hides who a patient is: a text column is shown only where it is known to hold no identifier.

Decision 0103.
"""

from collections.abc import Callable
from typing import Any

import pandas as pd

from dashboard.formats import mask_identifier, mask_name
from dashboard.segment_masking import mask_segments

SEGMENTS_COLUMN = "raw_segments"
# Numbers of a patient or a claim, of which the last characters are shown, and names, of which nothing is.
IDENTIFIER_COLUMNS = frozenset(
    ("patient_id", "payer_claim_control_number", "patient_control_number", "original_control_number")
)
NAME_COLUMNS = frozenset(("patient_name",))
# Endings of columns that hold codes, categories, hashes and numbers of providers; never a value of a patient.
PUBLIC_ENDINGS = (
    "_basis", "_by", "_category", "_code", "_codes", "_finding", "_grade", "_key", "_npi", "_position", "_sha256",
    "_unit", "_version",
)  # fmt: skip
PUBLIC_COLUMNS = frozenset(
    (
        *("amount", "annotation_text", "cannot_know", "carrier_numbers", "category", "cause_dimension", "cause_value"),
        *(
            "channel",
            "check_name",
            "clinic",
            "code",
            "column_name",
            "data_type",
            "definition",
            "denominator",
            "description",
        ),
        *("direction", "discipline", "exception_name", "false_alarm", "figure_name", "family", "file_name"),
        "folder_name",
        *("grade", "grain", "group_name", "key"),
        *("kind", "kpi_name", "limits", "link_strength", "list_name", "mac_name", "meaning", "measure_name"),
        *("column_names", "expectation"),
        *("modifier_to_add", "modifiers", "numerator", "offender", "origin", "parameter_name", "payee_name"),
        *("payer_name", "payment_trace_number", "pool", "practice_name", "provider_name", "reason", "rule"),
        *("rule_name", "segment_text", "severity", "shown_instead", "source", "state", "status", "table_name"),
        *("title", "unit"),
        *("units", "version", "what_is_needed", "what_to_do", "why", "withdrawal_reason", "words"),
    )
)


def is_public(column: str) -> bool:
    """Whether a text column is known to hold nothing that identifies a patient."""
    return column in PUBLIC_COLUMNS or column.endswith(PUBLIC_ENDINGS)


def mask_rows(found: pd.DataFrame) -> pd.DataFrame:
    """Hide every text column of `found` that is not public, in place."""
    for column in map(str, found.columns):
        if not is_public(column) and _holds_text(found[column]):
            mask = _column_mask(column)
            found[column] = [mask(value) if isinstance(value, str) else value for value in found[column]]
    return found


def _holds_text(values: "pd.Series[Any]") -> bool:
    return any(isinstance(value, str) for value in values)


def _column_mask(column: str) -> Callable[[str], str]:
    if column == SEGMENTS_COLUMN:
        return mask_segments
    return mask_identifier if column in IDENTIFIER_COLUMNS else mask_name
