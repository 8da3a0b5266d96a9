"""What a command line answers, for tests."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest


@dataclass(frozen=True)
class Answer:
    """What one command said: its exit code, standard output and standard error."""

    exit_code: int
    out: str
    err: str

    @property
    def json(self) -> dict[str, Any]:
        """The one object on standard output."""
        answer: dict[str, Any] = json.loads(self.out)
        return answer


Command = Callable[..., Answer]


def forbid_reading(monkeypatch: pytest.MonkeyPatch, shut: Path) -> None:
    """The system lets nobody read the file `shut`, whoever runs the tests."""
    may, open_path = os.access, Path.open

    def may_not(path: object, mode: int, **more: Any) -> bool:
        return Path(str(path)) != shut and may(path, mode, **more)  # type: ignore[arg-type]

    def forbid(path: Path, *args: Any, **more: Any) -> object:
        if path == shut:
            raise PermissionError(13, "Permission denied", str(path))
        return open_path(path, *args, **more)

    monkeypatch.setattr(os, "access", may_not)
    monkeypatch.setattr(Path, "open", forbid)
