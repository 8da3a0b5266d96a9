"""The reported files, told to the pipeline in the order given."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import cast

import duckdb

from tests.planned_models import open_planned

FIXTURES = Path(__file__).parent / "fixtures"


@contextmanager
def offered(*names: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse of these fixtures alone."""
    files = [(name, (FIXTURES / name).read_bytes()) for name in names]
    with closing(open_planned(files)) as warehouse:
        yield cast("duckdb.DuckDBPyConnection", warehouse)
