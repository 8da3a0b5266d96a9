"""Runs the checks through Great Expectations: one row per check, one column per severity.

Decision 0005.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from pipelines.quality.check import SEVERITIES, Check
from pipelines.quality.validation import validate


def build_rule_frame(checks: list[Check], offenders: dict[str, int]) -> pd.DataFrame:
    """One row per check: its name, and in the column of its severity whether it has no offender.

    DuckDB counted the offenders, exactly; no amount of money ever enters this frame.
    """
    rows = [{"check_name": check.name, check.severity: offenders[check.name] == 0} for check in checks]
    return pd.DataFrame(rows, columns=["check_name", *SEVERITIES], dtype=object)


def judge_rule_frame(frame: pd.DataFrame, checks: list[Check]) -> dict[str, bool]:
    """What Great Expectations says of each check: true unless its row was unexpected.

    Two expectations for all checks, one per severity: each expectation costs time however few its rows.
    """
    if not checks:
        return {}
    asked = sorted({check.severity for check in checks})
    expected: list[dict[str, Any]] = [
        {"type": "expect_column_values_to_be_in_set", "kwargs": {"column": one, "value_set": [True]}, "severity": one}
        for one in asked
    ]
    found = validate("draft", frame, expected, named_by="check_name")
    judged = sum(one.values for one in found)
    if judged != len(checks):
        raise RuntimeError(f"Great Expectations judged {judged} of {len(checks)} checks")
    failed = {name for one in found for name in one.unexpected}
    return {check.name: check.name not in failed for check in checks}
