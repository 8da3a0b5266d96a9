"""Appraisals are those that the manuals of RAT-STATS 2010 print; other tables are refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.errors import UsageError
from pipelines.sampling.appraisal import Appraised, appraise
from pipelines.sampling.audit_table import SampledUnit, Stratum, read_strata
from tests.sampling import printed_figures as printed

HEADER = "stratum,frame_size,examined,audited\n"


def make_stratum(name: str, frame_size: int, sample: int, found: int) -> Stratum:
    """A stratum in which `found` of `sample` units differ by a dollar."""
    units = [SampledUnit(500, 400 if number < found else 500) for number in range(sample)]
    return Stratum(name, frame_size, units)


def assert_printed(one: Appraised, figures: tuple[object, ...]) -> None:
    """Every figure, rounded as the manuals round, is the one that they print."""
    point, error, *limits = figures
    assert (round(one.point), round(one.standard_error)) == (point, error)
    assert [tuple(round(limit) for limit in one.limits[level]) for level in ("80", "90", "95")] == limits


def test_totals_of_one_stratum_are_printed_so() -> None:
    units = [SampledUnit(examined * 100, audited * 100) for examined, audited in printed.UNRESTRICTED]
    appraised = appraise([Stratum("", printed.UNRESTRICTED_FRAME, units)])
    for name, figures in printed.UNRESTRICTED_TOTALS.items():
        assert_printed(appraised[name], figures)
    assert appraised["attribute"].point == printed.UNRESTRICTED_FRAME


def test_totals_of_several_strata_are_printed_so() -> None:
    strata = [
        Stratum(str(size), size, [SampledUnit(value * 100, 0) for value in values])
        for size, values in printed.STRATIFIED.items()
    ]
    assert_printed(appraise(strata)["difference"], printed.STRATIFIED_TOTAL)
    for one in strata:
        assert_printed(appraise([one])["difference"], printed.STRATUM_TOTALS[one.frame_size])


@pytest.mark.parametrize("case", printed.COUNTS, ids=str)
def test_counts_of_one_stratum_are_printed_so(case: tuple[int, int, int]) -> None:
    assert_printed(appraise([make_stratum("all", *case)])["attribute"], printed.COUNTS[case])


def test_counts_of_several_strata_are_printed_so() -> None:
    strata = [make_stratum(str(number), *case) for number, case in enumerate(printed.STRATIFIED_COUNTS)]
    assert_printed(appraise(strata)["attribute"], printed.STRATIFIED_COUNT_TOTAL)


def test_all_found_has_a_lower_limit_only() -> None:
    low, high = appraise([make_stratum("all", 10_000, 400, 400)])["attribute"].limits["90"]
    assert (low, high) == (10_000 - 56, 10_000)


def test_a_file_is_read_with_columns_in_any_order(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("audited,note,Stratum, frame_size ,examined\n4.5,x,A,9,10\n\n-1,x,A,9,.75\n0,,B,2,3.20\n0,,B,2,1\n")
    assert read_strata(path) == [
        Stratum("A", 9, [SampledUnit(1000, 450), SampledUnit(75, -100)]),
        Stratum("B", 2, [SampledUnit(320, 0), SampledUnit(100, 0)]),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the header must name each"),
        ("stratum,frame_size,examined\n1,9,1\n", "check audited"),
        ("stratum,frame_size,examined,audited,audited\n", "check audited"),
        (HEADER, "no sampled units"),
        (HEADER + "1,9,ten,1\n", "Row 2: examined is not an amount"),
        (HEADER + "1,9,10,\n", "Row 2: audited is empty"),
        (HEADER + "1,9,10,=A2\n", "Row 2: audited is not an amount"),
        (HEADER + "1,9,10,1.005\n", "Row 2: audited is not an amount"),
        (HEADER + "1,9,$10,1\n", "Row 2: examined is not an amount"),
        (HEADER + "1,9,10,1e2\n", "Row 2: audited is not an amount"),
        (HEADER + "1,9,10,NaN\n", "Row 2: audited is not an amount"),
        (HEADER + "1,9,10\n", "Row 2: audited is empty"),
        (HEADER + "1,0,10,1\n", "Row 2: frame_size must be a whole number"),
        (HEADER + "1,9.5,10,1\n", "Row 2: frame_size must be a whole number"),
        (HEADER + "1,9,10,1\n1,8,10,1\n", 'Row 3: stratum "1" has frame_size 8 here and 9 before'),
        (HEADER + "1,9,10,1\n", "has one sampled unit"),
        (HEADER + "1,9,10,1\n1,9,10,1\n2,4,1,1\n", 'Stratum "2" has one sampled unit'),
        (HEADER + "1,2,10,1\n1,2,10,1\n1,2,10,1\n", "3 sampled units but a frame of 2"),
        (HEADER + '1,2,"10,1\n', "not a CSV file"),
    ],
)
def test_a_table_that_cannot_be_appraised_is_refused(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text)
    with pytest.raises(UsageError, match=said):
        read_strata(path)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"PK\x03\x04\xff\xfe")
    with pytest.raises(UsageError, match="not a CSV file"):
        read_strata(path)
    with pytest.raises(UsageError, match="is not a file"):
        read_strata(tmp_path)
