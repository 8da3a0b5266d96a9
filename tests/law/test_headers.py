"""Every SQL file says what one row is, what is unique, in which units, and what it reads; and it is so."""

from __future__ import annotations

import re

import duckdb

from pipelines.models.catalog import HEADER_KEYS, Model, load_checks, load_claim_models, load_models
from tests.law.each import holds_for

MODELS = {model.name: model for model in load_models()}
CHECKS = {model.name: model for model in load_checks()}
CLAIMS = {model.name: model for model in load_claim_models()}
EVERY = {**MODELS, **CHECKS, **CLAIMS}
CHECK_KEYS = (*HEADER_KEYS, "severity", "title")


@holds_for([*MODELS.values(), *CLAIMS.values()])
def test_a_model_opens_with_its_four_header_lines(model: Model) -> None:
    assert_header(model, HEADER_KEYS)


@holds_for(CHECKS.values())
def test_a_check_also_says_its_severity_and_its_truth(model: Model) -> None:
    assert_header(model, CHECK_KEYS)
    assert model.header["severity"] in {"critical", "warning"}


@holds_for(EVERY.values())
def test_the_source_line_names_every_table_that_is_read(model: Model) -> None:
    named = set(re.findall(r"\b(?:source|staging|ledger|reference|mart|claim)\.\w+", model.header["source"]))
    assert named == set(model.reads)


@holds_for(MODELS.values())
def test_the_key_is_made_of_columns_of_the_table(model: Model, empty_draft: duckdb.DuckDBPyConnection) -> None:
    columns = {row[0] for row in empty_draft.execute(f"describe {model.name}").fetchall()}
    assert set(read_key(model)) <= columns


@holds_for(MODELS.values())
def test_the_key_is_unique_in_the_built_table(model: Model, sample_draft: duckdb.DuckDBPyConnection) -> None:
    key = ", ".join(read_key(model))
    twice = sample_draft.execute(f"select {key}, count(*) from {model.name} group by {key} having count(*) > 1")
    assert twice.fetchall() == []


@holds_for(MODELS.values())
def test_the_header_is_the_comment_on_the_table(model: Model, empty_draft: duckdb.DuckDBPyConnection) -> None:
    if model.stage == "staging":
        return
    schema, table = model.name.split(".")
    answer = empty_draft.execute(
        "select comment from duckdb_tables() where schema_name = $schema and table_name = $table",
        {"schema": schema, "table": table},
    ).fetchone()
    assert answer == (model.comment,)


def assert_header(model: Model, keys: tuple[str, ...]) -> None:
    """The keys of the header, in order, then a blank line; in Python a docstring ends where it ends."""
    assert tuple(model.header) == keys
    assert all(model.header.values())
    if not model.sql:
        return
    lines = model.sql.splitlines()
    first_bare = next(number for number, line in enumerate(lines) if not line.startswith("--"))
    assert lines[first_bare] == ""


def read_key(model: Model) -> list[str]:
    """The columns of the model's key."""
    return [column.strip() for column in model.header["key"].split(",")]
