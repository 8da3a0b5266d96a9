"""What the samples page says: the state of the newest sample, its result, and the steps that follow."""

import pandas as pd

from dashboard.formats import format_count, format_dollars, format_dollars_rounded, format_moment, plain_text
from pipelines.sampling.answer import CiaRules, ListedSample, SampleResult

QUESTION = "What do random chart reviews show?"
TARGETED = (
    "Lines chosen by rule, not at random: early KX of the period. Use this list to find and correct problems. It never"
    " feeds an error rate or an estimate."
)
EXPOSURE = (
    "90% intervals. Published reviews were targeted, not random: their rates are scenarios, not an estimate for this"
    " practice."
)
# The findings that a reviewer may choose; `kxwatch sample record` refuses others.
REASONS = (
    "no record",
    "plan of care not certified",
    "progress report missing",
    "skilled need not shown",
    "minutes do not support units",
    "assistant services",
    "wrong date of service",
    "signature missing",
    "kx not supported",
    "coding",
    "other",
)
_ESTIMATES = {"overpayment": "Overpayments", "underpayment": "Underpayments", "net": "Net (over less under)"}


def answer_samples(samples: list[ListedSample]) -> str:
    """How many samples there are, and which ones wait for their review."""
    if not samples:
        return "No sample drawn yet."
    waiting = [plain_text(one["name"]) for one in samples if one["state"] == "not reviewed yet"]
    rest = f"waiting for review: {', '.join(waiting)}" if waiting else "all reviewed"
    return f"{format_count(len(samples), 'sample')}, {rest}."


def answer_closed_samples(samples: list[ListedSample]) -> str:
    """How many samples the closed months hold, for a role that only reads them."""
    if not samples:
        return "No closed month holds a sample."
    return f"{format_count(len(samples), 'sample')} of closed months."


def describe_draw(sample: ListedSample) -> str:
    """Frame, size and seeds of one sample as a paragraph."""
    seeds = ", ".join(f"{plain_text(one['seed'])} ({plain_text(one['name'])})" for one in sample["strata"])
    drawn = f"Drawn {format_moment(sample['drawn_at'])} by {plain_text(sample['drawn_by'])}, seed {seeds}."
    size = (
        f"{sample['sample_size']:,} of {format_count(sample['frame_size'], 'unit')};"
        f" {format_dollars_rounded(sample['frame_cents'])} paid in the frame."
    )
    return " ".join([*sample["words"], size, drawn])


def say_rate(result: SampleResult) -> str:
    """The error rate as the answer of the review; none found says how high it may still be."""
    rate = result["error_rate"]
    found = f"{rate['found']} of {format_count(rate['sampled'], 'unit')} overpaid"
    if not rate["found"]:
        return f"{found}. The error rate may still be up to {rate['high']:.1%} (95% confidence)."
    if rate["is_one_sided"]:
        return f"{found}: the error rate is at least {rate['low']:.1%} (95% confidence)."
    return f"{found}: error rate {rate['point']:.1%}, 95% interval {rate['low']:.1%} to {rate['high']:.1%}."


def say_amounts(result: SampleResult) -> str:
    """Dollars of the sample, over- and underpayments apart."""
    missing = format_count(result["missing_records"], "missing record")
    return (
        f"In the sample: {format_dollars(result['sample_overpaid_cents'])} overpaid ({missing}, counted in full),"
        f" {format_dollars(result['sample_underpaid_cents'])} underpaid, of"
        f" {format_dollars(result['sample_paid_cents'])} paid."
    )


def say_cia(cia: CiaRules) -> str:
    """Where the sample stands against the rules of a corporate integrity agreement."""
    step = "a full sample would follow" if cia["needs_full_sample"] else "no full sample would follow"
    said = (
        f"Net financial error rate {cia['financial_error_rate']:.1%} (underpayments count 0). Under OIG's corporate"
        f" integrity agreements, {step} (from {cia['threshold']:.0%} on)."
    )
    if cia["precision"] is None:
        return said
    judged = "meets" if cia["meets_precision"] else "does not meet"
    return f"{said} Precision {cia['precision']:.0%}: {judged} the {cia['wanted_precision']:.0%} of a full sample."


def list_estimates(result: SampleResult) -> pd.DataFrame:
    """The totals in the frame, a row for each amount and way to estimate it."""
    return pd.DataFrame(
        [
            {"estimate": title, "estimated_by": way, **result["estimates"][name][way]}
            for name, title in _ESTIMATES.items()
            for way in ("difference", "ratio")
        ]
    )


def list_reasons(result: SampleResult) -> pd.DataFrame:
    """Root causes: units and net dollars of each finding."""
    rows = [{"reason": one["reason"], "units": one["units"], "net_cents": one["cents"]} for one in result["reasons"]]
    return pd.DataFrame(rows, columns=["reason", "units", "net_cents"])


def title_exposure(result: SampleResult) -> str:
    """The interval under the own sample as the message of the chart."""
    own = result["exposure"][0]
    low, high = format_dollars_rounded(max(own["low_cents"], 0)), format_dollars_rounded(own["high_cents"])
    return f"If extrapolated over the frame, this sample means {low} to {high}"
