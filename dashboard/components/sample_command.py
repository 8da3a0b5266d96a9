"""Runs `kxwatch sample` in a child process and hands back its answer, so that pages need none of its packages."""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import streamlit as st

from dashboard.casebook import find_actor, list_closed_samples
from dashboard.viewer import is_page_shown, may_write
from dashboard.warehouse import home

PAGE = "samples"
LONGEST_SECONDS = 300
KEPT_SECONDS = 30
_CHANGES = "sample_changes"
NO_SAMPLES = "Your role does not include samples. No changes were made."
READS_ONLY = "Your role can only see samples of closed months. No changes were made; ask a compliance officer."
NOT_CLOSED = "Your role can only see samples as a closed month holds them. This one was drawn or reviewed later."


@dataclass(frozen=True)
class SampleAnswer:
    """What one command said: exit code, message for people, the object for scripts, or the bytes of a file.

    pipelines.sampling.answer declares what the object of each command holds.
    """

    exit_code: int
    message: str
    answer: Any
    content: bytes = b""

    @property
    def is_done(self) -> bool:
        """Whether the command did what was asked."""
        return self.exit_code == 0


def read_sample(*arguments: str) -> SampleAnswer:
    """The answer of a command that changes nothing; kept for a moment, because a child process takes seconds."""
    if not is_page_shown(PAGE):
        return SampleAnswer(2, NO_SAMPLES, {})
    closed = None if may_write() else list_closed_samples()
    if closed is not None and len(arguments) > 1 and arguments[1] not in closed:
        return SampleAnswer(2, NOT_CLOSED, {})
    found = _read(str(home()), st.session_state.get(_CHANGES, 0), *_list_times(), arguments)
    if closed is None or "samples" not in found.answer:
        return found
    kept = [one for one in found.answer["samples"] if one["name"] in closed]
    return replace(found, answer={**found.answer, "samples": kept})


@st.cache_data(ttl=KEPT_SECONDS, max_entries=50, show_spinner="Reading the samples")
def _read(root: str, changes: int, samples: float, casebook: float, arguments: tuple[str, ...]) -> SampleAnswer:
    return _ask(list(arguments))


def _list_times() -> tuple[float, float]:
    """When samples and the casebook of the data folder last changed; its log is merged into the file and removed."""
    times = [_find_time(home() / name) for name in ("samples", "casebook.sqlite", "casebook.sqlite-wal")]
    return times[0], max(times[1:])


def _find_time(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def change_sample(*arguments: str, content: bytes | None = None, name: str = "") -> SampleAnswer:
    """Run a command that the person at the screen signs; `name`, as typed, is never read as an option."""
    if not may_write():
        return SampleAnswer(2, READS_ONLY, {})
    # a moment and not a count: what another session kept after as many changes is no answer after this one
    st.session_state[_CHANGES] = time.time_ns()
    return _ask([*arguments, "--actor", find_actor()], content, ["--", name] if name else [])


def _ask(arguments: list[str], content: bytes | None = None, last: Sequence[str] = ()) -> SampleAnswer:
    exit_code, out, err = _run([*arguments, "--json", *last], content)
    try:
        answer: dict[str, Any] = json.loads(out)
    except ValueError:
        answer = {}
    return SampleAnswer(exit_code, str(answer.get("message") or err), answer)


def fetch_worksheet(name: str) -> SampleAnswer:
    """The worksheet of a sample as an XLSX file; nothing of it is written to the disk."""
    if not may_write():
        return SampleAnswer(2, READS_ONLY, {})
    exit_code, out, err = _run(["worksheet", name, "--out", "-", "--actor", find_actor()], None)
    return SampleAnswer(exit_code, err, {}, out)


def _run(arguments: list[str], content: bytes | None) -> tuple[int, bytes, str]:
    if not is_page_shown(PAGE):
        return 2, b"", NO_SAMPLES
    first, *others = arguments
    command = [sys.executable, "-m", "pipelines", "sample", first, "--home", str(home()), *others]
    try:
        done = subprocess.run(
            command, input=content or b"", capture_output=True, timeout=LONGEST_SECONDS, check=False
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return 4, b"", "The command took too long and was stopped. Try again, or use the command line."
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace").strip()
