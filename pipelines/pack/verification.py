"""Verifies a pack from the file alone: every part, the manifest, the seal and the bytes between them."""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import SecretBytes

from pipelines.casebook.chain import number_secret
from pipelines.errors import UsageError
from pipelines.pack.container import Damaged, find_difference, read_container
from pipelines.pack.seal import FORMAT, MANIFEST, SEAL, authenticate, hash_part, sum_up, write_manifest
from pipelines.pack.tables import write_json

_DAMAGED = 4


@dataclass(frozen=True)
class PackVerification:
    """What a verification found: the first place that is not as it was written, None for a whole pack."""

    path: Path
    problem: str | None
    manifest: Mapping[str, Any]
    is_seal_checked: bool

    @property
    def exit_code(self) -> int:
        """0 for a whole pack."""
        return _DAMAGED if self.problem else 0

    @property
    def message(self) -> str:
        """What was found, in a sentence."""
        if self.problem:
            return f"{self.path} is not the pack that was written: {self.problem}."
        checked = (
            "the seal was made with the secret of this data folder"
            if self.is_seal_checked
            else "the seal was not checked, because the secret of its data folder is not here"
        )
        count = len(self.manifest["parts"])
        return f"{self.path} is intact: all {count:,} parts have the hashes of its manifest, and {checked}."

    def to_json(self) -> dict[str, object]:
        """The object that `--json` prints."""
        return {
            "exit_code": self.exit_code,
            "message": self.message,
            "problem": self.problem,
            "is_seal_checked": self.is_seal_checked,
            "month": self.manifest.get("month"),
            "parts": len(self.manifest.get("parts", {})),
        }


def verify_pack(path: Path, secret: SecretBytes | None = None) -> PackVerification:
    """Check the pack in `path`; with the secret of its data folder also who sealed it.

    Raises UsageError where there is no such file.
    """
    content = read_pack_file(path)
    manifest: dict[str, Any] = {}
    try:
        parts = read_container(content)
        manifest = read_manifest(parts)
        _check_parts(parts, manifest)
        _check_seal(parts, secret)
        problem = find_difference(content, parts)
    except Damaged as damage:
        return PackVerification(path, str(damage), manifest, is_seal_checked=False)
    return PackVerification(path, problem, manifest, is_seal_checked=secret is not None)


def read_pack_file(path: Path) -> bytes:
    """The bytes of a pack. Raises UsageError where there is no file to read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}). Name the file of a pack.") from None


def read_manifest(parts: Mapping[str, bytes]) -> dict[str, Any]:
    """The manifest of a pack, as `write_manifest` writes it. Raises Damaged."""
    if MANIFEST not in parts or SEAL not in parts:
        raise Damaged(f"{MANIFEST if MANIFEST not in parts else SEAL}: it is missing")
    try:
        manifest = json.loads(parts[MANIFEST])
        is_ours = manifest["format"] == FORMAT and isinstance(manifest["parts"], dict)
    except (ValueError, KeyError, TypeError):
        is_ours = False
    if not is_ours:
        raise Damaged(f"{MANIFEST}: it is not the manifest of a pack that this version knows")
    return dict(manifest)


def _check_parts(parts: Mapping[str, bytes], manifest: Mapping[str, Any]) -> None:
    """Every part is there, none besides, each with its hash; in the order in which they were written."""
    listed = manifest["parts"]
    for name, content in parts.items():
        if name in (MANIFEST, SEAL):
            continue
        if name not in listed:
            raise Damaged(f"{name}: the manifest does not list it")
        if listed[name] != {"bytes": len(content), "sha256": hash_part(content)}:
            raise Damaged(f"{name}: its content was changed")
    for name in listed:
        if name not in parts:
            raise Damaged(f"{name}: it is missing")
    facts = {name: value for name, value in manifest.items() if name not in ("format", "parts")}
    own = {name: content for name, content in parts.items() if name not in (MANIFEST, SEAL)}
    if write_manifest(facts, own) != parts[MANIFEST]:
        raise Damaged(f"{MANIFEST}: it was rewritten")


def _check_seal(parts: Mapping[str, bytes], secret: SecretBytes | None) -> None:
    try:
        seal = json.loads(parts[SEAL])
        told = {name: seal[name] for name in ("hmac_sha256", "manifest_sha256", "secret_number")}
        is_whole = seal == {**told, "sha256": sum_up(told)} and write_json(seal) == parts[SEAL]
    except (ValueError, KeyError, TypeError):
        is_whole = False
    if not is_whole:
        raise Damaged(f"{SEAL}: it was changed")
    if told["manifest_sha256"] != hash_part(parts[MANIFEST]):
        raise Damaged(f"{MANIFEST}: it is not the one that was sealed")
    if secret is None:
        return
    if told["secret_number"] != number_secret(secret):
        raise Damaged(f"{SEAL}: it was made with the secret of another data folder")
    if not hmac.compare_digest(told["hmac_sha256"], authenticate(parts[MANIFEST], secret)):
        raise Damaged(f"{SEAL}: its code was not made with the secret of this data folder")
