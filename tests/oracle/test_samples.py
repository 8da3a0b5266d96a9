"""The oracle over the sample files, which it did not write: readers, ledger and marts together."""

from __future__ import annotations

from pathlib import Path

import duckdb

from tests.oracle.archived import build_archived_ledger
from tests.oracle.comparison import list_differences, read_ledger


def test_the_sample_practice_equals_the_oracles(sample_home: Path, sample_warehouse: duckdb.DuckDBPyConnection) -> None:
    expected = build_archived_ledger(sample_home)
    assert all(expected[table] for table in expected)
    differences = list_differences(read_ledger(sample_warehouse, expected), expected)
    assert not differences, "\n".join(differences[:20])
