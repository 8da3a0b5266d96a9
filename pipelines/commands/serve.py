"""Serves the dashboard of one data folder: checks its settings, hands them to a child process, says the address.

Decision 0007.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable

from pipelines.access.changes import list_users
from pipelines.commands.dashboard_process import ADDRESS, choose_port, find_dashboard, run_dashboard
from pipelines.commands.identity_provider import check_provider
from pipelines.errors import UsageError
from pipelines.settings import Settings
from pipelines.store.home import Home, sweep_uploads
from pipelines.store.home_layout import check_not_newer
from pipelines.store.home_place import describe_place

TOKEN_BYTES = 32


def serve_dashboard(settings: Settings, port: int | None, say: Callable[[str], None], *, is_open: bool = False) -> int:
    """Run the dashboard over the home of `settings` until it is stopped, and say where it answers; its exit code.

    The printed address carries a new token each time, without which no page answers; `is_open` asks
    for none. Raises UsageError when `port` is taken.
    """
    _check_proxy(settings)
    token = None if is_open else secrets.token_urlsafe(TOKEN_BYTES)
    chosen = choose_port(port)
    check_not_newer(Home(settings.home), settings.key)
    check_provider(settings, chosen)
    _prepare_home(Home(settings.home), say)
    return run_dashboard(
        find_dashboard() / "server.py",
        chosen,
        _environment(settings, chosen, token),
        lambda: say(_greet(settings, chosen, token)),
    )


def _prepare_home(home: Home, say: Callable[[str], None]) -> None:
    sweep_uploads(home)
    for warning in describe_place(home.root):
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
        how = "through the identity provider" if settings.oidc_file else "with name and password"
        return (
            f"kxwatch is running at {where} for the data folder {settings.home}. Users sign in {how}. Ctrl+C stops it."
        )
    if token is None:
        return (
            f"kxwatch is running at {address} for the data folder {settings.home}. --open: no token is required, so"
            " every user and program of this computer can see the pages. Ctrl+C stops it."
        )
    return f"kxwatch is running at {address}?token={token} for the data folder {settings.home}. Ctrl+C stops it."


def _environment(settings: Settings, port: int, token: str | None) -> dict[str, str]:
    own = {
        "KXWATCH_HOME": str(settings.home),
        "KXWATCH_PORT": str(port),
        "KXWATCH_TOKEN": token or "",
        "KXWATCH_IDLE_MINUTES": str(settings.idle_minutes),
        "KXWATCH_PUBLIC_URL": settings.public_url or "",
    }
    if settings.oidc_file is not None:
        own |= {"KXWATCH_OIDC_FILE": str(settings.oidc_file), "STREAMLIT_SECRETS_FILES": str(settings.oidc_file)}
    if settings.key is not None:
        own["KXWATCH_KEY"] = settings.key.get_secret_value()
    return {**os.environ, **own}
