"""What `kxwatch sample` answers with --json about stored samples: types alone, so that pages import them."""

from __future__ import annotations

from typing import TypedDict


class DescribedStratum(TypedDict):
    """One stratum of a sample: its seed, its sizes, and numbers from 1 in the order drawn."""

    name: str
    seed: str
    frame_size: int
    size: int
    sample: list[int]
    spares: list[int]


class DescribedSample(TypedDict):
    """A stored sample without a row of its frame: the frame in words, sizes, and what was drawn."""

    name: str
    drawn_at: str
    data_through_date: str
    words: list[str]
    frame_size: int
    frame_cents: int
    frame_sha256: str
    sample_size: int
    strata: list[DescribedStratum]


class ListedSample(DescribedSample):
    """A sample as `list` names it: with who drew it, and whether it is reviewed."""

    drawn_by: str
    state: str


class DrawnUnit(TypedDict):
    """A drawn unit without claim and account numbers; what the newest review says is null before one."""

    order: int
    stratum: str
    unit_key: str
    first_service_date: str
    last_service_date: str
    codes: str
    paid_cents: int
    audited_cents: int | None
    is_missing: bool | None
    reason: str | None
    note: str | None


class ErrorRate(TypedDict):
    """The share of units with an overpayment, with limits at 95%: exact for one stratum, one-sided for none or all."""

    found: int
    sampled: int
    point: float
    low: float
    high: float
    is_one_sided: bool


class CiaRules(TypedDict):
    """Where a sample stands against the rules of a corporate integrity agreement; no precision of a total of zero."""

    financial_error_rate: float
    threshold: float
    needs_full_sample: bool
    precision: float | None
    wanted_precision: float
    meets_precision: bool


class Estimate(TypedDict):
    """A total in the frame in cents: point, two-sided 90% limits, one-sided 90% lower limit."""

    point_cents: int
    standard_error_cents: int
    low_cents: int
    high_cents: int
    lower_limit_cents: int


class Scenario(TypedDict):
    """Dollars over the whole frame under one error rate: limits and point in cents, and where the rate comes from."""

    name: str
    source: str
    low_cents: int
    point_cents: int
    high_cents: int


class ReasonCount(TypedDict):
    """One finding of the reviewers: units, and net cents."""

    reason: str
    units: int
    cents: int


class SampleResult(TypedDict):
    """Everything that a page or a pack shows about a reviewed sample.

    `estimates`: overpayment, underpayment and net, each by difference and by ratio.
    """

    name: str
    words: list[str]
    reviewed_at: str
    reviewed_by: str
    frame_size: int
    frame_cents: int
    sample_size: int
    sample_paid_cents: int
    sample_overpaid_cents: int
    sample_underpaid_cents: int
    underpaid_units: int
    missing_records: int
    error_rate: ErrorRate
    cia: CiaRules
    estimates: dict[str, dict[str, Estimate]]
    exposure: list[Scenario]
    reasons: list[ReasonCount]
