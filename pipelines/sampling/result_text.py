"""The result of a reviewed sample as lines of text for the terminal."""

from __future__ import annotations

from collections.abc import Iterator

from pipelines.sampling.answer import CiaRules, ErrorRate, SampleResult

_TITLES = {"overpayment": "Overpayments", "underpayment": "Underpayments", "net": "Net (over less under)"}


def write_result(result: SampleResult) -> Iterator[str]:
    """What was found in the sample, then what it says about the frame."""
    yield from result["words"]
    yield describe_rate(result["error_rate"])
    yield (
        f"In the sample: overpaid {_dollars(result['sample_overpaid_cents'])}, underpaid"
        f" {_dollars(result['sample_underpaid_cents'])}, of {_dollars(result['sample_paid_cents'])} paid; missing"
        f" records {result['missing_records']} (count as overpaid in full)."
    )
    yield from _describe_cia(result["cia"])
    yield f"In the frame of {result['frame_size']:,} units, {_dollars(result['frame_cents'])} paid (90% confidence):"
    for name, title in _TITLES.items():
        for by, one in result["estimates"][name].items():
            yield (
                f"  {title}, by {by}: {_dollars(one['point_cents'])}, {_dollars(one['low_cents'])} to"
                f" {_dollars(one['high_cents'])}; one-sided lower limit {_dollars(one['lower_limit_cents'])}"
            )
    yield "Exposure: what an extrapolation over the frame would come to. Published reviews were targeted, so their"
    yield "rates are no estimate for this practice."
    for case in result["exposure"]:
        yield f"  {case['name']}: {_dollars(case['low_cents'])} to {_dollars(case['high_cents'])} ({case['source']})"


def describe_rate(rate: ErrorRate) -> str:
    """The error rate in one sentence; none found says how high the rate may still be."""
    found = f"Overpaid units: {rate['found']} of {rate['sampled']}"
    if rate["found"] == 0:
        return f"{found}. That is no proof of none: the error rate may be up to {rate['high']:.1%} (95% confidence)."
    if rate["is_one_sided"]:
        return f"{found}. The error rate is at least {rate['low']:.1%} (95% confidence)."
    return f"{found}, error rate {rate['point']:.1%} (95% interval {rate['low']:.1%} to {rate['high']:.1%})."


def _describe_cia(cia: CiaRules) -> Iterator[str]:
    next_step = "a full sample follows" if cia["needs_full_sample"] else "no full sample is needed"
    yield (
        f"Net financial error rate {cia['financial_error_rate']:.1%} (underpayments count 0); from"
        f" {cia['threshold']:.0%} on, a CIA asks for a full sample: {next_step}."
    )
    if cia["precision"] is not None:
        judged = "meets" if cia["meets_precision"] else "does not meet"
        yield (
            f"Precision of the total overpayment {cia['precision']:.0%} at 90% confidence: {judged} the"
            f" {cia['wanted_precision']:.0%} of a full sample."
        )


def _dollars(cents: int) -> str:
    sign, (whole, rest) = "-" if cents < 0 else "", divmod(abs(cents), 100)
    return f"{sign}${whole:,}.{rest:02}"
