"""A row of prior use that was entered by mistake is withdrawn, and stays listed (issue: entered by hand)."""

from __future__ import annotations

from hashlib import sha256

from tests.builders import BENEFICIARY, claim, line, prior_use, remittance
from tests.scenarios import expect, told

CROSSING = "mart.threshold_crossing"
AMOUNTS = "prior_use_cents | prior_use_grade"
RECEIVED = "order_basis = 'received'"


def withdrawal(content: bytes, row: int = 2, reason: str = "typed for another patient") -> bytes:
    return f"withdrawn_file_sha256,withdrawn_row,reason\n{sha256(content).hexdigest()},{row},{reason}\n".encode()


def _visit(on: str = "2026-02-20") -> bytes:
    return remittance(claim("I1", line(on="2026-02-05")), on=on)


def test_a_withdrawn_amount_counts_nowhere_and_stays_listed() -> None:
    typed = prior_use(110_000, "2026-01-15")
    with told(_visit(), typed) as warehouse:
        expect(warehouse, CROSSING, f"{AMOUNTS}\n 110000 | verified", RECEIVED)
    with told(_visit(), typed, withdrawal(typed)) as warehouse:
        expect(warehouse, CROSSING, f"{AMOUNTS}\n 0 | unknown", RECEIVED)
        expect(warehouse, "mart.file", "kind | status\n prior_use_withdrawal | accepted", "file_name = 'file3'")
        expect(
            warehouse,
            "mart.set_aside",
            "file_name | segment_number | rule | reason\n file2 | 2 | withdrawn_prior_use | this row was withdrawn "
            "by a person and counts nowhere. Reason: typed for another patient",
        )


def test_a_smaller_amount_holds_again_once_the_larger_is_withdrawn() -> None:
    wrong, right = prior_use(170_000, "2026-01-15"), prior_use(17_000, "2026-01-15")
    with told(_visit(), wrong, withdrawal(wrong), withdrawal(wrong, reason="once more"), right) as warehouse:
        expect(warehouse, CROSSING, f"{AMOUNTS}\n 17000 | verified", RECEIVED)
        expect(warehouse, "mart.set_aside", "rule\n withdrawn_prior_use")


def test_a_withdrawal_of_what_nobody_imported_is_listed() -> None:
    typed = prior_use(110_000, "2026-01-15")
    with told(_visit(), typed, withdrawal(typed, row=9), withdrawal(b"nothing")) as warehouse:
        expect(warehouse, CROSSING, f"{AMOUNTS}\n 110000 | verified", RECEIVED)
        expect(
            warehouse,
            "mart.set_aside",
            "file_name | segment_number | rule\n file3 | 2 | unknown_withdrawal\n file4 | 2 | unknown_withdrawal",
        )


def test_a_withdrawal_that_cannot_be_read_is_listed() -> None:
    rows = "zz,2,mistake\n", f"{'a' * 64},0,mistake\n", f"{'a' * 64},2,for {BENEFICIARY}\n", f"{'a' * 64},2,\n"
    content = ("withdrawn_file_sha256,withdrawn_row,reason\n" + "".join(rows)).encode()
    with told(content) as warehouse:
        expect(
            warehouse,
            "mart.set_aside",
            "segment_number | rule\n 2 | unreadable_sha256\n 3 | unreadable_row\n 4 | patient_in_text\n"
            " 5 | missing_value",
        )


def test_an_amount_of_an_unknown_patient_or_a_year_without_services_is_kept_with_a_note() -> None:
    stranger = prior_use(50_000, "2026-01-15", patient="9ZZ9ZZ9ZZ99")
    with told(_visit(), stranger, prior_use(50_000, "2025-01-15")) as warehouse:
        expect(
            warehouse,
            "mart.file_note",
            "file_name | segment_number | rule\n file2 | 2 | patient_without_remittance\n"
            " file3 | 2 | amount_without_services",
        )
        expect(warehouse, "mart.set_aside", "rule")


def test_amounts_of_a_later_date_are_kept_with_one_note_a_file() -> None:
    later = prior_use(50_000, "2026-03-01") + prior_use(60_000, "2026-03-02").partition(b"\n")[2]
    with told(_visit(), prior_use(40_000, "2026-01-15"), later) as warehouse:
        expect(
            warehouse,
            "mart.file_note",
            "file_name | segment_number | rule\n file3 | 2 | amount_of_a_later_date",
        )
        (reason,) = warehouse.execute("select reason from mart.file_note").fetchall()[0]
        assert "Amounts: 2." in str(reason)
        expect(warehouse, "mart.set_aside", "rule")
    with told(_visit(), later, as_of="2026-03-01") as warehouse:
        expect(warehouse, CROSSING, f"{AMOUNTS}\n 40000 | verified", RECEIVED)
        (reason,) = warehouse.execute("select reason from mart.file_note").fetchall()[0]
        assert "Amounts: 1." in str(reason)
