"""The reported files, told to the pipeline in the order given."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import duckdb

from tests.warehouses import build_in_memory

FIXTURES = Path(__file__).parent / "fixtures"


@contextmanager
def offered(*names: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """The warehouse of these fixtures alone."""
    files = [(name, (FIXTURES / name).read_bytes()) for name in names]
    with closing(build_in_memory(files)) as warehouse:
        yield warehouse
