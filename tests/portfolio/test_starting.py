"""A practice's process knows its own settings alone, ends with the portfolio, and takes no other one with it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from multiprocessing.context import BaseContext
from pathlib import Path

import pytest

import pipelines
from pipelines.portfolio import build as portfolio_build
from pipelines.portfolio import starting
from pipelines.portfolio.build import Order, build_portfolio
from pipelines.portfolio.child import Answer
from pipelines.portfolio.environment import make_environment
from pipelines.portfolio.members import Member, find_portfolio
from pipelines.portfolio.starting import Starter
from tests.portfolio.child_tasks import die, tell_environment, tell_package, wait_for_end
from tests.portfolio.conftest import clear_environment, write_remittances
from tests.portfolio.few_builds import run_few

SETTINGS = {"KXWATCH_KEY": "of all", "KXWATCH_KEY_EAST": "of east", "KXWATCH_CASEBOOK_URL_EAST": "of east too"}


def stop_copying() -> None:
    """The process that is copied ends; one that another test began knows other settings."""
    if sys.platform != "win32":
        from multiprocessing import forkserver

        forkserver._forkserver._stop()  # type: ignore[attr-defined]  # noqa: SLF001


@pytest.fixture(autouse=True, scope="module")
def _copy_a_process_that_read_little() -> Iterator[None]:
    """Most of these processes build nothing, and what a build needs takes three seconds to read."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(starting, "_WARM", "pipelines.portfolio.child")
        yield
    stop_copying()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows what a process was started with")
def test_the_process_that_is_copied_has_no_setting_of_a_practice(monkeypatch: pytest.MonkeyPatch) -> None:
    stop_copying()
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    process, answers = Starter(os.environ).start(tell_environment, (), {})
    told: Answer = answers.recv()
    process.join()
    assert "PATH=" in told.output
    assert not [value for value in (*SETTINGS, *SETTINGS.values()) if value in told.output + told.said]
    assert {name: os.environ[name] for name in SETTINGS} == SETTINGS


@pytest.fixture
def like_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """No process is copied: each practice's is started anew."""

    def open_anew(environment: Mapping[str, str]) -> BaseContext:
        with monkeypatch.context() as windows:
            windows.setattr(sys, "platform", "win32")
            return open_context(environment)

    open_context = starting._open_context  # noqa: SLF001
    monkeypatch.setattr(starting, "_open_context", open_anew)


@pytest.mark.usefixtures("like_windows")
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux shows what a process was started with")
def test_a_process_that_is_started_anew_has_the_settings_of_its_practice_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SETTINGS.items():
        monkeypatch.setenv(name, value)
    west = make_environment(Member("west", Path("west")), {**os.environ, "KXWATCH_KEY_WEST": "of west"})
    process, answers = Starter(os.environ).start(tell_environment, (), west)
    told: Answer = answers.recv()
    process.join()
    assert "KXWATCH_KEY=of west" in told.output
    assert not [value for value in (*SETTINGS.values(), "_EAST") if value in told.output + told.said]
    assert {name: os.environ[name] for name in SETTINGS} == SETTINGS


@pytest.mark.slow
@pytest.mark.usefixtures("like_windows")
def test_practices_are_built_where_no_process_can_be_copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(portfolio_build, "run_command", run_few)
    write_remittances(tmp_path / "incoming/one", "1EG4TE5MK73")
    found = find_portfolio([tmp_path / "one"], tmp_path / "incoming")
    (result,) = build_portfolio(found, Order(clear_environment({}), 1), lambda result: None)
    assert (result.state, result.exit_code, result.answer["lines"]) == ("built", 0, 2), result.sentences


def test_a_folder_of_the_same_name_is_not_taken_for_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody calls kxwatch in a project that has a package `pipelines` of its own."""
    stop_copying()
    (tmp_path / "pipelines").mkdir()
    (tmp_path / "pipelines/__init__.py").write_text("")
    monkeypatch.chdir(tmp_path)
    process, answers = Starter(os.environ).start(tell_package, (), {})
    assert answers.recv() == pipelines.__file__
    process.join()
    stop_copying()


def test_the_end_of_the_portfolio_is_noticed() -> None:
    starter = Starter(os.environ)
    process, answers = starter.start(wait_for_end, (), {})
    starter.close()
    assert answers.recv() is True
    process.join()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9 on Windows")
def test_a_process_that_is_killed_is_a_failure_of_its_practice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "two"):
        write_remittances(tmp_path / "incoming" / name, "1EG4TE5MK73")
    homes = [tmp_path / name for name in ("one", "two")]
    monkeypatch.setattr(portfolio_build, "run_command", die)
    ended: list[str] = []
    results = build_portfolio(
        find_portfolio(homes, tmp_path / "incoming"), Order(os.environ, 1), lambda result: ended.append(result.message)
    )
    assert [(result.member.name, result.state, result.exit_code) for result in results] == [
        ("one", "failed", 4), ("two", "failed", 4)
    ]  # fmt: skip
    assert ended == ["Its process stopped unexpectedly (code -9). Nothing was published."] * 2
