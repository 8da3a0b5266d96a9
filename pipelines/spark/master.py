"""The master of a build on Spark: this computer, or a cluster that must answer before and while a build runs."""

from __future__ import annotations

import os
import re
import socket
from contextlib import suppress
from ipaddress import ip_address
from urllib.parse import urlsplit

_STANDALONE = "spark://"
_LOCAL_CORES = re.compile(r"local\[(\*|\d+)")
_SECONDS_TO_ANSWER = 5.0

Address = tuple[str, int]


def is_on_this_computer(master: str) -> bool:
    """Whether everything runs here: with local cores, or with a master that only this computer reaches."""
    addresses = _read_addresses(master)
    return master.startswith("local") or (bool(addresses) and all(_is_loopback(host) for host, _ in addresses))


def count_cores(master: str) -> int:
    """How many cores `local`, `local[4]` or `local[*]` takes."""
    found = _LOCAL_CORES.match(master)
    if found is None:
        return 1
    return os.cpu_count() or 1 if found[1] == "*" else int(found[1])


def answers(master: str) -> bool:
    """Whether one of the masters of spark://HOST:PORT,HOST:PORT takes a connection; other kinds are not asked."""
    return not master.startswith(_STANDALONE) or any(_takes_connection(one) for one in _read_addresses(master))


def _read_addresses(master: str) -> list[Address]:
    found: list[Address] = []
    if master.startswith(_STANDALONE):
        for text in master.removeprefix(_STANDALONE).split(","):
            with suppress(ValueError):  # whatever is no address does not answer
                address = urlsplit(f"//{text}")
                found.append((address.hostname or "", address.port or 0))
    return found


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _takes_connection(address: Address) -> bool:
    try:
        with socket.create_connection(address, _SECONDS_TO_ANSWER):
            return True
    except OSError:
        return False
