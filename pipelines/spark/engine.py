"""The engine that `kxwatch build --engine spark` asks for: a session for one build, and the models on it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from functools import partial

from pipelines.engine import Engine
from pipelines.settings import Settings
from pipelines.spark.construction import build_models
from pipelines.spark.reading import read_on_executors
from pipelines.spark.session import borrow_session, open_session
from pipelines.store.home import Home

_LEAST_MEBIBYTES = 1024


@contextmanager
def open_engine(settings: Settings, master: str | None, home: Home) -> Iterator[Engine]:
    """What reads files and builds models in one call; its session and its files are gone after the block.

    Without a master, the session that this process has, else Spark on this computer.
    """
    folder = home.drafts / "spark"
    memory = write_memory(settings.memory_limit)
    try:
        lent = None if master else borrow_session(folder, memory)
        own = nullcontext(lent) if lent else open_session(master or f"local[{settings.threads}]", folder, memory)
        with own as session:
            models = partial(build_models, session=session, folder=folder)
            yield Engine(models, read_on_executors(session, folder))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def write_memory(limit: str) -> str:
    """A limit such as 2GB or 1.5GiB as Java writes it, in whole mebibytes; Spark does not start with less than this."""
    number = limit.rstrip("KMGTiB ")
    unit = limit[len(number) :].strip()[0]
    return f"{max(_LEAST_MEBIBYTES, int(float(number) * 1024 ** ('KMGT'.index(unit) - 1)))}m"
