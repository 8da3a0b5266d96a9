"""Checks the settings of an identity provider (OIDC) before the dashboard starts, without repeating any of them."""

from __future__ import annotations

import tomllib
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pipelines.access.changes import list_users
from pipelines.errors import UsageError
from pipelines.settings import Settings

CALLBACK = "/oauth2callback"
_NEEDED = ("redirect_uri", "cookie_secret", "client_id", "client_secret", "server_metadata_url")
_LEAST_SECRET = 32
_PACKAGES = ("authlib", "httpx")


def check_provider(settings: Settings, port: int) -> None:
    """Everything that a sign-in through the provider needs, or UsageError with what is missing."""
    path = settings.oidc_file
    if path is None:
        return
    if settings.proxy_secret is not None:
        raise UsageError("A reverse proxy and an identity provider cannot both sign people in. Set one of them.")
    if any(find_spec(package) is None for package in _PACKAGES):
        raise UsageError("Sign-in through an identity provider needs more packages: pip install 'kxwatch[oidc]'")
    section = _read_section(path)
    missing = [name for name in _NEEDED if not isinstance(section.get(name), str) or not section[name]]
    if missing:
        raise UsageError(f"{path} has no {', '.join(missing)} in its section [auth]. The dashboard was not started.")
    if len(section["cookie_secret"]) < _LEAST_SECRET:
        raise UsageError(f"cookie_secret in {path} is shorter than {_LEAST_SECRET} characters. Make a longer one.")
    _check_place(path, section["redirect_uri"].replace("{port}", str(port)), settings.public_url, port)
    if not list_users(settings):
        raise UsageError("An identity provider signs people in, but there are no users. Add them by their email.")


def _read_section(path: Path) -> dict[str, Any]:
    try:
        section = tomllib.loads(path.read_text("utf-8")).get("auth")
    except (OSError, ValueError):
        raise UsageError(f"{path} cannot be read as TOML. Set KXWATCH_OIDC_FILE to the settings file.") from None
    return section if isinstance(section, dict) else {}


def _check_place(path: Path, redirect: str, public_url: str | None, port: int) -> None:
    """The provider must send people back to an address that is answered."""
    hosts = {f"127.0.0.1:{port}", f"localhost:{port}"} | ({urlsplit(public_url).netloc} if public_url else set())
    parts = urlsplit(redirect)
    if parts.netloc.lower() not in hosts or parts.path != CALLBACK:
        raise UsageError(
            f"redirect_uri in {path} must be the address of the dashboard with {CALLBACK}. Set --port, or"
            " KXWATCH_PUBLIC_URL behind a reverse proxy."
        )
