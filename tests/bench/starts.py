"""Accounts as a system with one rule would bill them, with people who deviate; and what the signature calls them."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipelines.models.catalog import REFERENCE_FOLDER
from pipelines.simulate.fee_schedule import KX_THRESHOLD_CENTS, price_day
from pipelines.statistics.signature import (
    AFTER_DENIAL,
    ALWAYS_ON,
    AT_THRESHOLD,
    FIXED_DISTANCE,
    MIXED,
    Limits,
    Starts,
    name_signature,
)

YEAR = 2026
SEED = 20261126
RUNS = 400
SIZES = (5, 10, 20, 30, 60, 120)
PLANTED = (ALWAYS_ON, FIXED_DISTANCE, AFTER_DENIAL, AT_THRESHOLD, MIXED)
DISTANCES = (20_000, 30_000, 40_000, 50_000)
DEVIATING_PERCENTS = (10, 20)
LIST = REFERENCE_FOLDER / "signature_confusion.csv"
SOURCE = "make bench, part signature: simulated patients"
_LINES = 140
_DAY_LINES = 3
_DENIAL_DAYS = (4, 14)
Matrix = NDArray[np.int64]


def read_limits() -> Limits:
    """The limits of the product, from its own list."""
    with (REFERENCE_FOLDER / "rule_parameter.csv").open(encoding="utf-8") as lines:
        rule = {row["parameter_name"]: int(row["parameter_value"]) for row in csv.DictReader(lines)}
    explained, margin = (1e-2 * rule[f"signature_{name}_percent"] for name in ("explained", "margin"))
    return Limits(rule["signature_minimum_accounts"], explained, margin, 1e2 * rule["signature_nearest_dollars"])


def simulate_starts(planted: str, accounts: int, deviating: float, dice: np.random.Generator) -> Starts:
    """`accounts` accounts with KX of one rule, and as many without where the rule leaves some without.

    Visits of three priced lines until after the threshold; the rule decides at which line KX starts. Half of the groups
    with KX at the threshold put it on the whole visit that crosses. Of the part `deviating` one half starts anywhere,
    the other knew of dollars that were used elsewhere.
    """
    after = KX_THRESHOLD_CENTS[YEAR] - np.cumsum(_draw_amounts(accounts, dice), axis=1)
    needed = (after < 0).argmax(axis=1)
    rule = dice.choice(np.array(PLANTED[:4]), accounts) if planted == MIXED else np.full(accounts, planted)
    distance = np.where(planted == MIXED, dice.choice(DISTANCES, accounts), dice.choice(DISTANCES))
    late = needed + _DAY_LINES * dice.integers(*_DENIAL_DAYS, accounts)
    elsewhere = np.where(dice.random(accounts) < deviating / 2, dice.integers(20_000, 150_000, accounts), 0)
    left = after - elsewhere[:, None]
    crossing = (left < 0).argmax(axis=1)
    is_whole_visit = dice.random() < 0.5
    start = np.select(
        [rule == ALWAYS_ON, rule == FIXED_DISTANCE, rule == AFTER_DENIAL],
        [0, (left < distance[:, None]).argmax(axis=1), late],
        _find_visit_start(crossing) if is_whole_visit else crossing,
    )
    start = np.where(dice.random(accounts) < deviating / 2, dice.integers(0, needed + _DAY_LINES), start)
    silent = np.array([] if planted == ALWAYS_ON else dice.integers(60_000, 200_000, accounts), float)
    return _describe(after, start, needed, rule == AFTER_DENIAL, silent)


def _draw_amounts(accounts: int, dice: np.random.Generator) -> Matrix:
    """Allowed amounts of lines as the synthetic practice prices them."""
    kinds = [(("97110", 2), ("97140", 1), ("97530", 1)), (("97112", 1), ("97110", 1), ("97116", 1)),
             (("97110", 1), ("97140", 1), ("97112", 1))]  # fmt: skip
    prices = np.array([[full for full, _ in price_day(list(kind), YEAR)] for kind in kinds])
    return prices[dice.integers(0, len(kinds), (accounts, _LINES // _DAY_LINES))].reshape(accounts, -1)


def _describe(after: Matrix, start: Matrix, needed: Matrix, is_late: NDArray[np.bool_], silent: Matrix) -> Starts:
    rows = np.arange(start.size)
    previous = np.where(start >= _DAY_LINES, after[rows, np.maximum(start - 2, 0)], np.nan).astype(float)
    known = np.zeros(silent.size, bool)
    flags = (
        np.ones(start.size, bool), start <= needed, start < _DAY_LINES, is_late & (start > needed),
        (start <= needed) & (start >= _find_visit_start(needed)),
    )  # fmt: skip
    columns = [np.concatenate([flag, known]) for flag in flags]
    left = np.concatenate([after[rows, start].astype(float), silent])
    return Starts(columns[0], columns[1], columns[2], columns[3], columns[4], left,
                  np.concatenate([previous, np.full(silent.size, np.nan)]))  # fmt: skip


def _find_visit_start(line: Matrix) -> Matrix:
    """The first line of the visit that holds each line."""
    return line - line % _DAY_LINES


def count_names(planted: str, accounts: int, percent: int, runs: int) -> dict[str, int]:
    """What `runs` groups of accounts with this rule are called; the same every time."""
    dice = np.random.default_rng([SEED, PLANTED.index(planted), accounts, percent])
    limits, names = read_limits(), dict[str, int]()
    for _ in range(runs):
        name, _ = name_signature(simulate_starts(planted, accounts, 1e-2 * percent, dice), limits)
        names[name] = names.get(name, 0) + 1
    return names


def list_confusion(runs: int = RUNS) -> Iterator[dict[str, object]]:
    """The rows of the list: for each rule and size, each name with its number of runs."""
    for planted, percent, size in product(PLANTED, DEVIATING_PERCENTS, SIZES):
        for name, times in sorted(count_names(planted, size, percent, runs).items()):
            yield {"planted_category": planted, "deviating_value": percent, "accounts_value": size,
                   "signature_category": name, "named_value": times, "runs_value": runs, "source": SOURCE}  # fmt: skip


def write_confusion(path: Path = LIST) -> list[dict[str, object]]:
    """Writes the list into the reference and returns its rows."""
    rows = list(list_confusion())
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return rows
