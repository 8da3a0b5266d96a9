"""Copies a casebook, event for event: into a backup, or from the data folder to PostgreSQL.

Decision 0125.
"""

from __future__ import annotations

from pathlib import Path

import sqlalchemy as sa

from pipelines.casebook.chain import Chain
from pipelines.casebook.engine import lock_schema, make_engine, make_sqlite_engine, reading, tidy_sqlite, writing
from pipelines.casebook.opening import open_casebook
from pipelines.casebook.schema import casebook, event, has_tables, metadata, read_in_parts
from pipelines.casebook.vault import find_key, keep_vault, load_vault
from pipelines.errors import UsageError
from pipelines.settings import Settings
from pipelines.store.home import Home


def has_casebook(settings: Settings) -> bool:
    """Whether the home of `settings` has a casebook."""
    home = Home(settings.home)
    if settings.casebook_url is None and not home.casebook.exists():
        return False
    with reading(make_engine(home.casebook, settings.casebook_url)) as connection:
        return has_tables(connection)


def write_snapshot(settings: Settings, path: Path) -> bool:
    """Write the casebook as it is now into the new file `path`, encrypted as it is; False where there is none."""
    if not has_casebook(settings):
        return False
    path.unlink(missing_ok=True)
    source, target = make_engine(Home(settings.home).casebook, settings.casebook_url), make_sqlite_engine(path)
    _copy(source, target)
    tidy_sqlite(target, "pragma journal_mode = delete")
    return True


def copy_to_database(settings: Settings) -> Chain:
    """Copy the casebook of the data folder to the empty database of KXWATCH_CASEBOOK_URL.

    Raises UsageError where there is nothing to copy, or something in the way; then nothing was changed.
    """
    home = Home(settings.home)
    if settings.casebook_url is None:
        raise UsageError("Set KXWATCH_CASEBOOK_URL to the database to copy to. No changes were made.")
    if not home.casebook.exists():
        raise UsageError(f"{home.casebook} does not exist. No changes were made; there is nothing to copy.")
    _copy(make_sqlite_engine(home.casebook), make_engine(home.casebook, settings.casebook_url))
    return open_casebook(settings).chain()


def _copy(source: sa.Engine, target: sa.Engine) -> None:
    with reading(source) as old, writing(target) as new:
        lock_schema(new)
        if has_tables(new):
            raise UsageError("The target already has a casebook. No changes were made; nothing was copied.")
        metadata.create_all(new)
        new.execute(casebook.insert(), dict(old.execute(sa.select(casebook)).mappings().one()))
        for part in read_in_parts(old):
            new.execute(event.insert(), [dict(row) for row in part])


def settle_casebook(settings: Settings) -> None:
    """Encrypt the casebook and its secret with the home's key of now; resumes where an attempt was cut short."""
    if has_casebook(settings):
        open_casebook(settings).settle()
        return
    home = Home(settings.home)
    vault = load_vault(home, find_key(home, settings.key))
    if vault is not None:
        keep_vault(home, vault)
