"""Where a line stands against the threshold, in both orders, and what its KX says (contract section 3)."""

from __future__ import annotations

from tests.builders import claim, line, npi, prior_use, remittance
from tests.scenarios import POSITION, RECEIVED, expect, told


def test_exactly_at_the_threshold_is_not_over_it() -> None:
    lines = [line("97110", allowed=248_000), line("97112", allowed=1), line("97116", allowed=1)]
    with told(remittance(claim("I1", *lines))) as warehouse:
        expect(
            warehouse,
            POSITION,
            """
            procedure_code | accrued_before_cents | accrued_after_cents | kx_position | kx_finding
            97110          | 0                    | 248000              | below       | not_needed
            97112          | 248000               | 248001              | crossing    | missing
            97116          | 248001               | 248002              | above       | missing
            """,
            RECEIVED,
        )
        expect(warehouse, "mart.threshold_crossing", "status | accrued_cents\n over_kx | 248002", RECEIVED)


def test_the_alert_amount_is_reached_and_the_threshold_is_passed() -> None:
    amounts = (199_999, 200_000, 248_000, 248_001, 300_000, 300_001)
    claims = [claim(f"I{cents}", line(allowed=cents), patient=f"P{cents}") for cents in amounts]
    with told(remittance(*claims)) as warehouse:
        expect(
            warehouse,
            "mart.threshold_crossing",
            """
            accrued_cents | status              | alert_date
            199999        | below               | -
            200000        | approaching         | 2026-01-05
            248000        | approaching         | 2026-01-05
            248001        | over_kx             | 2026-01-05
            300000        | over_kx             | 2026-01-05
            300001        | over_medical_review | 2026-01-05
            """,
            RECEIVED,
        )


def test_a_crossing_may_fall_in_the_middle_of_a_claim() -> None:
    lines = [
        line("97110", "GP", on="2026-01-05", allowed=240_000),
        line("97112", "GP", on="2026-01-07", allowed=5_000),
        line("97116", "GP KX", on="2026-01-07", allowed=5_000),
        line("97140", "GP KX", on="2026-01-09", allowed=5_000),
    ]
    with told(remittance(claim("I1", *lines))) as warehouse:
        expect(
            warehouse,
            POSITION,
            """
            procedure_code | kx_position | kx_finding       | prior_use_needed_cents
            97110          | below       | not_needed       | -
            97112          | below       | not_needed       | -
            97116          | crossing    | on_time          | -
            97140          | above       | on_time          | -
            """,
            RECEIVED,
        )
        expect(
            warehouse,
            "mart.threshold_crossing",
            """
            kx_crossing_date | days_to_kx | visits_to_kx | visits | first_service_date | last_service_date | alert_date
            2026-01-07       | 2          | 2            | 3      | 2026-01-05         | 2026-01-09        | 2026-01-05
            """,
            RECEIVED,
        )


def test_findings_of_lines_with_and_without_kx() -> None:
    """Early needs a known prior use; `prior_use_needed_cents` is what would make the KX right."""
    visits = [
        claim("I1", line("97110", "GP KX", on="2026-01-05", allowed=10_000)),
        claim("I2", line("97140", "GP", on="2026-01-06", allowed=10_000)),
    ]
    with told(remittance(*visits)) as warehouse:
        expect(
            warehouse,
            POSITION,
            """
            procedure_code | kx_finding       | prior_use_grade | prior_use_cents | prior_use_needed_cents
            97110          | early_unverified | unknown         | 0               | 238001
            97140          | not_needed       | unknown         | 0               | -
            """,
            RECEIVED,
        )
    with told(remittance(*visits), prior_use(238_000, "2026-01-01", grade="typed")) as warehouse:
        expect(
            warehouse,
            POSITION,
            """
            procedure_code | kx_finding | prior_use_grade | accrued_after_cents | prior_use_needed_cents
            97110          | early      | typed           | 248000              | 238001
            97140          | missing    | typed           | 258000              | -
            """,
            RECEIVED,
        )
    with told(remittance(*visits), prior_use(238_001, "2026-01-01")) as warehouse:
        expect(
            warehouse,
            POSITION,
            """
            procedure_code | kx_finding | kx_position | prior_use_grade
            97110          | on_time    | crossing    | verified
            97140          | missing    | above       | verified
            """,
            RECEIVED,
        )


def test_kx_goes_on_the_visit_and_the_claim_that_cross() -> None:
    """The visit and the claim payment of a crossing line carry KX as a whole, an earlier visit does not."""
    lines = [
        line("97110", "GP", on="2026-01-05", allowed=240_000),
        line("97112", "GP KX", on="2026-01-07", allowed=3_000),
        line("97116", "GP KX", on="2026-01-09", allowed=3_000),
        line("97140", "GP KX", on="2026-01-09", allowed=3_000),
    ]
    by_visit = [claim(f"I{number}", made) for number, made in enumerate(lines, start=1)]
    with told(remittance(*by_visit)) as warehouse:
        expect(
            warehouse,
            POSITION,
            """
            procedure_code | kx_position | kx_finding       | prior_use_needed_cents
            97110          | below       | not_needed       | -
            97112          | below       | early_unverified | 5001
            97116          | below       | same_visit       | -
            97140          | crossing    | on_time          | -
            """,
            RECEIVED,
        )
    with told(remittance(claim("I1", lines[0]), claim("I2", *lines[1:]))) as warehouse:
        expect(
            warehouse,
            POSITION,
            """
            procedure_code | kx_finding
            97110          | not_needed
            97112          | same_visit
            97116          | same_visit
            97140          | on_time
            """,
            RECEIVED,
        )


def test_a_crossing_at_another_payee_is_another_visit() -> None:
    lines = [
        line("97110", "GP", on="2026-01-05", allowed=243_000),
        line("97116", "GP KX", on="2026-01-09", allowed=3_000),
        line("97140", "GP KX", on="2026-01-09", allowed=3_000),
    ]
    elsewhere = [remittance(claim("I1", *lines[:2])), remittance(claim("I9", lines[2]), npi=npi(2), trace="T9")]
    with told(*elsewhere) as warehouse:
        expect(
            warehouse,
            POSITION,
            "procedure_code | kx_finding\n 97116 | early_unverified",
            f"{RECEIVED} and procedure_code = '97116'",
        )


def test_a_denied_line_is_placed_with_what_it_was_expected_to_bring_and_accrues_nothing() -> None:
    lines = [
        line("97110", on="2026-01-02", allowed=240_000),
        line("97140", on="2026-01-03", allowed=5_000),
        line("97140", on="2026-01-05", denied="CO-119"),
        line("97140", "GP KX", on="2026-01-06", allowed=5_000),
        line("97530", on="2026-01-07", denied="CO-119"),
    ]
    with told(remittance(claim("I1", *lines))) as warehouse:
        expect(
            warehouse,
            POSITION,
            """
            line_number | accrued_before_cents | accrued_after_cents | kx_position | kx_finding
            1           | 0                    | 240000              | below       | not_needed
            2           | 240000               | 245000              | below       | not_needed
            3           | 245000               | 245000              | crossing    | missing
            4           | 245000               | 250000              | crossing    | on_time
            5           | 250000               | 250000              | above       | missing
            """,
            RECEIVED,
        )
        expect(warehouse, "mart.threshold_crossing", "kx_crossing_date | visits\n 2026-01-06 | 5", RECEIVED)


def test_a_denied_line_of_which_nothing_is_expected_goes_by_what_was_before() -> None:
    lines = [line("97110", on="2026-01-02", allowed=248_000), line("97140", on="2026-01-05", denied="CO-50")]
    with told(remittance(claim("I1", *lines))) as warehouse:
        expect(warehouse, POSITION, "line_number | kx_position\n 1 | below\n 2 | below", RECEIVED)


def test_claims_accrue_in_the_order_they_were_received() -> None:
    """The later visit was received first; by service date the earlier visit comes first."""
    files = [
        remittance(
            claim("LATE", line("97110", on="2026-01-05", allowed=200_000), received="2026-03-01"), on="2026-03-10"
        ),
        remittance(
            claim("SOON", line("97140", on="2026-02-05", allowed=100_000), received="2026-02-07"), on="2026-03-20"
        ),
    ]
    with told(*files) as warehouse:
        expect(
            warehouse,
            POSITION,
            """
            order_basis  | payer_claim_control_number | accrued_before_cents | kx_position
            received     | SOON                       | 0                    | below
            received     | LATE                       | 100000               | crossing
            service_date | LATE                       | 0                    | below
            service_date | SOON                       | 200000               | crossing
            """,
        )
        expect(
            warehouse,
            "mart.threshold_crossing",
            """
            order_basis  | kx_crossing_date | days_to_kx | visits_to_kx | accrued_cents
            received     | 2026-01-05       | 0          | 1            | 300000
            service_date | 2026-02-05       | 31         | 2            | 300000
            """,
        )


def test_without_a_received_date_the_payment_date_takes_its_place() -> None:
    files = [
        remittance(claim("I1", line("97110")), on="2026-02-01"),
        remittance(claim("I2", line("97140"), received="2026-01-31"), on="2026-02-10"),
        remittance(claim("I3", line("97530"), received="2026-02-01"), on="2026-01-20"),
    ]
    with told(*files) as warehouse:
        expect(
            warehouse,
            POSITION,
            """
            payer_claim_control_number | line_sequence
            I2                         | 1
            I3                         | 2
            I1                         | 3
            """,
            RECEIVED,
        )


def test_each_year_has_its_own_threshold_and_starts_at_nothing() -> None:
    lines = [line("97110", on="2025-12-30", allowed=241_001), line("97140", on="2026-01-02", allowed=241_001)]
    with told(remittance(claim("I1", *lines))) as warehouse:
        expect(warehouse, POSITION, "calendar_year | kx_position\n 2025 | crossing\n 2026 | below", RECEIVED)
