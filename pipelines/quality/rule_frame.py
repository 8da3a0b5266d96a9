"""The inspector's bench: Great Expectations judges a frame with one boolean column per check."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pandas as pd

if TYPE_CHECKING:
    from great_expectations.core import ExpectationSuiteValidationResult
    from great_expectations.datasource.fluent.interfaces import Batch

    from pipelines.quality.check import Check


def build_rule_frame(offenders: dict[str, int]) -> pd.DataFrame:
    """One row for the draft, one boolean column per check: true where it has no offender.

    DuckDB counted the offenders, exactly; no amount of money ever enters this frame.
    """
    return pd.DataFrame({name: [count == 0] for name, count in offenders.items()}, index=["draft"])


def judge_rule_frame(frame: pd.DataFrame, checks: list[Check]) -> dict[str, bool]:
    """What Great Expectations says of each check's column: true if the expectation is met."""
    if not checks:
        return {}
    result = _validate(frame, checks)
    verdict = {
        str(one.expectation_config.kwargs["column"]): bool(one.success)
        for one in result.results
        if one.expectation_config is not None and "unexpected_count" in one.result
    }
    unjudged = {check.name for check in checks} - set(verdict)
    if unjudged:
        raise RuntimeError(f"Great Expectations did not judge {', '.join(sorted(unjudged))}")
    return verdict


def _validate(frame: pd.DataFrame, checks: list[Check]) -> ExpectationSuiteValidationResult:
    os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")
    # Imported here because it costs seconds, and only a build needs it.
    import great_expectations as gx
    from great_expectations.expectations.core.expect_column_values_to_be_in_set import ExpectColumnValuesToBeInSet
    from great_expectations.expectations.metadata_types import FailureSeverity

    suite = gx.ExpectationSuite(
        "draft",
        expectations=[
            ExpectColumnValuesToBeInSet(
                column=check.name,
                value_set=[True],
                severity=FailureSeverity(check.severity),
                meta={"title": check.title},
            )
            for check in checks
        ],
    )
    return _read_batch(frame).validate(suite)


def _read_batch(frame: pd.DataFrame) -> Batch:
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    asset = context.data_sources.add_pandas("rule_frame").add_dataframe_asset("draft")
    return asset.add_batch_definition_whole_dataframe("whole").get_batch({"dataframe": frame})
