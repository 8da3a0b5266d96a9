"""Each mutant by its kind and number: the same number is the same file, so that a failure can be made again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from tests.fuzz.byte_mutation import mutate_bytes
from tests.fuzz.package_mutation import make_workbook, pack
from tests.fuzz.seeds import find_personal, load_claims, load_tables, load_x12
from tests.fuzz.table_mutation import mutate_table
from tests.fuzz.x12_mutation import mutate_x12


@dataclass(frozen=True)
class Mutant:
    """One changed file, and the personal values of the file that it was made of."""

    kind: str
    number: int
    content: bytes
    personal: frozenset[str]

    @property
    def name(self) -> str:
        return f"{self.kind}-{self.number}"


def make_mutant(kind: str, number: int) -> Mutant:
    """The mutant of this kind with this number."""
    random = Random(f"{kind} {number}")
    seeds, change = _KINDS[kind]
    seed = random.choice(seeds())
    return Mutant(kind, number, change(seed, random), find_personal(seed))


def _either() -> tuple[bytes, ...]:
    return load_x12() + load_tables()


_KINDS: dict[str, tuple[Callable[[], tuple[bytes, ...]], Callable[[bytes, Random], bytes]]] = {
    "x12": (load_x12, mutate_x12),
    "claims": (load_claims, mutate_x12),
    "table": (load_tables, mutate_table),
    "workbook": (load_tables, make_workbook),
    "packed": (_either, pack),
    "bytes": (_either, mutate_bytes),
}
KINDS = tuple(_KINDS)
