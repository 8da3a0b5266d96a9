"""What a portfolio build says: one line for each practice as it ends, and one for all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import count

from pipelines.build_report import PUBLISHED_WITH_GAPS
from pipelines.portfolio.build import Result


@dataclass
class Reporter:
    """Says one line for each practice, numbered as they end; with `is_verbose` also what its build said."""

    total: int
    say: Callable[[str], None]
    is_verbose: bool
    _numbers: count[int] = field(default_factory=lambda: count(1))

    def report(self, result: Result) -> None:
        """One practice has ended."""
        name = result.member.name
        if self.is_verbose:
            for sentence in result.sentences:
                self.say(f"{name}: {sentence}")
        self.say(f"{next(self._numbers)} of {self.total} {name}: {_say_result(result)}")


def _say_result(result: Result) -> str:
    if result.state == "current":
        return f"Nothing new since its last build, not built again.{_say_gaps(result)}"
    if result.state == "failed":
        return f"Not published. {result.message}"
    return f"{result.message}{_say_gaps(result)} {result.seconds:.0f} s."


def _say_gaps(result: Result) -> str:
    if result.exit_code != PUBLISHED_WITH_GAPS:
        return ""
    return " Some files were refused or rows excluded; its Data quality page lists them."


def say_outcome(results: Sequence[Result]) -> str:
    """All in one sentence."""
    states = Counter(result.state for result in results)
    words = {"built": "published", "current": "already current", "failed": "not published"}
    counted = ", ".join(f"{states[state]:,} {said}" for state, said in words.items() if states[state])
    failed = [result.member.name for result in results if result.state == "failed"]
    rest = f" Not published: {', '.join(failed)}; their previous warehouses are unchanged." if failed else ""
    return f"Data folders: {counted}.{rest}"
