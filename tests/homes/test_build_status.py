"""What stops a build is a sentence in the terminal and in the status file; what a person sees meanwhile."""

from __future__ import annotations

import json
from pathlib import Path

import duckdb
import pytest

from pipelines.errors import KxwatchError, NotPublished, UsageError
from pipelines.progress import QuietProgress, StageClock, TerminalProgress, show_files
from pipelines.store.build_status import report_failure
from pipelines.store.home import Home


def read_status(home: Home) -> dict[str, object]:
    status: dict[str, object] = json.loads(home.status.read_text(encoding="utf-8"))
    return status


@pytest.mark.parametrize(
    ("error", "raised", "exit_code", "words"),
    [
        (NotPublished("A check failed."), NotPublished, 4, "A check failed."),
        (OSError(28, "No space left on device"), NotPublished, 4, "No space left on device"),
        (duckdb.IOException("IO Error: Could not write file"), NotPublished, 4, "Could not write file"),
        (RuntimeError("IO Error: Could not write file: No space left on device"), NotPublished, 4, "No space left"),
        (
            duckdb.TransactionException("Failed to commit 1EG4TE5MK73: No space left on device"),
            NotPublished,
            4,
            "space",
        ),
        (RuntimeError("Out of Memory Error: 1EG4TE5MK73"), NotPublished, 4, "KXWATCH_MEMORY_LIMIT"),
        (duckdb.OutOfMemoryException("no more"), NotPublished, 4, "KXWATCH_MEMORY_LIMIT"),
        (OSError(28, "No space left on device", "spill.tmp"), NotPublished, 4, "spill.tmp"),
        (duckdb.IOException("IO Error: Corrupt database file: computed checksum 1"), NotPublished, 4, "is damaged"),
        (duckdb.SerializationException("1EG4TE5MK73"), NotPublished, 4, "is damaged"),
        (duckdb.ConversionException("patient 1EG4TE5MK73"), NotPublished, 4, "internal error (ConversionException"),
        (ZeroDivisionError("patient 1EG4TE5MK73"), ZeroDivisionError, 4, "stopped (ZeroDivisionError)"),
        (KeyboardInterrupt(), KeyboardInterrupt, 4, "stopped"),
    ],
)
def test_a_failure_leaves_its_sentence(
    tmp_path: Path, error: BaseException, raised: type[BaseException], exit_code: int, words: str
) -> None:
    home = Home(tmp_path)
    with pytest.raises(raised), report_failure(home):
        raise error
    status = read_status(home)
    assert status["exit_code"] == exit_code
    assert words in str(status["message"])
    assert "1EG4TE5MK73" not in str(status["message"])
    assert str(status["finished_at"]).endswith("+00:00")


def test_a_wrong_use_changes_nothing(tmp_path: Path) -> None:
    with pytest.raises(UsageError), report_failure(Home(tmp_path)):
        raise UsageError("no such path")
    assert list(tmp_path.iterdir()) == []


def test_a_home_that_is_gone_hides_no_error(tmp_path: Path) -> None:
    with pytest.raises(KxwatchError, match="A check failed"), report_failure(Home(tmp_path / "gone")):
        raise NotPublished("A check failed.")


def test_stages_are_added_up_and_noted_once(capsys: pytest.CaptureFixture[str]) -> None:
    clock = StageClock(QuietProgress(is_verbose=True))
    for name, rows in (("staging.line", 0), ("ledger.entry", 1_000), ("mart.line", 10), ("ledger.visit", 500)):
        clock.on_model(name, rows, 0.25)
    with clock.time("quality"):
        pass
    clock.note()
    stages = [text.split()[:2] for text in capsys.readouterr().err.splitlines()]
    assert stages == [["staging", "0"], ["ledger", "1,500"], ["mart", "10"], ["quality", "0"]]


def test_elsewhere_than_on_a_terminal_only_what_matters_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    progress = QuietProgress()
    with show_files(progress, 2):
        progress.finish_file()
    progress.note("a stage")
    progress.say("a warning")
    captured = capsys.readouterr()
    assert (captured.out, captured.err) == ("", "a warning\n")


def test_a_terminal_shows_stages_and_warnings_on_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    progress = TerminalProgress()
    with show_files(progress, 1):
        progress.finish_file()
    progress.say("[a warning]")
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "[a warning]" in captured.err
    assert "files" in captured.err
