"""What the crossings page says: who crossed, who is approaching, and one patient's year."""

from typing import Any

import pandas as pd

from dashboard.formats import (
    POOL_NAMES,
    format_count,
    format_date,
    format_dollars,
    format_dollars_rounded,
    plain_text,
)

GRADE_WORDS = {
    "verified": "verified",
    "typed": "manually entered",
    "at_least": "at least, a lower bound",
    "implied": "implied by a missing-KX denial, a lower bound",
    "unknown": "unknown",
}


def say_crossings(counts: pd.Series, year: int, threshold_cents: int) -> str:
    """The answer: how many crossed in the year, how many active patients approach, who needs KX now."""
    crossed, crossings = int(counts["crossed_patients"]), int(counts["crossings"])
    again = (
        f" ({format_count(crossings, 'crossing')}, PT+SLP and OT counted separately)" if crossings != crossed else ""
    )
    answer = f"{format_count(crossed, 'patient')} crossed the KX threshold of "
    answer += f"{format_dollars_rounded(threshold_cents)} in {year}{again}"
    if not counts["open_pairs"]:
        return f"{answer}."
    approaching = int(counts["approaching_patients"])
    who = format_count(approaching, "active patient")
    answer = f"{answer}; {who} {'is' if approaching == 1 else 'are'} approaching it."
    needed = int(counts["needs_kx_patients"])
    if needed:
        answer += (
            f" {format_count(needed, 'active patient')} {'needs' if needed == 1 else 'need'} KX now:"
            " the newest lines were denied for missing KX."
        )
    return answer


def say_new_crossings(counts: pd.Series, since: Any) -> str:
    """What changed since the last day of the month before, and what no crossing date can be given for."""
    new = int(counts["new_crossings"])
    words = [f"{format_count(new, 'crossing')} newly identified since {format_date(since)}." if new else ""]
    if not new:
        words = [f"No crossing newly identified since {format_date(since)}."]
    if elsewhere := int(counts["over_by_prior_use_patients"]):
        words.append(
            f"{format_count(elsewhere, 'more patient')} went over the threshold by prior use at "
            "other providers alone; your files do not show when."
        )
    return " ".join(words)


MARKS = (
    "Each mark is one patient in one threshold category: ● all at this practice, ◆ part at other providers, "
    "○ prior use unknown. "
)
LINES = "Lines: alert amount, KX threshold, medical review threshold."


def say_bars(marks: int, step_cents: int) -> str:
    """What the bars count that stand for too many marks."""
    return (
        f"Each bar counts the patients within {format_dollars_rounded(step_cents)}; {marks:,} marks would cover each "
        "other. The list below opens each patient. "
    )


def title_caseload(counts: pd.Series) -> str:
    """The message of the caseload chart, with its n: a patient of both threshold categories has two marks."""
    if not counts["open_pairs"]:
        return f"Year-end position of {format_count(int(counts['pairs']), 'patient-threshold record')}"
    return (
        f"{int(counts['open_over'])} of {format_count(int(counts['open_pairs']), 'active patient-threshold record')} "
        f"are over the threshold, {int(counts['open_approaching'])} approaching it"
    )


def say_position(year: pd.Series) -> str:
    """One patient's position in one threshold category and year: over by how much, or what remains."""
    pool, number = POOL_NAMES[year["pool"]], int(year["calendar_year"])
    used = f"{format_dollars(year['accrued_cents'])} of {format_dollars_rounded(year['kx_threshold_cents'])}"
    if year["accrued_cents"] > year["kx_threshold_cents"]:
        over = format_dollars(-int(year["left_cents"]))
        return f"{pool}, {number}: {over} over the KX threshold ({used})."
    return f"{pool}, {number}: {format_dollars(year['left_cents'])} remaining until the KX threshold ({used})."


def say_crossing(year: pd.Series, lines: pd.DataFrame) -> str:
    """The crossing named: day, code, claim, and KX since. `lines`: queries/patient_positions.sql, order received."""
    received = lines[lines["order_basis"] == "received"]
    if pd.isna(year["kx_crossing_date"]):
        if year["accrued_cents"] > year["kx_threshold_cents"]:
            return "Over by prior use at other providers alone: no line of this practice crossed."
        return _say_not_crossed(received)
    crossing = received[received["service_line_key"] == year["kx_crossing_line_key"]].iloc[0]
    since = received[received["line_sequence"] >= crossing["line_sequence"]]
    when = "no later than" if crossing["prior_use_grade"] == "unknown" else "on"
    return (
        f"Crossed {when} {format_date(year['kx_crossing_date'])}; KX on {int(since['has_kx'].sum())} of "
        f"{format_count(len(since), 'line')} since, including that one."
    )


def _say_not_crossed(received: pd.DataFrame) -> str:
    """That no line crossed; where lines would have, that they were denied, so that nothing more was counted."""
    denied = received[received["kx_finding"] == "missing"]
    if denied.empty:
        return "Not crossed."
    verb = "was" if len(denied) == 1 else "were"
    return (
        f"Not crossed: {format_count(len(denied), 'line')} over the threshold had no KX and {verb} denied, first on "
        f"{format_date(denied['service_date'].min())}."
    )


def say_crossing_line(line: pd.Series) -> str:
    """Which line it was: its code and its claim."""
    claim = plain_text(line["payer_claim_control_number"])
    return f"Crossing line: {line['procedure_code']}, claim {claim}, paid {format_date(line['payment_date'])}."


def say_orders(received: pd.Series, by_service: pd.Series) -> str:
    """Whether the other order tells another story."""
    first, second = received["kx_crossing_date"], by_service["kx_crossing_date"]
    if pd.isna(first) and pd.isna(second):
        return ""
    if not pd.isna(first) and not pd.isna(second) and first == second:
        return "In date-of-service order, the crossing is on the same day."
    other = "there is no crossing" if pd.isna(second) else f"the crossing is on {format_date(second)}"
    return f"In date-of-service order, {other}: claims were received out of date-of-service order."


def say_prior_use(year: pd.Series) -> str:
    """What is known of use at other providers, with its range where the bounds are far apart."""
    if year["prior_use_grade"] == "unknown":
        return "Prior use unknown: dollars at other providers are not included, and crossing dates may be earlier."
    words = GRADE_WORDS[year["prior_use_grade"]]
    return f"At other providers: {say_prior_amount(year)} ({words}); hatched in the chart."


def say_prior_amount(year: pd.Series) -> str:
    """The amount, or its range by what Medicare may have counted of our own claims by the date of the answer."""
    if pd.isna(year["prior_use_high_cents"]) or year["prior_use_grade"] == "at_least":
        return f"at least {format_dollars(year['prior_use_cents'])}"
    if not year["is_prior_use_uncertain"]:
        return format_dollars(year["prior_use_cents"])
    low, high = format_dollars(year["prior_use_low_cents"]), format_dollars(year["prior_use_high_cents"])
    return f"{format_dollars(year['prior_use_cents'])}, between {low} and {high}"


def say_needs_kx(year: pd.Series) -> str:
    """Why the patient needs KX on the next claim: the newest lines were denied for it."""
    if not year["denied_missing_lines"]:
        return ""
    lines = format_count(int(year["denied_missing_lines"]), "line")
    return (
        f"Needs KX now if the chart supports it: the last {lines} denied for missing KX (119), most recently on "
        f"{format_date(year['last_missing_denied_date'])}."
    )


def say_uncovered(year: pd.Series) -> str:
    """Why early KX of this account cannot be judged."""
    if pd.isna(year["uncovered_category"]):
        return ""
    why = {
        "late_start": "the clinic's remittances for this year begin after the first two weeks of January",
        "missing_month": "a month of the clinic's remittances is missing",
    }[str(year["uncovered_category"])]
    return f"Early KX cannot be judged: {why}, so the running amount is a lower bound."


def title_nearest(near: pd.DataFrame) -> str:
    """The message of the bars: how near the nearest is."""
    nearest = format_dollars(near["left_cents"].iloc[0])
    records = format_count(len(near), "active patient-threshold record")
    return f"{records} closest to the threshold, the first with {nearest} remaining"
