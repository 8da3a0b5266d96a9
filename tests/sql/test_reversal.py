"""Which claim payment a reversal takes back, and what counts only once (contract sections 2 and 3)."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

from tests.builders import claim, correct, line, payment, remittance, remittances, reverse
from tests.scenarios import LINE, RECEIVED, expect, told
from tests.warehouses import build_some_in_memory

BALANCE = "mart.service_line_balance"


def test_a_reversal_takes_back_the_claim_payment_of_the_same_control_number() -> None:
    first = claim("I1", line("97110"))
    files = [
        remittance(first, claim("I2", line("97140")), on="2026-01-20"),
        remittance(reverse(first), on="2026-02-20"),
    ]
    with told(*files) as warehouse:
        expect(warehouse, LINE, "payer_claim_control_number\n I2")
        expect(warehouse, "mart.threshold_crossing", "accrued_cents\n 10000", RECEIVED)
        expect(
            warehouse,
            BALANCE,
            """
            payment_month | category         | service_lines
            2026-01-01    | taken_back       | 1
            2026-01-01    | standing_in_pool | 1
            2026-02-01    | reversal         | 1
            """,
            "service_lines > 0",
        )


def test_reversal_and_correction_in_one_payment_leave_the_correction() -> None:
    first = claim("I1", line("97110", "GP"), line("97140", "GP"))
    corrected = correct(first, line("97110", "GP KX", allowed=9_000), icn="I2")
    files = [remittance(first, on="2026-01-20"), remittance(reverse(first), corrected, on="2026-02-20")]
    with told(*files) as warehouse:
        expect(warehouse, LINE, "payer_claim_control_number | modifiers | allowed_cents\n I2 | GP,KX | 9000")


def test_a_correction_may_keep_the_control_number_and_be_corrected_again() -> None:
    first = claim("I1", line(allowed=10_000))
    second = claim("I1", line(allowed=9_000))
    third = claim("I1", line(allowed=8_000))
    files = [
        remittance(first, on="2026-01-20"),
        remittance(reverse(first), second, on="2026-02-20"),
        remittance(reverse(second), third, on="2026-03-20"),
    ]
    with told(*files) as warehouse:
        expect(warehouse, LINE, "allowed_cents\n 8000")
        expect(warehouse, "mart.set_aside", "rule")


def test_the_control_number_goes_before_ref_f8() -> None:
    files = [
        remittance(claim("I1", line("97110")), claim("I2", line("97140")), on="2026-01-20"),
        remittance(reverse(claim("I1", line("97110")), original="I2"), on="2026-02-20"),
    ]
    with told(*files) as warehouse:
        expect(warehouse, LINE, "payer_claim_control_number\n I2")


def test_under_a_new_number_ref_f8_names_the_original() -> None:
    first, other = claim("I1", line("97110")), claim("I2", line("97110"), account="AI1")
    files = [
        remittance(first, other, on="2026-01-20"),
        remittance(reverse(first, icn="R1", original="I1"), on="2026-02-20"),
    ]
    with told(*files) as warehouse:
        expect(warehouse, LINE, "payer_claim_control_number\n I2")


def test_else_the_same_account_and_equal_and_opposite_lines_name_it() -> None:
    right = claim("I1", line("97110"), line("97140"), account="A")
    other_lines = claim("I2", line("97110"), line("97140", allowed=9_000), account="A")
    other_account = claim("I3", line("97110"), line("97140"), account="B")
    files = [
        remittance(right, other_lines, other_account, on="2026-01-20"),
        remittance(reverse(right, icn="R1"), on="2026-02-20"),
    ]
    with told(*files) as warehouse:
        expect(warehouse, LINE, "payer_claim_control_number\n I2\n I2\n I3\n I3")


def test_of_several_one_with_equal_and_opposite_lines_goes_before_the_newest() -> None:
    old, new = claim("I1", line("97110", allowed=9_000)), claim("I1", line("97110", allowed=8_000))
    payments = [payment(old, on="2026-01-20"), payment(new, on="2026-02-20"), payment(reverse(old), on="2026-03-20")]
    with told(remittances(*payments)) as warehouse:
        expect(warehouse, LINE, "allowed_cents\n 8000")


def test_of_several_with_other_lines_the_newest_is_taken_back() -> None:
    old, new = claim("I1", line("97110", allowed=9_000)), claim("I1", line("97110", allowed=8_000))
    strange = reverse(claim("I1", line("97110", allowed=7_000)))
    payments = [payment(old, on="2026-01-20"), payment(new, on="2026-02-20"), payment(strange, on="2026-03-20")]
    with told(remittances(*payments)) as warehouse:
        expect(warehouse, LINE, "allowed_cents\n 9000")


def test_each_reversal_takes_back_one_that_is_not_yet_taken_back() -> None:
    first = claim("I1", line(allowed=9_000))
    second = claim("I1", line(allowed=8_000))
    files = [
        remittance(first, on="2026-01-20"),
        remittance(second, on="2026-01-21"),
        remittance(reverse(second), on="2026-02-20"),
        remittance(reverse(second), on="2026-03-20"),
    ]
    with told(*files) as warehouse:
        expect(warehouse, LINE, "allowed_cents")
        expect(warehouse, "mart.set_aside", "rule")


def test_a_reversal_without_an_original_is_an_orphan() -> None:
    with told(remittance(reverse(claim("I1", line())), claim("I2", line("97140")))) as warehouse:
        expect(warehouse, LINE, "payer_claim_control_number\n I2")
        expect(warehouse, "mart.set_aside", "rule | segment_number | claim_payment_lines\n orphan_reversal | 13 | 1")


def test_a_reversal_takes_back_nothing_that_came_later() -> None:
    first = claim("I1", line())
    with told(remittance(first, on="2026-02-20"), remittance(reverse(first), on="2026-01-20")) as warehouse:
        expect(warehouse, LINE, "payer_claim_control_number\n I1")
        expect(warehouse, "mart.set_aside", "rule\n orphan_reversal")


def test_on_the_same_day_trace_numbers_say_what_is_earlier_as_text() -> None:
    first = claim("I1", line())
    with told(
        remittance(first, on="2026-01-20", trace="9"), remittance(reverse(first), on="2026-01-20", trace="10")
    ) as warehouse:
        expect(warehouse, "mart.set_aside", "rule\n orphan_reversal")
    with told(
        remittance(first, on="2026-01-20", trace="10"), remittance(reverse(first), on="2026-01-20", trace="9")
    ) as warehouse:
        expect(warehouse, LINE, "payer_claim_control_number")


def test_in_the_same_payment_the_place_says_what_is_earlier() -> None:
    first = claim("I1", line())
    with told(remittance(first, reverse(first))) as warehouse:
        expect(warehouse, LINE, "payer_claim_control_number")
    with told(remittance(reverse(first), first)) as warehouse:
        expect(warehouse, LINE, "payer_claim_control_number\n I1")


def test_a_repeated_claim_payment_counts_once_also_from_another_file() -> None:
    made = claim("I1", line("97110"), line("97140"))
    again = [remittance(made, claim("I2", line("97530")), on="2026-01-20"), remittance(made, on="2026-01-20")]
    with told(*again) as warehouse:
        expect(warehouse, LINE, "payer_claim_control_number | file_name\n I1 | file1\n I1 | file1\n I2 | file1")
        expect(
            warehouse, "mart.set_aside", "file_name | rule | claim_payment_lines\n file2 | repeated_claim_payment | 2"
        )


def test_another_trace_status_or_line_makes_another_claim_payment() -> None:
    made = claim("I1", line("97110"))
    files = [
        remittance(made, on="2026-01-20", trace="T1"),
        remittance(made, on="2026-01-20", trace="T2"),
        remittance(replace(made, status="19"), on="2026-01-20", trace="T1"),
        remittance(claim("I1", line("97110", "GP KX")), on="2026-01-20", trace="T1"),
        remittance(claim("I1", line("97110", charge=14_000)), on="2026-01-20", trace="T1"),
    ]
    with told(*files) as warehouse:
        expect(warehouse, "mart.build_info", "lines\n 5")
        expect(warehouse, "mart.set_aside", "rule")


def test_the_same_bytes_twice_count_once() -> None:
    content = remittance(claim("I1", line()))
    with told(content, content) as warehouse:
        expect(warehouse, "mart.build_info", "lines\n 1")
        expect(
            warehouse, "mart.file", "file_name | status | service_lines\n file1 | accepted | 1\n file2 | duplicate | -"
        )


def test_what_was_recovered_and_taken_back_is_open_again() -> None:
    denied, allowed = claim("I1", line("97110", denied="CO-119")), claim("I2", line("97110", "GP KX"))
    again = claim("I3", line("97110", "GP KX", allowed=9_500))
    told_so_far = [remittance(denied, on="2026-01-20"), remittance(allowed, on="2026-02-20")]
    with told(*told_so_far) as warehouse:
        expect(warehouse, "mart.denial", "state\n recovered")
    told_so_far.append(remittance(reverse(allowed), on="2026-03-20"))
    with told(*told_so_far) as warehouse:
        expect(warehouse, "mart.denial", "state\n open")
    told_so_far.append(remittance(again, on="2026-04-20"))
    with told(*told_so_far) as warehouse:
        expect(
            warehouse, "mart.denial", "state | recovered_date | recovered_allowed_cents\n recovered | 2026-04-20 | 9500"
        )


def test_thousands_of_reversals_may_share_one_claim_number() -> None:
    """An export that puts one word into every claim number: each reversal finds its own, and the build ends."""
    claims = [claim("ONE", line(allowed=10_000 + number), account=f"A{number}") for number in range(2_000)]
    files = [remittance(*claims, on="2026-01-20"), remittance(*map(reverse, reversed(claims)), on="2026-02-20")]
    named = [(f"file{number}", content) for number, content in enumerate(files, start=1)]
    with closing(build_some_in_memory(named, [BALANCE])) as warehouse:
        expect(
            warehouse,
            BALANCE,
            """
            payment_month | category   | service_lines
            2026-01-01    | taken_back | 2000
            2026-02-01    | reversal   | 2000
            """,
            "service_lines > 0",
        )
