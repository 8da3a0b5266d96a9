"""The samples that were drawn up to the close, with the appraisal of each that was reviewed."""

from __future__ import annotations

from collections.abc import Mapping

from pipelines.casebook import Event
from pipelines.documents.sections import ReportTable, Section, make_table
from pipelines.errors import KxwatchError
from pipelines.pack.decisions import Decisions
from pipelines.plain_words import say_count, say_exact_dollars
from pipelines.sampling.answer import SampleResult
from pipelines.settings import Settings

# As pipelines.sampling records them, which takes seconds to import: only for a sample that was reviewed.
DRAWN, REVIEWED, PREFIX = "sample_drawn", "sample_reviewed", "sample:"
_MEASURES = {"overpayment": "Overpayments", "underpayment": "Underpayments", "net": "Net"}
_LIMITS = (
    "A missing record counts as an overpayment in full. The error rate has exact 95% limits. Dollars are totals in the"
    " frame, with two-sided 90% limits and a one-sided 90% lower limit. `kxwatch sample verify NAME` draws a sample"
    " again from its frozen frame."
)
_EXPOSURE = (
    "Published reviews were targeted, not random: their rates are scenarios, not an estimate for this practice. Limits"
    " at 90%."
)


def write_samples(settings: Settings, decisions: Decisions) -> Section:
    """Frame, error rate, dollars and exposure of each sample as the casebook had it at the close."""
    drawn = {event.subject.removeprefix(PREFIX): event for event in decisions.events if event.kind == DRAWN}
    if not drawn:
        return Section("No sample was drawn", ("A random sample is drawn on the Samples page or by `kxwatch sample`.",))
    reviews = {event.subject.removeprefix(PREFIX): event for event in decisions.events if event.kind == REVIEWED}
    results, broken = _appraise_all(settings, reviews)
    frames = [(name, _say_drawn(event), _say_reviewed(reviews.get(name))) for name, event in sorted(drawn.items())]
    tables = make_table("Samples", ("Sample", "Drawn", "Reviewed"), frames)
    title = f"{say_count(len(drawn), 'sample was', 'samples were')} drawn, {len(reviews):,} reviewed"
    return Section(title, (_LIMITS, _EXPOSURE) if reviews else (), (*tables, *_tabulate_results(results, broken)))


def _appraise_all(settings: Settings, reviews: Mapping[str, Event]) -> tuple[list[SampleResult], list[tuple[str, str]]]:
    """The results of the reviews by name, and the samples that cannot be read with the reason."""
    results, broken = [], []
    for name, review in sorted(reviews.items()):
        try:
            results.append(_appraise(settings, name, review))
        except KxwatchError as error:
            broken.append((name, str(error)))
    return results, broken


def _appraise(settings: Settings, name: str, review: Event) -> SampleResult:
    from pipelines.sampling.result import describe_result
    from pipelines.sampling.review import build_reviewed, load_sample

    return describe_result(build_reviewed(load_sample(settings, name), review))


def _say_drawn(event: Event) -> str:
    return f"{event.at:%b} {event.at.day}, {event.at:%Y} by {event.actor}"


def _say_reviewed(event: Event | None) -> str:
    return _say_drawn(event) if event else "not yet"


def _tabulate_results(results: list[SampleResult], broken: list[tuple[str, str]]) -> tuple[ReportTable, ...]:
    rates = [_say_rate(result) for result in results]
    dollars = [_say_dollars(result, name) for result in results for name in _MEASURES]
    exposure = [
        (result["name"], one["name"], say_exact_dollars(max(one["low_cents"], 0)), say_exact_dollars(one["high_cents"]))
        for result in results
        for one in result["exposure"]
    ]
    rate_headings = ("Sample", "Units", "Frame", "Overpaid", "Error rate", "From", "To", "Net financial error rate")
    dollar_headings = ("Sample", "Total in the frame", "Point", "90% from", "90% to", "Lower limit")
    return (
        *make_table("Error rates", rate_headings, rates, 7),
        *make_table("Dollars by difference", dollar_headings, dollars, 4),
        *make_table("What an extrapolation could demand", ("Sample", "Scenario", "From", "To"), exposure, 2),
        *make_table("Samples that could not be read", ("Sample", "Reason"), broken),
    )


def _say_rate(result: SampleResult) -> tuple[str, ...]:
    rate = result["error_rate"]
    shares = (rate["point"], rate["low"], rate["high"], result["cia"]["financial_error_rate"])
    counts = (result["sample_size"], result["frame_size"], rate["found"])
    return (result["name"], *(f"{count:,}" for count in counts), *(f"{share:.1%}" for share in shares))


def _say_dollars(result: SampleResult, name: str) -> tuple[str, ...]:
    one = result["estimates"][name]["difference"]
    amounts = (one["point_cents"], one["low_cents"], one["high_cents"], one["lower_limit_cents"])
    return (result["name"], _MEASURES[name], *map(say_exact_dollars, amounts))
