"""The seal of a pack: a manifest with the hash of every part, and its code with the secret of the data folder.

Decision 0148.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from pydantic import SecretBytes

from pipelines.casebook.chain import number_secret
from pipelines.pack.tables import write_json

FORMAT = "kxwatch pack 1"
MANIFEST = "manifest.json"
SEAL = "seal.json"


def write_manifest(facts: Mapping[str, Any], parts: Mapping[str, bytes]) -> bytes:
    """What the pack is, and for every part its size and sha256."""
    listed = {name: {"bytes": len(content), "sha256": hash_part(content)} for name, content in parts.items()}
    return write_json({"format": FORMAT, **facts, "parts": listed})


def hash_part(content: bytes) -> str:
    """The sha256 of a part."""
    return sha256(content).hexdigest()


def write_seal(manifest: bytes, secret: SecretBytes) -> bytes:
    """The code of the manifest, the number of the secret it was made with, and a sum over both."""
    told = {
        "hmac_sha256": authenticate(manifest, secret),
        "manifest_sha256": hash_part(manifest),
        "secret_number": number_secret(secret),
    }
    return write_json({**told, "sha256": sum_up(told)})


def authenticate(manifest: bytes, secret: SecretBytes) -> str:
    """The keyed code of a manifest; nobody without the secret can make it."""
    return hmac.digest(secret.get_secret_value(), b"pack\n" + manifest, "sha256").hex()


def sum_up(told: Mapping[str, str]) -> str:
    """The sum of a seal over itself, so that a changed byte shows even where the secret is not at hand."""
    return sha256(json.dumps(told, sort_keys=True).encode("utf-8")).hexdigest()
