"""What tests have the processes of practices do instead of a build; those read little of the program for it."""

from __future__ import annotations

import os
import signal
from collections.abc import Mapping, Sequence
from multiprocessing.connection import Connection
from pathlib import Path

import pipelines
from pipelines.portfolio.child import Answer

SECONDS = 120


def tell_environment(
    arguments: Sequence[str], environment: Mapping[str, str], answers: Connection, lifeline: Connection
) -> None:
    """Sends what this process was started with, in letters."""
    answers.send(Answer(0, Path("/proc/self/environ").read_text(), str(dict(os.environ))))


def tell_package(
    arguments: Sequence[str], environment: Mapping[str, str], answers: Connection, lifeline: Connection
) -> None:
    """Sends where the program was read from."""
    answers.send(pipelines.__file__)


def wait_for_end(
    arguments: Sequence[str], environment: Mapping[str, str], answers: Connection, lifeline: Connection
) -> None:
    """Sends whether the portfolio's end was noticed."""
    answers.send(lifeline.poll(SECONDS))


def die(arguments: Sequence[str], environment: Mapping[str, str], answers: Connection, lifeline: Connection) -> None:
    """As a process that the system ends because memory is short."""
    os.kill(os.getpid(), signal.SIGKILL)
