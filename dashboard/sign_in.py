"""Signs people in and out, and keeps pages and websockets for those who are signed in."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from urllib.parse import parse_qs, quote

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashboard import accounts
from dashboard.access_log import NotRecordedError, record_for
from dashboard.cookies import read_cookie
from dashboard.sessions import LONGEST_SECONDS, Session, Sessions, Throttle
from dashboard.sign_in_page import ENDED, SCRIPT, WRONG, check_next, say_wait, write_page

SIGN_IN, SIGN_OUT, SESSION, SESSION_SCRIPT = "/sign-in", "/sign-out", "/session", "/session.js"
_LARGEST_FORM = 8192
_SIGNED_OUT_WEBSOCKET = 4401
_LOOK_SECONDS = 2.0


class SignIn:
    """Sessions of one server. `cookie_name` is that of this server, `is_secure` whether browsers come by https."""

    def __init__(self, cookie_name: str, idle_seconds: float, *, is_secure: bool) -> None:
        self.sessions = Sessions(idle_seconds)
        self._throttle = Throttle()
        self._cookie_name, self._is_secure = cookie_name, is_secure

    def find(self, scope: Scope) -> Session | None:
        """The session of a request, whose user must still exist. Raises AccountsUnavailableError."""
        cookies = read_cookie(Headers(scope=scope).getlist("cookie"), self._cookie_name)
        session = self.sessions.find(cookies)
        return session if session and _is_current(session) else None

    async def answer(self, scope: Scope, receive: Receive) -> Response | None:
        """The answer to what is asked of the sign-in itself, and to who is not signed in; None for everything else."""
        path, session = scope["path"], self.find(scope)
        if scope["type"] == "websocket":
            return None if session else _send_to_form(scope)
        if path == SESSION_SCRIPT:
            return Response(SCRIPT, media_type="text/javascript")
        if path == SESSION:
            return Response(status_code=204 if session else 401)
        if path == SIGN_OUT:
            return await asyncio.to_thread(self._sign_out, session)
        if path == SIGN_IN:
            return await self._show_form(Request(scope, receive))
        return None if session else _send_to_form(scope)

    def _sign_out(self, session: Session | None) -> Response:
        if session:
            self.sessions.close(session)
            with suppress(NotRecordedError):
                record_for(session.name, "signed_out")
        answer = RedirectResponse(SIGN_IN, 303)
        answer.delete_cookie(self._cookie_name)
        return answer

    async def _show_form(self, asked: Request) -> Response:
        next_path = check_next(asked.query_params.get("next", "/"))
        if asked.method == "POST":
            return await self._sign_in(asked, next_path)
        return _form(ENDED if "ended" in asked.query_params else "", next_path, 200)

    async def _sign_in(self, asked: Request, next_path: str) -> Response:
        form = await _read_form(asked)
        name = form.get("name", "")
        wait = self._throttle.wait_seconds(name)
        if wait:
            return _form(say_wait(wait), next_path, 429)
        account = await asyncio.to_thread(accounts.check_account, name, form.get("password", ""))
        if account is None:
            self._throttle.add_failure(name)
            await asyncio.to_thread(_record_failure, name)
            return _form(WRONG, next_path, 401)
        self._throttle.forget(name)
        try:
            await asyncio.to_thread(record_for, account.name, "signed_in")
        except NotRecordedError as error:
            return _form(str(error).replace("nothing is shown", "nobody can sign in"), next_path, 503)
        answer = RedirectResponse(next_path, 303)
        self.hand_out(answer, account)
        return answer

    def hand_out(self, answer: Response, account: accounts.Account) -> None:
        """Open a session and give its cookie to the browser that gets this answer."""
        answer.set_cookie(
            self._cookie_name,
            self.sessions.open(account.name, account.version),
            max_age=LONGEST_SECONDS,
            httponly=True,
            samesite="strict",
            secure=self._is_secure,
        )

    async def serve_websocket(self, app: ASGIApp, scope: Scope, receive: Receive, send: Send, session: Session) -> None:
        """Run a websocket as long as its session goes on; whatever the page sends counts as activity."""
        waiting: asyncio.Future[Message] | None = None

        async def receive_while_open() -> Message:
            nonlocal waiting
            while True:
                waiting = waiting or asyncio.ensure_future(receive())
                await asyncio.wait({waiting}, timeout=_LOOK_SECONDS)
                if not self.is_going_on(session):
                    waiting.cancel()
                    await send({"type": "websocket.close", "code": _SIGNED_OUT_WEBSOCKET})
                    return {"type": "websocket.disconnect", "code": _SIGNED_OUT_WEBSOCKET}
                if waiting.done():
                    message, waiting = waiting.result(), None
                    if message["type"] == "websocket.receive":
                        self.sessions.touch(session)
                    return message

        await app(scope, receive_while_open, self._send_while_open(send, session))

    def _send_while_open(self, send: Send, session: Session) -> Callable[[Message], Awaitable[None]]:
        async def send_while_open(message: Message) -> None:
            if message["type"] != "websocket.send" or self.is_going_on(session):
                await send(message)

        return send_while_open

    def is_going_on(self, session: Session) -> bool:
        """Whether the session is open and its user still exists."""
        try:
            return self.sessions.is_open(session) and _is_current(session)
        except accounts.AccountsUnavailableError:
            return False


def _record_failure(name: str) -> None:
    """A name that nobody has is not recorded: people type passwords into the wrong field."""
    with suppress(NotRecordedError, accounts.AccountsUnavailableError):
        account = accounts.find_account(name)
        record_for(account.name if account else "unknown", "sign_in_failed")


def _is_current(session: Session) -> bool:
    """Whether the user still exists and has the password of then. Raises AccountsUnavailableError."""
    account = accounts.find_account(session.name)
    return account is not None and account.version == session.version


async def _read_form(asked: Request) -> dict[str, str]:
    body = b""
    async for chunk in asked.stream():
        body += chunk
        if len(body) > _LARGEST_FORM:
            return {}
    found = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[0] for name, values in found.items()}


def _form(message: str, next_path: str, status: int) -> Response:
    # A form's POST says where it comes from only under this policy, and the gate asks that of it.
    headers = {"Referrer-Policy": "same-origin", "Cache-Control": "no-store"}
    return HTMLResponse(write_page(message, next_path), status, headers=headers)


def _send_to_form(scope: Scope) -> Response:
    """A page leads to the form and back; anything else is refused."""
    if scope["type"] == "http" and scope["method"] == "GET" and "text/html" in Headers(scope=scope).get("accept", ""):
        query = scope["query_string"].decode("latin-1")
        wanted = scope["path"] + (f"?{query}" if query else "")
        return RedirectResponse(f"{SIGN_IN}?next={quote(wanted)}", 303)
    return Response("Sign in first.", 401, media_type="text/plain")
