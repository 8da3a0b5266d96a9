"""The law of pages: what is asked is one typed object, and tables are joined, pivoted and accumulated in SQL."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.law.each import holds_for
from tests.law.repository import list_python, parse_python, walk_functions

PAGES = [
    path
    for path in list_python("dashboard")
    if {"views", "components"} & set(path.parts) and not {"charts", "text"} & set(path.parts)
]


@holds_for(PAGES)
def test_what_is_asked_is_never_a_dict(path: Path) -> None:
    """Filters and the choices of a page travel as state.filters.Filters, which mypy knows field by field."""
    for function in walk_functions(path):
        for argument in (*function.args.args, *function.args.kwonlyargs):
            if argument.arg in ("asked", "filters", "filtered"):
                assert argument.annotation is not None
                assert ast.unparse(argument.annotation) == "Filters", f"{function.name}: {argument.arg}"


@holds_for(PAGES)
def test_filters_are_never_spread_into_keywords(path: Path) -> None:
    spread = [
        ast.unparse(keyword.value)
        for node in ast.walk(parse_python(path))
        if isinstance(node, ast.Call)
        for keyword in node.keywords
        if keyword.arg is None
    ]
    assert not [words for words in spread if "parameters()" in words or "read_filters" in words]
