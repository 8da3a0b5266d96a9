"""The verdict: Great Expectations decides what holds, severity decides what is published, and the rows are kept."""

from __future__ import annotations

import duckdb
import pytest

from pipelines.quality.check import Check
from pipelines.quality.rule_frame import build_rule_frame, judge_rule_frame
from pipelines.quality.verdict import OFFENDERS_KEPT, judge_draft

HOLDS = Check("holds", "critical", "One is one", "select 1 as one where false")
BREAKS = Check("breaks", "critical", "Nothing is broken", "select 7 as number, 'x' as name")
WARNS = Check("warns", "warning", "Few are odd", "select range as number from range(1000)")
SPEAKS = Check("speaks", "critical", "Rows may speak", "select 'Add the year.' as sentence, 1 as other")


@pytest.fixture
def draft() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def test_a_draft_on_which_everything_holds_has_no_failure(draft: duckdb.DuckDBPyConnection) -> None:
    verdict = judge_draft(draft, [HOLDS])
    assert verdict.failed_critical == []
    assert draft.execute("from mart.check_result").fetchall() == [("holds", "critical", "One is one", 0, True)]


def test_a_critical_failure_is_a_sentence_with_its_rows(draft: duckdb.DuckDBPyConnection) -> None:
    verdict = judge_draft(draft, [HOLDS, BREAKS])
    assert verdict.failed_critical == ["Nothing is broken: 1 row does not hold to this. number = 7, name = x"]


def test_a_failure_that_says_what_to_do_is_named_alone(draft: duckdb.DuckDBPyConnection) -> None:
    verdict = judge_draft(draft, [BREAKS, SPEAKS])
    assert [result.is_passed for result in verdict.results] == [False, False]
    assert verdict.failed_critical == ["Rows may speak: 1 row does not hold to this. Add the year."]


def test_a_warning_does_not_stop_a_draft(draft: duckdb.DuckDBPyConnection) -> None:
    verdict = judge_draft(draft, [WARNS])
    assert verdict.failed_critical == []
    assert [result.is_passed for result in verdict.results] == [False]


def test_offenders_are_counted_whole_and_kept_in_part(draft: duckdb.DuckDBPyConnection) -> None:
    judge_draft(draft, [WARNS])
    assert draft.execute("select offenders, is_passed from mart.check_result").fetchall() == [(1000, False)]
    kept = draft.execute("select count(*), min(offender_number), max(offender_number) from mart.check_offender")
    assert kept.fetchone() == (OFFENDERS_KEPT, 1, OFFENDERS_KEPT)


def test_a_row_with_a_sentence_speaks_for_itself(draft: duckdb.DuckDBPyConnection) -> None:
    judge_draft(draft, [SPEAKS])
    assert draft.execute("select offender from mart.check_offender").fetchall() == [("Add the year.",)]


def test_a_second_verdict_replaces_the_first(draft: duckdb.DuckDBPyConnection) -> None:
    judge_draft(draft, [BREAKS, WARNS])
    judge_draft(draft, [HOLDS])
    assert draft.execute("select check_name from mart.check_result").fetchall() == [("holds",)]
    assert draft.execute("select count(*) from mart.check_offender").fetchone() == (0,)


def test_the_rule_frame_has_a_row_per_check_and_a_column_per_severity() -> None:
    frame = build_rule_frame([HOLDS, BREAKS, WARNS], {"holds": 0, "breaks": 3, "warns": 1})
    assert frame["check_name"].tolist() == ["holds", "breaks", "warns"]
    assert frame["critical"].tolist()[:2] == [True, False]
    assert frame["warning"].tolist()[2] is False
    assert frame[["critical", "warning"]].notna().to_numpy().tolist() == [[True, False], [True, False], [False, True]]


def test_great_expectations_decides() -> None:
    checks = [HOLDS, BREAKS, WARNS]
    frame = build_rule_frame(checks, {"holds": 0, "breaks": 1, "warns": 4})
    assert judge_rule_frame(frame, checks) == {"holds": True, "breaks": False, "warns": False}


def test_a_check_that_was_not_judged_is_no_pass() -> None:
    with pytest.raises(RuntimeError, match="judged 1 of 2 checks"):
        judge_rule_frame(build_rule_frame([HOLDS], {"holds": 0}), [HOLDS, BREAKS])
