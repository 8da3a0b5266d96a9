"""The life of a denied service, step by step: how each step is known, and what is never counted."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from tests.builders import claim, correct, line, npi, payment, remittance, remittances, reverse
from tests.scenarios import LINE, expect, told

DENIAL = "mart.denial"
LINK = "mart.denial_link"
CANDIDATE = "mart.denial_candidate"

USUAL = remittance(claim("U1", line("97110", on="2026-01-02"), patient="OTHER"), on="2026-01-10", trace="U")
DENIED = claim("I1", line("97110", "GP", denied="CO-119", control_number="L1"))


def test_a_denial_that_nothing_followed_has_no_steps() -> None:
    with told(USUAL, remittance(DENIED)) as warehouse:
        expect(warehouse, LINK, "link_sequence")
        expect(warehouse, DENIAL, "state | life_category | is_recovered_in_part\n open | denied | no")


def test_a_new_claim_is_known_by_its_line_item_number() -> None:
    again = claim("I2", line("97110", "GP KX", control_number="L1"), account="OTHER")
    with told(USUAL, remittance(DENIED), remittance(again, on="2026-02-20")) as warehouse:
        expect(
            warehouse,
            LINK,
            """
            link_sequence | link_category | known_by                 | link_strength | link_date
            1             | billed_anew   | line_item_control_number | strong        | 2026-02-20
            2             | recovered     | line_item_control_number | strong        | 2026-02-20
            """,
        )


def test_a_corrected_claim_is_known_by_the_number_of_the_first() -> None:
    corrected = correct(DENIED, line("97110", "GP KX"), icn="I2")
    with told(USUAL, remittance(DENIED), remittance(corrected, on="2026-02-20")) as warehouse:
        expect(
            warehouse,
            LINK,
            """
            link_sequence | link_category | known_by   | link_strength
            1             | corrected     | icn_family | strong
            2             | recovered     | icn_family | strong
            """,
        )


def test_a_reversal_and_the_correction_behind_it_are_three_steps() -> None:
    corrected = claim("I9", line("97110", "GP KX"), account="OTHER")
    files = [USUAL, remittance(DENIED), remittance(reverse(DENIED), corrected, on="2026-02-20")]
    with told(*files) as warehouse:
        expect(
            warehouse,
            LINK,
            """
            link_sequence | link_category | known_by
            1             | taken_back    | reversal_and_correction
            2             | corrected     | reversal_and_correction
            3             | recovered     | reversal_and_correction
            """,
        )


def test_the_same_service_alone_is_strong_with_the_same_charge_and_account_else_weak() -> None:
    alike = claim("I2", line("97110", "GP KX", charge=15_000), account="AI1")
    unlike = claim("I2", line("97110", "GP KX", charge=14_000), account="OTHER")
    for again, strength in ((alike, "strong"), (unlike, "weak")):
        with told(USUAL, remittance(DENIED), remittance(again, on="2026-02-20")) as warehouse:
            expect(
                warehouse,
                LINK,
                f"link_category | known_by | link_strength\n billed_anew | same_service | {strength}\n"
                f"recovered | same_service | {strength}",
            )


def test_the_same_line_denied_three_times_is_one_service_with_two_steps_more() -> None:
    files = [
        USUAL,
        remittance(DENIED, on="2026-01-20"),
        remittance(claim("I2", line("97110", "GP", denied="CO-119")), on="2026-02-20"),
        remittance(claim("I3", line("97110", "GP", denied="CO-50")), on="2026-03-20"),
    ]
    with told(*files) as warehouse:
        expect(
            warehouse,
            DENIAL,
            """
            times_denied | denial_category | state | life_category | expected_allowed_cents | open_cents
            3            | missing_kx      | open  | denied_again  | 10000                  | 10000
            """,
        )
        expect(warehouse, "mart.leakage_by_month", "denied_services | expected_allowed_cents\n 1 | 10000")
        expect(warehouse, LINK, "link_category\n billed_anew\n denied_again\n billed_anew\n denied_again")


@pytest.mark.parametrize(("allowed", "is_in_part"), [(10_000, "no"), (9_500, "no"), (9_499, "yes")])
def test_a_recovery_in_part_allows_less_than_expected_by_more_than_five_percent(allowed: int, is_in_part: str) -> None:
    seen = remittance(
        claim("U1", *(line("97110", on=f"2026-01-0{day}") for day in (2, 3, 4)), patient="OTHER"), on="2026-01-10"
    )
    again = claim("I2", line("97110", "GP KX", allowed=allowed))
    with told(seen, remittance(DENIED), remittance(again, on="2026-02-20")) as warehouse:
        life = "recovered_in_part" if is_in_part == "yes" else "recovered"
        expect(
            warehouse,
            DENIAL,
            f"state | life_category | is_recovered_in_part | recovered_difference_cents\n"
            f"recovered | {life} | {is_in_part} | {allowed - 10_000}",
        )


def test_a_recovery_that_was_taken_back_is_open_again() -> None:
    paid = claim("I2", line("97110", "GP KX"))
    files = [USUAL, remittance(DENIED), remittance(paid, on="2026-02-20"), remittance(reverse(paid), on="2026-03-20")]
    with told(*files) as warehouse:
        expect(warehouse, DENIAL, "state | life_category | open_cents\n open | taken_back | 10000")
        expect(warehouse, LINK, "link_category\n billed_anew\n allowed_for_a_while\n taken_back")


def test_a_denial_taken_back_with_nothing_behind_it_still_counts() -> None:
    with told(USUAL, remittance(DENIED), remittance(reverse(DENIED), on="2026-02-20")) as warehouse:
        expect(warehouse, DENIAL, "state | life_category | times_denied\n open | taken_back | 1")


def test_a_correction_without_its_reversal_recovers_all_the_same() -> None:
    lonely = correct(DENIED, line("97110", "GP KX"), icn="I2")
    with told(USUAL, remittance(DENIED), remittance(lonely, on="2026-02-20")) as warehouse:
        expect(warehouse, DENIAL, "state | recovered_allowed_cents\n recovered | 10000")
        expect(warehouse, "mart.set_aside", "rule")


def test_remittances_in_any_order_tell_the_same_life() -> None:
    again = claim("I2", line("97110", "GP", denied="CO-119"))
    paid = claim("I3", line("97110", "GP KX"))
    files = [remittance(DENIED), remittance(again, on="2026-02-20"), remittance(paid, on="2026-03-20")]
    lives = set()
    for order in permutations(files):
        with told(*order) as warehouse:
            steps = warehouse.execute(
                "select link_category, known_by, link_date from mart.denial_link order by link_sequence"
            ).fetchall()
            denial = warehouse.execute("select service_line_key, state, days_to_recover from mart.denial").fetchall()
            lives.add((*steps, *denial))
    assert len(lives) == 1


def test_a_rebill_before_its_denial_was_loaded_is_a_service_of_its_own_until_then() -> None:
    paid = remittance(claim("I2", line("97110", "GP KX")), on="2026-02-20")
    with told(paid) as warehouse:
        expect(warehouse, DENIAL, "state")
    with told(paid, remittance(DENIED)) as warehouse:
        expect(warehouse, DENIAL, "state | first_denied_date\n recovered | 2026-01-20")


def test_a_denial_without_reason_codes_does_not_balance_and_refuses_the_file() -> None:
    silent = replace(line("97110", "GP", charge=15_000, adjustments="", b6=False), paid=0)
    with told(remittance(claim("I1", silent))) as warehouse:
        expect(warehouse, DENIAL, "state")
        expect(warehouse, "mart.file", "status\n refused")


def test_a_line_paid_nothing_for_a_reason_that_is_no_denial_is_none() -> None:
    with told(
        remittance(claim("I1", line("97110", "GP", charge=15_000, adjustments="CO-45=150", b6=False)))
    ) as warehouse:
        expect(warehouse, DENIAL, "state")
        expect(warehouse, LINE, "is_denied | denial_category\n no | -")


def test_a_duplicate_denial_is_a_duplicate_whatever_follows() -> None:
    files = [
        remittance(claim("I1", line("97110", "GP", denied="OA-18"))),
        remittance(claim("I2", line("97110", "GP")), on="2026-02-20"),
    ]
    with told(*files) as warehouse:
        expect(warehouse, DENIAL, "state | life_category\n duplicate | duplicate")
        expect(warehouse, LINK, "link_category\n billed_anew\n allowed_again")


def test_a_line_split_in_two_is_listed_for_a_person() -> None:
    """The first half recovers by the rule, in part; the second half is listed, not counted."""
    seen = remittance(claim("U1", line("97110", on="2026-01-02", units="2", allowed=20_000), patient="OTHER"))
    denied = claim("I1", line("97110", "GP", denied="CO-119", submitted_units="2"))
    halves = claim("I2", line("97110", "GP KX"), line("97110", "GP KX"))
    with told(seen, remittance(denied, trace="D"), remittance(halves, on="2026-02-20")) as warehouse:
        expect(warehouse, DENIAL, "life_category | recovered_allowed_cents\n recovered_in_part | 10000")
        expect(
            warehouse,
            CANDIDATE,
            "candidate_category | line_number | denied_units | allowed_cents\n line_split | 2 | 2 | 10000",
        )


def test_another_code_or_clinic_that_day_is_listed_and_not_counted() -> None:
    files = [
        USUAL,
        remittance(DENIED),
        remittance(claim("I2", line("97530", "GP")), on="2026-02-20"),
        remittance(claim("I3", line("97110", "GP KX")), on="2026-02-21", npi=npi(7), payee="OTHER CLINIC"),
    ]
    with told(*files) as warehouse:
        expect(warehouse, DENIAL, "state | open_cents\n open | 10000")
        expect(
            warehouse,
            CANDIDATE,
            """
            candidate_category | payer_claim_control_number | days_after_denial
            other_code         | I2                         | 31
            other_payee        | I3                         | 32
            """,
        )


def test_what_was_paid_before_or_with_the_denial_is_no_candidate() -> None:
    files = [USUAL, remittance(claim("I1", line("97110", "GP", denied="CO-119"), line("97530", "GP")))]
    with told(*files) as warehouse:
        expect(warehouse, CANDIDATE, "candidate_category")


def test_an_original_code_that_differs_is_linked_by_what_was_adjudicated() -> None:
    denied = claim("I1", line("97110", "GP", denied="CO-119", submitted_code="97112"))
    with told(
        remittances(payment(denied, on="2026-01-20"), payment(claim("I2", line("97110", "GP KX")), on="2026-02-20"))
    ) as warehouse:
        expect(warehouse, DENIAL, "procedure_code | state\n 97110 | recovered")


def test_the_same_line_item_on_another_day_is_listed_and_not_counted() -> None:
    files = [
        USUAL,
        remittance(DENIED),
        remittance(claim("I2", line("97110", "GP KX", on="2026-01-07", control_number="L1")), on="2026-02-20"),
        remittance(claim("I3", line("97110", "GP KX", on="2026-01-19", control_number="L1")), on="2026-02-21"),
    ]
    with told(*files) as warehouse:
        expect(warehouse, DENIAL, "state\n open")
        expect(warehouse, CANDIDATE, "candidate_category | payer_claim_control_number\n other_day | I2")
