"""Which engine runs the models of a build: DuckDB, or Apache Spark where it was asked for and can be used."""

from __future__ import annotations

import os
import re
import shutil
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from pipelines.engine import OpenEngine, open_duckdb
from pipelines.errors import UsageError
from pipelines.settings import Settings
from pipelines.store.home import Home

_UNTOUCHED = "No changes were made."
_UNKNOWN = f"--engine is duckdb or spark. {_UNTOUCHED}"
_NO_MASTER = f"--master belongs to --engine spark. {_UNTOUCHED}"
_MASTER = re.compile(r"local(\[[\d*, ]+\])?|spark://[^/]+:\d+|yarn|k8s://.+")
_STRANGE_MASTER = f"--master is spark://HOST:PORT, yarn, k8s://HOST:PORT or local[CORES]. {_UNTOUCHED}"
_ENCRYPTED = (
    "--engine spark cannot be used with an encrypted data folder: Spark's temporary files would hold patient data in"
    f" the clear. {_UNTOUCHED} Build without --engine spark."
)
_NOT_INSTALLED = (
    f"--engine spark needs PySpark and sqlglot, which are not installed. {_UNTOUCHED} Install them with"
    " `pip install 'kxwatch[spark]'`."
)
_NO_JAVA = (
    f"--engine spark needs Java 17 or newer, and there is none. {_UNTOUCHED} Install it (Debian:"
    " openjdk-17-jre-headless) or set JAVA_HOME to its folder."
)


def choose_engine(name: str, master: str | None, settings: Settings) -> OpenEngine:
    """What builds the models. Raises UsageError where that cannot be used here; nothing was done then."""
    if name not in ("duckdb", "spark"):
        raise UsageError(_UNKNOWN)
    if name == "duckdb":
        if master is not None:
            raise UsageError(_NO_MASTER)
        return open_duckdb
    if master is not None and not _MASTER.fullmatch(master):
        raise UsageError(_STRANGE_MASTER)
    _check_spark(settings)
    # GX looks for PySpark when it is imported: first, so that it does not wait for what it does not use.
    from pipelines.quality.validation import warm_up

    warm_up()
    from pipelines.spark.engine import open_engine

    return partial(open_engine, settings, master)


def _check_spark(settings: Settings) -> None:
    if settings.key is not None or Home(settings.home).key_file.exists():
        raise UsageError(_ENCRYPTED)
    if find_spec("pyspark") is None or find_spec("sqlglot") is None:
        raise UsageError(_NOT_INSTALLED)
    if not has_java():
        raise UsageError(_NO_JAVA)


def has_java() -> bool:
    """Whether Spark would find Java, as its own scripts look for it."""
    folder = os.environ.get("JAVA_HOME")
    return shutil.which("java", path=str(Path(folder) / "bin") if folder else None) is not None
