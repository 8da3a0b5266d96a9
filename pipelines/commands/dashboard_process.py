"""Runs a dashboard as a child process on 127.0.0.1: finds a port, waits for its answer, passes signals on."""

from __future__ import annotations

import importlib.util
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from pipelines.errors import KxwatchError, UsageError

ADDRESS = "127.0.0.1"
_FIRST_PORT = 8501
_PORTS_TRIED = 50
_START_SECONDS = 60.0
_GRACE_SECONDS = 5.0


def choose_port(port: int | None) -> int:
    """The port asked for, else the first free one. Raises UsageError when there is none."""
    return _check_port(port) if port is not None else _find_port()


def run_dashboard(
    server: Path,
    port: int,
    environment: Mapping[str, str],
    on_start: Callable[[], None],
    on_second: Callable[[], None] = lambda: None,
) -> int:
    """Run the ASGI application in the file `server` until it is stopped; calls `on_start` once it answers.

    `on_second` is called every second meanwhile. Raises KxwatchError when it ends by itself.
    """
    # Streamlit reads the .streamlit/config.toml of the folder it is started from: the one that travels with the
    # dashboard, in a clone as in an installed wheel. Its standard output is only a greeting with the address, which
    # we say ourselves once it answers.
    child = subprocess.Popen(
        _command(server, port), env=dict(environment), cwd=find_dashboard(), stdout=subprocess.DEVNULL
    )
    with _passing_signals(child) as stopped:
        if _wait_until_it_answers(child, port):
            on_start()
        code = _wait(child, on_second)
    if stopped or code in (0, -signal.SIGINT, -signal.SIGTERM):
        return 0
    raise KxwatchError(f"The dashboard stopped unexpectedly (code {code}). Its last lines above say why.")


def find_dashboard() -> Path:
    """The folder of the dashboard, found without importing it. Raises UsageError when it is not installed."""
    spec = importlib.util.find_spec("dashboard")
    if spec is None or not spec.origin:
        raise UsageError("The dashboard is not installed. Install kxwatch again with all its packages.")
    return Path(spec.origin).parent


def _command(server: Path, port: int) -> list[str]:
    options = {
        "server.address": ADDRESS,
        "server.port": str(port),
        "server.headless": "true",
        "server.fileWatcherType": "none",
        "browser.gatherUsageStats": "false",
        "logger.level": "warning",
        "browser.serverAddress": ADDRESS,
        "browser.serverPort": str(port),
        "server.enableXsrfProtection": "true",
        "server.xsrfCookieSameSite": "strict",
    }
    flags = [f"--{name}={value}" for name, value in options.items()]
    # -P keeps the folder we were called from out of the child's imports.
    return [sys.executable, "-P", "-m", "streamlit", "run", str(server), *flags]


def _is_free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if sys.platform != "win32":
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((ADDRESS, port))
        except OSError:
            return False
    return True


def _check_port(port: int) -> int:
    if not _is_free(port):
        raise UsageError(f"Port {port} on {ADDRESS} is taken or not allowed. Choose another one with --port.")
    return port


def _find_port() -> int:
    for port in range(_FIRST_PORT, _FIRST_PORT + _PORTS_TRIED):
        if _is_free(port):
            return port
    raise UsageError(f"Ports {_FIRST_PORT} to {_FIRST_PORT + _PORTS_TRIED - 1} are all taken. Choose one with --port.")


def _wait_until_it_answers(child: subprocess.Popen[bytes], port: int) -> bool:
    deadline = time.monotonic() + _START_SECONDS
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    while child.poll() is None and time.monotonic() < deadline:
        try:
            with opener.open(f"http://{ADDRESS}:{port}/_stcore/health", timeout=1):
                return True
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    return False


@contextmanager
def _passing_signals(child: subprocess.Popen[bytes]) -> Iterator[list[int]]:
    """Hand Ctrl+C and termination to the child; the list says which came."""
    received: list[int] = []

    def pass_on(number: int, frame: FrameType | None) -> None:
        received.append(number)
        child.terminate()

    before = {number: signal.signal(number, pass_on) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield received
    finally:
        _end(child)
        for number, handler in before.items():
            signal.signal(number, handler)


def _wait(child: subprocess.Popen[bytes], on_second: Callable[[], None]) -> int:
    while True:
        try:
            return child.wait(timeout=1)
        except subprocess.TimeoutExpired:
            on_second()


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(timeout=_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
