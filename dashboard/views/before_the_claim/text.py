"""What the page before the claim says about eligibility checks, documentation, units and diagnoses."""

import pandas as pd

from dashboard.formats import format_count, format_dollars_rounded, format_share

NO_EXPORT = (
    "No documented units imported. Export them from your EMR and import the file on Data quality, or run "
    "`kxwatch build FILE`."
)


def say_due(found: pd.DataFrame, check_days: int) -> str:
    """How many active patients are due for a check, and who is nearest to the threshold."""
    if found.empty:
        return f"No active patient is due: all were checked within the last {check_days} days."
    patients = int(found["beneficiary_key"].nunique())
    verb = "is" if patients == 1 else "are"
    never = int(found.loc[found["due_category"] == "never_checked", "beneficiary_key"].nunique())
    answer = f"{format_count(patients, 'active patient')} {verb} due for an eligibility check, {never:,} never checked."
    below = found[found["left_cents"] >= 0]
    if len(below):
        answer += f" Closest to the KX threshold: {format_dollars_rounded(int(below['left_cents'].iloc[0]))} remaining."
    return answer


def say_documentation(found: pd.DataFrame) -> str:
    """How many active courses of care are overdue for a progress report or a new certification."""
    if found.empty:
        return "No progress report and no plan of care is overdue."
    reports, plans = int(found["is_report_overdue"].sum()), int(found["is_plan_overdue"].sum())
    return (
        f"{format_count(reports, 'progress report')} and {format_count(plans, 'plan of care', 'plans of care')} "
        f"{'is' if reports + plans == 1 else 'are'} overdue."
    )


def say_units(counts: pd.DataFrame) -> str:
    """How many remitted services have as many units billed as documented, and how many have more."""
    known = counts[counts["documentation_category"] != "no_remittance"]
    total = int(known["services"].sum())
    if not total:
        return "None of the documented services is on a remittance yet."
    by_category = known.set_index("documentation_category")["services"]
    equal = int(by_category.get("equal", 0))
    more = int(by_category.get("billed_more", 0)) + int(by_category.get("not_documented", 0))
    services = "service has" if more == 1 else "services have"
    return (
        f"{format_share(equal, total)} of services have the same units billed and documented. "
        f"{more:,} {services} more units billed than documented."
    )


def say_diagnoses(found: pd.DataFrame) -> str:
    """Which diagnosis has the most patients over the threshold."""
    if found.empty or not int(found["crossed_patients"].max()):
        return "No patient with a known diagnosis is over the KX threshold."
    first = found.iloc[0]
    crossed, patients = int(first["crossed_patients"]), int(first["patients"])
    return (
        f"The most common diagnosis of patients over the KX threshold is {first['diagnosis_code']}: "
        f"{crossed:,} of {format_count(patients, 'patient')} with it are over."
    )
