"""Starts the dashboard as a child process on 127.0.0.1 and stays until it ends."""

from __future__ import annotations

import importlib.util
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from pipelines.access.changes import list_users
from pipelines.errors import KxwatchError, UsageError
from pipelines.home import Home, describe_open_home, sweep_uploads
from pipelines.settings import Settings

ADDRESS = "127.0.0.1"
_FIRST_PORT = 8501
_PORTS_TRIED = 50
_START_SECONDS = 60.0
_GRACE_SECONDS = 5.0
_TOKEN_BYTES = 32


def serve_dashboard(settings: Settings, port: int | None, say: Callable[[str], None], *, is_open: bool = False) -> int:
    """Run the dashboard over the home of `settings` until it is stopped, and say where it answers; its exit code.

    The printed address carries a new token each time, without which no page answers; `is_open` asks
    for none. Raises UsageError when `port` is taken.
    """
    _check_proxy(settings)
    token = None if is_open else secrets.token_urlsafe(_TOKEN_BYTES)
    chosen = _check_port(port) if port is not None else _find_port()
    _prepare_home(Home(settings.home), say)
    # Streamlit reads the .streamlit/config.toml of the folder it is started from: the one that travels with the
    # dashboard, in a clone as in an installed wheel. Its standard output is only a greeting with the address, which
    # we say ourselves once it answers.
    child = subprocess.Popen(
        _command(chosen),
        env=_environment(settings, chosen, token),
        cwd=find_dashboard(),
        stdout=subprocess.DEVNULL,
    )
    with _passing_signals(child) as stopped:
        if _wait_until_it_answers(child, chosen):
            say(_greet(settings, chosen, token))
        code = _wait(child)
    if stopped or code in (0, -signal.SIGINT, -signal.SIGTERM):
        return 0
    raise KxwatchError(f"The dashboard ended by itself (code {code}). Its last lines above say why.")


def _prepare_home(home: Home, say: Callable[[str], None]) -> None:
    sweep_uploads(home)
    warning = describe_open_home(home)
    if warning:
        say(warning)


def _check_proxy(settings: Settings) -> None:
    """A proxy that signs people in sends both headers, and has users to name. Raises UsageError."""
    if (settings.proxy_user_header is None) != (settings.proxy_secret is None):
        raise UsageError("Set both KXWATCH_PROXY_USER_HEADER and KXWATCH_PROXY_SECRET, or neither.")
    if settings.proxy_secret is not None and not list_users(settings):
        raise UsageError("A reverse proxy signs people in, but there are no users. Add them with `kxwatch user add`.")


def _greet(settings: Settings, port: int, token: str | None) -> str:
    address = f"http://{ADDRESS}:{port}/"
    if list_users(settings):
        where = f"{address} and {settings.public_url}" if settings.public_url else address
        return (
            f"kxwatch is running at {where} for the data folder {settings.home}. Users sign in with name and password."
            " Ctrl+C stops it."
        )
    if token is None:
        return (
            f"kxwatch is running at {address} for the data folder {settings.home}. --open: no token is asked for, so"
            " every user and program of this computer can see the pages. Ctrl+C stops it."
        )
    return f"kxwatch is running at {address}?token={token} for the data folder {settings.home}. Ctrl+C stops it."


def find_dashboard() -> Path:
    """The folder of the dashboard, found without importing it. Raises UsageError when it is not installed."""
    spec = importlib.util.find_spec("dashboard")
    if spec is None or not spec.origin:
        raise UsageError("The dashboard is not installed. Install kxwatch again with all its packages.")
    return Path(spec.origin).parent


def _command(port: int) -> list[str]:
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
    return [sys.executable, "-P", "-m", "streamlit", "run", str(find_dashboard() / "server.py"), *flags]


def _environment(settings: Settings, port: int, token: str | None) -> dict[str, str]:
    own = {
        "KXWATCH_HOME": str(settings.home),
        "KXWATCH_PORT": str(port),
        "KXWATCH_TOKEN": token or "",
        "KXWATCH_IDLE_MINUTES": str(settings.idle_minutes),
        "KXWATCH_PUBLIC_URL": settings.public_url or "",
    }
    if settings.key is not None:
        own["KXWATCH_KEY"] = settings.key.get_secret_value()
    return {**os.environ, **own}


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


def _wait(child: subprocess.Popen[bytes]) -> int:
    while True:
        try:
            return child.wait(timeout=1)
        except subprocess.TimeoutExpired:
            continue


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(timeout=_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
