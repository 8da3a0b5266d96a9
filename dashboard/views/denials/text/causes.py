"""What is said about causes: the few values of each trait behind most of the denied dollars."""

import pandas as pd

from dashboard.components.denial_labels import CAUSE_NAMES
from dashboard.formats import each_row, format_count, format_percent
from dashboard.formats import format_dollars_rounded as about

MOST_SENTENCES = 4


def say_causes(causes: pd.DataFrame) -> list[str]:
    """One sentence a trait, the most concentrated first; a trait with one value says nothing and is left out.

    `causes`: queries/denial_causes.sql with `cause_name`, the value in words.
    """
    traits = sorted(set(causes["cause_dimension"]))
    several = [rows for rows in (causes[causes["cause_dimension"] == trait] for trait in traits) if len(rows) > 1]
    some = [rows for rows in several if rows["is_leading"].any()]
    by_weight = sorted(some, key=lambda rows: float(rows["is_leading"].mean()))
    return [_say_few(rows) for rows in by_weight[:MOST_SENTENCES]]


def _say_few(rows: pd.DataFrame) -> str:
    few = rows[rows["is_leading"]]
    cents, total = int(few["expected_allowed_cents"].sum()), int(rows["expected_allowed_cents"].sum())
    names = "; ".join(
        f"{row.cause_name} ({about(row.expected_allowed_cents)}, {format_count(row.denied_services, 'service')})"
        for row in each_row(few)
    )
    trait = CAUSE_NAMES[str(rows["cause_dimension"].iloc[0])]
    share = format_percent(cents, total)
    return f"**{trait}**: {share} of {about(total)} comes from {len(few)} of {len(rows)}: {names}."


def title_cause(rows: pd.DataFrame) -> str:
    """The message of the bars of one trait, with its n."""
    services = format_count(int(rows["denied_services"].sum()), "service")
    trait = CAUSE_NAMES[str(rows["cause_dimension"].iloc[0])]
    return f"Missing-KX denials by {trait[:1].lower()}{trait[1:]} ({services})"
