"""What the laws are held against: the files of the repository, by kind."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
_LEFT_OUT = {"build", "__pycache__", "kxwatch-demo", "kxwatch-data", "node_modules", "venv"}
_TEXT = {".py", ".sql", ".toml", ".md", ".csv", ".json", ".css", ".txt", ".yml", ".yaml", ".cfg", ""}


@lru_cache(maxsize=1)
def list_files() -> list[Path]:
    """Every file of the repository that a person wrote, relative to its root.

    Environments, homes and caches are not even looked into: a home may be somebody's own.
    """
    found: list[Path] = []
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if not _is_left_out(name)]
        found += [Path(folder, name).relative_to(ROOT) for name in names if name != ".coverage"]
    return sorted(found)


def _is_left_out(folder: str) -> bool:
    is_hidden = folder.startswith(".") and folder not in {".ci", ".streamlit"}
    return is_hidden or folder in _LEFT_OUT or folder.endswith(".egg-info")


def list_python(*rooms: str) -> list[Path]:
    """The Python files below these folders of the repository."""
    return [path for path in list_files() if path.suffix == ".py" and path.parts[0] in rooms]


def list_texts() -> list[Path]:
    """The files that are text."""
    # in a work tree beside the clone `.git` is a file that names its place
    return [path for path in list_files() if path.suffix in _TEXT and path.name != ".git"]


@cache
def read_text(path: Path) -> str:
    """The text of a file of the repository; empty for bytes that are no text."""
    try:
        return (ROOT / path).read_text("utf-8")
    except UnicodeDecodeError:
        return ""


@cache
def parse_python(path: Path) -> ast.Module:
    """The syntax tree of a Python file of the repository."""
    return ast.parse(read_text(path), str(path))


@cache
def list_nodes(path: Path) -> list[ast.AST]:
    """Every node of the syntax tree of a Python file."""
    return list(ast.walk(parse_python(path)))


def walk_functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method of a Python file."""
    return (node for node in list_nodes(path) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def walk_calls(path: Path) -> Iterator[str]:
    """The dotted name of everything that a Python file calls."""
    for node in list_nodes(path):
        if isinstance(node, ast.Call):
            yield ast.unparse(node.func)
