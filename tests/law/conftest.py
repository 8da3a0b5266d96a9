"""What is really built: over empty sources, for types and names, and over the samples, for keys."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import duckdb
import pytest

from pipelines.models.construction import build_models
from pipelines.models.dictionary import write_dictionary
from pipelines.quality import judge_draft
from pipelines.sources.schema import ARCHIVE_TABLES
from tests.law.repository import ROOT
from tests.warehouses import build_in_memory

SAMPLES = ROOT / "data_samples"

_OFFER = """
    create table source.offer (
        batch_number bigint, file_number bigint, file_sha256 varchar, file_name varchar, kind varchar, status varchar,
        reason varchar, claim_payments bigint, service_lines bigint, payment_cents bigint, byte_count bigint,
        offered_at timestamp
    )
"""
_PARAMETER = """
    create table source.build_parameter as select
        cast(null as date) as as_of_date, 'secret' as beneficiary_secret, $built_at::timestamp as built_at,
        '0' as version, cast(null as varchar) as practice_name, 1::bigint as batch_number
"""


@pytest.fixture(scope="session")
def empty_draft() -> Iterator[duckdb.DuckDBPyConnection]:
    """Every stage over empty source tables, judged and described."""
    with duckdb.connect() as connection:
        connection.execute("create schema source")
        for name, schema in ARCHIVE_TABLES.items():
            connection.register("incoming", schema.empty_table())
            connection.execute(f"create table source.{name} as from incoming")
            connection.unregister("incoming")
        connection.execute(_OFFER)
        connection.execute(_PARAMETER, {"built_at": datetime(2026, 1, 1, tzinfo=UTC)})
        build_models(connection)
        judge_draft(connection)
        write_dictionary(connection)
        yield connection


@pytest.fixture(scope="session")
def sample_draft() -> Iterator[duckdb.DuckDBPyConnection]:
    """Every stage over the samples, staging included, which a published warehouse no longer has."""
    paths = sorted(path for path in SAMPLES.rglob("*") if path.is_file())
    with build_in_memory([(path.name, path.read_bytes()) for path in paths]) as connection:
        assert connection.execute("select count(*) > 100 from mart.line").fetchone() == (True,)
        yield connection
