"""The expectation suites: each holds for a sound warehouse, each expectation can fail, no message names a person."""

from __future__ import annotations

from datetime import date
from typing import Any

import duckdb
import pytest

from pipelines.quality.expectations import Expectations, SuiteResult, judge_suite
from pipelines.quality.suite import Expectation, Suite, load_suites
from pipelines.quality.validation import validate
from pipelines.quality.value_frame import LINKS_KEPT, VALUES_KEPT, look_at, resolve_value_set
from pipelines.quality.verdict import judge_draft

SUITES = {suite.table: suite for suite in load_suites()}
ANY_LINE = "(select min(service_line_key) from mart.line where pool is not null)"


def spoil(scratch: duckdb.DuckDBPyConnection, table: str, change: str) -> SuiteResult:
    """What the suite of a table says after a change to the practice."""
    scratch.execute(change)
    return judge_suite(scratch, SUITES[table])


@pytest.mark.parametrize("suite", SUITES.values(), ids=SUITES.keys())
def test_a_suite_holds_for_a_sound_warehouse(suite: Suite, practice: duckdb.DuckDBPyConnection) -> None:
    assert [one.sentence for one in judge_suite(practice, suite).met if one.sentence] == []


@pytest.mark.parametrize("suite", SUITES.values(), ids=SUITES.keys())
def test_a_suite_names_columns_that_there_are(suite: Suite, practice: duckdb.DuckDBPyConnection) -> None:
    columns = {row[0] for row in practice.execute(f"describe {suite.table}").fetchall()}
    assert {column for one in suite.expectations for column in one.columns} <= columns
    assert suite.severity in {"critical", "warning"}
    named = [one.arguments.get("value_set") for one in suite.expectations]
    for table, _, column in (str(one).rpartition(".") for one in named if str(one).startswith("reference.")):
        listed = [value for (value,) in practice.execute(f"select distinct {column} from {table}").fetchall()]
        assert listed, f"{table} is empty"
        assert sorted(resolve_value_set(practice, f"{table}.{column}", ["no such value", *listed])) == sorted(listed)


@pytest.mark.parametrize("suite", SUITES.values(), ids=SUITES.keys())
def test_every_expectation_can_fail(suite: Suite) -> None:
    import pandas as pd

    columns: dict[str, list[Any]] = {}
    asked = []
    for number, one in enumerate(suite.expectations):
        wrong = make_wrong(one)
        names = [f"{number}-{at}" for at in range(len(wrong))]
        columns |= dict(zip(names, ([value] for value in wrong), strict=True))
        given = dict(one.arguments) | ({"value_set": ["fine"]} if "value_set" in one.arguments else {})
        given |= {"column": names[0]} if len(names) == 1 else {"column_A": names[0], "column_B": names[1]}
        asked.append({"type": one.kind, "kwargs": given, "severity": suite.severity})
    frame = pd.DataFrame({name: pd.Series(values, dtype=object) for name, values in columns.items()})
    assert [len(one.unexpected) for one in validate(suite.table, frame, asked)] == [1] * len(asked)


def make_wrong(expectation: Expectation) -> list[Any]:
    """A value (of a pair: two) that is not expected."""
    if expectation.is_pair:
        return ["1999-01-01", "2000-01-01"] if "date" in expectation.columns[0] else [1, 2]
    if "null" in expectation.kind:
        return [None]
    if "lengths" in expectation.kind:
        return ["x" * 100]
    if "min_value" in expectation.arguments or "max_value" in expectation.arguments:
        return [expectation.arguments.get("max_value", -2) + 1]
    return ["?" * 100]


def test_a_value_that_the_rules_do_not_know_is_critical_and_named(scratch: duckdb.DuckDBPyConnection) -> None:
    result = spoil(scratch, "mart.line", f"update mart.line set pool = 'PT' where service_line_key = {ANY_LINE}")
    (sentence,) = [one.sentence for one in result.met if one.sentence]
    assert sentence == "pool: values are in reference.therapy_modifier (pool); 1 row does not hold to this. Found: PT."
    verdict = judge_draft(scratch, [], [result])
    assert [sentence in failure for failure in verdict.failed_critical] == [True]
    assert scratch.execute("select check_name, offenders, is_passed from mart.check_result").fetchall() == [
        ("expected_mart_line", 1, False)
    ]
    assert scratch.execute(
        "select column_names, unexpected_rows from mart.expectation where not is_met"
    ).fetchall() == [("pool", 1)]


def test_what_a_payer_sent_is_a_warning_that_shows_no_value(scratch: duckdb.DuckDBPyConnection) -> None:
    change = "update source.adjustment set adjustment_reason_code = 'SMITH 1AB2CD3EF45'"
    result = spoil(scratch, "source.adjustment", change)
    (sentence,) = [one.sentence for one in result.met if one.sentence]
    assert "SMITH" not in sentence
    assert "form of a CARC" in sentence
    assert judge_draft(scratch, [], [result]).failed_critical == []


def test_a_link_that_leads_nowhere_is_found(scratch: duckdb.DuckDBPyConnection) -> None:
    key = scratch.execute("select min(beneficiary_key) from mart.denial").fetchall()[0][0]
    result = spoil(scratch, "mart.denial", f"delete from mart.beneficiary where beneficiary_key = '{key}'")
    assert [one.expectation.columns for one in result.met if one.sentence] == [("beneficiary_key",)]


def test_a_key_that_stands_twice_is_found(scratch: duckdb.DuckDBPyConnection) -> None:
    result = spoil(scratch, "source.service_line", "insert into source.service_line select * from source.service_line")
    (met,) = [one for one in result.met if one.sentence]
    assert met.expectation.is_key
    assert met.unexpected_rows == scratch.execute("select count(*) from source.service_line").fetchall()[0][0]


def test_an_empty_value_is_found_where_one_is_required(scratch: duckdb.DuckDBPyConnection) -> None:
    result = spoil(scratch, "mart.denial", "update mart.denial set state = null where state = 'open'")
    (sentence,) = [one.sentence for one in result.met if one.sentence]
    assert sentence.endswith("1 row does not hold to this. Found: an empty cell.")


def test_the_least_and_the_greatest_of_many_values_are_judged() -> None:
    connection = duckdb.connect()
    connection.execute("create table t as select range as number from range(-1, 100000)")
    least = Expectation(
        "expect_column_values_to_be_between", ("number",), False, False, {"min_value": 0}, "are at least 0"
    )
    suite = Suite("t", "Numbers", "warning", True, (least,))
    looked = look_at(connection, suite)["number"]
    assert looked.is_sample
    assert {-1, 99_999} <= set(looked.values[0])
    assert looked.count <= VALUES_KEPT + 3
    (met,) = judge_suite(connection, suite).met
    assert met.sentence == "number: values are at least 0; at least 1 row does not hold to this. Found: -1."


def test_a_table_without_rows_has_nothing_to_judge() -> None:
    connection = duckdb.connect()
    connection.execute("create schema mart; create table mart.t (day date)")
    filled = Expectation("expect_column_values_to_not_be_null", ("day",), False, True, {}, "are never empty")
    suite = Suite("mart.t", "Days", "critical", True, (filled,))
    assert judge_suite(connection, suite).met == ()
    connection.execute("insert into mart.t values (null), ($day)", {"day": date(2026, 1, 2)})
    assert [one.unexpected_rows for one in judge_suite(connection, suite).met] == [1]


def test_suites_wait_for_the_tables_that_they_read(practice: duckdb.DuckDBPyConnection) -> None:
    suites = [SUITES["mart.line"], SUITES["source.remark"]]
    expectations = Expectations(practice, suites)
    try:
        expectations.start()
        # also the one over `source`: the reference lists that its values are held against come with the models
        with pytest.raises(RuntimeError, match=r"not judged: mart\.line, source\.remark"):
            expectations.collect()
        for table in ("mart.beneficiary", "mart.line", "mart.file"):
            expectations.on_table(table)
        assert [one.suite.table for one in expectations.collect()] == ["mart.line", "source.remark"]
    finally:
        expectations.close()


def test_nothing_is_judged_here_that_a_check_in_sql_judges() -> None:
    in_sql = {"mart.line", "mart.line_position", "mart.threshold_crossing", "mart.provider_kx", "mart.denial"}
    assert {table for table, suite in SUITES.items() if any(one.is_key for one in suite.expectations)} & in_sql == set()
    columns = {
        (table, column) for table, suite in SUITES.items() for one in suite.expectations for column in one.columns
    }
    assert columns & {("mart.line", "provider_npi"), ("mart.line", "payee_npi")} == set()
    assert LINKS_KEPT < VALUES_KEPT
