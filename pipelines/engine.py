"""What an engine does in a build: it runs the models, and may read files where its processors are."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass

from pipelines.intake.reading import ReadElsewhere
from pipelines.models.construction import BuildModels, build_models
from pipelines.store.home import Home


@dataclass(frozen=True)
class Engine:
    """One engine at work for one build. Without `read_files`, threads of this process read."""

    build_models: BuildModels
    read_files: ReadElsewhere | None = None


OpenEngine = Callable[[Home], AbstractContextManager[Engine]]


def open_duckdb(home: Home) -> AbstractContextManager[Engine]:
    """The usual engine: DuckDB itself, in the draft."""
    return nullcontext(Engine(build_models))
