"""What is written to the terminal goes through `pipelines.terminal`, where text from files cannot act."""

from __future__ import annotations

import re

from tests.law.repository import ROOT

WRITERS = re.compile(r"\b(?:typer|click)\.(?:s?echo|secho)\(|\bstd(?:out|err)\.write\(|\bprint\(")
# writes the frames of workbooks to the process that started it
NOT_A_TERMINAL = {"pipelines/sources/workbook_process.py"}


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
