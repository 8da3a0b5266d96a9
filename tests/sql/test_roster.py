"""A roster gives providers their names (issue: a practice's own list of its providers)."""

from __future__ import annotations

from tests.builders import claim, line, payment, remittances
from tests.scenarios import expect, told

NPI, OTHER = "1000000004", "1000000012"
HEADER = "npi,name,discipline,clinic,active\n"


def roster(*rows: str) -> bytes:
    return (HEADER + "".join(f"{row}\n" for row in rows)).encode()


def _visits() -> bytes:
    return remittances(payment(claim("I1", line(), provider=NPI), on="2026-01-20"))


def test_a_provider_has_the_name_of_the_newest_roster() -> None:
    first, second = roster(f"{NPI},Ann Long,PT,North,yes"), roster(f"{NPI},Ann Longer,PT,North,yes")
    with told(_visits(), first, second) as warehouse:
        expect(warehouse, "mart.provider", "provider_npi | provider_name\n 1000000004 | Ann Longer")
        expect(warehouse, "mart.file", "kind | status\n roster | accepted\n roster | accepted", "kind = 'roster'")


def test_the_roster_lists_also_providers_without_a_line_and_cells_may_be_empty() -> None:
    with told(_visits(), roster(f"{NPI},Ann Long,pt,North,", f"{OTHER},Bo Short,,,no")) as warehouse:
        expect(
            warehouse,
            "mart.roster",
            """
            provider_npi | provider_name | discipline | clinic | is_active | lines
            1000000004   | Ann Long      | PT         | North  | yes       | 1
            1000000012   | Bo Short      | -          | -      | no        | 0
            """,
        )
        expect(warehouse, "mart.set_aside", "rule")


def test_a_provider_may_work_at_two_clinics_but_has_one_name() -> None:
    rows = (f"{NPI},Ann Long,PT,North,yes", f"{NPI},ann  long,PT,South,yes", f"{NPI},Bo Short,PT,West,yes")
    with told(_visits(), roster(*rows)) as warehouse:
        expect(warehouse, "mart.roster", "provider_name | clinic\n Ann Long | North\n ann  long | South")
        expect(warehouse, "mart.provider", "provider_name\n Ann Long")
        expect(
            warehouse,
            "mart.set_aside",
            "segment_number | rule | reason\n 4 | second_name | file2, row 4 (name): gives this NPI another name "
            "than an earlier row of this file; the earlier name is used. This row was not used; correct it and "
            "import the file again.",
        )


def test_rows_that_break_a_rule_are_listed_and_the_others_count() -> None:
    rows = ("12,Ann,PT,,yes", f"{NPI},,PT,,yes", f"{OTHER},1EG4-TE5-MK73,PT,,yes", f"{OTHER},Bo Short,XX,,yes")
    with told(_visits(), roster(*rows, f"{OTHER},Bo Short,PT,,perhaps", f"{OTHER},Bo Short,PT,,yes")) as warehouse:
        expect(
            warehouse,
            "mart.set_aside",
            """
            segment_number | rule
            2 | unreadable_npi
            3 | missing_value
            4 | patient_in_text
            5 | unknown_discipline
            6 | unknown_answer
            """,
        )
        expect(warehouse, "mart.roster", "provider_name\n Bo Short")
