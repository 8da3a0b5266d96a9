"""Without PySpark, without Java, with a key, with a Spark that is gone or out of room: a sentence and its exit code."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest
from py4j.protocol import Py4JError, Py4JNetworkError

from pipelines.commands import engine
from pipelines.errors import NotPublished
from pipelines.spark import watch
from pipelines.spark.engine import write_memory
from pipelines.spark.faults import GONE, NO_EXECUTOR, NO_MEMORY, explain, find_fault, say_no_master, say_no_room
from pipelines.spark.master import answers, count_cores, is_on_this_computer
from pipelines.spark.session import configure, make_environment, open_session
from pipelines.spark.watch import Watch
from tests.homes.commands import Command

PATIENT = "1EG4TE5MK73"
FOLDER = Path("/data/drafts/spark")
NOWHERE = "spark://127.0.0.1:1"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--engine", "flink"], "--engine is duckdb or spark"),
        (["--master", "local[2]"], "--master belongs to --engine spark"),
        (["--engine", "spark", "--master", "http://127.0.0.1:7077"], "--master is spark://HOST:PORT"),
        (["--engine", "spark", "--master", "spark://127.0.0.1"], "--master is spark://HOST:PORT"),
    ],
)
def test_a_wrong_choice_changes_nothing(kxwatch: Command, home: Path, arguments: list[str], sentence: str) -> None:
    answer = kxwatch("build", "--home", home, *arguments)
    assert answer.exit_code == 2
    assert sentence in answer.err
    assert not home.exists()


def test_an_encrypted_data_folder_is_refused(kxwatch: Command, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KXWATCH_KEY", "a long secret text for this test")
    answer = kxwatch("build", "--home", home, "--engine", "spark")
    assert (answer.exit_code, home.exists()) == (2, False)
    assert "encrypted" in answer.err


def test_without_pyspark_it_says_what_to_install(kxwatch: Command, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "find_spec", lambda name: None)
    answer = kxwatch("build", "--home", home, "--engine", "spark")
    assert (answer.exit_code, home.exists()) == (2, False)
    assert "pip install 'kxwatch[spark]'" in answer.err


def test_without_java_it_says_what_to_install(
    kxwatch: Command, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    answer = kxwatch("build", "--home", home, "--engine", "spark")
    assert (answer.exit_code, home.exists()) == (2, False)
    assert "openjdk-17-jre-headless" in answer.err


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("java.io.IOException: No space left on device", say_no_room(FOLDER)),
        ("java.io.IOException: File too large", say_no_room(FOLDER)),
        ("java.lang.OutOfMemoryError: Java heap space", NO_MEMORY),
        ("SparkException: Not enough memory to build and broadcast the table to all worker nodes.", NO_MEMORY),
        ("Job 3 cancelled because SparkContext was shut down", GONE),
        ("Cannot call methods on a stopped SparkContext.", GONE),
        ("All masters are unresponsive! Giving up.", GONE),
    ],
)
def test_what_stops_spark_has_its_sentence(text: str, sentence: str) -> None:
    assert str(explain("build mart.line", ValueError(text), FOLDER)) == sentence


@pytest.mark.parametrize(
    "error",
    [Py4JNetworkError("Answer from Java side is empty"), Py4JError("An error occurred while calling o7.sql")],
)
def test_a_java_process_that_is_gone_is_spark_that_is_gone(error: Exception) -> None:
    assert str(explain("build mart.line", error, FOLDER)) == GONE


def test_no_sentence_quotes_a_row() -> None:
    with pytest.raises(NotPublished) as caught, find_fault("build mart.line", FOLDER):
        raise ValueError(f"[CAST_INVALID_INPUT] The value '{PATIENT}' of the type STRING cannot be cast")
    assert PATIENT not in str(caught.value)
    assert "mart.line" in str(caught.value)
    assert caught.value.__suppress_context__


class _Context:
    """A Spark context as the watch sees it: with executors or without, stopped or not."""

    def __init__(self, executors: int, *, is_stopped: bool = False, master: str = NOWHERE) -> None:
        self.master = master
        self._executors, self._is_stopped = executors, is_stopped
        self.sparkContext = self._jsc = self

    def sc(self) -> _Context:
        return self

    def isStopped(self) -> bool:  # noqa: N802
        return self._is_stopped

    def getExecutorMemoryStatus(self) -> _Context:  # noqa: N802
        return self

    def size(self) -> int:
        """The driver counts as one."""
        return 1 + self._executors

    def cancelAllJobs(self) -> None:  # noqa: N802
        """There are none."""


def test_a_build_goes_on_while_there_are_executors() -> None:
    Watch(_Context(1), patience=60).look()


@pytest.mark.parametrize("context", [_Context(0), _Context(1, is_stopped=True)])
def test_a_build_does_not_wait_for_a_spark_that_is_gone(context: _Context) -> None:
    with pytest.raises(NotPublished, match="Spark stopped"):
        Watch(context, patience_without_master=-1).look()


def test_a_master_that_answers_may_have_executors_later() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        context = _Context(0, master=f"spark://127.0.0.1:{other.getsockname()[1]}")
        Watch(context, patience_without_master=-1).look()
        with pytest.raises(NotPublished) as caught:
            Watch(context, patience=-1).look()
    assert str(caught.value) == NO_EXECUTOR


def test_reading_files_does_not_wait_for_a_spark_that_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "LOOK_SECONDS", 0.01)
    context = _Context(0)
    is_ended = Event()
    monkeypatch.setattr(context, "cancelAllJobs", is_ended.set)
    with pytest.raises(NotPublished, match="Spark stopped"):
        Watch(context, patience_without_master=-1).wait(is_ended.wait)


def test_without_a_master_java_is_not_started(tmp_path: Path) -> None:
    with pytest.raises(NotPublished) as caught, open_session(NOWHERE, tmp_path / "spark", "1024m"):
        pass
    assert str(caught.value) == say_no_master(NOWHERE)
    assert not (tmp_path / "spark").exists()


@pytest.mark.parametrize("master", ["spark://no such host:7077", "spark://[:7077", "spark://127.0.0.1:99999"])
def test_what_is_no_address_does_not_answer(master: str) -> None:
    assert not answers(master)


@pytest.mark.parametrize(
    ("master", "is_here"),
    [
        ("local[2]", True),
        ("spark://127.0.0.1:7077", True),
        ("spark://localhost:7077", True),
        ("spark://[::1]:7077,localhost:7077", True),
        ("spark://127.0.0.1:7077,spark.example:7077", False),
        ("yarn", False),
    ],
)
def test_a_master_on_this_computer_is_told_from_others(master: str, is_here: bool) -> None:
    assert is_on_this_computer(master) == is_here
    assert ("spark.driver.host" in configure(master, FOLDER, "1024m")) == is_here


def test_cores_are_counted() -> None:
    assert [count_cores(master) for master in ("local", "local[3]", "local[2,4]")] == [1, 3, 2]
    assert count_cores("local[*]") >= 1


@pytest.mark.parametrize(
    ("limit", "java"), [("2GB", "2048m"), ("1.5 GiB", "1536m"), ("100MB", "1024m"), ("1TB", "1048576m")]
)
def test_the_memory_limit_is_java_s(limit: str, java: str) -> None:
    assert write_memory(limit) == java


def test_everything_spark_writes_lies_in_the_drafts(tmp_path: Path) -> None:
    settings = configure("local[2]", tmp_path, "1024m")
    places = [
        settings[name] for name in ("spark.local.dir", "spark.sql.warehouse.dir", "spark.driver.extraJavaOptions")
    ]
    assert all(str(tmp_path) in place for place in places)


@pytest.mark.parametrize(("master", "address"), [("local[2]", "127.0.0.1"), ("spark://cluster:7077", None)])
def test_java_starts_without_variables_that_lead_elsewhere(
    monkeypatch: pytest.MonkeyPatch, master: str, address: str | None
) -> None:
    monkeypatch.setenv("SPARK_LOG_DIR", "elsewhere")
    monkeypatch.setenv("JAVA_HOME", "java")
    monkeypatch.delenv("SPARK_LOCAL_IP", raising=False)
    environment = make_environment(master)
    assert (environment["JAVA_HOME"], environment.get("SPARK_LOCAL_IP")) == ("java", address)
    assert "SPARK_LOG_DIR" not in environment


def test_a_build_without_spark_imports_nothing_of_it() -> None:
    code = (
        "import sys, pipelines.cli, pipelines.build, pipelines.commands.engine as engine;"
        "from pipelines.quality.validation import warm_up; warm_up();"
        "engine.choose_engine('duckdb', None, None);"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & {'pyspark', 'py4j', 'sqlglot'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
