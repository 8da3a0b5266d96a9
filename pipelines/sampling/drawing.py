"""Draws a sample from the warehouse, freezes its frame, and draws it again to verify it.

Decision 0120.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256

from pipelines.casebook import CasebookError, Entry, Event, open_casebook
from pipelines.casebook.vault import find_key
from pipelines.casebook.verification import list_subjects
from pipelines.errors import UsageError
from pipelines.sampling.frame import FrameDefinition, read_frame
from pipelines.sampling.generator import draw_numbers, parse_seed
from pipelines.sampling.sample_size import SizeRequest, find_size
from pipelines.sampling.stored_sample import (
    SUFFIX,
    DrawnStratum,
    StoredSample,
    check_name,
    find_sample_files,
    hash_frame,
    read_sample,
    write_sample,
)
from pipelines.sampling.strata import Divided, allocate, divide
from pipelines.settings import Settings
from pipelines.store.home import Home, hold_home

DRAWN = "sample_drawn"
_PATIENCE_SECONDS = 30.0
_SEED_RANGE = 10_000_000


@dataclass(frozen=True)
class DrawRequest:
    """What a person asks for; without a seed one is made up and recorded."""

    name: str
    definition: FrameDefinition
    size: SizeRequest
    seed: str | None = None
    spares: int = 0
    strata_by: str | None = None


def name_subject(name: str) -> str:
    """What events of the casebook about this sample are about."""
    return f"sample:{name}"


def draw_sample(settings: Settings, request: DrawRequest, actor: str) -> StoredSample:
    """Draw, freeze and record a sample. Raises UsageError or CasebookError; then nothing is kept."""
    check_name(request.name)
    home = Home(settings.home)
    if not home.archive.exists():
        raise UsageError(f"{home.root} is not a kxwatch data folder. Choose another one with --home.")
    path = home.samples / f"{request.name}{SUFFIX}"
    if path.exists():
        raise UsageError(f'The sample "{request.name}" already exists. Nothing was drawn; choose another name.')
    sample = _draw(settings, request)
    with hold_home(home, _PATIENCE_SECONDS):
        if path.exists():
            raise UsageError(f'The sample "{request.name}" already exists. Nothing was drawn; choose another name.')
        write_sample(home, find_key(home, settings.key), sample)
        try:
            body = _describe_draw(sample)
            open_casebook(settings).append(Entry(DRAWN, name_subject(sample.name), actor, body))
        except CasebookError:
            path.unlink(missing_ok=True)
            raise
    return sample


def _draw(settings: Settings, request: DrawRequest) -> StoredSample:
    frame = read_frame(settings, request.definition)
    if not frame.rows:
        raise UsageError("The frame has no units. Nothing was drawn; check the filters.")
    size, reason = find_size(settings, request.size, len(frame.rows))
    seed = request.seed or f"{Decimal(secrets.randbelow(_SEED_RANGE)).scaleb(-2):.2f}"
    divided = divide(frame.rows, request.strata_by)
    strata = _draw_strata(divided, seed, allocate([len(rows) for _, rows in divided], size), request.spares)
    return StoredSample(
        name=request.name,
        drawn_at=datetime.now(UTC).isoformat(timespec="seconds"),
        definition=request.definition,
        data_through_date=frame.data_through_date,
        strata_by=request.strata_by,
        size_reason=reason,
        strata=strata,
        frame_sha256=hash_frame(strata),
    )


def _draw_strata(divided: Divided, seed: str, sizes: list[int], spares: int) -> list[DrawnStratum]:
    """Each stratum has a seed of its own: the first the one given, each further one the next whole number up."""
    parse_seed(seed)
    strata = []
    for place, ((name, rows), size) in enumerate(zip(divided, sizes, strict=True)):
        own = str(Decimal(seed) + place)
        drawn = draw_numbers(own, [len(rows)], size, min(spares, len(rows) - size))
        strata.append(DrawnStratum(name, own, rows, [one for (one,) in drawn.sample], [one for (one,) in drawn.spares]))
    return strata


def _describe_draw(sample: StoredSample) -> dict[str, object]:
    return {
        "words": sample.definition.describe(),
        "size_reason": sample.size_reason,
        "seeds": [one.seed for one in sample.strata],
        "frame_size": sample.frame_size,
        "sample_size": sample.sample_size,
        "frame_cents": sample.frame_cents,
        "frame_sha256": sample.frame_sha256,
        "sample_sha256": sha256(sample.to_content()).hexdigest(),
    }


@dataclass(frozen=True)
class SampleVerification:
    """Whether a stored sample is what was drawn; `note` says when today's data would give another frame."""

    problems: list[str]
    note: str | None

    @property
    def message(self) -> str:
        """The outcome in a sentence."""
        if self.problems:
            return "The stored sample is not the one that was drawn: " + "; ".join(self.problems) + "."
        return "The stored sample is the one that its seed draws from its frozen frame."


def verify_sample(settings: Settings, name: str) -> SampleVerification:
    """Draw a stored sample again from its frozen frame and hold it against the casebook. Raises as `read_sample`."""
    home = Home(settings.home)
    sample = read_sample(home, find_key(home, settings.key), name)
    problems = [*_check_numbers(sample), *_check_record(sample, find_drawn(settings, name))]
    return SampleVerification(problems, _compare_with_now(settings, sample))


def find_drawn(settings: Settings, name: str) -> Event | None:
    """The event that recorded the draw of a sample."""
    events = open_casebook(settings).read([DRAWN], name_subject(name))
    return events[-1] if events else None


def list_missing_samples(settings: Settings) -> list[str]:
    """A sentence for every sample whose draw an intact casebook recorded and whose file is gone."""
    drawn = list_subjects(settings, DRAWN)  # first: a sample that is drawn meanwhile has its file before its event
    kept = {name_subject(path.stem) for path in find_sample_files(Home(settings.home))}
    prefix = name_subject("")
    return [f"missing: samples/{one.removeprefix(prefix)}{SUFFIX}" for one in drawn if one not in kept]


def _check_numbers(sample: StoredSample) -> Iterator[str]:
    if hash_frame(sample.strata) != sample.frame_sha256:
        yield "the rows of the frame have changed"
    for one in sample.strata:
        if not one.rows or not one.sample:
            yield f"stratum {one.name} is empty"
            continue
        drawn = draw_numbers(one.seed, [len(one.rows)], len(one.sample), len(one.spares))
        if [number for (number,) in drawn.sample + drawn.spares] != one.sample + one.spares:
            yield f"the seed {one.seed} draws other numbers in stratum {one.name}"


def _check_record(sample: StoredSample, drawn: Event | None) -> Iterator[str]:
    if drawn is None:
        yield "the casebook has no record of it"
    elif drawn.body["sample_sha256"] != sha256(sample.to_content()).hexdigest():
        yield "its file is not the one that the casebook recorded"


def _compare_with_now(settings: Settings, sample: StoredSample) -> str | None:
    rows = read_frame(settings, sample.definition).rows
    strata = [DrawnStratum(name, "", own, [], []) for name, own in divide(rows, sample.strata_by)]
    if hash_frame(strata) == sample.frame_sha256:
        return None
    return (
        f"Note: the data has changed since the draw. The same filters now give {len(rows):,} units; the frozen frame"
        f" has {sample.frame_size:,}. The sample stays with its frozen frame."
    )
