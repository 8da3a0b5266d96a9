"""Measures one piece of work in a process of its own: its seconds and its highest memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from time import perf_counter

from tests.law.repository import ROOT

_MEBIBYTE = 1024 * 1024


@dataclass(frozen=True)
class Measurement:
    """Seconds of the whole process and of its processor, its peak resident memory, and what it printed last."""

    seconds: float
    cpu_seconds: float
    peak_bytes: int
    answer: dict[str, float]

    @property
    def peak_gib(self) -> float:
        """The peak in GiB."""
        return self.peak_bytes / (1024 * _MEBIBYTE)


def measure(module: str, *arguments: str, settings: Mapping[str, str] | None = None) -> Measurement:
    """Runs `python -m module arguments` and waits for it; raises CalledProcessError if it fails.

    `settings` are environment variables of kxwatch for that process alone.
    """
    command = [sys.executable, "-m", "tests.bench.child", module, *arguments]
    started = perf_counter()
    environment = {**os.environ, **(settings or {})}
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    seconds = perf_counter() - started
    answer = json.loads(done.stdout.strip().splitlines()[-1])
    return Measurement(seconds, answer.pop("cpu_seconds"), int(answer.pop("peak_bytes")), answer)
