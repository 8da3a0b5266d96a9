"""Documents keep up with the code: every command, setting and table is described, and every pin is exact."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import typer.main

from pipelines.cli import app
from pipelines.commands.describe import load_columns
from pipelines.settings import Settings
from tests.law.decisions import read_decisions
from tests.law.dictionary_page import PAGE, build_page
from tests.law.each import holds_for
from tests.law.repository import ROOT, list_python, read_text

README = read_text(Path("README.md"))
COMMAND_PAGE = read_text(Path("docs/commands.md"))
PROJECT = tomllib.loads(read_text(Path("pyproject.toml")))
COMMANDS = sorted(typer.main.get_group(app).commands)


@pytest.mark.parametrize("command", COMMANDS)
def test_the_page_of_commands_names_every_command(command: str) -> None:
    assert f"kxwatch {command}" in COMMAND_PAGE


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_says_what_it_does(command: str) -> None:
    group = typer.main.get_group(app).commands[command]
    assert group.help
    assert [parameter.name for parameter in group.params if not getattr(parameter, "help", None)] == []


@pytest.mark.parametrize("setting", Settings.model_fields)
def test_the_page_of_commands_names_every_setting(setting: str) -> None:
    assert f"`KXWATCH_{setting.upper()}`" in COMMAND_PAGE


def test_the_dictionary_page_is_the_dictionary() -> None:
    assert PAGE.read_text("utf-8") == build_page(), "run `make dictionary`"


@pytest.mark.parametrize("table", ["mart.line", "mart.provider_funnel", "mart.check_result"])
def test_one_table_is_described_as_among_all(table: str) -> None:
    """Made by SQL, by Python, and by the checks."""
    assert load_columns(table)[table] == load_columns()[table]


@pytest.mark.parametrize("target", ["demo", "test", "check", "bench", "pictures", "clean"])
def test_the_makefile_has_what_the_readme_promises(target: str) -> None:
    assert re.search(rf"^{target}:", read_text(Path("Makefile")), re.MULTILINE)
    assert f"make {target}" in README


def test_every_direct_dependency_is_pinned_and_constrained() -> None:
    direct = [*PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"]["test"]]
    # what has no wheel for Windows is left out there
    form = r"[a-z0-9-]+==[\w.]+(; sys_platform != 'win32')?"
    assert [one for one in direct if not re.fullmatch(form, one)] == []
    constrained = {canonical(line) for line in read_text(Path("constraints.txt")).splitlines() if "==" in line}
    assert {canonical(one) for one in direct} <= constrained


def test_every_direct_dependency_has_its_reason() -> None:
    decisions = canonical(" ".join(one.text for one in read_decisions().values() if one.part == "Dependencies"))
    missing = [one for one in PROJECT["project"]["dependencies"] if f"`{one.partition('==')[0]}`" not in decisions]
    assert missing == []


def test_the_constraints_name_no_address() -> None:
    assert not re.search(r"://|^-", read_text(Path("constraints.txt")), re.MULTILINE)


@holds_for([path for path in list_python("tests") if path.name.startswith("test_")])
def test_a_test_that_needs_a_browser_says_so(path: Path) -> None:
    if "playwright" in read_text(path) and path.as_posix() != "tests/law/test_documents.py":
        assert "pytest.mark.browser" in read_text(path)


def test_the_readme_shows_a_picture_that_is_there() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert pictures
    assert [picture for picture in pictures if not (ROOT / picture).is_file()] == []


def canonical(text: str) -> str:
    """Names of packages in one spelling."""
    return text.lower().replace("_", "-")
