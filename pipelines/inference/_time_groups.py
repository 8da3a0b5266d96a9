"""The groups of the time page: every choice of years, pool, clinic and provider that has accounts, and who is in it.

Choices that hold the same accounts (one clinic and all clinics of a practice with one) share one curve.

Decision 0046.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

Integers = NDArray[np.int64]
# Column of a choice that says: all of them.
EVERY = -1
COLUMNS = ("first_year", "last_year", "pool", "payee_npi", "provider_npi")


class Choice(NamedTuple):
    """What the filters say; `pool`, `clinic` and `provider` number the names of a `Book`, EVERY means no filter."""

    first_year: int
    last_year: int
    pool: int
    clinic: int
    provider: int


@dataclass(frozen=True)
class Book:
    """All choices with their curve, and the members of each curve: `curve` and `account`, one pair a member."""

    choices: list[Choice]
    curve_of: Integers
    curve: Integers
    account: Integers
    names: dict[str, list[str]]
    keys: Integers
    curves: int


def open_book(accounts: pa.Table, links: pa.Table, periods: pa.Table) -> Book:
    """The choices over mart.time_account, mart.crossing_provider and ledger.period; at least one account."""
    (_, people_of), (pools, pool_of) = (_number(accounts, links, name) for name in ("beneficiary_key", "pool"))
    years = [table["calendar_year"].to_numpy() for table in (accounts, links)]
    keys = [(person * 10_000 + year) * 10 + pool for person, year, pool in zip(people_of, years, pool_of, strict=True)]
    known = np.unique(keys[0])
    clinics, clinic_of = _encode(links["payee_npi"])
    providers, provider_of = _encode(links["provider_npi"])
    is_known = np.isin(keys[1], known)
    account = np.searchsorted(known, keys[1][is_known])
    places = _list_places(account, clinic_of[is_known], provider_of[is_known], len(known))
    members = _cross(places, known, _list_spans(periods), len(clinics), len(providers))
    choices, curve_of, kept = _share_curves(members, len(known))
    names = {"pool": pools, "payee_npi": clinics, "provider_npi": providers}
    return Book(choices, curve_of, kept[0], kept[1], names, keys[0], int(curve_of.max()) + 1)


def name_choices(book: Book, which: Integers) -> dict[str, list[object]]:
    """The columns that name these choices of the book; null where all are meant."""
    chosen = [book.choices[number] for number in which]
    columns: dict[str, list[object]] = {
        "first_year": [choice.first_year for choice in chosen],
        "last_year": [choice.last_year for choice in chosen],
    }
    numbers = {
        "pool": [choice.pool for choice in chosen],
        "payee_npi": [choice.clinic for choice in chosen],
        "provider_npi": [choice.provider for choice in chosen],
    }
    for name, column in numbers.items():
        columns[name] = [None if number == EVERY else book.names[name][number] for number in column]
    return columns


def find_wide_curves(book: Book) -> NDArray[np.bool_]:
    """Of each curve whether it is one of a choice over all clinics and providers."""
    is_wide = np.zeros(book.curves, bool)
    is_wide[book.curve_of[[choice.clinic == choice.provider == EVERY for choice in book.choices]]] = True
    return is_wide


def _number(accounts: pa.Table, links: pa.Table, name: str) -> tuple[list[str], tuple[Integers, Integers]]:
    """One numbering of a text column of both tables."""
    both = pa.chunked_array(accounts[name].chunks + links[name].chunks, pa.string())
    names, numbers = _encode(both)
    return names, (numbers[: accounts.num_rows], numbers[accounts.num_rows :])


def _encode(column: pa.ChunkedArray) -> tuple[list[str], Integers]:
    """The names in their order, and the number of each value; one without a name belongs to EVERY alone."""
    encoded = column.combine_chunks().dictionary_encode()
    names: list[str] = encoded.dictionary.to_pylist()
    order = sorted(range(len(names)), key=names.__getitem__)
    place = np.append(np.argsort(order), EVERY)  # of EVERY, which is -1, the last one
    numbers = encoded.indices.fill_null(EVERY).to_numpy(zero_copy_only=False)
    return [names[number] for number in order], place[numbers].astype(np.int64)


def _list_spans(periods: pa.Table) -> list[tuple[int, int]]:
    """The calendar years that the periods of the filter row touch, each span once."""
    months = zip(periods["first_month"].to_pylist(), periods["last_month"].to_pylist(), strict=True)
    return sorted({(first.year, last.year) for first, last in months})


def _list_places(account: Integers, clinic: Integers, provider: Integers, accounts: int) -> Integers:
    """Each account everywhere, in each of its clinics, with each of its providers, and with both: (account, place)."""
    everywhere = np.full(len(account), EVERY)
    rows = [
        np.column_stack([np.arange(accounts), np.full((accounts, 2), EVERY)]),
        np.column_stack([account, clinic, everywhere]),
        np.column_stack([account, everywhere, provider]),
        np.column_stack([account, clinic, provider]),
    ]
    every = np.concatenate(rows) - [0, EVERY, EVERY]
    # as one number each, since sorting rows takes many times as long as sorting numbers
    clinics, providers = (int(every[:, side].max(initial=0)) + 1 for side in (1, 2))
    code = np.unique((every[:, 0] * clinics + every[:, 1]) * providers + every[:, 2])
    rest, last = np.divmod(code, providers)
    account_numbers, clinic_numbers = np.divmod(rest, clinics)
    return np.column_stack([account_numbers, clinic_numbers + EVERY, last + EVERY])


def _cross(
    places: Integers, keys: Integers, spans: list[tuple[int, int]], clinics: int, providers: int
) -> tuple[Integers, Integers, Integers]:
    """Every member of every choice: choice rows, number of the choice, and account."""
    account, clinic, provider = places.T
    pool, year = keys[account] % 10, keys[account] // 10 % 10_000
    codes, who = [], []
    for (first, last), is_one_pool in product(spans, (False, True)):
        inside = (year >= first) & (year <= last)
        chosen = pool[inside] if is_one_pool else np.full(inside.sum(), EVERY)
        span = np.full(inside.sum(), first * 10_000 + last)
        place = (clinic[inside] + 1) * (providers + 1) + provider[inside] + 1
        codes.append((span * 11 + chosen + 1) * ((clinics + 1) * (providers + 1)) + place)
        who.append(account[inside])
    code, number = np.unique(np.concatenate(codes), return_inverse=True)
    rest, place = np.divmod(code, (clinics + 1) * (providers + 1))
    span, chosen = np.divmod(rest, 11)
    rows = np.column_stack([*np.divmod(span, 10_000), chosen - 1, *np.divmod(place, providers + 1)])
    return rows - [0, 0, 0, 1, 1], number, np.concatenate(who)


def _share_curves(
    members: tuple[Integers, Integers, Integers], accounts: int
) -> tuple[list[Choice], Integers, tuple[Integers, Integers]]:
    """Equal sets of accounts get one curve: a set is known by its size and by the sum of its members' random words."""
    rows, number, account = members
    words = np.random.default_rng(0).integers(0, 2**63, accounts, dtype=np.int64).view(np.uint64)
    order = np.argsort(number, kind="stable")
    starts = np.searchsorted(number[order], np.arange(len(rows)))
    sums = np.add.reduceat(words[account[order]], starts)
    _, first, curve_of = np.unique(
        np.column_stack([np.bincount(number).astype(np.uint64), sums]), axis=0, return_index=True, return_inverse=True
    )
    kept = np.isin(number, first)
    # in the order of the choices, which no key of a beneficiary changes
    curve_of = np.argsort(np.argsort(first))[curve_of.ravel()]
    return [Choice(*row) for row in rows.tolist()], curve_of, (curve_of[number[kept]], account[kept])
