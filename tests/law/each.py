"""One test over all files, models or queries that a law is about: thousands of tests of one line each take a minute."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any


def holds_for(subjects: Iterable[Any]) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """The test is held against each of `subjects`, its first argument; it fails once, with all that break it."""
    every = list(subjects)
    assert every, "a law about nothing cannot be broken"

    def declare(law: Callable[..., None]) -> Callable[..., None]:
        @wraps(law)
        def run(**fixtures: Any) -> None:
            broken = [sentence for one in every if (sentence := _try(law, one, fixtures))]
            assert not broken, f"{len(broken)} of {len(every)}:\n" + "\n".join(broken)

        signature = inspect.signature(law)
        fixtures = list(signature.parameters.values())[1:]
        run.__signature__ = signature.replace(parameters=fixtures)  # type: ignore[attr-defined]
        return run

    return declare


def _try(law: Callable[..., None], subject: Any, fixtures: dict[str, Any]) -> str:
    try:
        law(subject, **fixtures)
    except AssertionError as broken:
        return f"{getattr(subject, 'name', None) or subject}: {broken}"
    return ""
