"""Checks a draft of the warehouse before it is published."""

from pipelines.quality.verdict import CheckResult, Verdict, judge_draft, warm_up

__all__ = ["CheckResult", "Verdict", "judge_draft", "warm_up"]
