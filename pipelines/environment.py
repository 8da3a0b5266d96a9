"""Replaces the environment variables of this process, for good or for a block."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager


def set_environment(environment: Mapping[str, str]) -> None:
    """From here on, this process and those that it starts know this environment and no more."""
    os.environ.clear()
    os.environ.update(environment)


@contextmanager
def replaced_environment(environment: Mapping[str, str]) -> Iterator[None]:
    """A process that is started in the block knows this environment and no more."""
    kept = dict(os.environ)
    set_environment(environment)
    try:
        yield
    finally:
        set_environment(kept)
