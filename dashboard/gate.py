"""Checks host, origin and who asks before Streamlit sees a request, and sets the security headers.

The server listens on 127.0.0.1, which keeps other machines out but not other programs of this machine nor web pages in
the same browser. So a request counts only if it names this very host and port and comes from no other origin. Where
there are users, it must belong to somebody who signed in; else it must carry the cookie that the printed address gave.

Decision 0106.
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from dashboard import accounts, oidc
from dashboard.answer_headers import ScriptAdder, with_headers
from dashboard.cookies import read_cookie
from dashboard.door import Door
from dashboard.sessions import Session
from dashboard.sign_in import SignIn

HEALTH = "/_stcore/health"
# Tells the pages who is signed in. Nobody but the gate sends it: what comes from outside is removed.
USER_HEADER = "x-kxwatch-user"
PROXY_SECRET_HEADER = "x-kxwatch-proxy-secret"
_REFUSED_WEBSOCKET = 4403
_CONDITIONS = (b"if-none-match", b"if-modified-since", b"accept-encoding")
_NO_HOST = "This address is not the one that kxwatch printed. Open the printed address in this browser."
_NO_TOKEN = "Open the address that `kxwatch serve` printed, with its token: this browser has not opened it yet."
_NO_PROXY = "The reverse proxy did not name a kxwatch user. Ask your kxwatch administrator."


@dataclass(frozen=True)
class Visitor:
    """Who is let in: the name of a user or nobody's, and the session, if there is one that may end."""

    name: str = ""
    session: Session | None = None


class Gate:
    """ASGI middleware around the dashboard; `door` says what it asks for."""

    def __init__(self, app: ASGIApp, door: Door) -> None:
        self._app = app
        self._door = door
        self._has_provider = oidc.is_configured()
        kind = oidc.ProviderSignIn if self._has_provider else SignIn
        self._sign_in = kind(f"{door.cookie_name}-session", door.idle_seconds, is_secure=door.is_secure)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the request, answer what is asked of the gate itself, or let it through with the security headers."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        guarded = with_headers(send, self._door)
        found = self._check_place(scope) or await self._judge(scope, receive)
        if isinstance(found, Visitor):
            await self._let_in(scope, receive, guarded, found)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": _REFUSED_WEBSOCKET})
        else:
            await found(scope, receive, guarded)

    def _check_place(self, scope: Scope) -> Response | None:
        """Refuse another host or origin; a form must say where it comes from."""
        headers = Headers(scope=scope)
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        if len(hosts) != 1 or hosts[0] not in self._door.hosts:
            return PlainTextResponse(_NO_HOST, 403)
        if origins and origins != [self._door.origin_of(hosts[0])]:
            return PlainTextResponse(_NO_HOST, 403)
        if scope["type"] == "http" and scope["method"] == "POST" and not origins:
            return PlainTextResponse(_NO_HOST, 403)
        return None

    async def _judge(self, scope: Scope, receive: Receive) -> Response | Visitor:
        """Who asks, or the answer to a request that is not let through as it is."""
        if scope["path"] == HEALTH:
            return Visitor()
        try:
            if self._door.proxy_secret:
                return self._ask_proxy(Headers(scope=scope))
            if self._has_provider or accounts.has_accounts():
                answer = await self._sign_in.answer(scope, receive)
                session = self._sign_in.find(scope)
                return answer or Visitor(session.name if session else "", session)
        except accounts.AccountsUnavailableError as error:
            return PlainTextResponse(str(error), 503)
        return self._ask_token(scope)

    def _ask_proxy(self, headers: Headers) -> Response | Visitor:
        """Whom a proxy in front signed in; only a user of ours counts, and only a proxy that knows the secret."""
        secrets, names = headers.getlist(PROXY_SECRET_HEADER), headers.getlist(self._door.proxy_header)
        expected = self._door.proxy_secret.encode()
        if len(secrets) != 1 or len(names) != 1 or not hmac.compare_digest(secrets[0].encode(), expected):
            return PlainTextResponse(_NO_PROXY, 401)
        account = accounts.find_account(names[0])
        return Visitor(account.name) if account else PlainTextResponse(_NO_PROXY, 401)

    def _ask_token(self, scope: Scope) -> Response | Visitor:
        if self._door.token is None:
            return Visitor()
        if scope["type"] == "http" and self._has_token(scope):
            return self._hand_out_cookie(scope)
        sent = read_cookie(Headers(scope=scope).getlist("cookie"), self._door.cookie_name)
        expected = self._door.cookie_value.encode()
        is_known = any(hmac.compare_digest(value.encode(), expected) for value in sent)
        return Visitor() if is_known else PlainTextResponse(_NO_TOKEN, 401)

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

    async def _let_in(self, scope: Scope, receive: Receive, send: Send, visitor: Visitor) -> None:
        inner = {**scope, "headers": self._rewrite(scope, visitor)}
        if visitor.session is None:
            await self._app(inner, receive, send)
        elif scope["type"] == "websocket":
            await self._sign_in.serve_websocket(self._app, inner, receive, send, visitor.session)
        else:
            self._sign_in.sessions.touch(visitor.session)
            await self._app(inner, receive, ScriptAdder(send))

    def _rewrite(self, scope: Scope, visitor: Visitor) -> list[tuple[bytes, bytes]]:
        """The headers for Streamlit: who is signed in, and this machine's own host, whichever the browser used."""
        dropped = {USER_HEADER.encode(), PROXY_SECRET_HEADER.encode(), b"host", b"origin"}
        if visitor.session and "text/html" in Headers(scope=scope).get("accept", ""):
            dropped.update(_CONDITIONS)  # a page is sent whole and readable, so that the script can be added
        kept = [(name, value) for name, value in scope["headers"] if name.lower() not in dropped]
        kept.append((b"host", self._door.local_host.encode()))
        if Headers(scope=scope).getlist("origin"):
            kept.append((b"origin", f"http://{self._door.local_host}".encode()))
        return [*kept, (USER_HEADER.encode(), visitor.name.encode())] if visitor.name else kept


def _query(scope: Scope) -> list[tuple[str, str]]:
    return parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
