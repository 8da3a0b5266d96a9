"""Decides from the checks whether a draft may be published.

Decision 0008.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from pipelines.models.filling import append_rows
from pipelines.quality.check import Check, load_checks
from pipelines.quality.expectations import SuiteResult
from pipelines.quality.rule_frame import build_rule_frame, judge_rule_frame

# A page can show this many; the count beside them is always the whole one.
OFFENDERS_KEPT = 200
# a check whose rows say in a sentence what a person can do
_ADVICE = " as sentence"

_RESULT_TABLES = """
    create schema if not exists mart;
    create table if not exists mart.check_result
        (check_name varchar, severity varchar, title varchar, offenders bigint, is_passed boolean);
    create table if not exists mart.check_offender (check_name varchar, offender_number bigint, offender varchar);
    create table if not exists mart.expectation (
        table_name varchar, expectation_ordinal bigint, column_names varchar, expectation varchar, severity varchar,
        judged_values bigint, is_sample boolean, unexpected_rows bigint, is_met boolean
    );
    delete from mart.check_result;
    delete from mart.check_offender;
    delete from mart.expectation;
"""


@dataclass(frozen=True)
class CheckResult:
    """One check on one draft: how many rows break it, the first of them in words, and the verdict."""

    check: Check
    offenders: int
    shown: tuple[str, ...]
    is_passed: bool


@dataclass(frozen=True)
class Verdict:
    """All checks of one draft; a sentence for each critical one that failed."""

    results: tuple[CheckResult, ...]

    @property
    def failed_critical(self) -> list[str]:
        """Where checks that say what to do have failed, they alone: others fail by the same cause."""
        failed = [one for one in self.results if not one.is_passed and one.check.severity == "critical"]
        advising = [one for one in failed if _ADVICE in one.check.sql]
        return [_format_failure(one) for one in advising or failed]


def judge_draft(
    connection: duckdb.DuckDBPyConnection, checks: list[Check] | None = None, suites: Sequence[SuiteResult] = ()
) -> Verdict:
    """Asks every check of sql/check (or `checks`), adds what became of the `suites`, and writes both down."""
    asked = load_checks() if checks is None else checks
    found = {check.name: _find_offenders(connection, check) for check in asked}
    passed = judge_rule_frame(build_rule_frame(asked, {name: count for name, (count, _) in found.items()}), asked)
    results = tuple(CheckResult(check, *found[check.name], passed[check.name]) for check in asked)
    results += tuple(_sum_up(one) for one in suites)
    _write_results(connection, results)
    _write_expectations(connection, suites)
    return Verdict(results)


def _sum_up(result: SuiteResult) -> CheckResult:
    """A suite as one check: the sentence of each expectation that is not met."""
    suite = result.suite
    failed = [one for one in result.met if one.sentence]
    check = Check(suite.check_name, suite.severity, suite.title, "")
    return CheckResult(
        check, sum(one.unexpected_rows for one in failed), tuple(one.sentence for one in failed), not failed
    )


def _find_offenders(connection: duckdb.DuckDBPyConnection, check: Check) -> tuple[int, tuple[str, ...]]:
    cursor = connection.execute(f"select *, count(*) over () from (\n{check.sql}\n) limit {OFFENDERS_KEPT}")
    columns = [column[0] for column in cursor.description or []][:-1]
    rows = cursor.fetchall()
    if not rows:
        return 0, ()
    return int(rows[0][-1]), tuple(_format_offender(columns, row[:-1]) for row in rows)


def _format_offender(columns: list[str], values: tuple[object, ...]) -> str:
    """A `sentence` column speaks for itself; other rows are listed column by column."""
    if "sentence" in columns:
        return str(values[columns.index("sentence")])
    return ", ".join(f"{column} = {value}" for column, value in zip(columns, values, strict=True))


def _format_failure(result: CheckResult) -> str:
    rows = "1 row does" if result.offenders == 1 else f"{result.offenders:,} rows do"
    return f"{result.check.title}: {rows} not hold to this. {'; '.join(result.shown[:3])}"


def _write_results(connection: duckdb.DuckDBPyConnection, results: tuple[CheckResult, ...]) -> None:
    connection.execute(_RESULT_TABLES)
    judged = [(one.check, one.offenders, one.is_passed) for one in results]
    append_rows(
        connection,
        "mart.check_result",
        [(check.name, check.severity, check.title, offenders, is_passed) for check, offenders, is_passed in judged],
    )
    shown = [(one.check.name, number, text) for one in results for number, text in enumerate(one.shown, start=1)]
    append_rows(connection, "mart.check_offender", shown)


def _write_expectations(connection: duckdb.DuckDBPyConnection, suites: Sequence[SuiteResult]) -> None:
    rows = [
        (
            result.suite.table,
            number,
            one.expectation.label,
            one.expectation.words,
            result.suite.severity,
            one.values,
            one.is_sample,
            one.unexpected_rows,
            not one.sentence,
        )
        for result in suites
        for number, one in enumerate(result.met, start=1)
    ]
    append_rows(connection, "mart.expectation", rows)
