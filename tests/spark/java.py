"""A Spark session of one test module; skipped with a sentence without Java, a failure where CI demands one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pipelines.commands.engine import has_java
from pipelines.spark.session import open_session

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# Each core starts a Python of its own, which takes longer than reading a few files.
MASTER = "local[1]"
# A few hundred rows: compiling code for them costs more than running it.
SMALL = {
    "spark.sql.shuffle.partitions": "1",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.sql.adaptive.enabled": "false",
}
# Java checks every class that it loads, here those of Spark's release, in each of its processes.
JAVA_OPTIONS = (
    "-XX:TieredStopAtLevel=1 -XX:ReservedCodeCacheSize=240m -XX:+UseSerialGC -XX:MetaspaceSize=256m"
    " -XX:+UnlockDiagnosticVMOptions -XX:-BytecodeVerificationRemote"
)


def demand_spark() -> None:
    """Skips or fails where Spark cannot run."""
    if has_java() and find_spec("pyspark") is not None:
        return
    sentence = "Java is not installed; .ci/run installs it"
    if os.environ.get("KXWATCH_SPARK") == "required":
        pytest.fail(sentence)
    pytest.skip(sentence)


@contextmanager
def run_spark(folder: Path) -> Iterator[SparkSession]:
    """A session as a build opens it."""
    demand_spark()
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("JAVA_TOOL_OPTIONS", JAVA_OPTIONS)
        with open_session(MASTER, folder / "spark", "1024m", SMALL) as session:
            yield session
