"""What a denial is, and its category (contract section 3)."""

from __future__ import annotations

from tests.builders import claim, line, remittance
from tests.scenarios import LINE, expect, told

DENIAL = "mart.denial"


def test_a_denial_is_a_line_paid_nothing_for_a_reason_that_denies() -> None:
    lines = [
        line("97110", charge=15_000, adjustments="CO-50=150", b6=False),
        line("97112", charge=15_000, adjustments="PR-1=150", b6=False),
        line("97116", charge=15_000, adjustments="CO-45=150", b6=False),
        line("97124", charge=15_000, adjustments="OA-23=150", b6=False),
        line("97140", charge=15_000, adjustments="CO-50=100;PR-2=50", b6=False),
        line("97150", charge=15_000, adjustments="CO-50=100", b6=False),
        line("97530", charge=0, adjustments="CO-50=0", b6=False),
    ]
    with told(remittance(claim("I1", *lines, status="4"))) as warehouse:
        expect(
            warehouse,
            LINE,
            """
            procedure_code | is_denied | denial_category
            97110          | yes       | medical_necessity
            97112          | no        | -
            97116          | no        | -
            97124          | no        | -
            97140          | no        | -
            97150          | no        | -
            97530          | no        | -
            """,
        )
        expect(warehouse, DENIAL, "procedure_code | adjustment_group_code | adjustment_reason_code\n 97110 | CO | 50")


def test_the_reason_names_the_category() -> None:
    categories = {
        "medical_necessity": "50 150 151 152",
        "modifier": "4",
        "duplicate": "18",
        "timely_filing": "29",
        "documentation": "16 148 163 164 226 227 251 252",
        "bundling": "97 231 234 236",
        "eligibility": "22 24 26 27 31 32 33 109 200",
        "coverage": "49 51 54 55 56 96 204",
        "other": "B7 A1 272",
    }
    reasons = {reason: name for name, listed in categories.items() for reason in listed.split()}
    claims = [claim(f"I{reason}", line(denied=f"CO-{reason}"), patient=f"P{reason}") for reason in reasons]
    expected = "\n".join(f"{reason} | {category}" for reason, category in reasons.items())
    with told(remittance(*claims)) as warehouse:
        expect(warehouse, DENIAL, f"adjustment_reason_code | denial_category\n{expected}")


def test_reason_119_is_a_missing_kx_only_on_an_accruing_line_without_kx() -> None:
    claims = [
        claim("MISSING", line("97110", "GP", denied="PR-119")),
        claim("HAS-KX", line("97112", "GP KX", denied="CO-119")),
        claim("NO-THERAPY", line("97116", "", denied="CO-119")),
        claim("ADVANTAGE", line("97140", "GP", denied="CO-119"), filing="16"),
    ]
    with told(remittance(*claims)) as warehouse:
        expect(
            warehouse,
            DENIAL,
            """
            payer_claim_control_number | denial_category | pool
            MISSING                    | missing_kx      | PT_SLP
            HAS-KX                     | benefit_maximum | PT_SLP
            NO-THERAPY                 | benefit_maximum | -
            ADVANTAGE                  | benefit_maximum | -
            """,
        )


def test_groups_speak_in_the_order_co_pr_pi_oa_and_then_as_in_the_file() -> None:
    lines = [
        line("97110", charge=15_000, adjustments="OA-18=50;PI-204=50;PR-96=25;CO-16=25", b6=False),
        line("97112", charge=15_000, adjustments="OA-18=50;PI-204=50;PR-96=50", b6=False),
        line("97116", charge=15_000, adjustments="OA-18=50;PI-204=100", b6=False),
        line("97140", charge=15_000, adjustments="CO-45=50;CO-29=50;CO-50=50", b6=False),
    ]
    with told(remittance(claim("I1", *lines))) as warehouse:
        expect(
            warehouse,
            DENIAL,
            """
            procedure_code | adjustment_group_code | adjustment_reason_code | denial_category
            97110          | CO                    | 16                     | documentation
            97112          | PR                    | 96                     | coverage
            97116          | PI                    | 204                    | coverage
            97140          | CO                    | 29                     | timely_filing
            """,
        )
