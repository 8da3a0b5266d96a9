"""Checks host, origin and access cookie of every request before Streamlit sees it, and sets the security headers.

The server listens on 127.0.0.1, which keeps other machines out but not other programs of this
machine nor web pages in the same browser. So a request counts only if it names this very host and
port, comes from no other origin, and carries the cookie that the printed address gave.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

HEALTH = "/_stcore/health"
_REFUSED_WEBSOCKET = 4403
_NAMES_OF_THIS_MACHINE = ("127.0.0.1", "localhost")
_NO_HOST = "This address is not the one that kxwatch printed. Open the printed address in this browser."
_NO_TOKEN = "Open the address that `kxwatch serve` printed, with its token: this browser has not opened it yet."


@dataclass(frozen=True)
class Door:
    """What `kxwatch serve` decided: the port, and the token of the printed address (None: no token is asked for)."""

    port: int
    token: str | None

    @property
    def hosts(self) -> tuple[str, ...]:
        """The only values of Host that are answered."""
        return tuple(f"{name}:{self.port}" for name in _NAMES_OF_THIS_MACHINE)

    @property
    def cookie_name(self) -> str:
        """Cookies are shared by all ports of a host, so each server has a name of its own."""
        return f"kxwatch-{self.port}"

    @property
    def cookie_value(self) -> str:
        """Made from the token and not the token itself, so that the cookie opens no second browser."""
        return hmac.new((self.token or "").encode(), b"kxwatch access cookie", sha256).hexdigest()


class Gate:
    """ASGI middleware around the dashboard; `door` says what it asks for."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self._app = app
        self._door = door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the request, hand out the cookie, or let it through with the security headers."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        answer = self._judge(scope)
        guarded = _with_headers(send, self._door)
        if answer is None:
            await self._app(scope, receive, guarded)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": _REFUSED_WEBSOCKET})
        else:
            await answer(scope, receive, guarded)

    def _judge(self, scope: Scope) -> Response | None:
        """The answer to a request that is not let through as it is."""
        headers = Headers(scope=scope)
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        if len(hosts) != 1 or hosts[0] not in self._door.hosts:
            return PlainTextResponse(_NO_HOST, 403)
        if origins and origins != [f"http://{hosts[0]}"]:
            return PlainTextResponse(_NO_HOST, 403)
        if self._door.token is None or scope["path"] == HEALTH:
            return None
        if scope["type"] == "http" and self._has_token(scope):
            return self._hand_out_cookie(scope)
        return None if self._has_cookie(headers.getlist("cookie")) else PlainTextResponse(_NO_TOKEN, 401)

    def _has_token(self, scope: Scope) -> bool:
        offered = [value for name, value in _query(scope) if name == "token"]
        token = self._door.token or ""
        return any(hmac.compare_digest(value.encode(), token.encode()) for value in offered)

    def _hand_out_cookie(self, scope: Scope) -> Response:
        """The same page without the token, so that it stays in no bookmark, history or link."""
        rest = urlencode([(name, value) for name, value in _query(scope) if name != "token"])
        # two slashes at the start would name another host
        path = "/" + scope["path"].lstrip("/\\")
        answer = RedirectResponse(path + (f"?{rest}" if rest else ""), 303)
        answer.set_cookie(self._door.cookie_name, self._door.cookie_value, httponly=True, samesite="strict", path="/")
        return answer

    def _has_cookie(self, sent: Sequence[str]) -> bool:
        expected = self._door.cookie_value.encode()
        return any(
            hmac.compare_digest(value.encode(), expected) for value in _read_cookie(sent, self._door.cookie_name)
        )


def _query(scope: Scope) -> list[tuple[str, str]]:
    return parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)


def _read_cookie(sent: Sequence[str], name: str) -> list[str]:
    """The values under `name`; a cookie header that cannot be read holds none."""
    found = []
    for header in sent:
        try:
            cookies = SimpleCookie(header)
        except CookieError:
            continue
        if name in cookies:
            found.append(cookies[name].value)
    return found


def _with_headers(send: Send, door: Door) -> Send:
    """`send` that adds the security headers to every answer."""
    sockets = " ".join(f"ws://{host}" for host in door.hosts)
    policy = (
        "default-src 'self' 'unsafe-inline' 'unsafe-eval' data: blob:; "
        f"connect-src 'self' data: blob: {sockets}; object-src 'none'; base-uri 'self'; form-action 'self'; "
        "frame-ancestors 'none'"
    )

    async def send_guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["Content-Security-Policy"] = policy
            headers["X-Frame-Options"] = "DENY"
            headers["X-Content-Type-Options"] = "nosniff"
            headers["Referrer-Policy"] = "no-referrer"
            headers["Cross-Origin-Opener-Policy"] = "same-origin"
            headers["Cross-Origin-Resource-Policy"] = "same-origin"
        await send(message)

    return send_guarded
