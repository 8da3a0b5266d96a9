"""Heads of the chain as packs, closes and backups recorded them, in a file beside the casebook.

A casebook that was shortened, rewritten or exchanged for an older copy no longer fits them.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import SecretBytes

from pipelines.casebook.chain import Chain, seal_record
from pipelines.casebook.faults import CasebookDamaged, CasebookUnavailable


@dataclass(frozen=True)
class RecordedHead:
    """Length and head of the chain when `made_for` (for example "close 2026-09") was made."""

    made_for: str
    at: str
    chain: Chain


def write_head(path: Path, secret: SecretBytes, made_for: str, at: datetime, chain: Chain) -> None:
    """Append one line, on the disk before the caller goes on. Raises CasebookUnavailable."""
    when = at.isoformat(timespec="seconds")
    told = {"made_for": made_for, "at": when, "length": chain.length, "head": chain.head}
    line = json.dumps({**told, "mac": seal_record(secret, made_for, when, chain)}) + "\n"
    try:
        with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b", buffering=0) as handle:
            handle.seek(_find_end(handle.read() or b""))
            handle.truncate()
            handle.write(line.encode("utf-8"))
            os.fsync(handle.fileno())
    except OSError as error:
        raise CasebookUnavailable(f"{path} cannot be written ({error.strerror}). Free up disk space.") from None


def _find_end(content: bytes) -> int:
    """Where the last whole line ends: a power cut may have left part of one."""
    return content.rfind(b"\n") + 1


def read_heads(path: Path, secret: SecretBytes) -> Iterator[RecordedHead]:
    """The recorded heads, oldest first. Raises CasebookDamaged for a line that was altered."""
    content = path.read_bytes() if path.exists() else b""
    for number, line in enumerate(content[: _find_end(content)].splitlines(), start=1):
        try:
            told = json.loads(line)
            chain = Chain(int(told["length"]), str(told["head"]))
            is_whole = told["mac"] == seal_record(secret, told["made_for"], told["at"], chain)
        except (ValueError, KeyError, TypeError):
            is_whole = False
        if not is_whole:
            raise CasebookDamaged(f"{path.name}, line {number}, was altered.")
        yield RecordedHead(told["made_for"], told["at"], chain)


def has_heads(path: Path) -> bool:
    """Whether a casebook with events stood here."""
    return path.exists() and path.stat().st_size > 0
