"""The review of a sample: what the reviewer found for each unit, recorded in the casebook, and the newest one read.

Decision 0117.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.casebook import Entry, Event, open_casebook
from pipelines.casebook.vault import find_key
from pipelines.errors import UsageError
from pipelines.sampling.answer import DrawnUnit
from pipelines.sampling.audit_table import SampledUnit, Stratum
from pipelines.sampling.drawing import name_subject
from pipelines.sampling.frame import Row
from pipelines.sampling.stored_sample import StoredSample, read_sample
from pipelines.settings import Settings
from pipelines.store.home import Home

REVIEWED = "sample_reviewed"
EXPORTED = "sample_worksheet_exported"

# What a reviewer may find; contractors publish their findings in these words.
REASONS = (
    "no record",
    "plan of care not certified",
    "progress report missing",
    "skilled need not shown",
    "minutes do not support units",
    "assistant services",
    "wrong date of service",
    "signature missing",
    "KX not supported",
    "coding",
    "other",
)


@dataclass(frozen=True)
class ReviewedUnit:
    """One reviewed unit: how many cents the chart supports, 0 when the record is missing, and why."""

    order: int
    unit_key: str
    audited_cents: int
    is_missing: bool
    reason: str
    note: str


@dataclass(frozen=True)
class ReviewedSample:
    """A sample with its newest review: one stratum each, as an appraisal reads them, and the units as recorded."""

    sample: StoredSample
    strata: list[Stratum]
    units: list[ReviewedUnit]
    event: Event


def list_drawn_rows(sample: StoredSample) -> list[tuple[int, str, int, Row]]:
    """The sampled units in order: ordinal from 1, stratum, frame number, frozen row."""
    rows = [(one.name, number, one.rows[number - 1]) for one in sample.strata for number in one.sample]
    return [(order, *row) for order, row in enumerate(rows, start=1)]


def list_units(settings: Settings, name: str) -> list[DrawnUnit]:
    """The drawn units as a page shows them, with what the newest review says (null before one)."""
    sample = load_sample(settings, name)
    events = open_casebook(settings).read([REVIEWED], name_subject(name))
    known = {one["unit_key"]: one for one in events[-1].body["units"]} if events else {}
    units: list[DrawnUnit] = []
    for order, stratum, _, row in list_drawn_rows(sample):
        filled = known.get(row["unit_key"], {})
        units.append(
            {
                "order": order,
                "stratum": stratum,
                "unit_key": row["unit_key"],
                "first_service_date": row["first_service_date"],
                "last_service_date": row["last_service_date"],
                "codes": row["procedure_codes"],
                "paid_cents": row["paid_cents"],
                "audited_cents": filled.get("audited_cents"),
                "is_missing": filled.get("is_missing"),
                "reason": filled.get("reason"),
                "note": filled.get("note"),
            }
        )
    return units


def record_export(settings: Settings, sample: StoredSample, actor: str) -> None:
    """Record who takes the worksheet of a sample, which holds claim and account numbers."""
    body = {"units": sample.sample_size}
    open_casebook(settings).append(Entry(EXPORTED, name_subject(sample.name), actor, body))


def record_review(settings: Settings, name: str, units: list[ReviewedUnit], actor: str) -> Event:
    """Record a complete review of a sample as one event; an earlier one stays in the history."""
    body = {"units": [vars(one) for one in sorted(units, key=lambda one: one.order)]}
    return open_casebook(settings).append(Entry(REVIEWED, name_subject(name), actor, body))


def load_sample(settings: Settings, name: str) -> StoredSample:
    """The stored sample of this name. Raises UsageError when there is none, NotPublished when it is damaged."""
    home = Home(settings.home)
    return read_sample(home, find_key(home, settings.key), name)


def load_reviewed(settings: Settings, name: str) -> ReviewedSample:
    """A sample with its newest review. Raises UsageError when there is no such sample or no review yet."""
    sample = load_sample(settings, name)
    events = open_casebook(settings).read([REVIEWED], name_subject(name))
    if not events:
        raise UsageError(f"The sample {name} has no review yet. Import its worksheet first.")
    return build_reviewed(sample, events[-1])


def build_reviewed(sample: StoredSample, review: Event) -> ReviewedSample:
    """A sample with one of its reviews."""
    units = [ReviewedUnit(**one) for one in review.body["units"]]
    return ReviewedSample(sample, _build_strata(sample, units), units, review)


def _build_strata(sample: StoredSample, units: list[ReviewedUnit]) -> list[Stratum]:
    audited = {one.unit_key: one.audited_cents for one in units}
    return [
        Stratum(
            one.name,
            len(one.rows),
            [
                SampledUnit(one.rows[number - 1]["paid_cents"], audited[one.rows[number - 1]["unit_key"]])
                for number in one.sample
            ],
        )
        for one in sample.strata
    ]
