"""`kxwatch portfolio` whose builds make few tables: the tests of portfolios look at files, keys and processes.

`python -m tests.portfolio.few_builds ARGUMENTS` is that command in a process of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection

import pytest

from pipelines.cli import main
from pipelines.portfolio.child import run_command
from tests.few_models import build_few


def run_few(
    arguments: Sequence[str], environment: Mapping[str, str], answers: Connection, lifeline: Connection
) -> None:
    """As `run_command`; the process ends with the build, so nothing is set back."""
    build_few(pytest.MonkeyPatch())
    run_command(arguments, environment, answers, lifeline)


def build_few_in_portfolios(patched: pytest.MonkeyPatch) -> None:
    """As long as `patched` holds. The process that is copied finds this package where PYTHONPATH leads to it."""
    patched.setattr("pipelines.portfolio.build.run_command", run_few)
    patched.setattr("pipelines.portfolio.starting._WARM", "tests.portfolio.few_warm")


if __name__ == "__main__":
    build_few_in_portfolios(pytest.MonkeyPatch())
    main()
