"""Budgets of length and names, so that no file becomes the one that nobody dares to split."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from statistics import median

from tests.law.each import holds_for
from tests.law.repository import list_python, parse_python, read_text, walk_functions

PRODUCT = list_python("pipelines", "dashboard")
EVERYTHING = [*PRODUCT, *list_python("tests")]
BANNED_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "process", "data", "info", "df2"}
MOST_FUNCTION_LINES = {"pipelines": 30, "dashboard": 30, "tests": 40}
MOST_FILE_LINES = {"pipelines": 250, "dashboard": 250, "tests": 300}
MOST_APP_LINES = 40


@holds_for(EVERYTHING)
def test_a_file_is_no_longer_than_its_budget(path: Path) -> None:
    assert len(read_text(path).splitlines()) <= file_budget(path)


@holds_for(EVERYTHING)
def test_a_function_is_no_longer_than_its_budget(path: Path) -> None:
    long = {
        function.name: length(function)
        for function in walk_functions(path)
        if length(function) > MOST_FUNCTION_LINES[path.parts[0]]
    }
    assert long == {}


def test_the_middle_function_and_the_middle_file_are_short() -> None:
    assert median(length(function) for path in PRODUCT for function in walk_functions(path)) <= 10
    assert median(len(read_text(path).splitlines()) for path in PRODUCT if path.name != "__init__.py") <= 120


@holds_for(EVERYTHING)
def test_a_module_opens_with_one_sentence(path: Path) -> None:
    docstring = ast.get_docstring(parse_python(path))
    if read_text(path).strip():
        assert docstring, "the first line names the room"
        assert docstring.partition("\n\n")[0].rstrip().endswith((".", "!", "?")), "the first paragraph is a sentence"


@holds_for(PRODUCT)
def test_nothing_is_called_what_everything_is(path: Path) -> None:
    names = {path.stem, *(function.name.strip("_") for function in walk_functions(path))}
    assert not names & BANNED_NAMES


@holds_for(EVERYTHING)
def test_there_are_no_banners_and_nothing_left_to_do(path: Path) -> None:
    comments = [line.strip() for line in read_text(path).splitlines() if line.strip().startswith("#")]
    assert [
        line for line in comments if re.search(r"[-=#*~]{5,}", line) or re.search(r"\b(TODO|FIXME|XXX)\b", line)
    ] == []


@holds_for(PRODUCT)
def test_a_public_function_of_the_pipelines_says_what_it_does(path: Path) -> None:
    if path.parts[0] != "pipelines":
        return
    public = [node for node in parse_python(path).body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    silent = [node.name for node in public if not node.name.startswith("_") and not ast.get_docstring(node)]
    assert silent == []


def length(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """The lines of a function, its decorators and docstring left out."""
    docstring = ast.get_docstring(function, clean=False)
    return (
        (function.end_lineno or function.lineno) - function.lineno + 1 - (docstring.count("\n") + 1 if docstring else 0)
    )


def file_budget(path: Path) -> int:
    """How many lines a file may have."""
    if path.as_posix() == "dashboard/app.py":
        return MOST_APP_LINES
    return MOST_FILE_LINES[path.parts[0]]
