"""The law of doors for SQL: which stage may read which, held against DuckDB's own parse of every file."""

from __future__ import annotations

import json
import re
from pathlib import Path

import duckdb

from pipelines.models.catalog import SQL_FOLDER, Model, load_checks, load_claim_models, load_models
from tests.law.each import holds_for
from tests.law.repository import ROOT

MAY_READ = {
    "staging": {"source"},
    "ledger": {"staging", "ledger", "reference"},
    "mart": {"ledger", "reference", "mart"},
}
# The text of the bytes is carried to the evidence drawer, not judged; a copy of it on the ledger would only be a copy.
ALSO_READS = {"mart.claim_evidence": {"staging"}}
MODELS = {model.name: model for model in load_models()}
CHECKS = {model.name: model for model in load_checks()}
CLAIMS = {model.name: model for model in load_claim_models()}
QUERIES = sorted((ROOT / "dashboard").glob("**/queries/*.sql"))
ALL_SQL = {**MODELS, **CHECKS, **CLAIMS}


@holds_for(MODELS.values())
def test_a_model_reads_only_the_stages_below(model: Model) -> None:
    stages = {name.partition(".")[0] for name in model.reads}
    assert stages <= MAY_READ[model.stage] | ALSO_READS.get(model.name, set()), (
        f"{model.name} reads {sorted(model.reads)}"
    )


@holds_for(MODELS.values())
def test_a_mart_stands_at_most_one_step_on_another_mart(model: Model) -> None:
    if model.stage != "mart":
        return
    for name in model.reads & MODELS.keys():
        deeper = [read for read in MODELS[name].reads if read.startswith("mart.")]
        assert not (name.startswith("mart.") and deeper), f"{model.name} reads {name}, which reads {deeper}"


@holds_for(MODELS.values())
def test_every_door_leads_somewhere(model: Model) -> None:
    missing = {name for name in model.reads if name.partition(".")[0] in {"staging", "ledger", "mart"}} - MODELS.keys()
    assert not missing, f"{model.name} reads {sorted(missing)}, which no file makes"


@holds_for(CLAIMS.values())
def test_a_claim_model_reads_claims_and_what_the_house_makes_of_them(model: Model) -> None:
    floors = {name.partition(".")[0] for name in model.reads}
    assert floors <= {"source", "claim", "ledger", "reference"}, f"{model.name} reads {sorted(model.reads)}"


@holds_for(QUERIES)
def test_a_query_of_the_dashboard_reads_only_marts(path: Path) -> None:
    reads = find_reads(path.read_text("utf-8"))
    assert {name.partition(".")[0] for name in reads} <= {"mart"}, f"{path.name} reads {sorted(reads)}"


def test_a_query_has_a_name_of_its_own() -> None:
    assert len({path.name for path in QUERIES}) == len(QUERIES) > 0


@holds_for(ALL_SQL.values())
def test_no_published_number_is_typed_into_sql(model: Model) -> None:
    """Thresholds, years of rules and codes come from `reference`: `in ('119', '50')` and 241000 are found here."""
    body = strip_comments(model.sql)
    codes = re.findall(r"'(?:[A-Z]{0,2}[1-9]\d{0,2}|CO|PR|OA|PI|KX|GP|GO|GN|CQ|MA|MB)'", body)
    amounts = re.findall(r"\b(?:20[0-2]\d|2[0-4]\d\d|2[0-4]\d000|3000|300000|200000)\b", body)
    assert not codes, f"{model.name} has codes typed into it: {codes}"
    assert not amounts, f"{model.name} has amounts or years typed into it: {amounts}"


@holds_for(MODELS.values())
def test_a_model_stays_in_the_portable_subset(model: Model) -> None:
    body = strip_comments(model.sql).lower()
    for banned in ("pivot", "asof", "avg(", "dayofweek", "isodow", "date_diff('month'", "quantile", "median(", "list("):
        assert banned not in body, f"{model.name} uses {banned}, which differs between engines"
    assert not re.search(r"[^/]/[^/]", body) or model.stage == "mart", f"{model.name} divides; money is never divided"


def test_the_parser_finds_the_reads_of_a_text() -> None:
    assert find_reads("with a as (select 1 from ledger.x) select * from a join mart.y using (z)") == {
        "ledger.x",
        "mart.y",
    }


def strip_comments(sql: str) -> str:
    """The SQL without what stands behind two dashes."""
    return re.sub(r"--[^\n]*", "", sql)


def find_reads(sql: str) -> set[str]:
    """The two-part names that a SELECT reads; asked of DuckDB's parser, not of a pattern."""
    answer = duckdb.execute("select json_serialize_sql($sql)", {"sql": sql}).fetchone()
    assert answer is not None
    tree = json.loads(answer[0])
    assert not tree["error"], f"not one SELECT: {tree.get('error_message')}"
    return set(_walk_tables(tree))


def _walk_tables(node: object) -> list[str]:
    if isinstance(node, list):
        return [name for value in node for name in _walk_tables(value)]
    if not isinstance(node, dict):
        return []
    found = [name for value in node.values() for name in _walk_tables(value)]
    if node.get("type") == "BASE_TABLE" and node.get("schema_name"):
        found.append(f"{node['schema_name']}.{node['table_name']}")
    return found


def test_a_model_lies_in_one_folder_only() -> None:
    """`sql/ledger/claim/entry.sql` is `ledger.entry`: two files of one name would be one table."""
    for stage in MAY_READ:
        names = [path.stem for path in (SQL_FOLDER / stage).rglob("*.sql")]
        assert len(names) == len(set(names))
