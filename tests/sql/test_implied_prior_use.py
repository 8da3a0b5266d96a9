"""What a denial for missing KX below the threshold shows that Medicare had counted (contract section 3)."""

from __future__ import annotations

from datetime import date

from pipelines.models.named_query import run_query
from pipelines.pack.facts import QUERIES
from tests.builders import claim, correct, line, payment, prior_use, remittance, remittances, reverse
from tests.scenarios import POSITION, RECEIVED, expect, told

ACCOUNT = "mart.threshold_crossing"


def _denied_below() -> bytes:
    """$1,000 allowed, then a denial for which $50 is expected, then one line with KX and one without."""
    return remittances(
        payment(
            claim("I1", line("97110", on="2026-01-05", allowed=95_000), line("97140", on="2026-01-05", allowed=5_000)),
            on="2026-01-10",
        ),
        payment(claim("I2", line("97140", on="2026-02-02", denied="CO-119")), on="2026-02-10"),
        payment(claim("I3", line("97530", "GP KX", on="2026-02-20", allowed=3_000)), on="2026-03-01"),
        payment(claim("I4", line("97530", on="2026-02-24", allowed=3_000)), on="2026-03-10"),
    )


def test_the_denied_line_crosses_and_later_kx_is_on_time() -> None:
    """Implied: threshold + 1 cent - own before - expected; a later line without KX may stay below, KX is on time."""
    with told(_denied_below()) as warehouse:
        expect(
            warehouse,
            POSITION,
            """
            payer_claim_control_number | line_number | prior_use_cents | prior_use_grade | kx_position | kx_finding
            I1                         | 1           | 0               | unknown         | below       | not_needed
            I1                         | 2           | 0               | unknown         | below       | not_needed
            I2                         | 1           | 143001          | implied         | crossing    | missing
            I3                         | 1           | 143001          | implied         | below       | on_time
            I4                         | 1           | 143001          | implied         | crossing    | missing
            """,
            RECEIVED,
        )
        expect(
            warehouse,
            ACCOUNT,
            """
            prior_use_cents | prior_use_grade | prior_use_low_cents | prior_use_high_cents | status  | accrued_cents
            143001          | implied         | 143001              | -                    | over_kx | 249001
            """,
            RECEIVED,
        )


def test_by_service_date_it_holds_for_lines_dated_on_or_after_the_day_the_denied_claim_was_received() -> None:
    with told(_denied_below()) as warehouse:
        expect(
            warehouse,
            POSITION,
            """
            payer_claim_control_number | prior_use_grade | kx_finding
            I1                         | unknown         | not_needed
            I1                         | unknown         | not_needed
            I2                         | unknown         | not_needed
            I3                         | implied         | on_time
            I4                         | implied         | missing
            """,
            "order_basis = 'service_date'",
        )


DENIED_SINCE = (
    remittance(claim("I1", line("97140", on="2026-01-05", allowed=5_000)), on="2026-01-10"),
    remittance(claim("I2", line("97140", on="2026-02-02", denied="CO-119")), on="2026-02-10"),
    remittance(claim("I3", line("97140", on="2026-02-04", denied="PR-119")), on="2026-02-12"),
)


def test_the_pack_counts_such_a_patient_as_over_and_not_as_approaching_too() -> None:
    with told(*DENIED_SINCE) as warehouse:
        (row,) = run_query(warehouse, QUERIES / "patients.sql", month_start=date(2026, 2, 1))
    assert (row["active_over"], row["approaching"], row["needs_kx_now"]) == (1, 0, 1)


def test_a_patient_whose_newest_lines_are_denied_says_so() -> None:
    with told(*DENIED_SINCE) as warehouse:
        expect(
            warehouse,
            ACCOUNT,
            """
            status      | denied_missing_lines | last_missing_denied_date | is_prior_use_uncertain
            approaching | 2                    | 2026-02-12               | yes
            """,
            RECEIVED,
        )


def test_what_was_known_to_be_more_implies_nothing() -> None:
    with told(_denied_below(), prior_use(243_001, "2026-01-20")) as warehouse:
        expect(warehouse, ACCOUNT, "prior_use_cents | prior_use_grade\n 143001 | verified", RECEIVED)
        expect(
            warehouse,
            POSITION,
            "kx_finding | prior_use_grade\n early | verified",
            f"{RECEIVED} and payer_claim_control_number = 'I3'",
        )


def test_a_later_answer_that_is_larger_holds_and_kx_stays_on_time() -> None:
    with told(_denied_below(), prior_use(244_000, "2026-02-15", grade="typed")) as warehouse:
        expect(
            warehouse,
            POSITION,
            """
            payer_claim_control_number | prior_use_cents | prior_use_grade | kx_finding
            I2                         | 143001          | implied         | missing
            I3                         | 144000          | typed           | on_time
            """,
            f"{RECEIVED} and payer_claim_control_number in ('I2', 'I3')",
        )


def test_a_service_that_was_allowed_without_kx_after_all_implies_nothing() -> None:
    first = claim("I2", line("97140", on="2026-02-02", denied="CO-119"))
    paid = claim("I5", line("97140", on="2026-02-02", allowed=5_000))
    attested = claim("I5", line("97140", "GP KX", on="2026-02-02", allowed=5_000))

    def grade(second: object) -> str:
        files = [remittance(first, on="2026-02-10"), remittance(second, on="2026-03-10")]  # type: ignore[arg-type]
        with told(*files) as warehouse:
            row = warehouse.execute(f"select prior_use_grade from {ACCOUNT} where {RECEIVED}").fetchone()
            return str(row[0]) if row else ""

    assert grade(paid) == "unknown"
    assert grade(attested) == "implied"


def test_a_denied_occurrence_that_was_reversed_still_implies() -> None:
    denied = claim("I2", line("97140", on="2026-02-02", denied="CO-119"))
    corrected = correct(denied, line("97140", "GP KX", on="2026-02-02", allowed=5_000), icn="I2")
    files = [
        remittance(denied, on="2026-02-10"),
        remittance(reverse(denied), corrected, on="2026-03-10"),
    ]
    with told(*files) as warehouse:
        expect(
            warehouse,
            POSITION,
            "kx_finding | kx_position | prior_use_cents | prior_use_grade\n on_time | crossing | 243001 | implied",
            RECEIVED,
        )


def test_a_denial_for_another_reason_or_with_kx_implies_nothing() -> None:
    lines = [
        line("97110", on="2026-01-05", allowed=5_000),
        line("97140", on="2026-01-05", denied="CO-50"),
        line("97530", "GP KX", on="2026-01-05", denied="CO-119"),
    ]
    with told(remittance(claim("I1", *lines))) as warehouse:
        expect(warehouse, ACCOUNT, "prior_use_cents | prior_use_grade\n 0 | unknown", RECEIVED)
