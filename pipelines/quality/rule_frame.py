"""Runs the checks through Great Expectations: one row per check, one column per severity."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pandas as pd

from pipelines.quality.check import SEVERITIES, Check

if TYPE_CHECKING:
    from great_expectations.core import ExpectationSuiteValidationResult
    from great_expectations.datasource.fluent.interfaces import Batch

_EVERY_ROW = {"result_format": "COMPLETE", "unexpected_index_column_names": ["check_name"]}


def build_rule_frame(checks: list[Check], offenders: dict[str, int]) -> pd.DataFrame:
    """One row per check: its name, and in the column of its severity whether it has no offender.

    DuckDB counted the offenders, exactly; no amount of money ever enters this frame.
    """
    rows = [{"check_name": check.name, check.severity: offenders[check.name] == 0} for check in checks]
    return pd.DataFrame(rows, columns=["check_name", *SEVERITIES], dtype=object)


def judge_rule_frame(frame: pd.DataFrame, checks: list[Check]) -> dict[str, bool]:
    """What Great Expectations says of each check: true unless its row was unexpected.

    Two expectations for all checks, one per severity: each expectation costs some 30 ms however few its rows.
    """
    if not checks:
        return {}
    judged = 0
    failed: set[str] = set()
    for one in _validate(frame, checks).results:
        judged += one.result.get("element_count", 0) - one.result.get("missing_count", 0)
        failed |= {row["check_name"] for row in one.result.get("unexpected_index_list") or []}
    if judged != len(checks):
        raise RuntimeError(f"Great Expectations judged {judged} of {len(checks)} checks")
    return {check.name: check.name not in failed for check in checks}


def _validate(frame: pd.DataFrame, checks: list[Check]) -> ExpectationSuiteValidationResult:
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    # Imported here because it costs seconds, and only a build needs it.
    import great_expectations as gx
    from great_expectations.expectations.core.expect_column_values_to_be_in_set import ExpectColumnValuesToBeInSet
    from great_expectations.expectations.metadata_types import FailureSeverity

    asked = sorted({check.severity for check in checks})
    suite = gx.ExpectationSuite(
        "draft",
        expectations=[
            ExpectColumnValuesToBeInSet(column=severity, value_set=[True], severity=FailureSeverity(severity))
            for severity in asked
        ],
    )
    return _read_batch(frame).validate(suite, result_format=_EVERY_ROW)


def _read_batch(frame: pd.DataFrame) -> Batch:
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    asset = context.data_sources.add_pandas("rule_frame").add_dataframe_asset("draft")
    return asset.add_batch_definition_whole_dataframe("whole").get_batch({"dataframe": frame})
