"""How many units to draw: as given, for a stated precision of the error rate, or from what a probe sample found.

Decision 0114.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from pipelines.errors import UsageError
from pipelines.settings import Settings
from pipelines.statistics.finite_sample import compute_normal_factor, find_sample_size

DISCOVERY_SIZE = 50


@dataclass(frozen=True)
class SizeRequest:
    """One of three ways to a sample size: `size`; `rate` and `width`; or `probe` and `precision`."""

    size: int | None = None
    rate: Fraction | None = None
    width: Fraction | None = None
    probe: str | None = None
    precision: Fraction = Fraction(1, 4)
    confidence: Fraction = Fraction(9, 10)


def find_size(settings: Settings, request: SizeRequest, frame_size: int) -> tuple[int, str]:
    """The sample size for a frame, and the reason for it in words. Raises UsageError."""
    level = _show_percent(request.confidence)
    if request.probe is not None:
        size = _size_from_probe(settings, request, frame_size)
        how = f"from the probe sample {request.probe}: {level} confidence, {_show_percent(request.precision)} precision"
        return size, f"{size:,} units, {how} of the total overpayment."
    if request.rate is not None and request.width is not None:
        size = find_sample_size(frame_size, request.rate, request.width, request.confidence)
        how = f"expected error rate {_show_percent(request.rate)}, interval {_show_percent(request.width)} wide"
        return size, f"{size:,} units: {how}, {level} confidence."
    if request.size is None:
        size = min(DISCOVERY_SIZE, frame_size)
        return size, f"{size:,} units: the size of a discovery sample."
    return request.size, f"{request.size:,} units, as entered."


def _size_from_probe(settings: Settings, request: SizeRequest, frame_size: int) -> int:
    """Smallest n whose normal half-width is the stated share of the total, with the probe's mean and spread."""
    from pipelines.sampling.review import load_reviewed

    reviewed = load_reviewed(settings, str(request.probe))
    over = [max(one.examined_cents - one.audited_cents, 0) for stratum in reviewed.strata for one in stratum.units]
    count, total = len(over), sum(over)
    if total == 0:
        raise UsageError(
            f"The probe sample {request.probe} found no overpayment, so it says nothing about a size. Nothing was"
            " drawn; enter --size, or --rate and --width."
        )
    spread = Fraction(count * sum(one * one for one in over) - total**2, count * (count - 1))
    ratio = spread * count**2 / Fraction(total) ** 2
    wanted = ratio * Fraction(compute_normal_factor(float(request.confidence))) ** 2 / request.precision**2
    return min(frame_size, max(count, ceil(wanted / (1 + wanted / frame_size))))


def _show_percent(share: Fraction) -> str:
    return f"{float(share * 100):g}%"
