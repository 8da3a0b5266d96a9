"""The allowed amount of a line and where it comes from (contract section 3)."""

from __future__ import annotations

from tests.builders import claim, export, line, remittance
from tests.scenarios import LINE, expect, told


def test_amt_b6_says_it_except_for_a_denied_line() -> None:
    lines = [
        line("97110", allowed=11_600),
        line("97140", allowed=0, charge=5_000),
        line("97530", denied="CO-50"),
    ]
    with told(remittance(claim("I1", *lines))) as warehouse:
        expect(
            warehouse,
            LINE,
            """
            procedure_code | allowed_cents | allowed_basis | is_denied
            97110          | 11600         | amt_b6        | no
            97140          | 0             | amt_b6        | no
            97530          | 0             | denied        | yes
            """,
        )


def test_a_denied_line_allows_nothing_whatever_amt_b6_says() -> None:
    denied = line("97110", charge=15_000, allowed=11_600, adjustments="CO-50=150")
    with told(remittance(claim("I1", denied))) as warehouse:
        expect(warehouse, LINE, "allowed_cents | allowed_basis | is_denied\n 0 | denied | yes")


def test_without_amt_b6_it_is_paid_and_patients_share_and_sequestration() -> None:
    lines = [
        line("97110", charge=15_000, adjustments="CO-45=34.00;PR-2=23.20;CO-253=1.86", b6=False),
        line("97140", charge=15_000, adjustments="CO-45=34;PR-1=50;PR-2=13.20;PR-3=10;CO-253=0.84", b6=False),
        line("97530", charge=15_000, adjustments="CO-45=34;PR-1=116", b6=False),
        line("97535", charge=15_000, adjustments="CO-45=150", b6=False),
    ]
    with told(remittance(claim("I1", *lines))) as warehouse:
        expect(
            warehouse,
            LINE,
            """
            procedure_code | paid_cents | allowed_cents | allowed_basis | is_denied
            97110          | 9094       | 11600         | derived       | no
            97140          | 4196       | 11600         | derived       | no
            97530          | 0          | 11600         | derived       | no
            97535          | 0          | 0             | derived       | no
            """,
        )


def test_an_assistants_line_is_worked_back_from_the_coinsurance() -> None:
    """Allowed 100.00, coinsurance 20.00, Medicare's share 80.00 cut to 68.00, sequestration 1.36."""
    lines = [
        line("97110", "GP CQ", charge=15_000, adjustments="CO-45=62;PR-2=20;CO-253=1.36", b6=False),
        line("97530", "CO GO", charge=15_000, adjustments="CO-45=62;PR-1=10;PR-2=20;CO-253=1.36", b6=False),
        line("97140", "GP", charge=15_000, adjustments="CO-45=62;PR-2=20;CO-253=1.36", b6=False),
    ]
    with told(remittance(claim("I1", *lines))) as warehouse:
        expect(
            warehouse,
            LINE,
            """
            procedure_code | allowed_cents
            97110          | 10000
            97530          | 11000
            97140          | 8800
            """,
        )


def test_without_coinsurance_an_assistants_line_is_divided_by_68_hundredths_half_up() -> None:
    """6801 / 0.68 is 10001.47; 51 / 0.68 is 75 exactly; 17 / 0.68 is 25; 85 / 0.68 is 125; 5 / 0.68 is 7.35."""
    lines = [
        line("97110", "GP CQ", charge=15_000, adjustments="CO-45=81.99;CO-253=1.36", b6=False),
        line("97140", "GP CQ", charge=15_000, adjustments="CO-45=77.00;PR-1=5.00", b6=False),
        line("97530", "GP CQ", charge=15_000, adjustments="CO-45=149.49", b6=False),
    ]
    with told(remittance(claim("I1", *lines))) as warehouse:
        expect(
            warehouse,
            LINE,
            """
            procedure_code | paid_cents | allowed_cents
            97110          | 6665       | 10001
            97140          | 6800       | 10500
            97530          | 51         | 75
            """,
        )


def test_before_2022_an_assistants_line_is_paid_in_full() -> None:
    early = line("97110", "GP CQ", "2021-12-31", charge=15_000, adjustments="CO-45=50;PR-2=20", b6=False)
    late = line("97140", "GP CQ", "2022-01-01", charge=15_000, adjustments="CO-45=50;PR-2=20", b6=False)
    with told(remittance(claim("I1", early, late), on="2022-01-20")) as warehouse:
        expect(warehouse, LINE, "procedure_code | allowed_cents\n 97110 | 10000\n 97140 | 10000")
    uneven = line("97110", "GP CQ", "2021-12-31", charge=15_000, adjustments="CO-45=62;PR-2=20", b6=False)
    with told(remittance(claim("I1", uneven), on="2022-01-20")) as warehouse:
        expect(warehouse, LINE, "allowed_cents\n 8800")


def test_sequestration_does_not_change_the_allowed_amount() -> None:
    lines = [
        line("97110", charge=15_000, adjustments="CO-45=50;PR-2=20;CO-253=1.60", b6=False),
        line("97140", charge=15_000, adjustments="CO-45=50;PR-2=20", b6=False),
    ]
    with told(remittance(claim("I1", *lines))) as warehouse:
        expect(warehouse, LINE, "procedure_code | allowed_cents\n 97110 | 10000\n 97140 | 10000")


def test_an_export_says_it_in_its_own_column_or_leaves_it_to_be_derived() -> None:
    lines = [line("97110", allowed=11_600), line("97140", allowed=11_600, b6=False), line("97530", denied="CO-50")]
    with told(export(claim("I1", *lines))) as warehouse:
        expect(
            warehouse,
            LINE,
            """
            procedure_code | allowed_cents | allowed_basis
            97110          | 11600         | export
            97140          | 11600         | derived
            97530          | 0             | denied
            """,
        )


def test_what_medicare_paid_after_another_payer_is_what_counts_whatever_amt_b6_says() -> None:
    paid_after = line("97110", charge=15_000, allowed=11_600, adjustments="CO-45=34;OA-23=92.80;PR-2=13.20;CO-253=0.40")
    claims = [claim(f"STATUS{status}", paid_after, status=status) for status in ("2", "3", "20", "21")]
    with told(remittance(*claims)) as warehouse:
        expect(
            warehouse,
            LINE,
            """
            payer_claim_control_number | paid_cents | allowed_cents | allowed_basis
            STATUS2                    | 960        | 2320          | secondary
            STATUS3                    | 960        | 2320          | secondary
            STATUS20                   | 960        | 2320          | secondary
            STATUS21                   | 960        | 2320          | secondary
            """,
        )


def test_an_export_of_a_secondary_payment_has_the_same_basis() -> None:
    paid_after = line("97110", charge=15_000, allowed=11_600, adjustments="CO-45=34;OA-23=92.80;PR-2=13.20;CO-253=0.40")
    with told(export(claim("I1", paid_after, status="2"))) as warehouse:
        expect(warehouse, LINE, "allowed_cents | allowed_basis\n 2320 | secondary")


def test_a_critical_access_hospital_is_paid_at_cost_also_with_an_assistant() -> None:
    lines = [
        line("97110", "GP CQ", charge=15_000, adjustments="CO-45=62;PR-2=20;CO-253=1.36", b6=False),
        line("97140", "GP CQ", allowed=10_000),
    ]
    with told(remittance(claim("I1", *lines, facility="85", filing="MA"))) as warehouse:
        expect(
            warehouse,
            LINE,
            """
            procedure_code | allowed_cents | allowed_basis
            97110          | 8800          | cost
            97140          | 10000         | amt_b6
            """,
        )


def test_a_secondary_line_is_no_measure_of_what_a_service_is_allowed() -> None:
    claims = [
        claim("I1", line("97110", on="2026-01-05", charge=15_000, adjustments="CO-45=130;PR-2=4")),
        claim("I2", line("97110", on="2026-01-06", charge=15_000, adjustments="CO-45=130;PR-2=4"), status="2"),
        claim("I3", line("97110", on="2026-01-07", denied="CO-50")),
    ]
    with told(remittance(claims[1], claims[2])) as warehouse:
        expect(warehouse, "mart.denial", "expected_allowed_cents\n -")
    with told(remittance(*claims)) as warehouse:
        expect(warehouse, "mart.denial", "expected_allowed_cents\n 10000")


def test_a_negative_amount_excludes_its_claim_payment_on_whatever_line() -> None:
    negative = [
        claim("SENT", line("97110", charge=100, allowed=-500, adjustments="")),
        claim("DENIED", line("97110", charge=15_000, allowed=-1, adjustments="CO-50=150")),
        claim("SECONDARY", line("97110", charge=15_000, allowed=-1, adjustments="CO-45=50"), status="2"),
        claim("ADDED_UP", line("97110", charge=15_000, adjustments="CO-45=160", b6=False)),
        claim("AFTER", line("97110", charge=15_000, adjustments="CO-45=160", b6=False), status="2"),
        claim("COST", line("97110", charge=15_000, adjustments="CO-45=160", b6=False), facility="85"),
        claim("ASSISTANT", line("97110", "GP CQ", charge=15_000, adjustments="CO-45=160;PR-2=-10", b6=False)),
    ]
    with told(remittance(*negative, claim("GOOD", line("97140")))) as warehouse:
        expect(warehouse, LINE, "payer_claim_control_number\n GOOD")
        expect(warehouse, "mart.set_aside", "rule" + "\n negative_allowed" * 7)


def test_leading_zeros_of_a_reason_code_do_not_count() -> None:
    lines = [
        line("97110", charge=15_000, adjustments="CO-045=34;PR-002=23.20;CO-0253=1.86", b6=False),
        line("97140", charge=15_000, adjustments="CO-0119=150", b6=False),
        line("97530", charge=15_000, adjustments="CO-045=150", b6=False),
    ]
    for content in (remittance(claim("I1", *lines)), export(claim("I1", *lines))):
        with told(content) as warehouse:
            expect(
                warehouse,
                LINE,
                """
                procedure_code | allowed_cents | is_denied | adjustment_reason_code | denial_category
                97110          | 11600         | no        | -                      | -
                97140          | 0             | yes       | 119                    | missing_kx
                97530          | 0             | no        | -                      | -
                """,
            )
