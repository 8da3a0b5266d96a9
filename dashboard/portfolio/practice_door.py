"""Opens the dashboard of one practice: starts it when it is first asked for, and sends the browser to its address."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock, Thread
from typing import IO

from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

PATH = "/open/"
# A dashboard takes a few hundred MB: of more than these, the one that was opened first is closed.
MOST_OPEN = 6
_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+/(?:\?token=[\w-]+)?")
_UNKNOWN = "This portfolio has no such practice. Go back and reload the page."


@dataclass(frozen=True)
class Practice:
    """The data folder of one practice and its name in the portfolio."""

    name: str
    home: str


@dataclass(frozen=True)
class Opened:
    """A dashboard that runs, and the address that it printed."""

    child: subprocess.Popen[str]
    address: str


class NotOpenedError(Exception):
    """The dashboard of a practice did not start; the message is what it said."""


def read_practices(environment: Mapping[str, str]) -> dict[str, Practice]:
    """The practices by their keys, as `kxwatch portfolio serve` hands them to the server."""
    given: dict[str, list[str]] = json.loads(environment.get("KXWATCH_PORTFOLIO", "{}"))
    return {key: Practice(*names) for key, names in given.items()}


class PracticeDoor:
    """ASGI middleware behind the gate: answers `/open/KEY`, lets everything else through."""

    def __init__(self, app: ASGIApp, practices: Mapping[str, Practice]) -> None:
        self._app = app
        self._practices = practices
        self._opened: dict[str, Opened] = {}
        self._lock = Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the browser to the practice's own dashboard, which has a token of its own."""
        if scope["type"] != "http" or not scope["path"].startswith(PATH):
            await self._app(scope, receive, send)
            return
        answer = await asyncio.to_thread(self._answer, scope["path"].removeprefix(PATH))
        await answer(scope, receive, send)

    def _answer(self, key: str) -> Response:
        practice = self._practices.get(key)
        if practice is None:
            return PlainTextResponse(_UNKNOWN, 404)
        try:
            with self._lock:
                address = self._open(key, practice)
        except NotOpenedError as error:
            return PlainTextResponse(f"The dashboard of {practice.name} did not start. {error}", 503)
        return RedirectResponse(address, 303, headers={"Cache-Control": "no-store"})

    def _open(self, key: str, practice: Practice) -> str:
        opened = self._opened.pop(key, None)
        if opened is None or opened.child.poll() is not None:
            opened = _start(practice)
        self._opened[key] = opened
        while len(self._opened) > MOST_OPEN:
            self._opened.pop(next(iter(self._opened))).child.terminate()
        return opened.address


def _start(practice: Practice) -> Opened:
    """Start a dashboard, which ends with this process, and wait until it says its address. Raises NotOpenedError."""
    command = [sys.executable, "-P", "-m", "pipelines.portfolio.practice", practice.name, practice.home]
    child = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8",
        errors="replace",
    )  # fmt: skip
    assert child.stderr is not None
    said = "It gave no reason."
    for line in child.stderr:
        found = _ADDRESS.search(line)
        if found:
            Thread(target=_drain, args=(child.stderr,), daemon=True).start()
            return Opened(child, found[0])
        said = line.strip() or said
    child.wait()
    raise NotOpenedError(said)


def _drain(stream: IO[str]) -> None:
    """Read on, so that the dashboard never waits for somebody who listens."""
    for _ in stream:
        continue
