"""Size: many small files against few large ones, a month on top of three million lines, and ten million lines."""

from __future__ import annotations

import os
import shutil
from itertools import accumulate
from pathlib import Path

from tests.bench.measure import measure
from tests.bench.month import STATISTICS
from tests.bench.page import Figure
from tests.bench.practice import BENCH, bundle, new_home, simulate_lines

# The environment can ask for less than the full size, to see a part work.
SMALL_FILES = int(os.environ.get("KXWATCH_BENCH_FILES", "20000"))
FEW_FILES = 200
MONTH_LINES = int(os.environ.get("KXWATCH_BENCH_MONTH_LINES", "3000000"))
MANY_LINES = int(os.environ.get("KXWATCH_BENCH_MANY_LINES", "10000000"))
MANY_THREADS = "2"
MONTH_SHARE = 0.01
# A tenth more lines than three million come in some 20,000 files.
LINES_PER_FILE = 165


def bench_small_files() -> list[Figure]:
    """The import of 20,000 files, and of the same bytes in 200."""
    paths = sorted(simulate_lines(SMALL_FILES * LINES_PER_FILE).rglob("*.835"))[:SMALL_FILES]
    small, few = _new_folder("small-files"), _new_folder("few-files")
    for ordinal, path in enumerate(paths):
        os.link(path, small / f"{ordinal:05}.835")
    bundle(paths, few, FEW_FILES)
    in_small = measure("intake", str(small), str(new_home("small")))
    in_few = measure("intake", str(few), str(new_home("few")))
    return [
        Figure("small files", len(paths), "files", None),
        Figure("service lines in them", in_small.answer["lines"], "lines", None),
        Figure("service lines in the few files", in_few.answer["lines"], "lines", None),
        Figure("import of the small files", in_small.seconds, "s", None),
        Figure("the same, processor time", in_small.cpu_seconds, "s", None),
        Figure("import of the same bytes in 200 files", in_few.seconds, "s", None),
        Figure("the same, processor time", in_few.cpu_seconds, "s", None),
        Figure("small files / few files", in_small.seconds / in_few.seconds, "times", 1.3),
        Figure("the same, processor time", in_small.cpu_seconds / in_few.cpu_seconds, "times", None),
    ]


def bench_month() -> list[Figure]:
    """The newest hundredth of the bytes on top of the rest: a monthly build, against a build of all that is stored."""
    before, month = _split_month(simulate_lines(MONTH_LINES))
    home = str(new_home("month-home"))
    measure("whole_build", str(before), home)
    added = measure("month_build", str(month), home)
    again = measure("rebuild", home)
    stages = {name: number for name, number in added.answer.items() if name.startswith("stage ")}
    whole = sum(stages.values())
    statistics = added.answer[STATISTICS]
    kept_whole = statistics + sum(added.answer[f"stage {name}"] for name in ("files", "quality"))
    touched = {name: number for name, number in added.answer.items() if name.startswith("affected: ")}
    return [
        Figure("service lines", added.answer["lines"], "lines", None),
        Figure("monthly build that adds 1%", added.seconds, "s", None),
        Figure("the same, processor time", added.cpu_seconds, "s", None),
        Figure("rebuild of all", again.seconds, "s", None),
        Figure("the same, processor time", again.cpu_seconds, "s", None),
        Figure("monthly build / rebuild, processor time", added.cpu_seconds / again.cpu_seconds, "times", None),
        *(Figure(name, 100 * number / whole, "% of the stages", None) for name, number in stages.items()),
        Figure(f"of these: {STATISTICS}", 100 * statistics / whole, "% of the stages", None),
        Figure("with files and quality: whole in any build", 100 * kept_whole / whole, "% of the stages", None),
        *(Figure(name, 100 * number, "%", None) for name, number in touched.items()),
    ]


def bench_ten_million() -> list[Figure]:
    """A first build of ten million lines with two threads, within 8 GiB."""
    folder, home = simulate_lines(MANY_LINES), str(new_home("ten-million-home"))
    limits = {"KXWATCH_MEMORY_LIMIT": "6GB", "KXWATCH_THREADS": MANY_THREADS}
    first = measure("whole_build", str(folder), home, settings=limits)
    return [
        Figure("service lines", first.answer["lines"], "lines", None),
        Figure("threads", int(MANY_THREADS), "threads", None),
        Figure("first build", first.seconds, "s", None),
        Figure("the same, processor time", first.cpu_seconds, "s", None),
        Figure("peak memory of the first build", first.peak_gib, "GiB", 8),
    ]


def _new_folder(name: str) -> Path:
    folder = BENCH / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def _split_month(remittances: Path) -> tuple[Path, Path]:
    """Links to the older files and to the newest, by the date in their names; the other inputs go with the older."""
    before, month = _new_folder("before-month"), _new_folder("the-month")
    paths = sorted(remittances.rglob("*.835"), key=lambda path: (path.name, str(path)))
    whole = sum(path.stat().st_size for path in paths)
    ends = accumulate(path.stat().st_size for path in paths)
    for ordinal, (path, end) in enumerate(zip(paths, ends, strict=True)):
        os.link(path, (month if end > (1 - MONTH_SHARE) * whole else before) / f"{ordinal:05}.835")
    for path in remittances.glob("*.csv"):
        os.link(path, before / path.name)
    return before, month
