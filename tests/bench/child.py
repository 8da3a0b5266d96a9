"""The work of one measured process: `python -m tests.bench.child bare_parse FOLDER DATABASE` and the like."""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from unittest.mock import patch

import duckdb
import oxedi
import pyarrow as pa

from pipelines.build import build
from pipelines.claim_check.check import check_claims
from pipelines.commands.engine import choose_engine
from pipelines.intake.batch import take_in
from pipelines.intake.discovery import find_files
from pipelines.models.catalog import Model
from pipelines.models.construction import create_table
from pipelines.progress import QuietProgress
from pipelines.settings import load_settings
from pipelines.sources.claim_837.spec import claim_837_spec
from pipelines.store.archive import connect
from pipelines.store.crash_recovery import open_archive
from pipelines.store.home import Home, hold_home
from tests.bench.models import time_models
from tests.bench.month import build_month
from tests.bench.parquet import compare_parquet

Answer = dict[str, float]


def bare_parse(folder: str, database: str) -> Answer:
    """oxedi as it comes: parse each file, append its tables to DuckDB tables of the same columns."""
    Path(database).parent.mkdir(parents=True)
    with duckdb.connect(database) as connection:
        known: set[str] = set()
        lines = 0
        for path in sorted(Path(folder).glob("*.835")):
            tables = oxedi.parse(path.read_bytes()).tables
            for name in tables.keys():  # noqa: SIM118
                rows = pa.table(tables[name])
                lines += rows.num_rows if name == "services" else 0
                connection.register("incoming", rows)
                opening = f"insert into {name}" if name in known else f"create table {name} as"
                connection.execute(f"{opening} from incoming")
                known.add(name)
    return {"lines": lines}


def bare_claims(path: str) -> Answer:
    """oxedi with our grammar of claims: parse one file, tables as Arrow."""
    tables = oxedi.parse(Path(path).read_bytes(), spec=claim_837_spec()).tables
    return {"lines": pa.table(tables["lines"]).num_rows}


def claim_check(path: str, home_folder: str) -> Answer:
    """`kxwatch check` of one file, with its JSON answer."""
    report = check_claims(load_settings(Path(home_folder)), [Path(path)], None, lambda sentence: None)
    json.dumps(report.to_json())
    return {"lines": report.lines, "findings": len(report.findings) + len(report.look)}


def intake(folder: str, home_folder: str) -> Answer:
    """The files of `folder` into the archive of a new home, committed."""
    settings = load_settings(Path(home_folder))
    home = Home(settings.home)
    with hold_home(home), connect(settings, home) as connection:
        archive = open_archive(connection, home, None)
        offers = take_in(archive, find_files([Path(folder)], home, print), settings.threads, QuietProgress())
        # Otherwise the next to open this archive would discard the batch: nothing was published.
        archive.mark_published(archive.last_batch_number)
    refused = [offer for offer in offers if offer.status != "accepted"]
    return {"lines": sum(offer.service_lines or 0 for offer in offers), "refused": len(refused)}


def whole_build(folder: str, home_folder: str) -> Answer:
    """`kxwatch build FOLDER` in a new home."""
    outcome = build(load_settings(Path(home_folder)), [Path(folder)], None, QuietProgress(is_verbose=True))
    return {"lines": outcome.contents.lines, "exit_code": outcome.exit_code}


def rebuild(home_folder: str) -> Answer:
    """`kxwatch build` without new files: the whole archive through the models once more."""
    outcome = build(load_settings(Path(home_folder)), [], None, QuietProgress(is_verbose=True))
    return {"lines": outcome.contents.lines, "exit_code": outcome.exit_code}


def rebuild_on_spark(home_folder: str, master: str) -> Answer:
    """The same with `--engine spark --master MASTER`."""
    settings = load_settings(Path(home_folder))
    engine = choose_engine("spark", master, settings)
    seconds = []

    def time_loading(connection: duckdb.DuckDBPyConnection, model: Model, query: str) -> int:
        started = perf_counter()
        rows = create_table(connection, model, query)
        seconds.append(perf_counter() - started)
        return rows

    with patch("pipelines.spark.construction.create_table", time_loading):
        outcome = build(settings, [], None, QuietProgress(is_verbose=True), open_engine=engine)
    return {"lines": outcome.contents.lines, "exit_code": outcome.exit_code, "loading_seconds": sum(seconds)}


def parquet(home_folder: str) -> Answer:
    """The published warehouse with its large marts as tables, and as Parquet files beside it."""
    with TemporaryDirectory(dir=home_folder) as folder:
        return compare_parquet(Path(home_folder), Path(folder))


def models(home_folder: str) -> Answer:
    """The models over what the home's archive holds, against two baselines; nothing is published."""
    return time_models(Path(home_folder))


WORK: dict[str, Callable[..., Answer]] = {
    "bare_parse": bare_parse,
    "bare_claims": bare_claims,
    "claim_check": claim_check,
    "intake": intake,
    "whole_build": whole_build,
    "rebuild": rebuild,
    "month_build": build_month,
    "rebuild_on_spark": rebuild_on_spark,
    "models": models,
    "parquet": parquet,
}

if __name__ == "__main__":
    answer = WORK[sys.argv[1]](*sys.argv[2:])
    used = resource.getrusage(resource.RUSAGE_SELF)
    told = {"peak_bytes": used.ru_maxrss * 1024, "cpu_seconds": used.ru_utime + used.ru_stime}
    sys.stdout.write(json.dumps({**answer, **told}) + "\n")
