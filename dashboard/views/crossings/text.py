"""The reading desk for crossings: who crossed, who approaches, and one patient's year in a sentence."""

from typing import Any

import pandas as pd

from dashboard.formats import (
    POOL_NAMES,
    format_count,
    format_date,
    format_dollars,
    format_dollars_rounded,
    mask_identifier,
)

GRADE_WORDS = {"verified": "verified", "typed": "typed in", "unknown": "unknown"}


def say_crossings(counts: pd.Series, year: int, threshold_cents: int) -> str:
    """The answer: how many crossed in the year, how many open patients approach."""
    crossed, crossings = int(counts["crossed_patients"]), int(counts["crossings"])
    again = f" ({format_count(crossings, 'crossing')}, both pools counted)" if crossings != crossed else ""
    answer = f"{format_count(crossed, 'patient')} crossed the KX threshold of "
    answer += f"{format_dollars_rounded(threshold_cents)} in {year}{again}"
    if not counts["open_pairs"]:
        return f"{answer}."
    approaching = int(counts["open_approaching"])
    who = format_count(approaching, "open patient")
    return f"{answer}; {who} {'is' if approaching == 1 else 'are'} approaching it."


def say_new_crossings(counts: pd.Series, since: Any) -> str:
    """What changed since the last day of the month before, and what no crossing date can be given for."""
    new = int(counts["new_crossings"])
    words = [f"{format_count(new, 'crossing')} became known since {format_date(since)}." if new else ""]
    if not new:
        words = [f"No crossing became known since {format_date(since)}."]
    if counts["over_by_prior_use"]:
        words.append(
            f"{format_count(int(counts['over_by_prior_use']), 'patient')} more passed the threshold by what was used "
            "elsewhere alone; the day of that is not in your files."
        )
    return " ".join(words)


def title_caseload(counts: pd.Series) -> str:
    """The message of the caseload chart, with its n."""
    if not counts["open_pairs"]:
        return f"Where the {format_count(int(counts['pairs']), 'patient')} of the year ended up"
    return (
        f"{int(counts['open_over'])} of {format_count(int(counts['open_pairs']), 'open patient')} "
        f"are over the threshold, {int(counts['open_approaching'])} are within reach of it"
    )


def say_standing(year: pd.Series) -> str:
    """Where one patient stands in one pool and year: crossed when and with what, or what is left."""
    pool, number = POOL_NAMES[year["pool"]], int(year["calendar_year"])
    used = f"{format_dollars(year['accrued_cents'])} of {format_dollars_rounded(year['kx_threshold_cents'])}"
    if year["accrued_cents"] > year["kx_threshold_cents"]:
        over = format_dollars(-int(year["left_cents"]))
        return f"{pool}, {number}: {over} over the KX threshold ({used} used)."
    return f"{pool}, {number}: {format_dollars(year['left_cents'])} left until the KX threshold ({used} used)."


def say_crossing(year: pd.Series, lines: pd.DataFrame) -> str:
    """The crossing named: day, code, claim, and KX since. `lines`: queries/patient_positions.sql, order received."""
    if pd.isna(year["kx_crossing_date"]):
        if year["accrued_cents"] > year["kx_threshold_cents"]:
            return "Passed by what was used elsewhere alone: no line of this practice crossed."
        return "Not crossed."
    received = lines[lines["order_basis"] == "received"]
    crossing = received[received["service_line_key"] == year["kx_crossing_line_key"]].iloc[0]
    since = received[received["line_sequence"] >= crossing["line_sequence"]]
    when = "no later than" if crossing["prior_use_grade"] == "unknown" else "on"
    return (
        f"Crossed {when} {format_date(year['kx_crossing_date'])}; KX on {int(since['has_kx'].sum())} of "
        f"{format_count(len(since), 'line')} since, that one included."
    )


def say_crossing_line(line: pd.Series) -> str:
    """Which line it was: its code and its claim, masked."""
    claim = mask_identifier(str(line["payer_claim_control_number"]))
    return f"The crossing line: {line['procedure_code']}, claim {claim}, paid {format_date(line['payment_date'])}."


def say_orders(received: pd.Series, by_service: pd.Series) -> str:
    """Whether the other order tells another story."""
    first, second = received["kx_crossing_date"], by_service["kx_crossing_date"]
    if pd.isna(first) and pd.isna(second):
        return ""
    if not pd.isna(first) and not pd.isna(second) and first == second:
        return "Counted by date of service, the crossing falls on the same day."
    other = "there is no crossing" if pd.isna(second) else f"the crossing falls on {format_date(second)}"
    return f"Counted by date of service, {other}: claims reached Medicare in another order than the visits took place."


def say_prior_use(year: pd.Series) -> str:
    """What is known of use elsewhere, and what follows if nothing is."""
    if year["prior_use_grade"] == "unknown":
        return "Prior use unknown: other clinics' dollars may lie beneath, so every date here is the latest possible."
    words = GRADE_WORDS[year["prior_use_grade"]]
    return f"Used elsewhere: {format_dollars(year['prior_use_cents'])} ({words}), hatched in the chart."


def title_nearest(near: pd.DataFrame) -> str:
    """The message of the bars: how near the nearest is."""
    nearest = format_dollars(near["left_cents"].iloc[0])
    return f"The {format_count(len(near), 'patient')} nearest to the threshold: the first has {nearest} left"
