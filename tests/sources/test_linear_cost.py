"""Files that are hostile by their form: what reading them costs grows with their size, not with its square.

Decision 0101.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from contextlib import suppress
from itertools import pairwise

import pyarrow as pa
import pytest

from pipelines.errors import RefusedFile
from pipelines.matching import identity
from pipelines.sources.recognition import read_source

ISA = b"ISA*00*          *00*          *ZZ*NONE           *ZZ*NONE           *000101*0000*^*00501*000000000*0*P*"
GROUP = ISA + b":~GS*HP*A*B*20260101*1*1*X*005010X221A1~"
# a file sixteen times as long costs sixteen times as much; where the cost is quadratic, 256 times
SMALL, TIMES, MOST = 4_000, 16, 64
FORMS: dict[str, Callable[[int], bytes]] = {
    "line breaks": lambda size: b"x" + b"\n" * size + b"y",
    "blank lines": lambda size: b"x" + b"\n " * (size // 2) + b"y",
    "terminators": lambda size: b"x" + b"~ " * (size // 2),
    "line breaks after ST": lambda size: b"ST*835*1" + b"\n" * size + b"x",
    "blanks after ST": lambda size: b"ST*835*1" + b" " * size + b"x",
    "elements after ST": lambda size: b"ST*835" + b"*1" * (size // 2) + b"x",
    "many ST": lambda size: b"ST*835*" * (size // 7),
    "many ISA": lambda size: (ISA + b"*\n") * (size // 105),
    "many empty interchanges": lambda size: (ISA + b":~IEA*0*000000000~") * (size // 123),
    "many transactions": lambda size: GROUP + b"ST*835*1~SE*2*1~" * (size // 16),
    "line breaks between segments": lambda size: ISA + b":~" + b"\n" * size + b"GS*HP~",
    "quotation marks": lambda size: b'a,b\n"' + b'x,""' * (size // 4),
    "separators": lambda size: b"," * size,
    "hyphens": lambda size: b"old_patient_id,new_patient_id\n" + b"-" * size + b",x\n",
    "one chain of identifiers": lambda size: write_chain(size // 14),
    "one circle of identifiers": lambda size: write_chain(size // 14) + b"A%d,A0\n" % (size // 14),
}


def write_chain(links: int) -> bytes:
    rows = [b"old_patient_id,new_patient_id", *(b"A%d,A%d" % (number, number + 1) for number in range(links))]
    return b"\n".join(rows) + b"\n"


def measure(call: Callable[[], object], enough: float = 0.0) -> float:
    """The processor time of this process, which other programs on the machine hardly change; the least of three.

    The first that is below `enough` is not measured again.
    """
    spent: list[float] = []
    while len(spent) < 3 and min(spent, default=math.inf) >= enough:
        started = time.process_time()
        call()
        spent.append(time.process_time() - started)
    return min(spent)


def read(content: bytes) -> None:
    with suppress(RefusedFile):
        read_source(content, 1, "a" * 64, "hostile")


@pytest.mark.parametrize("form", FORMS)
def test_the_cost_of_reading_grows_with_the_size(form: str) -> None:
    write = FORMS[form]
    # what every reading costs, whatever its size, is left out
    fixed = measure(lambda: read(write(16)))
    small = measure(lambda: read(write(SMALL)))
    limit = fixed + MOST * max(small - fixed, 0.002)
    large = measure(lambda: read(write(SMALL * TIMES)), limit)
    assert large < limit, f"{small:.4f} s for {SMALL} bytes, {large:.4f} s"


def close_chain(links: int) -> tuple[int, int]:
    """Links of one chain after the model; how many there are, and at how many different ends."""
    numbers = [f"A{number:07}" for number in range(links + 1)]
    ends = follow(dict(pairwise(numbers)))
    return len(ends), len(set(ends.values()))


def follow(links: dict[str, str]) -> dict[str, str]:
    """The end of each link, as the model finds it."""
    staged = pa.table(
        {
            "crosswalk_place": pa.array(range(len(links)), pa.int64()),
            "old_patient_number": pa.array(links.keys(), pa.string()),
            "new_patient_number": pa.array(links.values(), pa.string()),
        }
    )
    closed = identity.infer(staged)
    assert closed.schema == identity.SCHEMA
    return dict(zip(*(column.to_pylist() for column in closed.columns), strict=True))


def test_a_chain_of_identifiers_is_closed_in_nearly_linear_time() -> None:
    ends = []
    small = measure(lambda: close_chain(2_000))
    limit = MOST * max(small, 0.01)
    large = measure(lambda: ends.append(close_chain(32_000)), limit)
    assert large < limit, f"{small:.3f} s for 2,000 links, {large:.3f} s for 32,000"
    assert set(ends) == {(32_000, 1)}


@pytest.mark.parametrize("links", [0, 1, 2, 3, 7, 8, 9])
def test_chains_of_any_length_are_closed(links: int) -> None:
    assert close_chain(links) == (links, min(links, 1))


def test_links_meet_in_one_end_in_any_order() -> None:
    assert follow({"C": "D", "A": "C", "B": "C", "X": "Y"}) == {"C": "D", "A": "D", "B": "D", "X": "Y"}


def test_a_circle_ends_before_it_comes_again() -> None:
    assert set(follow({"A": "B", "B": "C", "C": "A"})) == {"A", "B", "C"}
