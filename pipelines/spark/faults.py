"""What can go wrong with Spark, each as a sentence that names the work and never what Spark itself says.

Spark's own texts quote rows and plans, so nothing of them is shown or kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from py4j.protocol import Py4JError, Py4JNetworkError
from pyspark.errors import PySparkException
from sqlglot.errors import SqlglotError

from pipelines.errors import KxwatchError, NotPublished

_UNTOUCHED = "Nothing was published; the previous warehouse is unchanged."
GONE = (
    f"Spark stopped before the build ended: its master or all its executors are gone. {_UNTOUCHED} Start Spark and"
    " build again, or build without --engine spark."
)
NO_EXECUTOR = (
    f"The master of Spark had no executor for this build for two minutes. {_UNTOUCHED} Check that its workers run and"
    " have cores and memory free, then build again."
)
NO_START = (
    f"Spark could not be started. {_UNTOUCHED} Check that Java 17 or newer runs and that the master named with --master"
    " can be reached, or build without --engine spark."
)
_NO_MASTER = (
    f"No Spark master answers at {{master}}. {_UNTOUCHED} Start it or correct --master, then build again, or build"
    " without --engine spark."
)
_NO_ROOM = (
    "A disk that Spark writes to is full: the one that holds {folder}, or with --master that of an executor (there the"
    f" folders in SPARK_LOCAL_DIRS, otherwise /tmp). {_UNTOUCHED} Free up space there, then build again."
)
NO_MEMORY = (
    f"Spark ran out of memory. {_UNTOUCHED} Raise KXWATCH_MEMORY_LIMIT, or give the executors of the master more."
)
NO_PYTHON = (
    f"The executors of Spark cannot run kxwatch. {_UNTOUCHED} Install the same version of kxwatch for the Python that"
    " they use (PYSPARK_PYTHON), then build again."
)
_FULL = re.compile(
    r"No space left on device|Disk quota exceeded|not enough space on the disk|File too large|"
    r"Failed to create local dir",
    re.I,
)
_SIGNS = (
    (
        re.compile(
            r"OutOfMemoryError|OUT_OF_MEMORY|Not enough memory|Cannot acquire \d+ bytes|UNABLE_TO_ACQUIRE_MEMORY"
        ),
        NO_MEMORY,
    ),
    (
        re.compile(r"No module named '(pipelines|oxedi|pyarrow|pyspark)|Cannot run program|PYTHON_VERSION_MISMATCH"),
        NO_PYTHON,
    ),
    (
        re.compile(
            r"stopped SparkContext|SparkContext (was|has been) (shut ?down|stopped)|cancelled because SparkContext|"
            r"All masters are unresponsive|Master removed our application|ExecutorLostFailure|Connection refused|"
            r"Application has been killed|Error while sending or receiving|Answer from Java side is empty"
        ),
        GONE,
    ),
)
_CONDITION = re.compile(r"\[([A-Z][A-Z0-9_.]{3,80})\]")


def say_no_room(folder: Path) -> str:
    """The sentence for a full disk; `folder` holds the files of Spark on this computer."""
    return _NO_ROOM.format(folder=folder)


def say_no_master(master: str) -> str:
    """The sentence for a master that takes no connection."""
    return _NO_MASTER.format(master=master)


@contextmanager
def find_fault(work: str, folder: Path) -> Iterator[None]:
    """Raises NotPublished in place of anything that Spark, the translation or the fitting of types complains of.

    `folder` holds the files of Spark on this computer.
    """
    try:
        yield
    except KxwatchError:
        raise
    except (PySparkException, Py4JError, SqlglotError, ValueError, ConnectionError, EOFError) as error:
        raise explain(work, error, folder) from None


def explain(work: str, error: Exception, folder: Path) -> NotPublished:
    """The sentence for one error of `work`, such as "build mart.line"."""
    if isinstance(error, Py4JNetworkError | ConnectionError | EOFError):
        return NotPublished(GONE)
    text = str(error)
    if type(error) is Py4JError and "Trace:" not in text:  # a call without any answer of Java
        return NotPublished(GONE)
    if _FULL.search(text):
        return NotPublished(say_no_room(folder))
    found = next((sentence for sign, sentence in _SIGNS if sign.search(text)), None)
    if found:
        return NotPublished(found)
    condition = _CONDITION.search(text)
    what = condition[1] if condition and isinstance(error, PySparkException | Py4JError) else type(error).__name__
    return NotPublished(
        f"Spark could not {work} ({what}). {_UNTOUCHED} Build without --engine spark, and report this message;"
        " it contains no patient data."
    )
