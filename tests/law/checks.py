"""`make check`: format, style, types, import rules and SQL style, side by side.

Every fault is printed.

Decision 0027.
"""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from time import perf_counter

from tests.law.repository import ROOT
from tests.law.sql_style import lint_sql

BIN = Path(sys.executable).parent
COMMANDS = {
    "ruff format": ["ruff", "format", "--check", "--quiet", "."],
    "ruff": ["ruff", "check", "--quiet", "."],
    "mypy": ["mypy"],
    "import-linter": ["lint-imports"],
}


def run_checks() -> int:
    """0 if everything holds, else 1."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        running: dict[str, Future[tuple[str, float]]] = {
            name: pool.submit(_run, command) for name, command in COMMANDS.items()
        }
        started = perf_counter()
        faults = lint_sql()
        _report("sqlfluff", "\n".join(faults), perf_counter() - started)
        outputs = {name: future.result() for name, future in running.items()}
    for name, (output, seconds) in outputs.items():
        _report(name, output, seconds)
    return 1 if faults or any(output for output, _ in outputs.values()) else 0


def _run(command: list[str]) -> tuple[str, float]:
    """What a tool printed if it found something, else nothing; and its seconds."""
    started = perf_counter()
    done = subprocess.run([BIN / command[0], *command[1:]], cwd=ROOT, capture_output=True, text=True, check=False)
    output = (done.stdout + done.stderr).strip() or f"exit code {done.returncode}"
    return output if done.returncode else "", perf_counter() - started


def _report(name: str, output: str, seconds: float) -> None:
    sys.stdout.write(
        f"{name:<14} {'FAILED' if output else 'holds':<7} {seconds:5.1f} s\n{output + chr(10) if output else ''}"
    )


if __name__ == "__main__":
    sys.exit(run_checks())
