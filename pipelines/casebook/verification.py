"""Checks the chain from the first event to the last, and the heads that packs, closes and backups recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain as flatten
from typing import Any

import sqlalchemy as sa

from pipelines.casebook.chain import FIRST_LINK, Chain, link, number_secret, seal_tail, tag_subject
from pipelines.casebook.engine import make_engine, reading
from pipelines.casebook.events import read_event
from pipelines.casebook.faults import CasebookDamaged, CasebookError, CasebookUnavailable
from pipelines.casebook.heads import has_heads, read_heads
from pipelines.casebook.schema import casebook, check_version, event, has_tables, read_in_parts
from pipelines.casebook.store import describe_mismatch
from pipelines.casebook.vault import Vault, load_vault
from pipelines.errors import NotPublished, UsageError, WrongKey
from pipelines.settings import Settings
from pipelines.store.home import Home
from pipelines.store.home_key import load_key


@dataclass(frozen=True)
class CasebookVerification:
    """Length and head of a casebook, and the first place that is not whole, as a sentence."""

    chain: Chain
    recorded_heads: int
    problem: str | None

    @property
    def exit_code(self) -> int:
        """0 whole, 4 not."""
        return NotPublished.exit_code if self.problem else 0

    @property
    def message(self) -> str:
        """The outcome in one sentence."""
        if self.problem:
            return f"The casebook is not intact: {self.problem}."
        if not self.chain.length:
            return "The casebook is intact; it has no events yet."
        return (
            f"The casebook is intact. Events: {self.chain.length:,}, the last one {self.chain.head[:12]}. Heads"
            f" recorded by packs, closes and backups: {self.recorded_heads:,}, all found."
        )

    def to_json(self) -> dict[str, object]:
        """The object that `--json` prints."""
        return {
            "exit_code": self.exit_code,
            "message": self.message,
            "events": self.chain.length,
            "head": self.chain.head,
            "recorded_heads": self.recorded_heads,
        }


def verify_casebook(settings: Settings) -> CasebookVerification:
    """Read the whole casebook of `settings` and change nothing.

    Raises UsageError where there is no home or for a wrong key, NewerCasebook and CasebookUnavailable.
    """
    home = Home(settings.home)
    nothing = Chain(0, FIRST_LINK)
    if not home.root.is_dir():
        raise UsageError(f"{home.root} is not a kxwatch data folder. Choose another one with --home.")
    try:
        vault = load_vault(home, load_key(home, settings.key))
        if settings.casebook_url is None and not home.casebook.exists():
            return _verify_without_events(home, nothing)
        with reading(make_engine(home.casebook, settings.casebook_url)) as connection:
            if not has_tables(connection):
                return _verify_without_events(home, nothing)
            return _verify(connection, home, vault)
    except CasebookUnavailable:
        raise
    except CasebookDamaged as damage:
        return CasebookVerification(nothing, 0, str(damage).rstrip("."))


def _verify_without_events(home: Home, nothing: Chain) -> CasebookVerification:
    problem = "it is missing, but earlier packs, closes or backups recorded its events"
    return CasebookVerification(nothing, 0, problem if has_heads(home.casebook_heads) else None)


def _verify(connection: sa.Connection, home: Home, vault: Vault | None) -> CasebookVerification:
    state = connection.execute(sa.select(casebook)).mappings().first()
    if state is None:
        raise CasebookDamaged("its state is missing")
    check_version(state["version"])
    if vault is None or state["secret_number"] != number_secret(vault.secret):
        raise CasebookDamaged(f"{home.casebook_secret.name} is missing or belongs to another casebook")
    chain, problem = _follow(connection, vault)
    problem = problem or _check_tail(state, vault, chain)
    heads = list(read_heads(home.casebook_heads, vault.secret))
    for head in heads:
        mismatch = None if problem else describe_mismatch(connection, head.chain)
        problem = problem or (mismatch and f"{head.made_for} recorded another history: {mismatch}")
    return CasebookVerification(chain, len(heads), problem)


def _follow(connection: sa.Connection, vault: Vault) -> tuple[Chain, str | None]:
    """The chain as far as it is whole, and what is wrong after that."""
    chain = Chain(0, FIRST_LINK)
    for row in flatten.from_iterable(read_in_parts(connection)):
        problem = _check_row(row, vault, chain)
        if problem:
            return chain, problem
        chain = Chain(row["sequence"], row["mac"])
    return chain, None


def _check_row(row: Mapping[Any, Any], vault: Vault, chain: Chain) -> str | None:
    place = f"event {row['sequence']:,} ({str(row['at'])[:10]})"
    if row["sequence"] != chain.length + 1:
        return f"event {chain.length + 1:,} is missing"
    if row["previous_mac"] != chain.head:
        return f"{place} does not follow from the event before it"
    try:
        content = vault.open(bytes(row["content"]))
    except WrongKey:
        return f"{place} cannot be decrypted"
    if row["mac"] != link(vault.secret, row, content):
        return f"{place} was altered"
    if row["subject_tag"] != tag_subject(vault.secret, read_event(row, content).subject):
        return f"{place} was filed under another subject"
    return None


def _check_tail(state: Mapping[Any, Any], vault: Vault, chain: Chain) -> str | None:
    expected = Chain(state["length"], state["head"])
    if chain.length < expected.length:
        return f"event {chain.length + 1:,} is missing (there were {expected.length:,})"
    if chain != expected or state["tail_mac"] != seal_tail(vault.secret, chain):
        return f"the recorded end of the chain does not fit event {chain.length:,}"
    return None


def list_subjects(settings: Settings, kind: str) -> list[str]:
    """What the events of a kind are about, each once, in order; changes nothing. Raises CasebookError."""
    home = Home(settings.home)
    vault = load_vault(home, load_key(home, settings.key))
    if vault is None or (settings.casebook_url is None and not home.casebook.exists()):
        return []
    with reading(make_engine(home.casebook, settings.casebook_url)) as connection:
        if not has_tables(connection):
            return []
        chosen = sa.select(event).where(event.c.kind == kind).order_by(event.c.sequence)
        rows = connection.execute(chosen).mappings().all()
    return list(dict.fromkeys(read_event(row, vault.open(row["content"])).subject for row in rows))


def list_problems(settings: Settings) -> list[str]:
    """What `kxwatch verify` says about the casebook."""
    try:
        problem = verify_casebook(settings).problem
    except CasebookError as error:
        problem = str(error)
    return [f"changed: the casebook: {problem}"] if problem else []
