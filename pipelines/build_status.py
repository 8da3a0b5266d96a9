"""Records how a build ended: what stopped it, as a sentence, where the pages find it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from pipelines.attach import is_damage
from pipelines.errors import NotPublished, UsageError, describe_fault
from pipelines.home import Home, cannot_write, write_status


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
    except UsageError:
        raise
    except duckdb.OutOfMemoryException as error:
        raise NotPublished(
            "The build needs more memory than KXWATCH_MEMORY_LIMIT allows, or the disk has no room for temporary files."
            " Nothing was published. Raise the limit or free up disk space."
        ) from error
    except duckdb.Error as error:
        raise _explain(home, error) from error
    except OSError as error:
        raise cannot_write(home, error) from error


def _explain(home: Home, error: duckdb.Error) -> NotPublished:
    """What DuckDB found wrong with a file; an error of any other kind is ours, and its text may hold data."""
    if is_damage(str(error)) or isinstance(error, duckdb.SerializationException):
        return NotPublished(
            f"A database file in {home.root} is damaged. Nothing was published and nothing was removed. Run `kxwatch"
            " verify` to see which, and restore that file from your backup of the data folder."
        )
    return cannot_write(home, error) if isinstance(error, duckdb.IOException) else NotPublished(describe_fault(error))
