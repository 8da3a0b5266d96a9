"""Opens the casebook of a home with its secrets, making or updating it if need be."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import sqlalchemy as sa

from pipelines.casebook.chain import FIRST_LINK, Chain, number_secret, seal_tail
from pipelines.casebook.engine import lock_schema, make_engine, writing
from pipelines.casebook.faults import CasebookDamaged
from pipelines.casebook.heads import has_heads
from pipelines.casebook.schema import NEWEST, casebook, has_tables, metadata, migrate
from pipelines.casebook.store import Casebook
from pipelines.casebook.vault import Vault, find_key, load_vault, make_vault
from pipelines.settings import Settings
from pipelines.store.home import Home


def _now() -> datetime:
    return datetime.now(UTC)


def open_casebook(settings: Settings, now: Callable[[], datetime] = _now) -> Casebook:
    """The casebook of the home of `settings`, made or brought up to date if need be.

    Raises UsageError for a wrong or missing key, NewerCasebook, CasebookUnavailable or CasebookDamaged.
    """
    home = Home(settings.home)
    home.root.mkdir(mode=0o700, parents=True, exist_ok=True)
    key = find_key(home, settings.key)
    engine = make_engine(home.casebook, settings.casebook_url)
    with writing(engine) as connection:
        lock_schema(connection)
        if has_tables(connection):
            migrate(connection)
            _check_is_ours(connection, home, load_vault(home, key))
        else:
            _create(connection, home, load_vault(home, key) or make_vault(home, key))

    def load() -> Vault:
        vault = load_vault(home, find_key(home, settings.key))
        if vault is None:
            raise CasebookDamaged(f"{home.casebook_secret} is missing. Restore it from a backup of the data folder.")
        return vault

    return Casebook(home, engine, load, now)


def _check_is_ours(connection: sa.Connection, home: Home, vault: Vault | None) -> None:
    number = connection.execute(sa.select(casebook.c.secret_number)).scalar_one()
    if vault is None or number != number_secret(vault.secret):
        what = "is missing" if vault is None else "belongs to another casebook"
        raise CasebookDamaged(
            f"{home.casebook_secret} {what}. Nothing was recorded; restore the data folder from one backup, or correct"
            " KXWATCH_CASEBOOK_URL."
        )


def _create(connection: sa.Connection, home: Home, vault: Vault) -> None:
    """A new casebook; not where one with events stood before. Raises CasebookDamaged."""
    if connection.dialect.name == "postgresql" and home.casebook.exists():
        raise CasebookDamaged(
            f"The database has no casebook, but {home.casebook} exists. Nothing was recorded; run `kxwatch casebook"
            " copy` to copy it to the database."
        )
    if has_heads(home.casebook_heads):
        raise CasebookDamaged(
            f"The casebook of {home.root} is missing, but earlier packs or backups recorded its events. Restore it from"
            " a backup of the data folder."
        )
    metadata.create_all(connection)
    chain = Chain(0, FIRST_LINK)
    connection.execute(
        casebook.insert().values(
            id=1,
            version=NEWEST,
            key_number=vault.key_number,
            secret_number=number_secret(vault.secret),
            length=chain.length,
            head=chain.head,
            tail_mac=seal_tail(vault.secret, chain),
        )
    )
