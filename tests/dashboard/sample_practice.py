"""One small synthetic practice for the tests of the pages, built once by the pipeline itself."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from dashboard.warehouse import PARAMETER, query_text
from pipelines.build import build
from pipelines.progress import QuietProgress
from pipelines.settings import load_settings
from pipelines.simulate.simulation import simulate_practice

LINES = 3_000
SEED = 7


@cache
def sample_home() -> Path:
    """The home of the practice; it goes when the tests end."""
    folder = Path(tempfile.mkdtemp(prefix="kxwatch-sample-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    simulate_practice(LINES, SEED, folder / "practice")
    build(load_settings(folder / "home"), [folder / "practice" / "remittances"], None, QuietProgress())
    return folder / "home"


@cache
def open_sample() -> duckdb.DuckDBPyConnection:
    """Its warehouse, read-only."""
    return duckdb.connect(str(sample_home() / "warehouse.duckdb"), read_only=True)


def ask(sql: str, **parameters: Any) -> pd.DataFrame:
    """Rows of any SQL over the sample."""
    return open_sample().execute(sql, parameters).df()


def ask_query(query_name: str, **parameters: Any) -> pd.DataFrame:
    """Rows of dashboard/queries/<query_name>.sql; parameters that are not given are null."""
    text = query_text(query_name)
    return ask(text, **{name: parameters.get(name) for name in PARAMETER.findall(text)})


def ask_number(sql: str, **parameters: Any) -> int:
    """The first value of the first row, as a whole number."""
    return int(str(ask(sql, **parameters).iloc[0, 0]))
