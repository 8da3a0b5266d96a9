"""Opens a Spark session for one build: its temporary files lie in the drafts, it writes no log and serves no page."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from types import MappingProxyType

from py4j.java_gateway import JavaGateway
from py4j.protocol import Py4JError
from pyspark import SparkConf, SparkContext
from pyspark.errors import PySparkException
from pyspark.java_gateway import launch_gateway
from pyspark.logger import PySparkLogger
from pyspark.sql import SparkSession

from pipelines.environment import replaced_environment
from pipelines.errors import NotPublished
from pipelines.spark.faults import NO_START, say_no_master
from pipelines.spark.master import answers, count_cores, is_on_this_computer

# Spark's own environment variables would lead its files or its logs elsewhere.
_FOREIGN = ("SPARK_LOCAL_DIRS", "SPARK_LOG_DIR", "PYSPARK_SUBMIT_ARGS", "SPARK_REMOTE", "SPARK_CONNECT_MODE_ENABLED")
_LOCAL_ADDRESS = "127.0.0.1"


@contextmanager
def open_session(
    master: str, folder: Path, memory: str, further: Mapping[str, str] = MappingProxyType({})
) -> Iterator[SparkSession]:
    """A session on `master` whose files lie in `folder`; whatever happens, its Java process ends with the block.

    `further` are settings of Spark besides those of every build.

    Raises NotPublished when Spark does not start.
    """
    if not answers(master):
        # Spark itself would ask for a minute before it gives up.
        raise NotPublished(say_no_master(master))
    for name in ("local", "java"):
        (folder / name).mkdir(parents=True)
    silence_errors()
    conf = SparkConf(loadDefaults=False).setAll(list({**configure(master, folder, memory), **further}.items()))
    try:
        with replaced_environment(make_environment(master)):
            gateway = launch_gateway(conf, {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL})
    except (PySparkException, OSError):
        raise NotPublished(NO_START) from None
    try:
        yield _start(gateway, conf)
    finally:
        _end(gateway)


def borrow_session(folder: Path, memory: str) -> SparkSession | None:
    """A session beside the one that this process has already, as in a notebook; None where it has none.

    What a running Spark lets nobody change, such as where its files lie, stays as it is, and nothing is stopped.
    """
    active = SparkSession.getActiveSession()
    if active is None:
        return None
    silence_errors()
    session = active.newSession()
    for name, value in configure(active.sparkContext.master, folder, memory).items():
        if session.conf.isModifiable(name):
            session.conf.set(name, value)
    return session


def silence_errors() -> None:
    """PySpark's own logger writes every failed query, with the rows that it quotes, to standard error.

    Py4J tells the root logger of each call that Java did not answer.
    """
    for name in ("SQLQueryContextLogger", "DataFrameQueryContextLogger"):
        PySparkLogger.getLogger(name).disabled = True
    logging.getLogger("py4j").propagate = False
    logging.getLogger().addFilter(_is_not_of_py4j)


def _is_not_of_py4j(record: logging.LogRecord) -> bool:
    return record.module != "java_gateway"


def configure(master: str, folder: Path, memory: str) -> dict[str, str]:
    """What is set, whatever spark-defaults.conf says."""
    settings = {
        "spark.master": master,
        "spark.app.name": "kxwatch",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.eventLog.enabled": "false",
        "spark.log.level": "OFF",
        "spark.local.dir": str(folder / "local"),
        "spark.sql.warehouse.dir": (folder / "warehouse").as_uri(),
        "spark.sql.catalogImplementation": "in-memory",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.timestampType": "TIMESTAMP_NTZ",
        "spark.sql.ansi.enabled": "true",
        "spark.sql.caseSensitive": "false",
        # A table that looks small is sent whole to every core. Sizes are those of compressed files, and a text is taken
        # for twenty bytes: at the usual 10 MB, the segments of half a million claims were sent, and did not fit.
        "spark.sql.autoBroadcastJoinThreshold": "2m",
        "spark.sql.sources.fileCompressionFactor": "8.0",
        # many small models share the memory: the usual page is a sixteenth of a core's share
        "spark.buffer.pageSize": "4m",
        "spark.driver.extraJavaOptions": f"-XX:-UsePerfData -Djava.io.tmpdir={folder / 'java'}",
    }
    if is_on_this_computer(master):
        settings |= {"spark.driver.host": _LOCAL_ADDRESS, "spark.driver.bindAddress": _LOCAL_ADDRESS}
    if master.startswith("local"):
        settings |= {"spark.driver.memory": memory, "spark.sql.shuffle.partitions": str(count_cores(master))}
    return settings


def make_environment(master: str) -> dict[str, str]:
    """What Java starts with: nothing that leads elsewhere, on this computer its own address."""
    own = {"SPARK_LOCAL_IP": _LOCAL_ADDRESS} if is_on_this_computer(master) else {}
    return {**{name: value for name, value in os.environ.items() if name not in _FOREIGN}, **own}


def _start(gateway: JavaGateway, conf: SparkConf) -> SparkSession:
    try:
        context = SparkContext(gateway=gateway, conf=conf)
        # Whatever `python3` is on this computer, kxwatch is installed for this one.
        context.pythonExec = os.environ.get("PYSPARK_PYTHON", sys.executable)
        # A Java that is gone has its sentence: no trace of its broken connection.
        context._accumulatorServer.handle_error = lambda *connection: None  # noqa: SLF001
        return SparkSession(context)
    except (PySparkException, Py4JError, OSError):
        pass
    # Outside the block, so that no error carries another one that quotes addresses.
    raise NotPublished(NO_START)


def _end(gateway: JavaGateway) -> None:
    """Stops Spark and its Java process, also one that no longer answers."""
    context = SparkContext._active_spark_context  # noqa: SLF001
    if context is not None:
        with suppress(PySparkException, Py4JError, OSError):
            context.stop()
    SparkContext._gateway = SparkContext._jvm = SparkContext._active_spark_context = None  # noqa: SLF001
    SparkSession._instantiatedSession = None  # noqa: SLF001
    with suppress(Py4JError, OSError):
        gateway.shutdown()
    gateway.proc.stdin.close()
    try:
        gateway.proc.wait(timeout=10)
    except subprocess.TimeoutExpired:
        gateway.proc.kill()
        gateway.proc.wait()
