"""What `kxwatch serve` decided about access: port, token, public address, idle time and reverse proxy."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import urlsplit

_NAMES_OF_THIS_MACHINE = ("127.0.0.1", "localhost")
_IDLE_MINUTES = 15.0


@dataclass(frozen=True)
class Door:
    """`token` is that of the printed address (None: none is asked for where there are no users).

    `public_url` is the address of a reverse proxy in front. The proxy signs people in itself where it sends their name
    in `proxy_header` and proves with `proxy_secret` that it is the proxy.
    """

    port: int
    token: str | None
    public_url: str = ""
    idle_seconds: float = _IDLE_MINUTES * 60
    proxy_header: str = ""
    proxy_secret: str = ""

    @property
    def hosts(self) -> tuple[str, ...]:
        """The only values of Host that are answered."""
        own = tuple(f"{name}:{self.port}" for name in _NAMES_OF_THIS_MACHINE)
        return (*own, self.public_host) if self.public_host else own

    @property
    def local_host(self) -> str:
        """The host that Streamlit is told, whichever the browser used."""
        return self.hosts[0]

    @property
    def public_host(self) -> str:
        """The host of the public address, with its port where that is not the usual one."""
        return urlsplit(self.public_url).netloc.lower()

    @property
    def is_secure(self) -> bool:
        """Whether browsers come by https."""
        return self.public_url.startswith("https://")

    def origin_of(self, host: str) -> str:
        """The only origin that may ask at `host`."""
        scheme = "https" if self.is_secure and host == self.public_host else "http"
        return f"{scheme}://{host}"

    @property
    def sockets(self) -> str:
        """The websockets that pages may open."""
        secure = [f"wss://{self.public_host}"] if self.is_secure else []
        return " ".join([*(f"ws://{host}" for host in self.hosts), *secure])

    @property
    def cookie_name(self) -> str:
        """Cookies are shared by all ports of a host, so each server has a name of its own."""
        return f"kxwatch-{self.port}"

    @property
    def cookie_value(self) -> str:
        """Made from the token and not the token itself, so that the cookie opens no second browser."""
        return hmac.new((self.token or "").encode(), b"kxwatch access cookie", sha256).hexdigest()


def read_door(environment: Mapping[str, str]) -> Door:
    """The door as `kxwatch serve` hands it to the server."""
    return Door(
        port=int(environment["KXWATCH_PORT"]),
        token=environment.get("KXWATCH_TOKEN") or None,
        public_url=environment.get("KXWATCH_PUBLIC_URL", "").rstrip("/"),
        idle_seconds=60 * float(environment.get("KXWATCH_IDLE_MINUTES") or _IDLE_MINUTES),
        proxy_header=environment.get("KXWATCH_PROXY_USER_HEADER", ""),
        proxy_secret=environment.get("KXWATCH_PROXY_SECRET", ""),
    )
