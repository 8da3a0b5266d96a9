"""Prior use from 271 responses equals typed prior use for the same amounts, to the cent, in every table."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import duckdb
import pytest

from pipelines.simulate import simulate_practice
from tests.facts import PriorUse
from tests.warehouses import build_in_memory
from tests.writers import write_prior_use

LINES, SEED = 4_000, 3
# what was offered differs by name, hash and notes, and nothing else may
OFFERED = {"file", "file_note", "build_info", "prior_use_answer", "prior_use_entry"}
CONTRACT = {"line", "line_position", "threshold_crossing", "provider_kx", "denial", "leakage_by_month", "set_aside"}
Pair = tuple[duckdb.DuckDBPyConnection, duckdb.DuckDBPyConnection]


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    """A practice with its eligibility responses, and the same one with their amounts as typed rows."""
    folder = tmp_path_factory.mktemp("practice")
    simulate_practice(LINES, SEED, folder, has_claims=True)
    files = sorted(path for path in (folder / "remittances").rglob("*") if path.is_file())
    offered = [(path.name, path.read_bytes()) for path in files]
    answers = sorted((folder / "eligibility").rglob("*.271"))
    responses = [(path.name, _without_lower_bounds(path.read_bytes())) for path in answers]
    with (
        closing(build_in_memory([*offered, *responses])) as answered,
        closing(
            build_in_memory([*offered, ("typed.csv", _type_amounts(folder / "truth" / "eligibility.csv"))])
        ) as typed,
    ):
        yield answered, typed


def _without_lower_bounds(content: bytes) -> bytes:
    """The responses without the amounts of which nothing remains: a typed row cannot say a lower bound."""
    return re.sub(rb"EB\*[^~]*\*29\*0~DTP[^~]*~", b"", content)


def _type_amounts(truth: Path) -> bytes:
    with truth.open(encoding="utf-8", newline="") as rows:
        return write_prior_use(
            [
                PriorUse(
                    row["patient_id"],
                    row["pool"],
                    int(row["calendar_year"]),
                    int(row["used_cents"]),
                    date.fromisoformat(row["as_of_date"]),
                )
                for row in csv.DictReader(rows)
                if row["expected_grade"] == "verified"
            ]
        )


def _list_tables(warehouse: duckdb.DuckDBPyConnection) -> set[str]:
    rows = warehouse.execute("select table_name from information_schema.tables where table_schema = 'mart'").fetchall()
    return {name for (name,) in rows}


def test_every_mart_has_the_same_rows(pair: Pair) -> None:
    answered, typed = pair
    assert CONTRACT <= _list_tables(answered) == _list_tables(typed)
    for name in sorted(_list_tables(answered) - OFFERED):
        rows = [sorted(map(repr, warehouse.execute(f"from mart.{name}").fetchall())) for warehouse in pair]
        assert rows[0] == rows[1], f"mart.{name}"


def test_the_responses_say_something(pair: Pair) -> None:
    query = "select count(*) from mart.threshold_crossing where prior_use_grade = 'verified' and prior_use_cents > 0"
    counts = [warehouse.execute(query).fetchall() for warehouse in pair]
    assert counts[0] == counts[1] != [(0,)]


def test_the_answers_differ_by_where_they_stand_alone(pair: Pair) -> None:
    query = """
        select beneficiary_key, pool, calendar_year, as_of_date, prior_use_grade, used_cents, prior_use_cents,
            prior_use_low_cents, prior_use_high_cents
        from mart.prior_use_answer
    """
    first, second = (sorted(warehouse.execute(query).fetchall()) for warehouse in pair)
    assert first == second != []
    kinds = {kind for (kind,) in pair[0].execute("select distinct kind from mart.prior_use_answer").fetchall()}
    assert "eligibility_271" in kinds
    shown = pair[0].execute("select segment_text from mart.prior_use_answer where kind = 'eligibility_271'").fetchall()
    assert all(text.startswith("EB*F*IND*") for (text,) in shown)
