"""What all tests share: an own home each, a command line, the sample warehouse, and a guard around real homes."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines.build import build
from pipelines.cli import run
from pipelines.progress import QuietProgress
from pipelines.settings import Settings, load_settings
from tests.homes.commands import Answer, Command
from tests.made_once import make_once
from tests.postgresql import Server, run_server
from tests.warehouses import open_warehouse

REPOSITORY = Path(__file__).resolve().parent.parent
SAMPLES = REPOSITORY / "data_samples"
_OWN_SETTINGS = ("HOME", "KEY", "CASEBOOK_URL", "PRACTICE", "MEMORY_LIMIT")
# Homes of tests hold a few rows, and two test processes share the cores: a second DuckDB thread costs a quarter more.
os.environ["KXWATCH_THREADS"] = "1"


def _find_real_homes() -> tuple[str, ...]:
    """The homes that a person who runs the tests may have: the default one, the demo, the one of the environment."""
    homes = [Path.cwd() / "kxwatch-data", REPOSITORY / "kxwatch-data", REPOSITORY / "kxwatch-demo"]
    named = os.environ.get("KXWATCH_HOME")
    return tuple({str(home) for home in [*homes, *([Path(named).absolute()] if named else [])]})


_REAL_HOMES = _find_real_homes()
_FILE_EVENTS = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir", "shutil.rmtree", "os.listdir", "os.scandir"}


def _forbid_real_homes(event: str, arguments: tuple[object, ...]) -> None:
    """Stops the test that opens, makes or removes anything in a real home. It is asked a million times."""
    if event not in _FILE_EVENTS or not arguments:
        return
    given = arguments[0]
    if not isinstance(given, str):
        if given is None or isinstance(given, int | bytes):
            return
        given = str(given)
    # a bare name may stand in any folder; the homes are opened by their absolute paths
    if given.startswith(_REAL_HOMES) and any(given == home or given.startswith(home + os.sep) for home in _REAL_HOMES):
        raise RuntimeError(f"A test touched a real home: {given}. Tests work in homes of their own (fixture `home`).")


sys.addaudithook(_forbid_real_homes)


connect_as_users_do = duckdb.connect


def _connect_sooner(
    database: str | Path = ":memory:", read_only: bool = False, config: dict[str, Any] | None = None
) -> duckdb.DuckDBPyConnection:
    """DuckDB checks who signed its crypto at each `load`, for 0.15 s: longer than most tests take that use a key.

    Processes that tests start check it, as those of users do. Decision 0204.
    """
    return connect_as_users_do(database, read_only, {**(config or {}), "allow_unsigned_extensions": "true"})


duckdb.connect = _connect_sooner


def pytest_collection_finish() -> None:
    """What was collected stays to the end; each full collection of garbage would walk through it again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _forget_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """A person's own settings say nothing in a test."""
    for name in _OWN_SETTINGS:
        monkeypatch.delenv(f"KXWATCH_{name}", raising=False)


@pytest.fixture(autouse=True)
def _judge_no_suites(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a test builds for itself is not judged by Great Expectations, unless the test is marked `whole_build`.

    That is a third of a small build. What modules and sessions build whole is judged. Decision 0204.
    """
    if not request.node.get_closest_marker("whole_build"):
        monkeypatch.setattr("pipelines.quality.expectations.load_suites", tuple)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home that does not exist yet."""
    return tmp_path / "home"


@pytest.fixture
def kxwatch(capfd: pytest.CaptureFixture[str]) -> Command:
    """Runs one command line in this process."""

    def call(*arguments: object) -> Answer:
        code = run([str(argument) for argument in arguments])
        out, err = capfd.readouterr()
        return Answer(code, out, err)

    return call


@pytest.fixture
def settings(home: Path) -> Settings:
    """Settings of a home that does not exist yet; its casebook is a file."""
    return load_settings(home)


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home that `kxwatch build data_samples` makes; tests only read it."""

    def make(folder: Path) -> None:
        with pytest.MonkeyPatch.context() as environment:
            for name in _OWN_SETTINGS:
                environment.delenv(f"KXWATCH_{name}", raising=False)
            build(load_settings(folder / "home"), [SAMPLES], None, QuietProgress())

    return make_once(tmp_path_factory, "samples", make) / "home"


@pytest.fixture
def sample_warehouse(sample_home: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The sample warehouse, read only."""
    with open_warehouse(sample_home) as connection:
        yield connection


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A real PostgreSQL server."""
    with run_server() as server:
        yield server
