"""How good forecasts are where the truth is known: the synthetic practice, another visit process, a slow payer."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import numpy as np

from pipelines.build import build
from pipelines.progress import QuietProgress
from pipelines.settings import load_settings
from pipelines.simulate import simulate_practice
from pipelines.simulate.simulation import DEMO_LINES, DEMO_SEED
from pipelines.statistics.calibration import score_forecasts
from tests.bench.forecast_record import tell_record
from tests.bench.other_practice import PROMPT_DAYS, SLOW_DAYS, list_other_practice, write_other_practice
from tests.bench.page import Figure
from tests.bench.practice import BENCH, new_home
from tests.law.repository import ROOT

PAGE = ROOT / "docs" / "forecast.md"
SEEDS = (DEMO_SEED, 1)
KINDS = ("synthetic", "other", "slow payer")
OTHER_PATIENTS = 600
JUDGED = "amount_category = 'kx' and horizon_days = 30"
MOST_SLOPE_ERROR, MOST_BRIER_PART = 0.2, 0.9
EVENTS = (25, 50, 100, 200)
_DRAWS = 40
_SCORE = (
    "select forecasts, crossings, expected_factor, slope_factor, slope_low_factor, slope_high_factor, brier_ratio,"
    f" naive_brier_ratio, base_brier_ratio from mart.forecast_score where {JUDGED}"
)


def bench_forecast() -> list[Figure]:
    """Each practice with two seeds, both amounts, and how wide the slope's interval is with how many crossings."""
    warehouses = {f"{kind}, seed {seed}": _build(kind, seed) for kind in KINDS for seed in SEEDS}
    scores = {name: _ask(path, _SCORE)[0] for name, path in warehouses.items()}
    figures = [figure for name, score in scores.items() for figure in _tell(name, score)]
    figures += [*_tell_worst(scores), *_tell_widths(warehouses[f"synthetic, seed {DEMO_SEED}"])]
    figures += [
        figure for kind in KINDS for figure in tell_record(kind, [warehouses[f"{kind}, seed {seed}"] for seed in SEEDS])
    ]
    _write_page(figures)
    return figures


def _build(kind: str, seed: int) -> Path:
    offered = BENCH / f"forecast-{kind.replace(' ', '-')}-{seed}"
    if kind == "synthetic" and not offered.exists():
        simulate_practice(DEMO_LINES, seed, offered)
    elif not offered.exists():
        offered.mkdir(parents=True)
        wait_days = SLOW_DAYS if kind == "slow payer" else PROMPT_DAYS
        rows = list_other_practice(OTHER_PATIENTS, seed, wait_days=wait_days)
        (offered / "other.csv").write_bytes(write_other_practice(rows))
    home = new_home(f"home-of-{offered.name}")
    build(load_settings(home), [offered], None, QuietProgress())
    return home / "warehouse.duckdb"


def _ask(path: Path, sql: str) -> list[tuple[float, ...]]:
    with duckdb.connect(str(path), read_only=True) as warehouse:
        return warehouse.execute(sql).fetchall()


def _tell(name: str, score: tuple[float, ...]) -> Iterator[Figure]:
    forecasts, crossings, expected, slope, low, high, brier, naive, base = score
    yield Figure(f"{name}: matured 30-day forecasts", forecasts, "forecasts", None)
    yield Figure(f"{name}: crossings that occurred", crossings, "forecasts", None)
    yield Figure(f"{name}: crossings expected", expected, "", None)
    yield Figure(f"{name}: calibration slope", slope, "", None)
    yield Figure(f"{name}: its 95% interval, lower end", low, "", None)
    yield Figure(f"{name}: its 95% interval, upper end", high, "", None)
    yield Figure(f"{name}: Brier score over that of the same pace", brier / naive, "times", MOST_BRIER_PART)
    yield Figure(f"{name}: Brier score over that of the base rate", brier / base, "times", None)


def _tell_worst(scores: dict[str, tuple[float, ...]]) -> Iterator[Figure]:
    slope = max(scores.values(), key=lambda score: abs(score[3] - 1))[3]
    yield Figure("the slope farthest from 1", slope, "", None)
    yield Figure("its distance from 1", abs(slope - 1), "", MOST_SLOPE_ERROR)
    yield Figure("the worst Brier score over the same pace", max(one[6] / one[7] for one in scores.values()), "times",
                 MOST_BRIER_PART)  # fmt: skip


def _tell_widths(path: Path) -> Iterator[Figure]:
    """Half the width of the slope's 95% interval, from so many crossings: patients drawn at random, median of 40."""
    rows = _ask(
        path,
        "select dense_rank() over (order by beneficiary_key, pool), within_30_ratio, cast(is_within_30 as integer)"
        " from mart.forecast_outcome where amount_category = 'kx' and is_within_30 is not null order by all",
    )
    who, chance, came = (np.array(column) for column in zip(*rows, strict=True))
    for events in EVENTS:
        halves = [_draw_half(np.random.default_rng(draw), who, chance, came, events) for draw in range(_DRAWS)]
        yield Figure(f"half the slope's interval with {events} crossings", float(np.nanmedian(halves)), "", None)


def _draw_half(
    chance_of: np.random.Generator, who: np.ndarray, chance: np.ndarray, came: np.ndarray, events: int
) -> float:
    order = chance_of.permutation(int(who.max()) + 1)[who]
    ranked = np.argsort(order, kind="stable")
    enough = int(np.searchsorted(np.cumsum(came[ranked]), events)) + 1
    some = ranked[:enough]
    score = score_forecasts(chance[some], came[some], who[some])
    return (score.slope_high - score.slope_low) / 2


def _write_page(figures: list[Figure]) -> None:
    """The figures as printed, between the marks of docs/forecast.md."""
    block = "\n".join(["```", *(str(figure) for figure in figures), "```"])
    marks = r"(<!-- figures -->\n).*?(<!-- end -->)"
    text = re.sub(marks, lambda found: f"{found[1]}{block}\n{found[2]}", PAGE.read_text("utf-8"), flags=re.S)
    PAGE.write_text(text, "utf-8")
