"""A PostgreSQL server of one test session, on a port of its own, gone when the session ends."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp
from uuid import uuid4

import pytest

_DEBIAN = Path("/usr/lib/postgresql")


class Server:
    """A running server; every call of `make_database` gives an empty database."""

    def __init__(self, programs: Path, folder: Path, port: int) -> None:
        self._programs, self._folder, self._port = programs, folder, port

    def make_database(self) -> str:
        """The URL of a new database."""
        name = f"casebook_{uuid4().hex[:12]}"
        self.run("createdb", "-h", "127.0.0.1", "-p", str(self._port), "-U", "postgres", name)
        return f"postgresql://postgres@127.0.0.1:{self._port}/{name}"

    def end_connections(self, url: str) -> None:
        """Cut every connection to the database, as a restarted server or a lost network does."""
        name = url.rpartition("/")[2]
        statement = f"select pg_terminate_backend(pid) from pg_stat_activity where datname = '{name}'"
        self.run("psql", "-h", "127.0.0.1", "-p", str(self._port), "-U", "postgres", "-q", "-c", statement)

    def control(self, action: str) -> None:
        """Start or stop the server at once."""
        options = f"-p {self._port} -k {self._folder} -c listen_addresses=127.0.0.1 -c max_connections=120"
        data, log = str(self._folder / "data"), str(self._folder / "log")
        self.run("pg_ctl", "-D", data, "-l", log, "-w", "-m", "immediate", "-o", options, action)

    def run(self, program: str, *arguments: str) -> None:
        """Run one of PostgreSQL's programs; it refuses to run as root."""
        command = [str(self._programs / program), *arguments]
        if os.geteuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, cwd=self._folder, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


@contextmanager
def run_server() -> Iterator[Server]:
    """A new server; skipped with a sentence where there is none, a failure where CI demands one."""
    programs = _find_programs()
    if programs is None:
        sentence = "PostgreSQL is not installed; .ci/run installs it"
        if os.environ.get("KXWATCH_POSTGRESQL") == "required":
            pytest.fail(sentence)
        pytest.skip(sentence)
    folder = Path(mkdtemp(prefix="kxwatch-postgresql-", dir="/tmp"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    server = Server(programs, folder, _find_port())
    try:
        server.run("initdb", "-D", str(folder / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        server.control("start")
        yield server
        server.control("stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _find_programs() -> Path | None:
    found = sorted(_DEBIAN.glob("*/bin/initdb"))
    if found:
        return found[-1].parent
    named = shutil.which("initdb")
    return Path(named).parent if named else None


def _find_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
