"""Failures: what stops a build, turned into a sentence and written where the pages find it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from pipelines.errors import NotPublished, UsageError
from pipelines.home import Home, cannot_write, write_status

_FAULT_EXIT_CODE = 1


@contextmanager
def report_failure(home: Home) -> Iterator[None]:
    """Let a failed build say why in `build_status.json`; a wrong use of the command changes nothing there.

    Raises NotPublished in place of the system's own words for a full disk, a lost right or too little memory.
    """
    try:
        with _in_sentences(home):
            yield
    except UsageError:
        raise
    except NotPublished as error:
        write_status(home, error.exit_code, str(error))
        raise
    except BaseException as error:
        write_status(home, _FAULT_EXIT_CODE, f"The build was cut short ({type(error).__name__}). Start it again.")
        raise


@contextmanager
def _in_sentences(home: Home) -> Iterator[None]:
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise NotPublished(
            "The build needs more memory than KXWATCH_MEMORY_LIMIT allows, or the disk has no room for what it puts"
            " aside. Nothing was published; raise the limit or make room."
        ) from error
    except (OSError, duckdb.IOException) as error:
        raise cannot_write(home, error) from error
