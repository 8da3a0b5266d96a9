"""Portfolios for tests: small practices, and the command line that builds them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from pipelines.cli import run
from pipelines.environment import replaced_environment
from tests.builders import claim, line, remittance
from tests.law.repository import ROOT
from tests.portfolio.few_builds import build_few_in_portfolios

SECONDS = 240


@dataclass(frozen=True)
class Said:
    """What one portfolio command answered."""

    exit_code: int
    answer: dict[str, Any]
    sentences: list[str]

    @property
    def states(self) -> dict[str, tuple[str, int]]:
        """State and exit code of every practice."""
        return {one["name"]: (one["state"], one["exit_code"]) for one in self.answer["homes"]}


def write_remittances(folder: Path, patient: str, *, is_cut: bool = False) -> None:
    """A folder with one remittance of one practice, and a second one that is cut off."""
    folder.mkdir(parents=True)
    whole = remittance(claim(f"{patient}1", line(), line("97140"), patient=patient), on="2026-01-20")
    (folder / "january.835").write_bytes(whole)
    if is_cut:
        (folder / "cut.835").write_bytes(whole[: len(whole) // 2])


def command(*arguments: object, module: str = "pipelines") -> list[str]:
    """The command line of a portfolio build with its JSON answer."""
    return [sys.executable, "-m", module, *write_arguments(*arguments)]


def write_arguments(*arguments: object) -> list[str]:
    """What follows `kxwatch` on that command line."""
    return ["portfolio", "build", "--json", *map(str, arguments)]


def clear_environment(settings: Mapping[str, str]) -> dict[str, str]:
    """This process's environment without a person's own settings; processes find these tests in it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KXWATCH_")}
    return {**kept, "PYTHONPATH": str(ROOT), **settings}


def build_portfolio(*arguments: object, **settings: str) -> Said:
    """`kxwatch portfolio build` in this process; those of the practices make few tables."""
    output, said = StringIO(), StringIO()
    with pytest.MonkeyPatch.context() as patched, replaced_environment(clear_environment(settings)):
        build_few_in_portfolios(patched)
        with redirect_stdout(output), redirect_stderr(said):
            exit_code = run(write_arguments(*arguments))
    return Said(exit_code, json.loads(output.getvalue()), said.getvalue().splitlines())


def build_apart(*arguments: object) -> Said:
    """`kxwatch portfolio build` in a process of its own."""
    done = subprocess.run(
        command(*arguments), env=clear_environment({}), capture_output=True, text=True, timeout=SECONDS
    )
    return Said(done.returncode, json.loads(done.stdout), done.stderr.splitlines())
