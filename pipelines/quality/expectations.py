"""Judges the expectation suites in a second thread, while the models of a build still run.

Decision 0173.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb

from pipelines.quality.suite import Expectation, Suite, load_suites
from pipelines.quality.validation import Judged, validate, warm_up
from pipelines.quality.value_frame import NOTHING, Looked, build_value_frame, look_at, name_columns, resolve_value_set
from pipelines.sources.finding import describe_cell

VALUES_SHOWN = 3


@dataclass(frozen=True)
class Met:
    """One expectation judged: on how many distinct values, and how many rows hold one that is not expected."""

    expectation: Expectation
    values: int
    is_sample: bool
    unexpected_rows: int
    sentence: str


@dataclass(frozen=True)
class SuiteResult:
    """One suite judged; no row where its table has none."""

    suite: Suite
    met: tuple[Met, ...]


class Expectations:
    """The suites of one draft, each judged as soon as the tables that it reads are there."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, suites: Sequence[Suite] | None = None) -> None:
        self._waiting = list(load_suites() if suites is None else suites)
        self._built: set[str] = set()
        self._connection = connection.cursor()
        database = connection.execute("select current_database()").fetchall()[0][0]
        self._connection.execute(f'use "{database}"')
        self._thread = ThreadPoolExecutor(1)
        self._results: list[Future[SuiteResult]] = []

    def start(self) -> None:
        """Import Great Expectations meanwhile.

        Tables of `source` are there from the beginning, but the lists of `reference` that say which values
        are expected are loaded by the build: no suite is judged before the first table was built.
        """
        self._thread.submit(warm_up)

    def on_table(self, table: str) -> None:
        """A table was built."""
        self._built.add(table)
        self._judge_ready()

    def _judge_ready(self) -> None:
        for suite in list(self._waiting):
            if all(table in self._built or table.startswith("source.") for table in suite.reads):
                self._waiting.remove(suite)
                self._results.append(self._thread.submit(judge_suite, self._connection, suite))

    def close(self) -> None:
        """Stop; what was not begun is not judged."""
        self._thread.shutdown(cancel_futures=True)
        self._connection.close()

    def collect(self) -> list[SuiteResult]:
        """Every suite, by table; waits for those under way. Raises RuntimeError where a table was not built."""
        if self._waiting:
            raise RuntimeError(f"not judged: {', '.join(suite.table for suite in self._waiting)}")
        return sorted((future.result() for future in self._results), key=lambda one: one.suite.table)


@contextmanager
def judge_meanwhile(connection: duckdb.DuckDBPyConnection) -> Iterator[Expectations]:
    """The suites of the draft that is being built in the current database of `connection`."""
    expectations = Expectations(connection)
    expectations.start()
    try:
        yield expectations
    finally:
        expectations.close()


def judge_suite(connection: duckdb.DuckDBPyConnection, suite: Suite) -> SuiteResult:
    """One suite over its table."""
    looked = look_at(connection, suite)
    judged = [one for one in suite.expectations if looked and (one.is_required or not looked[one.label].is_empty)]
    if not judged:
        return SuiteResult(suite, ())
    frame = build_value_frame({one.label: looked[one.label] for one in judged})
    found = validate(suite.table, frame, [_ask(connection, suite, one, looked[one.label]) for one in judged])
    told = zip(judged, found, strict=True)
    return SuiteResult(suite, tuple(_tell(connection, suite, one, which, looked[one.label]) for one, which in told))


def _ask(
    connection: duckdb.DuckDBPyConnection, suite: Suite, expectation: Expectation, looked: Looked
) -> dict[str, Any]:
    """The expectation as Great Expectations takes it."""
    arguments = dict(expectation.arguments)
    names = name_columns(expectation.label, len(looked.values))
    arguments |= {"column": names[0]} if len(names) == 1 else dict(zip(("column_A", "column_B"), names, strict=True))
    if "value_set" in arguments:
        arguments["value_set"] = resolve_value_set(connection, arguments["value_set"], looked.values[0])
    if expectation.is_pair:
        arguments["ignore_row_if"] = "either_value_is_missing"
    return {"type": expectation.kind, "kwargs": arguments, "severity": suite.severity}


def _tell(
    connection: duckdb.DuckDBPyConnection, suite: Suite, expectation: Expectation, judged: Judged, looked: Looked
) -> Met:
    """Rows are counted only where something was not expected."""
    if not judged.unexpected:
        return Met(expectation, looked.count, looked.is_sample, 0, "")
    unexpected = list(dict.fromkeys(judged.unexpected))
    rows = max(_count_rows(connection, suite, expectation, unexpected), len(unexpected))
    least = "at least " if looked.is_sample or judged.is_cut else ""
    counted = f"{least}{rows:,} {'row does' if rows == 1 else 'rows do'} not hold to this"
    found = "" if expectation.is_key or expectation.is_pair else _show_values(suite, unexpected)
    sentence = f"{expectation.label}: values {expectation.words}; {counted}.{found}"
    return Met(expectation, looked.count, looked.is_sample, rows, sentence)


def _show_values(suite: Suite, unexpected: list[Any]) -> str:
    """The first values; of what payers sent only their form, as in every message about a cell."""
    texts = [None if one in (None, NOTHING) else str(one) for one in unexpected]
    shown = [text if suite.shows_values and text is not None else describe_cell(text) for text in texts]
    return f" Found: {', '.join(list(dict.fromkeys(shown))[:VALUES_SHOWN])}."


def _count_rows(
    connection: duckdb.DuckDBPyConnection, suite: Suite, expectation: Expectation, unexpected: list[Any]
) -> int:
    columns = ", ".join(expectation.columns)
    if expectation.is_key:
        counted = f"select count(*) as copies from {suite.table} group by {columns}"
        answer = connection.execute(f"select sum(copies) from ({counted}) where copies > 1").fetchone()
        return int(answer[0]) if answer and answer[0] else 0
    texts = [f"coalesce(cast({one} as varchar), '')" for one in expectation.columns]
    looked = f"[{texts[0]} || '|' || {texts[1]}]" if expectation.is_pair else f"[{', '.join(texts)}]"
    values = ["|".join(map(_text, one)) if isinstance(one, tuple) else _text(one) for one in unexpected]
    asked = f"select count(*) from {suite.table} where list_has_any({looked}, $values)"
    answer = connection.execute(asked, {"values": values}).fetchone()
    return int(answer[0]) if answer else 0


def _text(value: Any) -> str:
    """The value as DuckDB writes it."""
    return "" if value in (None, NOTHING) else str(value)
