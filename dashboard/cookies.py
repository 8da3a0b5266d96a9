"""Reads one cookie from the headers of a request.

Decision 0069.
"""

from __future__ import annotations

from collections.abc import Sequence
from http.cookies import CookieError, SimpleCookie


def read_cookie(sent: Sequence[str], name: str) -> list[str]:
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
