"""Every declared kind of table fills columns that there are, breaks rules that have a sentence, and has its model."""

from __future__ import annotations

import pytest

from pipelines.models.catalog import load_models
from pipelines.sources.finding import EXPECTED, WHOLE_SENTENCES
from pipelines.sources.kinds import load_kinds
from pipelines.sources.recognition import read_source
from pipelines.sources.schema import SOURCE_TABLES
from pipelines.sources.tabular.kind import Kind

KINDS = {kind.name: kind for kind in load_kinds()}


def test_the_kinds_are_found() -> None:
    assert {"annotation", "coverage", "fee_schedule", "prior_use", "roster", "threshold"} <= KINDS.keys()


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_a_kind_fills_the_whole_table(kind: Kind) -> None:
    filled = {"file_number", "file_sha256", "segment_number", kind.place}
    assert filled | {column.target or column.name for column in kind.columns} == set(SOURCE_TABLES[kind.table].names)


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_every_rule_is_about_a_column_and_has_a_sentence(kind: Kind) -> None:
    columns = {column.name for column in kind.columns}
    assert {rule.column for rule in kind.rules} <= columns
    assert {rule.name for rule in kind.rules} <= EXPECTED.keys() | WHOLE_SENTENCES.keys()


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_a_model_reads_the_table(kind: Kind) -> None:
    read = {table for model in load_models() if model.stage == "staging" for table in model.reads}
    assert f"source.{kind.table}" in read


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS.keys())
def test_a_file_of_its_headers_is_recognized(kind: Kind) -> None:
    content = ",".join(column.name for column in kind.columns) + "\n" + "," * (len(kind.columns) - 1) + "\n=1\n"
    source = read_source(content.encode(), 1, "0" * 64, "file.csv")
    assert source.kind == kind.name
    assert source.set_aside >= 1
