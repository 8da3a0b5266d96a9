"""Signs people in through an outside identity provider (OIDC), with the routes of `st.login` behind the gate.

`st.login` begins in a page, and a page needs a websocket. Here nobody has either before signing in: the gate sends
people to the route that `st.login` uses, takes the identity that Streamlit signed when they come back, once and only
while it is fresh, and opens a session of its own. So idle time, removed users and the access log are as with passwords.
"""

from __future__ import annotations

import asyncio
import json
import os
from typing import Any
from urllib.parse import quote, unquote

from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.types import Receive, Scope
from streamlit.auth_util import encode_provider_token, get_cookie_with_chunks
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_app_utils import decode_signed_value

from dashboard import accounts
from dashboard.access_log import NotRecordedError, record_for
from dashboard.cookies import read_cookie
from dashboard.sign_in import SESSION, SESSION_SCRIPT, SIGN_OUT, SignIn
from dashboard.sign_in_page import ENDED, check_next, write_entered, write_provider_page

LOGIN, CALLBACK = "/auth/login", "/oauth2callback"
PROVIDER = "default"
USER_COOKIE = "_streamlit_user"
_NEXT_COOKIE = "kxwatch-next"
_FRESH_DAYS = 2 / (24 * 60)
_NO_USER = "Your organization signed you in, but kxwatch has no user with that name. Ask your kxwatch administrator."
_NO_STORE = {"Cache-Control": "no-store"}


def is_configured() -> bool:
    """Whether `kxwatch serve` was given the settings of a provider."""
    return bool(os.environ.get("KXWATCH_OIDC_FILE"))


class ProviderSignIn(SignIn):
    """Sessions of people whom the provider names; there is no password form."""

    async def answer(self, scope: Scope, receive: Receive) -> Response | None:
        """As with passwords, and whoever comes back from the provider is let in once."""
        path = scope["path"]
        if scope["type"] == "http" and scope["method"] == "GET":
            if path in (LOGIN, CALLBACK):
                return None
            if path not in (SESSION, SESSION_SCRIPT, SIGN_OUT) and self.find(scope) is None:
                claims = read_identity(Headers(scope=scope).getlist("cookie"))
                if claims is not None:
                    return await self._enter(Request(scope, receive), claims)
        return await super().answer(scope, receive)

    async def _show_form(self, asked: Request) -> Response:
        """The way to the provider; where to go afterwards is kept in a cookie of the browser."""
        next_path = check_next(asked.query_params.get("next", "/"))
        message = ENDED if "ended" in asked.query_params else ""
        way = f"{LOGIN}?provider={quote(encode_provider_token(PROVIDER))}"
        answer = HTMLResponse(write_provider_page(message, way), headers=_NO_STORE)
        answer.set_cookie(_NEXT_COOKIE, quote(next_path), max_age=600, httponly=True, samesite="lax")
        return answer

    async def _enter(self, asked: Request, claims: dict[str, Any]) -> Response:
        """Open a session for a user of ours; the identity of the provider is not kept."""
        account = await asyncio.to_thread(accounts.find_account, find_name(claims))
        try:
            kind = "signed_in" if account else "sign_in_failed"
            await asyncio.to_thread(record_for, account.name if account else "unknown", kind)
        except NotRecordedError as error:
            answer: Response = HTMLResponse(write_provider_page(str(error), ""), 503, headers=_NO_STORE)
        else:
            answer = self._let_in(asked, account)
        for name in asked.cookies:
            if name.startswith(USER_COOKIE):
                answer.delete_cookie(name)
        return answer

    def _let_in(self, asked: Request, account: accounts.Account | None) -> Response:
        if account is None:
            return HTMLResponse(write_provider_page(_NO_USER, ""), 403, headers=_NO_STORE)
        # A page that goes on by itself: after a redirect from another site the browser would hold our cookie back.
        next_path = check_next(unquote(asked.cookies.get(_NEXT_COOKIE, "/")))
        answer = HTMLResponse(write_entered(next_path), headers=_NO_STORE)
        answer.delete_cookie(_NEXT_COOKIE)
        self.hand_out(answer, account)
        return answer


def find_name(claims: dict[str, Any]) -> str:
    """The name of the user that an identity stands for: its email, unless the provider says it is not verified."""
    email = claims.get("email")
    return email if isinstance(email, str) and claims.get("email_verified") is not False else ""


def read_identity(cookies: list[str]) -> dict[str, Any] | None:
    """The claims that Streamlit signed within the last two minutes; None for anything else."""

    def read_one(name: str) -> bytes | None:
        values = read_cookie(cookies, name)
        if len(values) != 1:
            return None
        return decode_signed_value(get_cookie_secret(), name, values[0].encode("latin-1", "replace"), _FRESH_DAYS)

    content = get_cookie_with_chunks(read_one, USER_COOKIE)
    try:
        claims = json.loads(content) if content else None
    except ValueError:
        return None
    return claims if isinstance(claims, dict) and claims.get("is_logged_in") is True else None
