"""Notices that Spark is gone while a build waits for it: a job without executors would wait forever."""

from __future__ import annotations

from time import monotonic

from pyspark.sql import SparkSession

from pipelines.errors import NotPublished
from pipelines.spark.faults import GONE

PATIENCE_SECONDS = 120.0


class Watch:
    """One build's eye on its executors."""

    def __init__(self, session: SparkSession, patience: float = PATIENCE_SECONDS) -> None:
        self._context = session.sparkContext
        self._patience = patience
        self._last_seen = monotonic()

    def look(self) -> None:
        """Raises NotPublished when the session is stopped, or had no executor for too long."""
        java = self._context._jsc  # noqa: SLF001
        if java is None or java.sc().isStopped():
            raise NotPublished(GONE)
        if self._context.master.startswith("local") or java.sc().getExecutorMemoryStatus().size() > 1:
            self._last_seen = monotonic()
        if monotonic() - self._last_seen > self._patience:
            raise NotPublished(GONE)
