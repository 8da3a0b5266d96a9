"""Tables after public reports: sep=, huge numbers, headers that nearly fit."""

from __future__ import annotations

from tests.reported.files import offered
from tests.scenarios import LINE, expect, told

RULES = "select rule, count(*) from mart.set_aside group by all order by all"


def test_a_first_line_that_says_the_separator_is_no_header() -> None:
    with offered("X26_sep_line.csv") as warehouse:
        expect(warehouse, LINE, "segment_number | allowed_cents\n 3 | 8000")


def test_huge_amounts_and_units_in_tables_set_their_claim_payments_aside() -> None:
    for name in ("ATTACK_overflow_01_x.csv", "ATTACK_overflow_04_x.csv"):
        with offered(name) as warehouse:
            assert {rule for rule, _ in warehouse.execute(RULES).fetchall()} <= {
                "unreadable_amount",
                "unreadable_units",
            }
            expect(warehouse, "mart.file", "status\n accepted")


def test_a_refusal_repeats_no_cell_of_a_header() -> None:
    with offered("ATTACK_open_quote.csv") as warehouse:
        (reason,) = warehouse.execute("select reason from mart.file").fetchall()[0]
        assert "1EG4TE5MK73" not in reason
        assert "columns amount, as_of_date, grade are missing" in reason


def test_a_header_that_differs_by_punctuation_alone_is_asked_about() -> None:
    content = b"Patient-ID;pool;calendar_year;amount;as.of.date;grade\n1EG4TE5MK73;OT;2026;1.00;2026-01-01;typed\n"
    with told(content) as warehouse:
        (reason,) = warehouse.execute("select reason from mart.file").fetchall()[0]
        assert 'did you mean "Patient-ID" for patient_id, "as.of.date" for as_of_date?' in reason
        assert "1EG4TE5MK73" not in reason
