"""What a command line answers, for tests."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


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
