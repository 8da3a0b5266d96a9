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


# What a page may not do with rows: joining, grouping, turning and dividing belong into the query beside it.
ARITHMETIC = {"merge", "groupby", "pivot", "pivot_table", "cumsum", "pct_change", "expanding", "rolling"}
# File and function -> why what is done there is no figure: rows are only turned, split or placed to be drawn.
RESHAPED = {
    "dashboard/components/sample_command.py": "a path of a folder",
    "dashboard/views/data_quality/data_docs.py": "one table of a document for each table of the warehouse",
    "dashboard/views/providers/official.py": "the list turned on its side: one column a provider",
    "dashboard/views/providers/control_charts.py": "the rows of one chart each",
    "dashboard/views/providers/charts/control_charts.py": "one line a stretch, and the middle of the axis",
    "dashboard/views/providers/charts/funnel.py": "names alternate above and below their dots",
    "dashboard/views/crossings/charts/caseload.py": "heights in pixels",
    "dashboard/views/crossings/charts/caseload_bars.py": "panels of one height",
    "dashboard/views/crossings/charts/patient.py": "the middle of the axis",
    "dashboard/views/time_to_threshold/text/forecasts.py": "a chance rounded to be said",
    "dashboard/views/denials/claims.py": "work that stands in the casebook, which no query of the warehouse sees",
}  # fmt: skip


def _find_arithmetic(path: Path) -> set[str]:
    """Calls of ARITHMETIC and quotients in a file."""
    nodes = list(ast.walk(parse_python(path)))
    calls = [node.func.attr for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)]
    quotients = [node for node in nodes if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.Div)]
    paths = {id(part) for node in quotients if _is_path(node) for part in ast.walk(node)}
    divided = ["division" for node in quotients if id(node) not in paths]
    return (set(calls) & ARITHMETIC) | set(divided)


def _is_path(node: ast.AST) -> bool:
    """Whether the slash joins the name of a file to a folder."""
    right = node.right if isinstance(node, ast.BinOp) else None
    return isinstance(right, ast.JoinedStr) or (isinstance(right, ast.Constant) and isinstance(right.value, str))


def test_pages_do_no_arithmetic() -> None:
    pages = [path for path in list_python("dashboard") if {"views", "components"} & set(path.parts)]
    found = {path.as_posix(): names for path in pages if (names := _find_arithmetic(path))}
    assert {name: names for name, names in found.items() if name not in RESHAPED} == {}
    assert RESHAPED.keys() - found.keys() == set(), "nothing to allow there any more"
