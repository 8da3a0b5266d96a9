"""Rates and signatures find what the simulator planted in truth/providers.csv."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import cast

import duckdb
import pytest

from pipelines.simulate import simulate_practice
from tests.models_as_asked import ModelsAsAsked
from tests.warehouses import read_in_memory

LINES = 50_000
SEED = 7
# What may be found of each habit: people forget, learn and take patients over, so some are mixed.
MAY_BE = {
    "always_on": {"always_on"},
    "correct": {"at_threshold", "mixed"},
    "fixed_distance": {"fixed_distance"},
    "forgets": {"mixed", "after_denial"},
    "explained": {"mixed", "at_threshold"},
    "whole_visit": {"mixed", "at_threshold"},
    "whole_claim": {"mixed", "at_threshold"},
}
_FOUND = """
    select behaviour, signature_category, cast(distance_cents as bigint), distance_low_cents, distance_high_cents
    from mart.kx_signature inner join truth using (provider_npi)
    where kx_signature.payee_npi is null and calendar_year is null and kx_accounts >= 10
"""


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Iterator[duckdb.DuckDBPyConnection]:
    """A practice with enough patients over the threshold, with views on its providers (`truth`) and clinics."""
    folder = tmp_path_factory.mktemp("practice")
    simulate_practice(LINES, SEED, folder)
    files = [path for path in sorted((folder / "remittances").rglob("*")) if path.is_file()]
    connection = ModelsAsAsked(read_in_memory([(path.name, Path(path).read_bytes()) for path in files]))
    truth = folder / "truth" / "providers.csv"
    connection.execute(f"create view truth as select * from read_csv('{truth}', header = true, all_varchar = true)")
    clinics = folder / "truth" / "clinics.csv"
    connection.execute(f"create view clinic as select * from read_csv('{clinics}', header = true, all_varchar = true)")
    yield cast("duckdb.DuckDBPyConnection", connection)
    connection.close()


def test_each_signature_is_that_of_the_planted_habit(practice: duckdb.DuckDBPyConnection) -> None:
    found = practice.execute(_FOUND).fetchall()
    assert [row for row in found if row[1] not in MAY_BE[row[0]]] == []
    assert {("always_on", "always_on"), ("correct", "at_threshold"), ("fixed_distance", "fixed_distance")} <= {
        row[:2] for row in found
    }


def test_the_distance_is_the_planted_one(practice: duckdb.DuckDBPyConnection) -> None:
    """Of providers with enough accounts: among few, a patient who changes clinics weighs too much."""
    found = practice.execute(f"{_FOUND} and kx_accounts >= 15").fetchall()
    distances = [row[2:] for row in found if row[1] == "fixed_distance"]
    assert len(distances) >= 2
    assert [row for row in distances if not row[1] - 3_000 <= row[0] <= row[2] + 3_000 or row[2] - row[1] > 8_000] == []


def test_the_clinic_with_the_prompt_is_named_and_the_others_are_mixed(practice: duckdb.DuckDBPyConnection) -> None:
    found = practice.execute("""
        select distinct behaviour = 'fixed_distance', signature_category
        from mart.kx_signature inner join (select payee_npi, min(behaviour) as behaviour from truth
            where behaviour in ('correct', 'fixed_distance', 'forgets') group by payee_npi) using (payee_npi)
        where kx_signature.provider_npi is null and calendar_year is null and kx_accounts >= 15
    """).fetchall()
    assert sorted(found) == [(False, "mixed"), (True, "fixed_distance")]


def test_always_on_is_listed_and_nobody_who_starts_at_the_threshold_or_has_few_patients(
    practice: duckdb.DuckDBPyConnection,
) -> None:
    found = practice.execute("""
        select distinct behaviour from mart.provider_review inner join truth using (provider_npi)
        where is_current and period_code = 'all' and provider_review.payee_npi is null and pool is null
            and truth.payee_npi not in (select payee_npi from clinic where first_remittance_date is not null)
    """).fetchall()
    listed = {row[0] for row in found}
    assert "always_on" in listed
    assert listed <= {"always_on", "fixed_distance"}
