"""The inspector: judges a draft of the warehouse before anyone sees it."""

from pipelines.quality.verdict import CheckResult, Verdict, judge_draft, warm_up

__all__ = ["CheckResult", "Verdict", "judge_draft", "warm_up"]
