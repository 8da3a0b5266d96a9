"""The chain: each event carries a keyed code over itself and the event before, so no change goes unseen.

Decision 0121.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import SecretBytes

FIRST_LINK = "0" * 64


@dataclass(frozen=True)
class Chain:
    """How many events there are, and the code of the last one."""

    length: int
    head: str


def link(secret: SecretBytes, row: Mapping[Any, Any], content: bytes) -> str:
    """The code of one event over its decrypted content, so that a change of keys leaves the chain as it is."""
    told = [row["sequence"], row["event_key"], row["at"], row["kind"], row["previous_mac"]]
    return _authenticate(secret, json.dumps(told).encode("utf-8") + b"\n" + content)


def seal_tail(secret: SecretBytes, chain: Chain) -> str:
    """The code of length and head, kept beside the events: without the last ones it no longer fits."""
    return _authenticate(secret, f"tail {chain.length} {chain.head}".encode())


def seal_record(secret: SecretBytes, made_for: str, at: str, chain: Chain) -> str:
    """The code of a head that a pack, a close or a backup recorded."""
    return _authenticate(secret, json.dumps(["head", made_for, at, chain.length, chain.head]).encode("utf-8"))


def tag_subject(secret: SecretBytes, subject: str) -> str:
    """What a subject is looked up by; it says nothing about the subject itself."""
    return _authenticate(secret, b"subject " + subject.encode("utf-8"))


def number_secret(secret: SecretBytes) -> str:
    """What tells one home's secret from another's without saying anything about either."""
    return _authenticate(secret, b"number")[:16]


def _authenticate(secret: SecretBytes, content: bytes) -> str:
    return hmac.digest(secret.get_secret_value(), content, "sha256").hex()
