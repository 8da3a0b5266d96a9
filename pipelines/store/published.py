"""Opens the newest published version of a data folder, for commands that read the marts.

Decision 0002.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import duckdb

from pipelines.errors import UsageError
from pipelines.settings import Settings
from pipelines.store.home import Home
from pipelines.store.home_files import open_version
from pipelines.store.home_key import load_key
from pipelines.store.home_layout import check_not_newer
from pipelines.store.warehouse import find_versions


@contextmanager
def open_published(settings: Settings) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection that stands in the newest version, read only; a build that runs meanwhile does not change it.

    Raises UsageError when nothing was published yet, or the key is wrong or missing.
    """
    home = Home(settings.home)
    versions = find_versions(home)
    if not versions:
        raise UsageError(f"{home.root} holds no published warehouse. No changes were made; run `kxwatch build` first.")
    check_not_newer(home, settings.key)
    with open_version(versions[-1][1], load_key(home, settings.key)) as connection:
        connection.execute("use opened")
        yield connection
