"""`python -m tests.simulate.linkage`: how well later claims are linked to their denials, against what was planted.

A true link is a denied line and a later line with the same line item control number, which the
rule of the same service never looks at. The simulator bills a service anew as it was; so the same
practices are measured once more *disturbed*: of the later lines one in ten is changed in a way that
billing offices change them. Prints the tables of docs/denials.md.
"""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from pipelines.simulate import simulate_practice
from tests.models_as_asked import ModelsAsAsked
from tests.warehouses import read_in_memory

SEEDS = range(1, 11)
LINES = 3_000

_PLANTED = """
    with told as (
        select
            person, line_item_control_number, payment_trace_number, payer_claim_control_number,
            cast(line_number as bigint) as line_number, cast(is_denied as boolean) as is_denied,
            cast(payment_date as date) as payment_date
        from read_csv($lines, header = true, all_varchar = true)
        where standing_category not in ('reversal', 'orphan_reversal')
    ),
    first_denial as (
        select * from told where is_denied
        qualify row_number() over (
            partition by person, line_item_control_number order by payment_date, payment_trace_number
        ) = 1
    )
    select
        first_denial.payer_claim_control_number as denied_icn, first_denial.line_number as denied_line,
        told.payer_claim_control_number as later_icn, told.line_number as later_line
    from first_denial inner join told using (person, line_item_control_number)
    where
        (told.payment_date, told.payment_trace_number)
        > (first_denial.payment_date, first_denial.payment_trace_number)
"""
_FOUND = """
    with placed as (
        select service_line_key, payer_claim_control_number, line_number
        from ledger.service_line inner join ledger.claim_payment using (claim_place)
    )
    select
        denied.payer_claim_control_number as denied_icn, denied.line_number as denied_line,
        later.payer_claim_control_number as later_icn, later.line_number as later_line, link.link_strength
    from mart.denial_link as link
    inner join placed as denied on link.denial_service_line_key = denied.service_line_key
    inner join placed as later on link.service_line_key = later.service_line_key
    where link.link_category in ('corrected', 'billed_anew')
"""
_COUNTS = f"""
    with planted as ({_PLANTED}), found as ({_FOUND})
    select
        (select count(*) from planted),
        (select count(*) from found),
        (select count(*) from found semi join planted using (denied_icn, denied_line, later_icn, later_line)),
        (select count(*) from found where link_strength = 'weak'),
        (select count(*) from mart.denial_candidate)
"""

# One in ten of the planted later lines, by its own number: another code, another day, no modifiers, half a line.
_CHOSEN = f"""
    create temp table chosen as
    select line_place, hash(line_item_control_number, claim_place) // 10 % 4 as change
    from source.service_line inner join source.claim_payment using (claim_place)
    where
        hash(line_item_control_number, claim_place) % 10 = 0
        and (payer_claim_control_number, line_number) in (select (later_icn, later_line) from ({_PLANTED}))
"""
_DISTURBANCES = """
    update source.service_line set procedure_code = if(procedure_code = '97110', '97530', '97110')
    where line_place in (select line_place from chosen where change = 0);
    update source.service_line set service_date = service_date + 1
    where line_place in (select line_place from chosen where change = 1);
    update source.service_line set modifier_1 = null, modifier_2 = null, modifier_3 = null, modifier_4 = null
    where line_place in (select line_place from chosen where change = 2);
    update source.service_line set allowed_amount = allowed_amount / 2, paid_units = paid_units / 2
    where line_place in (select line_place from chosen where change = 3)
"""


@dataclass(frozen=True)
class Linkage:
    """True links and links found over one or more practices; weak ones are found by the key of the service alone."""

    planted: int
    found: int
    right: int
    weak: int
    candidates: int

    def __add__(self, other: Linkage) -> Linkage:
        return Linkage(*(one + two for one, two in zip(vars(self).values(), vars(other).values(), strict=True)))

    @property
    def precision(self) -> float:
        return self.right / self.found

    @property
    def recall(self) -> float:
        return self.right / self.planted


NOTHING = Linkage(0, 0, 0, 0, 0)


def measure_linkage(seed: int, is_disturbed: bool = False, lines: int = LINES) -> Linkage:
    """One synthetic practice, built in memory and held against what was planted in it."""
    with TemporaryDirectory() as folder:
        out = Path(folder)
        simulate_practice(lines, seed, out)
        files = [(path.name, path.read_bytes()) for path in sorted(out.glob("remittances/**/*")) if path.is_file()]
        with closing(read_in_memory(files)) as source:
            if is_disturbed:
                _disturb(source, out / "truth" / "lines.csv")
            return Linkage(*_count(ModelsAsAsked(source), out / "truth" / "lines.csv"))


def _disturb(source: duckdb.DuckDBPyConnection, told: Path) -> None:
    source.execute(_CHOSEN, {"lines": str(told)})
    source.execute(_DISTURBANCES)


def _count(warehouse: ModelsAsAsked, told: Path) -> tuple[int, ...]:
    row = warehouse.execute(_COUNTS, {"lines": str(told)}).fetchone()
    assert row is not None
    return row


def format_row(name: str, one: Linkage) -> str:
    """One row of the table."""
    counts = f"{one.planted} | {one.found} | {one.right} | {one.precision:.4f} | {one.recall:.4f}"
    return f"| {name} | {counts} | {one.weak} | {one.candidates} |\n"


def print_tables() -> None:
    """The tables of docs/denials.md, on standard output."""
    for is_disturbed in (False, True):
        sys.stdout.write("\n| seed | true links | found | right | precision | recall | weak | candidates |\n")
        sys.stdout.write("|---|---|---|---|---|---|---|---|\n")
        measured = {seed: measure_linkage(seed, is_disturbed) for seed in SEEDS}
        for seed, one in measured.items():
            sys.stdout.write(format_row(str(seed), one))
        sys.stdout.write(format_row("all", sum(measured.values(), NOTHING)))


if __name__ == "__main__":
    print_tables()
