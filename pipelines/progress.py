"""Shows the progress of a build: a bar and a line by stage on a terminal, else only what matters."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter
from typing import Protocol

from pipelines.terminal import say, show_text


class Progress(Protocol):
    """Where a build tells how far it is."""

    def say(self, sentence: str) -> None:
        """Something the person must know, shown always."""

    def note(self, sentence: str) -> None:
        """How far the build is, shown on a terminal or when asked for."""

    def start_files(self, total: int) -> None:
        """So many files are about to be imported."""

    def finish_file(self) -> None:
        """One more file is in."""

    def end_files(self) -> None:
        """The last file is in."""


class QuietProgress:
    """Sentences on standard error and nothing else; with `is_verbose` also the stages."""

    def __init__(self, *, is_verbose: bool = False) -> None:
        self.is_verbose = is_verbose

    def say(self, sentence: str) -> None:
        say(sentence)

    def note(self, sentence: str) -> None:
        if self.is_verbose:
            self.say(sentence)

    def start_files(self, total: int) -> None:
        """A log has no bar."""

    def finish_file(self) -> None:
        """A log has no bar."""

    def end_files(self) -> None:
        """A log has no bar."""


class TerminalProgress:
    """A bar while files are imported, then a line for each stage."""

    def __init__(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bars

        self._console = Console(stderr=True, highlight=False, markup=False, emoji=False)
        columns = (TextColumn("importing files"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
        self._bars = Bars(*columns, console=self._console, transient=True)
        self._task = self._bars.add_task("files", total=None)

    def say(self, sentence: str) -> None:
        self._console.print(show_text(sentence))

    def note(self, sentence: str) -> None:
        self._console.print(show_text(sentence), style="dim")

    def start_files(self, total: int) -> None:
        self._bars.update(self._task, total=total)
        self._bars.start()

    def finish_file(self) -> None:
        self._bars.advance(self._task)

    def end_files(self) -> None:
        self._bars.stop()


def choose_progress(*, is_verbose: bool = False) -> Progress:
    """The bar on a terminal, quiet elsewhere."""
    return TerminalProgress() if sys.stderr.isatty() else QuietProgress(is_verbose=is_verbose)


class StageClock:
    """Adds up rows and seconds of the models by stage; the build goes up and down between stages."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._rows: Counter[str] = Counter()
        self._seconds: defaultdict[str, float] = defaultdict(float)

    def on_model(self, name: str, rows: int, seconds: float) -> None:
        """One more table is built."""
        stage = name.partition(".")[0]
        self._rows[stage] += rows
        self._seconds[stage] += seconds

    @contextmanager
    def time(self, stage: str) -> Iterator[None]:
        """A stage that makes no rows of its own."""
        started = perf_counter()
        yield
        self.on_model(stage, 0, perf_counter() - started)

    def note(self) -> None:
        """One line for each stage."""
        for stage, seconds in self._seconds.items():
            self._progress.note(f"{stage:<10}{self._rows[stage]:>14,} rows{seconds:>10.1f} s")


@contextmanager
def show_files(progress: Progress, total: int) -> Iterator[None]:
    """The bar for `total` files, taken away however the block ends."""
    started = perf_counter()
    progress.start_files(total)
    try:
        yield
    finally:
        progress.end_files()
    progress.note(f"{'files':<10}{total:>14,} files{perf_counter() - started:>9.1f} s")
