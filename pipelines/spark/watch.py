"""Notices that Spark is gone while a build waits for it: a job without executors would wait forever."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from time import monotonic

from py4j.protocol import Py4JError
from pyspark.sql import SparkSession

from pipelines.errors import NotPublished
from pipelines.spark.faults import GONE, NO_EXECUTOR
from pipelines.spark.master import answers

LOOK_SECONDS = 5.0
# A master that answers may have executors soon: others use them now, or a machine starts again.
PATIENCE_SECONDS = 120.0
# Without executors and without a master, nothing will come; a second master takes over within this time.
PATIENCE_WITHOUT_MASTER_SECONDS = 15.0


class Watch:
    """One build's eye on its executors."""

    def __init__(
        self,
        session: SparkSession,
        patience: float = PATIENCE_SECONDS,
        patience_without_master: float = PATIENCE_WITHOUT_MASTER_SECONDS,
    ) -> None:
        self._context = session.sparkContext
        self._patience = patience
        self._patience_without_master = patience_without_master
        self._last_seen = monotonic()
        self._has_seen_any = False

    def look(self) -> None:
        """Raises NotPublished when the session is stopped, or had no executor for too long."""
        java = self._context._jsc  # noqa: SLF001
        if java is None or java.sc().isStopped():
            raise NotPublished(GONE)
        master = str(self._context.master)
        if master.startswith("local") or java.sc().getExecutorMemoryStatus().size() > 1:
            self._last_seen = monotonic()
            self._has_seen_any = True
            return
        waited = monotonic() - self._last_seen
        if waited > self._patience_without_master and not answers(master):
            raise NotPublished(GONE)
        if waited > self._patience:
            raise NotPublished(GONE if self._has_seen_any else NO_EXECUTOR)

    def wait(self, work: Callable[[], object]) -> None:
        """Lets a thread do `work` and looks meanwhile; when Spark is gone, its jobs end too."""
        with ThreadPoolExecutor(1) as thread:
            future = thread.submit(work)
            try:
                while wait([future], timeout=LOOK_SECONDS).not_done:
                    self.look()
            except BaseException:
                self.end_jobs()
                raise
            future.result()

    def end_jobs(self) -> None:
        """No thread waits for a job any more; a Java process that is gone has none left."""
        with suppress(Py4JError, OSError):
            self._context.cancelAllJobs()
