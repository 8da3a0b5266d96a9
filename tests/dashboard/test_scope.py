"""No query shows any role a row outside its scope or an unmasked identifier: every query, every role."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest

from dashboard import warehouse
from dashboard.accounts import Account
from dashboard.masking import mask_rows
from dashboard.scope import EVERYTHING, Scope
from dashboard.warehouse import open_cursor, query_text
from tests.dashboard.every_query import list_identifiers, list_questions
from tests.dashboard.sample_practice import ask, ask_text

MONTHS = (date(2026, 1, 1), date(2026, 2, 1))
# Where a column of a query's answer says which clinic, day or key it is about.
DAYS = ("payment_date", "first_denied_date", "payment_month", "first_denied_month", "kpi_month")
KEYS = ("service_line_key", "denial_service_line_key", "beneficiary_key", "claim_payment_key")


@pytest.fixture(scope="module")
def own_clinic(practice_home: Path) -> str:
    """The smallest clinic of the practice that has denials."""
    return ask_text(
        practice_home, "select payee_npi from mart.denial group by payee_npi order by count(*), payee_npi limit 1"
    )


def list_scopes(own_clinic: str) -> dict[str, Scope]:
    return {
        "officer of one clinic": Scope("officer", (own_clinic,)),
        "owner": Scope("owner", (own_clinic,)),
        "biller": Scope("biller"),
        "biller of one clinic": Scope("biller", (own_clinic,)),
        "auditor": Scope("auditor", (), MONTHS),
        "auditor of one clinic": Scope("auditor", (own_clinic,), MONTHS),
        "auditor before any close": Scope("auditor", (), ()),
    }


def ask_all(home: Path, scope: Scope) -> Iterator[tuple[str, pa.Table]]:
    """Every query of the pages, then every table whole, so that a query to come shows no more than this."""
    tables = ask(home, "select table_name from information_schema.tables where table_schema = 'mart'")["table_name"]
    with open_cursor(f"{home / 'warehouse.duckdb'}|0", scope) as cursor:
        for query_name, parameters in list_questions(home):
            yield query_name, cursor.execute(query_text(query_name), parameters).to_arrow_table()
        for table in tables:
            yield f"mart.{table}", cursor.execute(f'from mart."{table}"').to_arrow_table()


def count_rows(home: Path, scope: Scope, table: str) -> int:
    with open_cursor(f"{home / 'warehouse.duckdb'}|0", scope) as cursor:
        (count,) = cursor.execute(f"select count(*) from mart.{table}").fetchone() or (0,)
    return int(count)


def list_allowed(home: Path, scope: Scope) -> dict[str, set[Any]]:
    """What rows of the scope may be about, worked out from the lines themselves."""
    clinic = f"payee_npi in ({', '.join(repr(clinic) for clinic in scope.clinics)})" if scope.clinics else "true"
    months = [f"date '{month}'" for month in scope.months or ()]
    own = "true" if scope.months is None else f"date_trunc('month', day) in ({', '.join(months) or 'null'})"
    rows = ask(
        home,
        f"""
        select * from (
            select service_line_key, beneficiary_key, claim_payment_key, payee_npi, payment_date as day from mart.line
            union all by name
            select service_line_key, beneficiary_key, payee_npi, first_denied_date as day from mart.denial
        ) where {clinic} and {own}
        """,
    )
    events = ask(
        home, "select denial_service_line_key as denied, service_line_key, claim_payment_key from mart.denial_event"
    )
    lines = set(rows["service_line_key"])
    events = events[events["denied"].isin(lines)]
    candidates = ask(home, f"select * from mart.denial_candidate where {clinic}")
    return {
        "service_line_key": lines | set(events["service_line_key"]) | set(candidates["service_line_key"]),
        "denial_service_line_key": lines | set(candidates["denial_service_line_key"]),
        "beneficiary_key": set(rows["beneficiary_key"]),
        "claim_payment_key": set(rows["claim_payment_key"].dropna()) | set(events["claim_payment_key"]),
        "payee_npi": set(rows["payee_npi"]) | set(scope.clinics),
    }


def find_outside(found: pa.Table, scope: Scope, allowed: dict[str, set[Any]]) -> list[str]:
    """The columns of an answer that hold a key, clinic or month outside the scope."""
    columns = set(found.column_names)
    keys = [column for column in (*KEYS, *(("payee_npi",) if scope.clinics else ())) if column in columns]
    wrong = [column for column in keys if list_values(found, column) - allowed[column]]
    for column in columns & set(DAYS) if scope.months is not None else ():
        months = {date(day.year, day.month, 1) for day in list_values(found, column)}
        wrong += [column] if months - set(scope.months or ()) else []
    return wrong


def list_values(found: pa.Table, column: str) -> set[Any]:
    return set(found[column].unique().to_pylist()) - {None}


def read_words(shown: pd.DataFrame) -> str:
    """Everything in an answer that is no number and no date: where an identifier can stand."""
    texts = shown.select_dtypes(exclude=["number", "bool", "datetime"])
    return "\n".join(word for column in texts for word in texts[column].dropna().map(str).unique())


def test_no_query_shows_a_row_outside_the_scope_or_an_identifier(practice_home: Path, own_clinic: str) -> None:
    identifiers = list_identifiers(practice_home)
    read: dict[str, list[pa.Table]] = {}
    for role, scope in list_scopes(own_clinic).items():
        allowed = list_allowed(practice_home, scope)
        for query_name, found in ask_all(practice_home, scope):
            assert not find_outside(found, scope, allowed), (role, query_name)
            if any(found.equals(one) for one in read.setdefault(query_name, [])):
                continue  # several roles get the same answer
            read[query_name].append(found)
            said = read_words(mask_rows(found.to_pandas()))
            assert not [value for value in identifiers if value in said], (role, query_name)


def test_a_biller_sees_queues_and_no_figure_about_providers(practice_home: Path) -> None:
    for table in ("denial_worklist", "refund_check", "denial", "line"):
        assert count_rows(practice_home, Scope("biller"), table) == count_rows(practice_home, EVERYTHING, table) > 0
    for table in ("provider_rate", "kx_signature", "official_measure", "provider_kx"):
        assert count_rows(practice_home, EVERYTHING, table) > 0
        assert count_rows(practice_home, Scope("biller"), table) == 0


def test_the_clinics_of_a_practice_add_up_to_it(practice_home: Path) -> None:
    """Each clinic is opened once and counts all tables: opening puts a view over every table of the warehouse."""
    tables = ["line", "denial", "payment", "refund_check", "denial_event", "claim_share"]
    clinics = ask(practice_home, "select payee_npi from mart.clinic")["payee_npi"]
    parts = [[count_rows(practice_home, Scope("owner", (clinic,)), table) for table in tables] for clinic in clinics]
    whole = [count_rows(practice_home, EVERYTHING, table) for table in tables]
    assert len(parts) > 1
    assert [sum(counts) for counts in zip(*parts, strict=True)] == whole
    assert min(whole) > 0


def test_closed_months_hold_the_lines_paid_in_them(practice_home: Path) -> None:
    paid = ask(practice_home, "select count(*) from mart.line where payment_date between '2026-01-01' and '2026-02-28'")
    assert count_rows(practice_home, Scope("auditor", (), MONTHS), "line") == int(str(paid.iloc[0, 0])) > 0
    assert count_rows(practice_home, Scope("auditor", (), ()), "line") == 0


def test_the_tables_of_the_warehouse_itself_are_out_of_reach(practice_home: Path, own_clinic: str) -> None:
    """A query names tables of `mart`, and every one of them is a view of the scope."""
    with open_cursor(f"{practice_home / 'warehouse.duckdb'}|0", Scope("owner", (own_clinic,))) as cursor:
        assert cursor.execute("select count(distinct payee_npi) from mart.line").fetchone() == (1,)
    for name in warehouse.query_files():
        assert "warehouse." not in query_text(name).lower(), name
        assert "memory.scope" not in query_text(name).lower(), name


@pytest.mark.parametrize(
    ("role", "is_named"), [("officer", True), ("owner", False), ("biller", True), ("auditor", True), ("", False)]
)
def test_an_owner_never_sees_identifiers(
    practice_home: Path, monkeypatch: pytest.MonkeyPatch, role: str, is_named: bool
) -> None:
    monkeypatch.setattr("dashboard.viewer.find_viewer", lambda: Account(role and "rosa", role, (), ""))
    monkeypatch.setattr("dashboard.viewer._list_closed_months", lambda: MONTHS)
    monkeypatch.setattr("dashboard.warehouse.st.session_state", {"identifiers_shown": True})
    monkeypatch.setenv("KXWATCH_HOME", str(practice_home))
    keys = tuple(ask(practice_home, "select beneficiary_key from mart.beneficiary")["beneficiary_key"])
    found = warehouse.rows("patient_names", beneficiary_keys=keys)
    shown = found["patient_id"].str.startswith("•••")
    assert (not shown.any() and len(found) > 0) if is_named else shown.all()
