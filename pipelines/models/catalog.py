"""The models: their address, header, reads and order. Its own connections only parse, in memory.

`sql/ledger/claim/entry.sql` is table `ledger.entry`: the folder between says only what it is about.
A two-part name in a FROM is a door to another stage, a bare name is a CTE, so DuckDB's own parser
yields the graph and the build order. What is inference or matching and not counting is a Python
file: `inference/funnel.py` is table `mart.funnel`, `matching/take_back.py` is `ledger.take_back`.

Decision 0003.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import duckdb

PIPELINES = Path(__file__).parents[1]
SQL_FOLDER = PIPELINES / "sql"
REFERENCE_FOLDER = PIPELINES / "reference"
INFERENCE_FOLDER = PIPELINES / "inference"
MATCHING_FOLDER = PIPELINES / "matching"
STAGES = ("staging", "ledger", "mart")
HEADER_KEYS = ("grain", "key", "units", "source")

# The suffix of a reference column says its type; every other column is text, so that codes keep
# their leading zeros.
_REFERENCE_TYPES = {
    "_year": "BIGINT",
    "_rank": "BIGINT",
    "_value": "BIGINT",
    "_date": "DATE",
    "_amount": "DECIMAL(18,2)",
    "kx_threshold": "DECIMAL(18,2)",
}


@dataclass(frozen=True)
class Model:
    """One SQL file, or the Python file of a matching or an inference, which has no `sql`.

    `name` is its table, `header` its four opening lines, `reads` the tables it names.
    """

    name: str
    sql: str
    header: dict[str, str]
    reads: frozenset[str]

    @property
    def stage(self) -> str:
        return self.name.partition(".")[0]

    @property
    def module(self) -> str:
        """Where `infer` of a model without SQL is."""
        stage, _, table = self.name.partition(".")
        return f"pipelines.{'matching' if stage == 'ledger' else 'inference'}.{table}"

    @property
    def comment(self) -> str:
        return "\n".join(f"{key}: {text}" for key, text in self.header.items())


@lru_cache(maxsize=1)
def load_models() -> tuple[Model, ...]:
    """All staging, ledger and mart models in build order. Raises graphlib.CycleError for a circle."""
    models = {model.name: model for stage in STAGES for model in _load_stage(stage)}
    models |= {model.name: model for model in _load_python()}
    graph = {name: sorted(model.reads & models.keys()) for name, model in sorted(models.items())}
    return tuple(models[name] for name in TopologicalSorter(graph).static_order())


def select_models(*tables: str) -> list[Model]:
    """The models of `tables` and all that they read, directly or through others, in build order; none of others."""
    selected, needed = list[Model](), set(tables)
    for model in reversed(load_models()):
        if model.name in needed:
            selected.insert(0, model)
            needed |= model.reads
    return selected


@lru_cache(maxsize=1)
def load_checks() -> tuple[Model, ...]:
    """All checks, by name; their header also has `severity` and `title`."""
    return tuple(_load_stage("check"))


@lru_cache(maxsize=1)
def load_claim_models() -> tuple[Model, ...]:
    """The models of a claim check, by name; they read claim lines instead of remittances."""
    return tuple(_load_stage("claim"))


def _load_stage(stage: str) -> Iterator[Model]:
    with duckdb.connect() as parser:
        for path in sorted((SQL_FOLDER / stage).rglob("*.sql")):
            sql = path.read_text(encoding="utf-8")
            yield Model(f"{stage}.{path.stem}", sql, read_header(sql), _find_reads(parser, sql))


def _load_python() -> Iterator[Model]:
    """Read as text: the libraries of statistics are imported when a table is built, not when it is asked for."""
    for path in (*sorted(MATCHING_FOLDER.glob("[!_]*.py")), *sorted(INFERENCE_FOLDER.glob("[!_]*.py"))):
        stage = "ledger" if path.parent == MATCHING_FOLDER else "mart"
        docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        header = read_header("\n".join(f"-- {line}" for line in docstring.partition("\n\n")[2].splitlines()))
        yield Model(f"{stage}.{path.stem}", "", header, frozenset(find_sources(header.get("source", ""))))


def find_sources(line: str) -> list[str]:
    """The tables that a source line names, in its order."""
    return re.findall(r"\b(?:source|staging|ledger|reference|mart)\.\w+", line)


@cache
def read_model(name: str) -> str:
    """The SQL of one model by its table, without parsing the others: `ledger.entry` lies in a folder of sql/ledger."""
    stage, _, table = name.partition(".")
    return next((SQL_FOLDER / stage).rglob(f"{table}.sql")).read_text(encoding="utf-8")


def read_header(sql: str) -> dict[str, str]:
    """The `-- key: text` lines that open a model, in their order; a line without a key goes on with the one before."""
    header: dict[str, str] = {}
    key = ""
    for line in sql.splitlines():
        if not line.startswith("--"):
            break
        name, colon, text = line[2:].strip().partition(":")
        if colon and name.isidentifier():
            key = name
            header[key] = text.strip()
        elif key:
            header[key] += " " + line[2:].strip()
    return header


def _find_reads(parser: duckdb.DuckDBPyConnection, sql: str) -> frozenset[str]:
    # as a literal: for a parameter DuckDB imports pandas
    quoted = sql.replace("'", "''")
    answer = parser.execute(f"select json_serialize_sql('{quoted}')").fetchone()
    tree = json.loads(answer[0]) if answer else {"error": True}
    if tree.get("error"):
        raise ValueError(f"not one SELECT: {tree.get('error_message')} in {sql[:80]!r}")
    return frozenset(_find_tables(tree))


def _find_tables(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if node.get("type") == "BASE_TABLE" and node.get("schema_name"):
            yield f"{node['schema_name']}.{node['table_name']}"
        for value in node.values():
            yield from _find_tables(value)
    elif isinstance(node, list):
        for value in node:
            yield from _find_tables(value)


def load_reference(connection: duckdb.DuckDBPyConnection) -> None:
    """Load every `reference/*.csv` into schema `reference`, and the version of them all; an empty cell is NULL."""
    connection.execute("create schema if not exists reference")
    for path in sorted(REFERENCE_FOLDER.glob("*.csv")):
        load_list(connection, path)
    load_reference_version(connection)


def load_reference_version(connection: duckdb.DuckDBPyConnection) -> None:
    """The version of all lists as a table of its own, beside them."""
    connection.execute(
        "create table reference.reference_version as select $version as reference_version",
        {"version": compute_reference_version()},
    )


def compute_reference_version() -> str:
    """The first 12 hexadecimal digits of the sha256 over all reference lists, in name order."""
    digest = hashlib.sha256()
    for path in sorted(REFERENCE_FOLDER.glob("*.csv")):
        digest.update(path.name.encode())
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()[:12]


def load_list(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """One reference list, as the table of its name in schema `reference`."""
    columns = path.read_text(encoding="utf-8").partition("\n")[0].strip().split(",")
    types = ", ".join(f"'{column}': '{_reference_type(column)}'" for column in columns)
    connection.execute(
        f"create table reference.{path.stem} as select * from read_csv("
        f"$path, header = true, delim = ',', quote = '\"', auto_detect = false, columns = {{{types}}})",
        {"path": str(path)},
    )


def _reference_type(column: str) -> str:
    if column.startswith(("is_", "has_")):
        return "BOOLEAN"
    return next((kind for suffix, kind in _REFERENCE_TYPES.items() if column.endswith(suffix)), "VARCHAR")
