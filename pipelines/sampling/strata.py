"""Divides a frame into strata and shares a sample out among them in proportion to their units."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise

from pipelines.errors import UsageError
from pipelines.sampling.audit_table import parse_cents
from pipelines.sampling.frame import Row

WHOLE = "all units"
FEWEST = 2
_LIMIT_FORM = re.compile(r"\d[\d.]*(,\d[\d.]*)*", re.ASCII)
_BY_COLUMN: dict[str, Callable[[Row], str]] = {
    "clinic": lambda row: f"clinic {row['payee_npi']}",
    "provider": lambda row: f"rendering {row['provider_npi']}",
    "category": lambda row: str(row["pool"]),
    "kx": lambda row: "with KX" if row["has_kx"] else "without KX",
}

Divided = list[tuple[str, list[Row]]]


def divide(rows: Sequence[Row], by: str | None) -> Divided:
    """The strata in order of their names (dollar limits: in order of amount), each with its rows in frame order.

    `by` is a column name, dollar limits as `50,150`, or None for one stratum. Raises UsageError.
    """
    if by is None:
        return [(WHOLE, list(rows))] if rows else []
    if by in _BY_COLUMN:
        names = sorted({_BY_COLUMN[by](row) for row in rows})
        return [(name, [row for row in rows if _BY_COLUMN[by](row) == name]) for name in names]
    return _divide_by_amount(rows, _read_limits(by))


def _read_limits(by: str) -> list[int]:
    limits = [parse_cents(part) for part in by.split(",")] if _LIMIT_FORM.fullmatch(by) else [None]
    known = [limit for limit in limits if limit is not None]
    if len(known) < len(limits) or known != sorted(set(known)) or known[0] <= 0:
        raise UsageError(
            f'--strata "{by}" is neither {", ".join(_BY_COLUMN)} nor dollar limits in ascending order, for example'
            " 50,150. Nothing was drawn."
        )
    return known


def _divide_by_amount(rows: Sequence[Row], limits: list[int]) -> Divided:
    bounds = [0, *limits, None]
    divided = []
    for low, high in pairwise(bounds):
        chosen = [row for row in rows if row["paid_cents"] >= (low or 0) and (high is None or row["paid_cents"] < high)]
        if chosen:
            divided.append((_name_range(low or 0, high), chosen))
    return divided


def _name_range(low: int, high: int | None) -> str:
    upper = "or more" if high is None else f"to under ${_show(high)}"
    return f"${_show(low)} {upper}"


def _show(cents: int) -> str:
    whole, rest = divmod(cents, 100)
    return f"{whole:,}" + (f".{rest:02}" if rest else "")


def allocate(sizes: Sequence[int], total: int) -> list[int]:
    """Units to draw from each stratum: in proportion to its units, at least two, never more than it has.

    Raises UsageError for a stratum with one unit, or a total that does not fit.
    """
    frame = sum(sizes)
    if total > frame:
        raise UsageError(
            f"The sample of {total:,} is larger than the frame of {frame:,}. Nothing was drawn; choose a smaller"
            " sample."
        )
    if len(sizes) > 1 and min(sizes) < FEWEST:
        raise UsageError("A stratum has only one unit. Nothing was drawn; use fewer strata or other limits.")
    fewest = min(FEWEST, frame) if len(sizes) == 1 else FEWEST
    if total < fewest * len(sizes):
        raise UsageError(
            f"A sample needs at least {FEWEST} units per stratum, here {fewest * len(sizes):,}. Nothing was drawn."
        )
    shares = [Fraction(size * total, frame) for size in sizes]
    drawn = [max(FEWEST, int(share)) if len(sizes) > 1 else total for share in shares]
    while sum(drawn) != total:
        step = 1 if sum(drawn) < total else -1
        open_ones = [
            place for place, size in enumerate(sizes) if (drawn[place] < size if step > 0 else drawn[place] > FEWEST)
        ]
        place = max(open_ones, key=lambda one: step * (shares[one] - drawn[one]))
        drawn[place] += step
    return drawn
