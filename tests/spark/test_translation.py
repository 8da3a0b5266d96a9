"""Each construct that Spark lacks or takes otherwise is rewritten, and what nobody rewrites is refused loudly."""

from __future__ import annotations

import pytest
import sqlglot

from pipelines.models.catalog import Model, load_models
from pipelines.spark.tables import Column
from pipelines.spark.translation import read_macros, translate

MODELS = {model.name: model for model in load_models() if model.sql}

# select list in DuckDB -> select list in Spark, both of ledger.entry
REWRITES = {
    "clean_text(name) as name": "(NULLIF(TRIM((name)), '')) AS name",
    "amount / lines as ratio": "CAST((amount) AS DOUBLE) / CAST((lines) AS DOUBLE) AS ratio",
    "day + to_years(2) as last": "ADD_MONTHS(day, 12 * (2)) AS last",
    "day - to_months(n) as first": "ADD_MONTHS(day, -(1 * (n))) AS first",
    "any_value(name) as name": "ANY_VALUE(name) IGNORE NULLS AS name",
    "arg_max(name, place) as name": "MAX_BY(name, CASE WHEN NOT name IS NULL THEN place END) AS name",
    "entry.entry_key": "entry.entry_key",
}


@pytest.mark.parametrize("name", MODELS)
def test_every_model_is_translated(name: str) -> None:
    text = translate(MODELS[name])
    sqlglot.parse_one(text, read="spark")
    assert not [macro for macro in read_macros() if f"{macro}(" in text.lower()]


@pytest.mark.parametrize("selected", REWRITES)
def test_a_construct_is_rewritten(selected: str) -> None:
    text = _translate(f"select {selected} from ledger.entry")
    assert text == f"SELECT {REWRITES[selected]} FROM ledger__entry AS entry"


def test_a_list_in_an_expression_is_a_lateral_view() -> None:
    text = _translate("select upper(unnest(string_split(codes, ','))) as code from ledger.entry")
    assert "LATERAL VIEW EXPLODE" in text
    assert "UPPER(exploded_0.part)" in text


def test_lag_over_a_named_window_has_no_frame() -> None:
    text = _translate(
        "select lag(day) over own as day from ledger.entry window own as (partition by name order by day)"
    )
    assert "LAG(day) OVER (PARTITION BY name ORDER BY day NULLS LAST)" in text


def test_whole_numbers_beyond_64_bits_divide_exactly() -> None:
    text = _translate("select cast(cents as hugeint) * 10 // parts as share from ledger.entry")
    assert "DIV" not in text
    assert text.count("DECIMAL(38, 0)") >= 4


@pytest.mark.parametrize(
    ("declared", "accepted", "refused"),
    [
        ("BIGINT", ["int", "bigint", "decimal(38,0)", "void"], ["double", "string", "interval day", "decimal(10,2)"]),
        ("DECIMAL(18,4)", ["decimal(20,4)", "int"], ["double", "string"]),
        ("DOUBLE", ["double"], ["decimal(10,2)", "float"]),
        ("VARCHAR", ["string", "void"], ["date", "int"]),
        ("DATE", ["date"], ["timestamp_ntz", "string"]),
    ],
)
def test_only_types_that_mean_the_same_are_accepted(declared: str, accepted: list[str], refused: list[str]) -> None:
    column = Column("value", declared)
    assert all(column.accepts(one) for one in accepted)
    assert not any(column.accepts(one) for one in refused)


def test_a_type_without_counterpart_is_refused() -> None:
    with pytest.raises(ValueError, match="no counterpart"):
        _ = Column("value", "STRUCT(a INTEGER)").spark_type


def _translate(sql: str) -> str:
    return translate(Model("ledger.asked", sql, {}, frozenset()))
