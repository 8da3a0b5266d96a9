"""The digest says what is new in a month, and nothing of any patient."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import duckdb
import pytest

from pipelines.build import build
from pipelines.digest import read_digest
from pipelines.digest.writing import write_html, write_text
from pipelines.month import Month, month_of
from pipelines.progress import QuietProgress
from pipelines.settings import load_settings
from tests.builders import claim, line, remittance
from tests.conftest import REPOSITORY
from tests.few_models import build_few, find_tables
from tests.homes.commands import Command
from tests.warehouses import open_warehouse

DIGEST = REPOSITORY / "pipelines/digest"
_IDENTIFYING = """
    select patient_id from mart.beneficiary
    union select patient_name from mart.beneficiary
    union select beneficiary_key from mart.beneficiary
    union select unnest(regexp_split_to_array(patient_name, '[^A-Za-z-]+')) from mart.beneficiary
    union select payer_claim_control_number from mart.line
    union select patient_control_number from mart.line
    union select payment_trace_number from mart.line
    union select service_line_key from mart.line
"""


def test_nothing_of_a_patient_is_in_any_digest(sample_home: Path) -> None:
    with open_warehouse(sample_home) as warehouse:
        needles = {row[0] for row in warehouse.execute(_IDENTIFYING).fetchall() if row[0] and len(row[0]) > 2}
        months = _list_months(warehouse)
    assert len(months) > 12
    for month in months:
        found = read_digest(load_settings(sample_home), month)
        texts = write_text(found), write_html(found), json.dumps(found.to_json())
        for text in texts:
            assert needles.isdisjoint(re.findall(r"[\w-]+", text))
            assert [needle for needle in needles if len(needle) > 6 and needle in text] == []


def _list_months(warehouse: duckdb.DuckDBPyConnection) -> list[Month]:
    days = warehouse.execute("select distinct payment_month from mart.payment order by all").fetchall()
    return [month_of(row[0]) for row in days]


def test_a_month_says_what_was_denied_and_recovered(kxwatch: Command, quarter: Path) -> None:
    january = kxwatch("digest", "2026-01", "--home", quarter)
    assert january.exit_code == 0
    assert "- 1 new crossing of the KX threshold posted; December 2025: 0." in january.out
    assert "- 1 service denied for missing KX ($100 expected allowed)" in " ".join(january.out.split())
    march = kxwatch("digest", "2026-03", "--home", quarter)
    assert "- 1 missing-KX denial recovered ($100 expected allowed)." in march.out
    assert "so far: the month is incomplete, the data run through Mar 20, 2026." in " ".join(march.out.split())


def test_a_month_without_changes_says_so(kxwatch: Command, quarter: Path) -> None:
    """February is the newest complete month, so it is the one that nobody has to name."""
    answer = kxwatch("digest", "--home", quarter)
    assert answer.exit_code == 0
    assert "There is nothing new in February 2026." in answer.out
    assert not [text for text in answer.out.splitlines() if text.startswith("- ")]
    found = kxwatch("digest", "2026-02", "--home", quarter, "--json").json
    assert (found["exit_code"], found["month"], found["has_changes"]) == (0, "2026-02", False)
    assert found["text"] == answer.out
    # open since January, and still so at the end of the month
    assert {"label": "Missing-KX denials open at month end", "now": "1 ($100)", "before": "1 ($100)"} in found[
        "figures"
    ]


def test_the_figures_are_those_of_the_marts(sample_home: Path, sample_warehouse: duckdb.DuckDBPyConnection) -> None:
    ((expected,),) = sample_warehouse.execute(
        "select sum(denied_services) from mart.leakage_by_month"
        " where denial_category = 'missing_kx' and first_denied_month between '2026-01-01' and '2026-08-31'"
    ).fetchall()
    months = [Month(date(2026, number, 1)) for number in range(1, 9)]
    digests = [read_digest(load_settings(sample_home), month) for month in months]
    said = [one.now for found in digests for one in found.figures if one.label == "Denied for missing KX"]
    assert sum(int(text.partition(" ")[0].replace(",", "")) for text in said) == expected > 0


def test_files_are_written_where_asked(kxwatch: Command, quarter: Path, tmp_path: Path) -> None:
    for _ in range(2):
        answer = kxwatch("digest", "2026-01", "--home", quarter, "--out", tmp_path)
        assert answer.exit_code == 0
    text = (tmp_path / "kxwatch-digest-2026-01.txt").read_text("utf-8")
    page = (tmp_path / "kxwatch-digest-2026-01.html").read_text("utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "kxwatch-digest-2026-01.html",
        "kxwatch-digest-2026-01.txt",
    ]
    assert text == answer.out
    assert page == kxwatch("digest", "2026-01", "--home", quarter, "--html").out
    assert str(tmp_path / "kxwatch-digest-2026-01.html") in answer.err


def test_the_page_loads_nothing_and_has_headings(quarter: Path) -> None:
    page = write_html(read_digest(load_settings(quarter), None))
    assert page.startswith('<!doctype html>\n<html lang="en">')
    assert not re.search(r"https?:|src=|@import|url\(", page)
    assert page.count("<h1>") == 1
    assert page.count('scope="row"') == page.count("<tr>") - page.count("<thead>")


def test_an_encrypted_home_asks_for_its_key(
    kxwatch: Command, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KXWATCH_KEY", "a key of some length")
    build_few(monkeypatch, *find_tables(DIGEST))
    (tmp_path / "one.835").write_bytes(remittance(claim("A1", line()), on="2026-01-31"))
    build(load_settings(home), [tmp_path / "one.835"], None, QuietProgress())
    assert "digest for January 2026" in kxwatch("digest", "--home", home).out
    monkeypatch.delenv("KXWATCH_KEY")
    assert kxwatch("digest", "--home", home).exit_code == 2


def test_a_home_without_remittances_has_nothing_new(
    kxwatch: Command, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_few(monkeypatch, *find_tables(DIGEST))
    build(load_settings(home), [], None, QuietProgress())
    answer = kxwatch("digest", "--home", home)
    assert (answer.exit_code, "no remittances have been imported" in answer.out) == (0, True)


@pytest.mark.parametrize("month", ["2026-13", "2026-1", "26-01", "2026-01-01", "january", "2026-04", "2025-11", ""])
def test_2_a_month_that_is_none_or_outside_the_data(kxwatch: Command, quarter: Path, month: str) -> None:
    answer = kxwatch("digest", month, "--home", quarter)
    assert (answer.exit_code, answer.out, "No changes were made" in answer.err) == (2, "", True)


def test_2_no_warehouse_and_no_folder(kxwatch: Command, quarter: Path, tmp_path: Path) -> None:
    assert kxwatch("digest", "--home", tmp_path / "none").exit_code == 2
    assert kxwatch("digest", "--home", quarter, "--out", tmp_path / "none").exit_code == 2
    assert list(tmp_path.iterdir()) == []


def test_4_a_full_disk_leaves_no_half_file(
    kxwatch: Command, quarter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pathlib.Path.write_text", fail)
    answer = kxwatch("digest", "--home", quarter, "--out", tmp_path)
    assert (answer.exit_code, "No space left on device" in answer.err) == (4, True)
    assert list(tmp_path.iterdir()) == []
