"""Writes what the portfolio page reads: a small encrypted file of counts and dollars, for this call alone."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

import pyarrow as pa
from pydantic import SecretStr

from pipelines.models.named_query import Row
from pipelines.portfolio.attention import compare_practices, list_practices
from pipelines.portfolio.summary import SOON_DAYS, Summary
from pipelines.store.attach import attach
from pipelines.store.home import Home
from pipelines.store.home_files import open_memory
from pipelines.store.home_key import HomeKey
from pipelines.store.warehouse import draft_path, find_versions, next_version_number

_TEXT, _COUNT, _DAY, _FLAG, _RATIO = pa.string(), pa.int64(), pa.date32(), pa.bool_(), pa.float64()
_PRACTICE = pa.schema(
    {
        **dict.fromkeys(("priority", "needs"), _COUNT),
        **dict.fromkeys(("practice_key", "practice_name", "folder_name", "state", "reason"), _TEXT),
        **dict.fromkeys(("review_providers", "needs_kx_patients", "approaching_patients"), _COUNT),
        **dict.fromkeys(("expiring_cents", "expiring_services", "recoverable_cents"), _COUNT),
        **dict.fromkeys(("recoverable_services", "lost_cents", "refused_files", "lines"), _COUNT),
        **dict.fromkeys(("nearest_deadline_date", "data_through_date"), _DAY),
        "data_age_days": _COUNT,
        "built_at": pa.timestamp("us"),
        **dict.fromkeys(("is_stale", "is_build_failed", "is_synthetic"), _FLAG),
    }
)
_RATE = pa.schema(
    {
        **dict.fromkeys(("practice_key", "practice_name", "folder_name", "funnel_category"), _TEXT),
        **dict.fromkeys(("rated_beneficiaries", "rated_kx_beneficiaries"), _COUNT),
        "rate_ratio": _RATIO,
        **{f"{limit}_{side}_ratio": _RATIO for limit in ("inner", "outer", "wide") for side in ("low", "high")},
        "is_outlying": _FLAG,
    }
)
_RATE_TOTAL = pa.schema(
    {
        **dict.fromkeys(("practices", "rated_beneficiaries", "rated_kx_beneficiaries"), _COUNT),
        **dict.fromkeys(("rate_ratio", "overdispersion_factor"), _RATIO),
    }
)
_DAYS = pa.schema({"today_date": _DAY, "soon_days": _COUNT})


def write_overview(folder: Path, summaries: Sequence[Summary], key: SecretStr, today: date) -> None:
    """Publish the file under the next number; readers change over by themselves, and the one before goes."""
    home = Home(folder)
    for place in (home.drafts, home.versions):
        place.mkdir(exist_ok=True)
    draft, number = draft_path(home), next_version_number(home)
    draft.unlink(missing_ok=True)
    _write(draft, make_tables(summaries, today), key)
    os.replace(draft, home.versions / f"warehouse-{number}.duckdb")
    for _, path in find_versions(home)[:-1]:
        with suppress(PermissionError):  # still open on Windows
            path.unlink()


def make_tables(summaries: Sequence[Summary], today: date) -> dict[str, pa.Table]:
    """The tables of `mart` in that file, by name."""
    practices = list_practices(summaries)
    rates, total = compare_practices(practices)
    days: list[Row] = [{"today_date": today, "soon_days": SOON_DAYS}]
    return {
        "practice": pa.Table.from_pylist(practices, schema=_PRACTICE),
        "practice_rate": pa.Table.from_pylist(rates, schema=_RATE),
        "practice_rate_total": pa.Table.from_pylist([total] if total else [], schema=_RATE_TOTAL),
        "portfolio_day": pa.Table.from_pylist(days, schema=_DAYS),
    }


def _write(path: Path, tables: dict[str, pa.Table], key: SecretStr) -> None:
    with open_memory(HomeKey(key, None)) as connection:
        attach(connection, path, "overview", key, "draft")
        connection.execute("create schema overview.mart")
        for name, rows in tables.items():
            connection.register("incoming", rows)
            connection.execute(f"create table overview.mart.{name} as from incoming")
            connection.unregister("incoming")
        connection.execute("checkpoint overview")
        connection.execute("detach overview")
