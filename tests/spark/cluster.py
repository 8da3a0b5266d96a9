"""A standalone Spark cluster on this computer for one test: a master and a worker, started by PySpark's script."""

from __future__ import annotations

import os
import socket
import subprocess
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

from pipelines.spark.master import answers
from tests.spark.java import JAVA_OPTIONS

HOST = "127.0.0.1"
_SECONDS_TO_START = 30.0
_SECONDS_TO_END = 15.0


@dataclass(frozen=True)
class Cluster:
    """A master, a worker of one core, and the folder below which all of it works."""

    master: str
    folder: Path
    processes: Sequence[subprocess.Popen[bytes]]

    def end(self) -> None:
        """Kills the worker and the master as a power failure would."""
        for process in self.processes:
            process.kill()
            process.wait()


@contextmanager
def run_cluster(folder: Path) -> Iterator[Cluster]:
    """Both processes, the master first: a worker that finds none asks again much later."""
    import pyspark

    script = str(Path(pyspark.__file__).parent / "bin" / "spark-class")
    folder.mkdir()
    port = _find_port()
    master = f"spark://{HOST}:{port}"
    here = ["--host", HOST, "--webui-port", "0"]
    work = ["--cores", "1", "--memory", "1g", "--work-dir", str(folder), master]
    started: list[subprocess.Popen[bytes]] = []
    try:
        started.append(_start(script, folder, "master.Master", *here, "--port", str(port)))
        _wait_for(lambda: answers(master), _SECONDS_TO_START)
        started.insert(0, _start(script, folder, "worker.Worker", *here, *work))
        yield Cluster(master, folder, started)
    finally:
        for process in started:
            process.kill()
            process.wait()
        _wait_for(lambda: not find_processes(folder), _SECONDS_TO_END)


def find_processes(folder: Path) -> list[int]:
    """The processes that stand in the folder or were started with its name."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it ended meanwhile
            command = (process / "cmdline").read_bytes()
            if os.fsencode(folder) in command or (process / "cwd").readlink().is_relative_to(folder):
                found.append(int(process.name))
    return found


def _start(script: str, folder: Path, kind: str, *arguments: str) -> subprocess.Popen[bytes]:
    environment = os.environ | {
        "SPARK_LOCAL_IP": HOST,
        "SPARK_LOCAL_DIRS": str(folder),
        "JAVA_TOOL_OPTIONS": JAVA_OPTIONS,
    }
    command = [script, f"org.apache.spark.deploy.{kind}", *arguments]
    nowhere = subprocess.DEVNULL
    return subprocess.Popen(command, env=environment, stdin=nowhere, stdout=nowhere, stderr=nowhere)


def _find_port() -> int:
    with socket.socket() as free:
        free.bind((HOST, 0))
        return int(free.getsockname()[1])


def _wait_for(condition: Callable[[], bool], seconds: float) -> None:
    deadline = monotonic() + seconds
    while not condition():
        if monotonic() > deadline:
            raise TimeoutError("the Spark cluster of a test did not start or end in time")
        sleep(0.1)
