"""Sessions of people who signed in: signed cookies, an end after idle time, and waiting after wrong passwords.

Decision 0104.
"""

from __future__ import annotations

import hmac
import secrets
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from hashlib import sha256

LONGEST_SECONDS = 12 * 3600
_FREE_ATTEMPTS = 5
_FIRST_WAIT_SECONDS = 30
_LONGEST_WAIT_SECONDS = 900
_NAMES_REMEMBERED = 10_000

Clock = Callable[[], float]


@dataclass
class Session:
    """One person signed in on one browser."""

    name: str
    version: str
    ends_at: float
    used_at: float


@dataclass
class Sessions:
    """All sessions of this server; they end with it, because the secret that signs their cookies does."""

    idle_seconds: float
    now: Clock = time.time
    _secret: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    _open: dict[str, Session] = field(default_factory=dict)

    def open(self, name: str, version: str) -> str:
        """Begin a session of this version of an account; the value of its cookie."""
        self._forget_ended()
        number, ends_at = secrets.token_urlsafe(32), int(self.now() + LONGEST_SECONDS)
        self._open[number] = Session(name, version, ends_at, self.now())
        return f"{number}.{ends_at}.{self._sign(number, ends_at)}"

    def find(self, cookies: Iterable[str]) -> Session | None:
        """The session that one of these cookies belongs to and that has not ended."""
        found = (self._open.get(self._read(cookie)) for cookie in cookies)
        return next((session for session in found if session is not None and self.is_open(session)), None)

    def is_open(self, session: Session) -> bool:
        """Whether the session goes on: not signed out, not idle for too long, not older than a working day."""
        now = self.now()
        return session.ends_at > now and session.used_at > now - self.idle_seconds

    def touch(self, session: Session) -> None:
        """The person did something."""
        session.used_at = self.now()

    def close(self, session: Session) -> None:
        """End it for every window of the browser."""
        session.ends_at = 0

    def _read(self, cookie: str) -> str:
        """The number in a cookie that we signed and whose time is not over; nothing else is looked up."""
        number, _, rest = cookie.partition(".")
        ends_at, _, signature = rest.partition(".")
        is_ours = hmac.compare_digest(signature.encode(), self._sign(number, ends_at).encode())
        return number if is_ours and ends_at.isdecimal() and int(ends_at) > self.now() else ""

    def _sign(self, number: str, ends_at: object) -> str:
        return hmac.new(self._secret, f"{number}.{ends_at}".encode(), sha256).hexdigest()

    def _forget_ended(self) -> None:
        self._open = {number: session for number, session in self._open.items() if self.is_open(session)}


@dataclass
class Throttle:
    """Makes a name wait after wrong passwords: 30 seconds after the fifth, twice as long after each more."""

    now: Clock = time.time
    _failures: dict[str, tuple[int, float]] = field(default_factory=dict)

    def wait_seconds(self, name: str) -> int:
        """How long this name has to wait before another password is looked at."""
        count, last = self._failures.get(name.casefold(), (0, 0.0))
        if count < _FREE_ATTEMPTS:
            return 0
        wait = min(_FIRST_WAIT_SECONDS * 2.0 ** min(count - _FREE_ATTEMPTS, 10), _LONGEST_WAIT_SECONDS)
        return max(0, round(last + wait - self.now()))

    def add_failure(self, name: str) -> None:
        """A password was wrong, or nobody has this name."""
        if len(self._failures) >= _NAMES_REMEMBERED:
            self._failures.pop(next(iter(self._failures)))
        count, _ = self._failures.pop(name.casefold(), (0, 0.0))
        self._failures[name.casefold()] = (count + 1, self.now())

    def forget(self, name: str) -> None:
        """The right password was given."""
        self._failures.pop(name.casefold(), None)
