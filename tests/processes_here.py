"""What a child process does, in this process: a test of what a command answers need not wait for Python to start.

That pages and readers start these processes, and what those answer, is tested with the processes themselves.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from io import BytesIO, TextIOWrapper
from subprocess import CompletedProcess, TimeoutExpired
from types import SimpleNamespace
from typing import Any

import pytest

from pipelines.cli import run
from pipelines.sources.tabular import workbook_process

_KXWATCH = [sys.executable, "-m", "pipelines"]
_ROOM = 1 << 30


def run_kxwatch_here(patched: pytest.MonkeyPatch, module: str) -> None:
    """As long as `patched` holds, `module` runs its `kxwatch` commands in this process."""
    stand_in = SimpleNamespace(run=_run_command, TimeoutExpired=TimeoutExpired)
    patched.setattr(f"{module}.subprocess", stand_in)


def _run_command(command: Sequence[str], *, input: bytes = b"", **_: Any) -> CompletedProcess[bytes]:  # noqa: A002
    assert list(command[:3]) == _KXWATCH
    # a wrapper that nobody holds closes its stream
    typed, out, err = (TextIOWrapper(BytesIO(content), "utf-8", write_through=True) for content in (input, b"", b""))
    with pytest.MonkeyPatch.context() as patched, redirect_stdout(out), redirect_stderr(err):
        patched.setattr("sys.stdin", typed)
        code = run(list(command[3:]))
    return CompletedProcess(command, code, _read(out), _read(err))


def read_workbooks_here(patched: pytest.MonkeyPatch) -> None:
    """As long as `patched` holds, the sheets of workbooks are read in this process, without a limit of memory."""
    patched.setattr("pipelines.sources.tabular.workbook._run", _read_sheets)


def _read_sheets(content: bytes) -> bytes:
    out = TextIOWrapper(BytesIO(), "utf-8", write_through=True)
    with redirect_stdout(out):
        assert vars(workbook_process)["_write_sheets"](content, _ROOM) == 0
    return _read(out)


def _read(stream: TextIOWrapper) -> bytes:
    stream.seek(0)
    return bytes(stream.buffer.read())
