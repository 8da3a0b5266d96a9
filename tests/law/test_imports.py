"""The law of doors for Python: who may import whom, and who may open what."""

from __future__ import annotations

import ast
import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

from importlinter.cli import lint_imports

from tests.law.each import holds_for
from tests.law.repository import ROOT, list_python, parse_python, read_text, walk_calls

PYTHON = list_python("pipelines", "dashboard")
# The archive, the two warehouse modules and what opens them for checks do so; the catalog only parses, in memory.
MAY_CONNECT = {
    "pipelines/store/archive.py",
    "pipelines/store/home_files.py",
    "pipelines/store/warehouse.py",
    "pipelines/models/catalog.py",
    "dashboard/warehouse.py",
}


def test_the_contracts_of_the_house_are_kept() -> None:
    assert lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True) == 0


def test_the_answers_that_pages_read_are_types_alone() -> None:
    """Pages import them, so they import nothing."""
    answers = [path for path in PYTHON if path.name == "answer.py"]
    assert answers
    assert set().union(*map(imported, answers)) == {"__future__", "typing"}


@holds_for(PYTHON)
def test_only_the_archive_and_the_warehouses_open_a_database(path: Path) -> None:
    if path.as_posix() not in MAY_CONNECT:
        assert "duckdb.connect" not in set(walk_calls(path))


def test_a_hundredth_is_taken_in_one_place_only() -> None:
    dividing = {path.as_posix() for path in PYTHON if re.search(r"[^/]/ 100\b", read_text(path))}
    assert dividing <= {"dashboard/formats.py"}


@holds_for([path for path in PYTHON if path.name == "page.py"])
def test_a_page_holds_no_figure_and_no_sql(path: Path) -> None:
    assert not imported(path) & {"plotly", "duckdb", "pandas.io"}
    assert "select " not in read_text(path).lower().replace("st.select", "")


def test_the_address_is_read_and_written_in_one_place_only() -> None:
    """`start` hands the whole address on; everything else asks state/url_choice.py, so that Back undoes one step."""
    reading = {path.as_posix() for path in PYTHON if "st.query_params" in read_text(path)}
    assert reading == {"dashboard/state/url_choice.py", "dashboard/views/start/page.py"}


def test_no_module_of_the_dashboard_hides_a_library() -> None:
    """Streamlit puts the folder of its script first on sys.path: `calendar.py` in it would hide the standard one."""
    names = {path.stem for path in (ROOT / "dashboard").iterdir() if path.suffix == ".py" or path.is_dir()}
    assert not names & (sys.stdlib_module_names | set(packages_distributions()) - {"dashboard"})


def imported(path: Path) -> set[str]:
    """The first names of everything that a file imports."""
    names = set()
    for node in ast.walk(parse_python(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.partition(".")[0])
    return names
