"""Starts the processes of practices: where the system can, as copies of one that has read the program and nothing else.

Decision 0205.
"""

from __future__ import annotations

import multiprocessing
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess

from pipelines.environment import replaced_environment
from pipelines.portfolio.environment import leave_out_own

# What a practice runs: with arguments, an environment, where it sends its answer, and what ends with the portfolio.
Run = Callable[[Sequence[str], Mapping[str, str], Connection, Connection], None]
_WARM = "pipelines.portfolio.warm"


class Starter:
    """`environment` holds the settings of all practices; the process that is copied has none of a single one."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        # The writing end is never written to: it ends with this process, however that ends.
        self._lifeline, self._held = multiprocessing.Pipe(duplex=False)

    @cached_property
    def _context(self) -> BaseContext:
        """Opened for the first practice that has something to build."""
        return _open_context(self._environment)

    def start(
        self, run: Run, arguments: Sequence[str], environment: Mapping[str, str]
    ) -> tuple[BaseProcess, Connection]:
        """A process that runs with this environment, and the pipe on which it answers, at its end at the latest."""
        answers, answering = multiprocessing.Pipe(duplex=False)
        process = self._context.Process(  # type: ignore[attr-defined]
            target=run, args=(arguments, environment, answering, self._lifeline)
        )
        # one that is started anew, as on Windows, begins with what this process has
        with replaced_environment(environment):
            process.start()
        answering.close()
        return process, answers

    def close(self) -> None:
        """Let go of the pipe whose end tells every process that runs to stop."""
        self._held.close()


def _open_context(environment: Mapping[str, str]) -> BaseContext:
    """Windows starts each process anew; elsewhere one that is warm is copied."""
    if sys.platform == "win32":
        return multiprocessing.get_context("spawn")
    from multiprocessing import forkserver

    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([_WARM])
    # modules of the folder in which somebody stands are nobody's business, as with the console script
    with replaced_environment({**leave_out_own(environment), "PYTHONSAFEPATH": "1"}):
        forkserver.ensure_running()
    return context
