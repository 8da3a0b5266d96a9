"""The process of a practice whose build makes few tables: the tests of portfolios look at files, keys and processes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection

import pytest

from pipelines.portfolio.child import run_command
from tests.few_models import build_few


def run_few(
    arguments: Sequence[str], environment: Mapping[str, str], answers: Connection, lifeline: Connection
) -> None:
    """As `run_command`; the process ends with the build, so nothing is set back."""
    build_few(pytest.MonkeyPatch())
    run_command(arguments, environment, answers, lifeline)
