"""Records how a build ended: what stopped it, as a sentence, where the pages find it."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from pipelines.errors import KxwatchError, NotPublished, UsageError, describe_fault
from pipelines.store.attach import is_damage
from pipelines.store.home import Home, cannot_write, write_status

_NO_ROOM = ("No space left on device", "not enough space on the disk", "Disk quota exceeded")
_NO_MEMORY = (
    "The build needs more memory than KXWATCH_MEMORY_LIMIT allows, or the disk has no room for temporary files."
    " Nothing was published. Raise the limit or free up disk space."
)
_DAMAGE = (
    "A database file in {root} is damaged. Nothing was published and nothing was removed. Run `kxwatch verify` to see"
    " which, and restore that file from your backup of the data folder."
)


@contextmanager
def report_failure(home: Home) -> Iterator[None]:
    """Record in `build_status.json` why a build failed; usage errors are not recorded.

    Raises NotPublished in place of anything else that stops a build.
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
        write_status(home, NotPublished.exit_code, f"The build was stopped ({type(error).__name__}). Start it again.")
        raise


@contextmanager
def _in_sentences(home: Home) -> Iterator[None]:
    try:
        yield
    except KxwatchError:
        raise
    except Exception as error:
        explained = _explain(home, error)
        if explained is None:
            raise
        raise explained from error


def _explain(home: Home, error: Exception) -> NotPublished | None:
    """What the system or DuckDB found wrong; None for an error of ours. Texts of other errors may hold data."""
    said = str(error)
    is_of_duckdb = isinstance(error, (duckdb.Error, RuntimeError))  # in results it comes as RuntimeError
    if is_of_duckdb and (isinstance(error, duckdb.OutOfMemoryException) or "Out of Memory" in said):
        return NotPublished(_NO_MEMORY)
    if is_of_duckdb and any(words in said for words in _NO_ROOM):
        return cannot_write(home, OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)))
    if is_of_duckdb and (is_damage(said) or isinstance(error, duckdb.SerializationException)):
        return NotPublished(_DAMAGE.format(root=home.root))
    if isinstance(error, (OSError, duckdb.IOException)):
        return cannot_write(home, error)
    return NotPublished(describe_fault(error)) if isinstance(error, duckdb.Error) else None
