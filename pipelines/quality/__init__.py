"""Checks a draft of the warehouse before it is published."""

from pipelines.quality.expectations import Expectations, judge_meanwhile
from pipelines.quality.verdict import CheckResult, Verdict, judge_draft

__all__ = ["CheckResult", "Expectations", "Verdict", "judge_draft", "judge_meanwhile"]
