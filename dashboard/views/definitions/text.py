"""What the definitions page says: each measure and rule with its formula, source and limits."""

from typing import Any

import pandas as pd

from dashboard.formats import format_count, format_date, format_dollars_rounded


def answer_definitions(measures: pd.DataFrame, rules: pd.DataFrame, build: "pd.Series[Any]") -> str:
    """How much is defined here, and which version of the lists decides."""
    return (
        f"{format_count(len(measures), 'measure')} and {format_count(len(rules), 'rule')}, each with its formula, "
        f"its source and its limitations. This build used reference lists of version {build['reference_version']}."
    )


def title_thresholds(thresholds: pd.DataFrame) -> str:
    """The message of the threshold chart."""
    first, last = thresholds.iloc[0], thresholds.iloc[-1]
    return (
        f"The KX threshold went from {format_dollars_rounded(first['kx_threshold_cents'])} in {first['calendar_year']} "
        f"to {format_dollars_rounded(last['kx_threshold_cents'])} in {last['calendar_year']}, per threshold category"
    )


def describe_measure(measure: Any) -> list[tuple[str, str]]:
    """One measure as paragraphs: what each begins with, and what it says."""
    over = f", divided by {measure.denominator}" if measure.denominator else ""
    better = {"lower": "; lower is better", "higher": "; higher is better"}.get(measure.direction, "")
    review = f"{measure.source}; next review {format_date(measure.next_review_date)}"
    return [
        ("Formula:", f"{_sentence(measure.numerator)[:-1]}{over}. Counted in {measure.unit}{better}."),
        ("Why:", _sentence(measure.why)),
        ("Limitations:", _sentence(measure.limits)),
        ("Source:", f"{review}."),
    ]


def describe_rule(rule: Any) -> list[tuple[str, str]]:
    """One rule as paragraphs: what each begins with, and what it says."""
    return [
        ("Rule:", _sentence(rule.formula)),
        ("Limitations:", _sentence(rule.limits)),
        ("Source:", f"{rule.source}."),
    ]


def describe_term(term: Any) -> list[tuple[str, str]]:
    """One term as paragraphs: what each begins with, and what it says."""
    return [("Meaning:", _sentence(term.meaning)), ("Source:", f"{term.source}.")]


def _sentence(text: str) -> str:
    """Begins with a capital and ends with one full stop."""
    plain = text.strip().rstrip(".")
    return f"{plain[:1].upper()}{plain[1:]}." if plain else ""
