"""Builds many data folders side by side, each in a process of its own that knows no other practice."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from time import perf_counter
from typing import Any

from pipelines.build_report import PUBLISHED, PUBLISHED_WITH_GAPS
from pipelines.errors import NotPublished, describe_fault
from pipelines.portfolio.child import Answer, run_command
from pipelines.portfolio.environment import make_environment
from pipelines.portfolio.members import Member, Portfolio
from pipelines.portfolio.record import ANSWERED, describe_inputs, read_current, write_record
from pipelines.portfolio.starting import Starter

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
    results = []
    for result in _Crew(order).build(portfolio.members):
        results.append(result)
        on_result(result)
    places = {member: place for place, member in enumerate(portfolio.members)}
    return sorted(results, key=lambda result: places[result.member])


def judge(results: list[Result], portfolio: Portfolio) -> int:
    """The exit code of all: 4 where one was not published, else 3 where something was not used, else 0."""
    if any(result.exit_code not in _PUBLISHED for result in results):
        return NotPublished.exit_code
    has_gaps = portfolio.unmatched or any(result.exit_code for result in results)
    return PUBLISHED_WITH_GAPS if has_gaps else PUBLISHED


@dataclass(frozen=True)
class _Running:
    """A build that runs: what it was asked to read, its process, and when it began."""

    member: Member
    inputs: str
    process: BaseProcess
    started: float


class _Crew:
    """The builds that run at the moment, by the pipe on which each of them answers at its end."""

    def __init__(self, order: Order) -> None:
        self._order = order
        self._starter = Starter(order.environment)
        self._running: dict[Connection, _Running] = {}

    def build(self, members: Sequence[Member]) -> Iterator[Result]:
        """The result of each practice as it ends. Leaving early ends the builds that run as the system ends one."""
        waiting = deque(members)
        try:
            while waiting or self._running:
                while waiting and len(self._running) < self._order.jobs:
                    yield from self._begin(waiting.popleft())
                if self._running:
                    yield from self._collect()
        finally:
            for build in self._running.values():
                build.process.terminate()
            for build in self._running.values():
                build.process.join()
            self._starter.close()

    def _begin(self, member: Member) -> Iterator[Result]:
        """Start a practice if something changed, else its result; whatever goes wrong is its own result."""
        try:
            environment = make_environment(member, self._order.environment)
            practice, has_key = environment.get("KXWATCH_PRACTICE", ""), "KXWATCH_KEY" in environment
            inputs = describe_inputs(member, self._order.as_of, practice, is_encrypted=has_key)
            known = None if self._order.is_rebuild else read_current(member, inputs)
            if known is not None:
                yield Result(member, "current", known.exit_code, known.message, answer=known.answer)
                return
            threads = str(max(1, (os.cpu_count() or 1) // self._order.jobs))
            asked = run_command, _command(member, self._order), {"KXWATCH_THREADS": threads, **environment}
            process, answers = self._starter.start(*asked)
            self._running[answers] = _Running(member, inputs, process, perf_counter())
        except OSError as error:
            yield Result(member, "failed", NotPublished.exit_code, describe_fault(error))

    def _collect(self) -> Iterator[Result]:
        """The results of the builds that ended, once at least one did."""
        ended = wait(list(self._running))
        for answers in [one for one in self._running if one in ended]:
            build = self._running[answers]
            try:
                answer: Answer | None = answers.recv()
            except (EOFError, OSError):
                answer = None
            build.process.join()
            del self._running[answers]
            answers.close()
            yield _keep(build, _read_result(build, answer))


def _command(member: Member, order: Order) -> list[str]:
    options = ["--home", str(member.home), "--json", *(["--as-of", order.as_of] if order.as_of else [])]
    offered = [str(member.incoming)] if member.incoming else []
    return ["build", *options, *offered]


def _keep(build: _Running, result: Result) -> Result:
    """Write down what was built from what, so that the next call leaves it; a folder that refuses that is a failure."""
    if result.exit_code in _PUBLISHED:
        try:
            write_record(build.member, build.inputs, result.answer, result.message)
        except OSError as error:
            return Result(build.member, "failed", NotPublished.exit_code, describe_fault(error))
    return result


def _read_result(build: _Running, answer: Answer | None) -> Result:
    seconds = perf_counter() - build.started
    told = {} if answer is None else answer.read()
    sentences = () if answer is None else tuple(line for line in answer.said.splitlines() if line.strip())
    if answer is None or told.get("exit_code") != answer.exit_code:
        code = build.process.exitcode if answer is None else answer.exit_code
        ended = f"Its process stopped unexpectedly (code {code}). Nothing was published."
        return Result(build.member, "failed", NotPublished.exit_code, ended, sentences, seconds=seconds)
    message = sentences[-1] if sentences else ""
    state = "built" if answer.exit_code in _PUBLISHED else "failed"
    return Result(build.member, state, answer.exit_code, message, sentences[:-1], told, seconds)
