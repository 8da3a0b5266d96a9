"""The process of one practice: one kxwatch command, stopped as by Ctrl+C when the portfolio's own process ends."""

from __future__ import annotations

import _thread
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from io import StringIO
from multiprocessing.connection import Connection
from threading import Thread
from typing import Any

from pipelines.cli import main
from pipelines.environment import set_environment


@dataclass(frozen=True)
class Answer:
    """What one command said: its exit code, standard output and standard error."""

    exit_code: int
    output: str
    said: str

    def read(self) -> dict[str, Any]:
        """The JSON object of its standard output; an empty one where there is none."""
        with suppress(ValueError):
            return dict(json.loads(self.output))
        return {}


def run_command(
    arguments: Sequence[str], environment: Mapping[str, str], answers: Connection, lifeline: Connection
) -> None:
    """Run one command with this environment alone, and send its Answer; `lifeline` ends with the portfolio."""
    set_environment(environment)
    if sys.platform != "win32":
        os.setsid()  # Ctrl+C reaches it through the portfolio alone, once
    stop_after(lambda: lifeline.poll(None))
    sys.argv[1:] = arguments
    output, said = StringIO(), StringIO()
    with redirect_stdout(output), redirect_stderr(said):
        try:
            main()
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 0
    answers.send(Answer(code, output.getvalue(), said.getvalue()))


def stop_after(wait: Callable[[], object]) -> None:
    """Stop what this process does, as Ctrl+C does, once `wait` returns."""

    def watch() -> None:
        wait()
        _thread.interrupt_main()

    Thread(target=watch, daemon=True).start()
