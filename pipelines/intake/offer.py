"""What is known of every file given to a build, and the questions that archive and checks ask about it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import duckdb
import pyarrow as pa

OFFER_SCHEMA = pa.schema(
    [
        ("file_number", pa.int64()),
        ("file_sha256", pa.string()),
        ("file_name", pa.string()),
        ("kind", pa.string()),
        ("status", pa.string()),
        ("offered_at", pa.timestamp("us")),
        ("byte_count", pa.int64()),
        ("reason", pa.string()),
        ("claim_payments", pa.int64()),
        ("service_lines", pa.int64()),
        ("payment_cents", pa.int64()),
        ("rows_hash", pa.string()),
    ]
)


@dataclass(frozen=True)
class Offer:
    """One file as it was offered; totals and `rows_hash` are None unless it was accepted; `offered_at` is UTC."""

    file_number: int
    file_sha256: str | None
    file_name: str
    kind: str
    status: str
    offered_at: datetime
    byte_count: int
    reason: str | None = None
    claim_payments: int | None = None
    service_lines: int | None = None
    payment_cents: int | None = None
    rows_hash: str | None = None


def load_kept(connection: duckdb.DuckDBPyConnection) -> dict[tuple[int, str], str]:
    """The name of every accepted file by batch number and sha256, without public files, which anybody can fetch."""
    rows = connection.execute(
        "select batch_number, file_sha256, file_name from archive.source.offer"
        " where status = 'accepted' and kind <> 'public_peer' order by file_number"
    ).fetchall()
    return {(batch, digest): name for batch, digest, name in rows}


def load_unfinished(connection: duckdb.DuckDBPyConnection) -> set[int]:
    """The batches that are recorded and not published: the next build publishes or discards them."""
    rows = connection.execute("select batch_number from archive.source.batch where not is_published").fetchall()
    return {number for (number,) in rows}


def load_offered(connection: duckdb.DuckDBPyConnection) -> set[tuple[int, str | None]]:
    """File number and sha256 of everything that was ever offered."""
    return set(connection.execute("select file_number, file_sha256 from archive.source.offer").fetchall())


def load_known(connection: duckdb.DuckDBPyConnection) -> set[tuple[int, str]]:
    """Batch number and sha256 of every file that was offered; earlier versions kept refused files too."""
    rows = connection.execute(
        "select distinct batch_number, file_sha256 from archive.source.offer where file_sha256 is not null"
    )
    return set(rows.fetchall())
