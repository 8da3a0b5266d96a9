"""The data dictionary on a terminal: what each table and each of its columns means. Needs no home."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from functools import cache

import duckdb

from pipelines.errors import UsageError
from pipelines.models.catalog import select_models
from pipelines.models.construction import build_models, build_some, prepare_models
from pipelines.models.dictionary import describe_column, read_columns, read_tables, write_dictionary
from pipelines.store.warehouse import open_blank

_WIDTH = 100
_INDENT = "    "


def list_tables() -> Iterator[str]:
    """One line a table: its name and its grain."""
    tables = read_tables()
    widest = max(len(name) for name in tables)
    for name, header in tables.items():
        yield from _hang(f"{name:<{widest}}  ", header["grain"])
    yield ""
    yield "kxwatch describe TABLE says more. Money is whole US cents (_cents), a month is its first day."


def describe_table(name: str) -> Iterator[str]:
    """Grain, key, units, source and the columns of one table. Raises UsageError for an unknown one."""
    wanted = name if "." in name else f"mart.{name}"
    tables = read_tables()
    if wanted not in tables:
        raise UsageError(f'There is no table "{name}". `kxwatch describe` lists them all.')
    yield wanted
    for key, text in tables[wanted].items():
        yield from _hang(f"{_INDENT}{key:<8}", text)
    yield ""
    columns = load_columns(wanted)[wanted]
    widest = max(len(column) for column, _ in columns)
    for column, data_type in columns:
        known = read_columns().get(column)
        unit = f" [{known.unit}]" if known else ""
        yield from _hang(f"{_INDENT}{column:<{widest}}  ", f"{data_type}{unit}. {describe_column(wanted, column)}")


@cache
def load_columns(wanted: str = "") -> dict[str, list[tuple[str, str]]]:
    """The columns of mart tables with their types, in their order, as a warehouse built from nothing has them.

    Where a model makes `wanted`, only of that table and those that it is built of; else of every table.
    """
    models = select_models(wanted)
    if wanted and not models:
        return load_columns()
    with open_blank() as blank:
        if models:
            prepare_models(blank)
            build_some(blank, models)
        else:
            _build_all(blank)
        rows = blank.execute(
            "select 'mart.' || table_name, column_name, data_type from duckdb_columns() where schema_name = 'mart'"
            " order by column_index"
        ).fetchall()
    columns: dict[str, list[tuple[str, str]]] = {}
    for table, column, data_type in rows:
        columns.setdefault(table, []).append((column, data_type))
    return columns


def _build_all(blank: duckdb.DuckDBPyConnection) -> None:
    """Every table, those of the checks and of the dictionary itself too."""
    # imports pandas and prepares Great Expectations; few tables need it
    from pipelines.quality import judge_draft

    build_models(blank)
    judge_draft(blank, [])
    write_dictionary(blank)


def _hang(label: str, text: str) -> list[str]:
    """`text` after `label`, wrapped below itself."""
    return textwrap.wrap(label + text, _WIDTH, subsequent_indent=" " * len(label), drop_whitespace=True) or [label]
