"""What is written to the terminal goes through `pipelines.terminal`, where text from files cannot act."""

from __future__ import annotations

import re

from pipelines.store.home_files import open_memory
from tests.law.repository import ROOT

WRITERS = re.compile(r"\b(?:typer|click)\.(?:s?echo|secho)\(|\bstd(?:out|err)\.write\(|\bprint\(")
# writes the frames of workbooks to the process that started it
NOT_A_TERMINAL = {"pipelines/sources/tabular/workbook_process.py"}


def test_only_one_module_writes_to_the_terminal() -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for path in sorted((ROOT / "pipelines").rglob("*.py"))
        if WRITERS.search(path.read_text(encoding="utf-8"))
    }
    # the console of `rich` gets its sentences from `show_text`
    assert found - NOT_A_TERMINAL == {"pipelines/progress.py"}, "use say, print_line and print_json of terminal.py"
    progress = (ROOT / "pipelines/progress.py").read_text(encoding="utf-8")
    assert progress.count("console.print(") == progress.count("console.print(show_text(")


def test_duckdb_draws_no_progress_bar_into_an_answer() -> None:
    """Seen on a busy machine: a query over two seconds drew a bar before the JSON of `kxwatch check --json`."""
    with open_memory(None) as connection:
        answer = connection.execute("select current_setting('enable_progress_bar')").fetchone()
    assert answer == (False,)
    files = ["pipelines/store/archive.py", "pipelines/store/home_files.py", "dashboard/warehouse.py"]
    for name in files:
        text = (ROOT / name).read_text(encoding="utf-8")
        assert text.count("set enable_progress_bar = false") == text.count("duckdb.connect(")
