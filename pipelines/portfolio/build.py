"""Builds many data folders side by side, each in a process of its own that knows no other practice."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event
from time import perf_counter
from typing import Any

from pipelines.build_report import PUBLISHED, PUBLISHED_WITH_GAPS
from pipelines.errors import NotPublished, describe_fault
from pipelines.portfolio.environment import make_environment
from pipelines.portfolio.members import Member, Portfolio
from pipelines.portfolio.record import ANSWERED, describe_inputs, read_current, write_record

_PUBLISHED = (PUBLISHED, PUBLISHED_WITH_GAPS)


@dataclass(frozen=True)
class Result:
    """How the build of one practice ended; `state` is built, current (nothing new, not built again) or failed."""

    member: Member
    state: str
    exit_code: int
    message: str
    sentences: tuple[str, ...] = ()
    answer: Mapping[str, Any] = field(default_factory=dict)
    seconds: float = 0.0

    def to_json(self) -> dict[str, object]:
        """Its part of the object that `--json` prints; without the names of files."""
        names = {"name": self.member.name, "home": str(self.member.home), "state": self.state}
        told = {name: self.answer.get(name) for name in ANSWERED}
        return {**names, "exit_code": self.exit_code, "message": self.message, **told}


@dataclass(frozen=True)
class Order:
    """What is asked of every practice; `environment` holds the settings, `jobs` builds run at a time."""

    environment: Mapping[str, str]
    jobs: int
    as_of: str | None = None
    is_rebuild: bool = False


def build_portfolio(portfolio: Portfolio, order: Order, on_result: Callable[[Result], None]) -> list[Result]:
    """Build every practice that is not current, and report each as it ends; one that fails stops no other.

    Ctrl+C stops the running builds as it stops a single one; those that were published stay so.
    """
    crew = _Crew(order)
    with ThreadPoolExecutor(order.jobs) as pool:
        waiting = [pool.submit(crew.build, member) for member in portfolio.members]
        try:
            results = []
            for done in as_completed(waiting):
                results.append(done.result())
                on_result(results[-1])
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            crew.stop()
            raise
    places = {member: place for place, member in enumerate(portfolio.members)}
    return sorted(results, key=lambda result: places[result.member])


def judge(results: list[Result], portfolio: Portfolio) -> int:
    """The exit code of all: 4 where one was not published, else 3 where something was not used, else 0."""
    if any(result.exit_code not in _PUBLISHED for result in results):
        return NotPublished.exit_code
    has_gaps = portfolio.unmatched or any(result.exit_code for result in results)
    return PUBLISHED_WITH_GAPS if has_gaps else PUBLISHED


class _Crew:
    """The builds that run at the moment, each in a thread that waits for its process."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._running: set[subprocess.Popen[str]] = set()
        self._is_stopped = Event()

    def stop(self) -> None:
        """End the running builds as the system ends one; none is started any more."""
        self._is_stopped.set()
        for child in list(self._running):
            child.terminate()

    def build(self, member: Member) -> Result:
        """Build one practice if something changed; whatever goes wrong is its own result."""
        try:
            return self._build_changed(member)
        except OSError as error:
            return Result(member, "failed", NotPublished.exit_code, describe_fault(error))

    def _build_changed(self, member: Member) -> Result:
        environment = make_environment(member, self._order.environment)
        practice, has_key = environment.get("KXWATCH_PRACTICE", ""), "KXWATCH_KEY" in environment
        inputs = describe_inputs(member, self._order.as_of, practice, is_encrypted=has_key)
        known = None if self._order.is_rebuild else read_current(member, inputs)
        if known is not None:
            return Result(member, "current", known.exit_code, known.message, answer=known.answer)
        result = self._run(member, environment)
        if result.exit_code in _PUBLISHED:
            write_record(member, inputs, dict(result.answer), result.message)
        return result

    def _run(self, member: Member, environment: dict[str, str]) -> Result:
        started = perf_counter()
        threads = str(max(1, (os.cpu_count() or 1) // self._order.jobs))
        with (
            _lifeline() as line,
            subprocess.Popen(
                _command(member, self._order),
                env={"KXWATCH_THREADS": threads, **environment},
                stdin=line,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                encoding="utf-8",
                errors="replace",
                start_new_session=True,  # Ctrl+C reaches it through us alone, once
            ) as child,
        ):
            self._running.add(child)
            if self._is_stopped.is_set():
                child.terminate()
            out, said = child.communicate()
            self._running.discard(child)
        return _read_result(member, child.returncode, out, said, perf_counter() - started)


def _command(member: Member, order: Order) -> list[str]:
    options = ["--home", str(member.home), "--json", *(["--as-of", order.as_of] if order.as_of else [])]
    offered = [str(member.incoming)] if member.incoming else []
    return [sys.executable, "-P", "-m", "pipelines.portfolio.child", "build", *options, *offered]


@contextmanager
def _lifeline() -> Iterator[int]:
    """The reading end of a pipe that ends with this process, however that ends."""
    reading, writing = os.pipe()
    try:
        yield reading
    finally:
        os.close(reading)
        os.close(writing)


def _read_result(member: Member, code: int, out: str, said: str, seconds: float) -> Result:
    sentences = tuple(line for line in said.splitlines() if line.strip())
    answer: dict[str, Any] = {}
    with suppress(ValueError):
        answer = dict(json.loads(out))
    if answer.get("exit_code") != code:
        ended = f"Its process ended by itself (code {code}). Nothing was published."
        return Result(member, "failed", NotPublished.exit_code, ended, sentences, {}, seconds)
    message = sentences[-1] if sentences else ""
    state = "built" if code in _PUBLISHED else "failed"
    return Result(member, state, code, message, sentences[:-1], answer, seconds)
