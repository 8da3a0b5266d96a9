"""Runs a SELECT that lies as a file of its own beside the command that needs it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb

Row = dict[str, Any]


def run_query(connection: duckdb.DuckDBPyConnection, path: Path, **asked: object) -> list[Row]:
    """The rows of the query in `path`; of `asked` it takes the parameters that it names."""
    sql = path.read_text("utf-8")
    named = {name: value for name, value in asked.items() if re.search(rf"\${name}\b", sql)}
    answer = connection.execute(sql, named or None)
    columns = [str(column[0]) for column in answer.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in answer.fetchall()]
