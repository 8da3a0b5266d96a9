"""Some two thousand changed files through the readers; `make fuzz` sends a hundred thousand."""

from __future__ import annotations

import pytest

from tests.fuzz.mutants import KINDS, make_mutant
from tests.fuzz.properties import check_mutant, find_imbalances

# how many of each kind; a workbook takes a process of its own
COUNTS = {"x12": 800, "claims": 150, "table": 350, "bytes": 250, "packed": 100, "workbook": 10}


@pytest.mark.parametrize("kind", KINDS)
def test_a_changed_file_is_read_or_refused_balances_and_tells_on_nobody(kind: str) -> None:
    read = [check_mutant(make_mutant(kind, number)) for number in range(COUNTS[kind])]
    accepted = [source for source in read if source is not None]
    if kind == "packed":
        assert not accepted
    else:
        # mutants that are all refused would prove nothing
        assert len(read) // 20 < len(accepted) < len(read)


def test_a_number_is_always_the_same_mutant() -> None:
    for kind in KINDS:
        first, again = make_mutant(kind, 7), make_mutant(kind, 7)
        if kind not in ("workbook", "packed"):  # packages hold the time at which they were made
            assert first.content == again.content
        assert first.content != make_mutant(kind, 8).content


def test_an_imbalance_would_be_found() -> None:
    mutants = (make_mutant("x12", number) for number in range(50))
    source = next(read for read in map(check_mutant, mutants) if read and "service_line" in read.tables)
    lines = source.tables["service_line"]
    spoiled = lines.set_column(lines.schema.get_field_index("paid_amount"), "paid_amount", lines["charge_amount"])
    source.tables["service_line"] = spoiled
    assert find_imbalances(source)
