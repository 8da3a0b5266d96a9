"""Lines denied for 119 with a signed ABN (GA): the patient may be charged, so that nothing is lost."""

from __future__ import annotations

from tests.builders import claim, line, remittance
from tests.scenarios import expect, told


def test_what_119_means() -> None:
    cases = ["GP", "GP GX", "GP GA", "ga gp", "GP KX", "GP KX GA", "GP GO GA", "GA"]
    claims = [claim(made, line("97110", made, denied="CO-119"), patient=f"P{n}") for n, made in enumerate(cases)]
    claims.append(claim("GP GA OF A PLAN", line("97110", "GP GA", denied="CO-119"), patient="OTHER", filing="16"))
    with told(remittance(*claims)) as warehouse:
        expect(
            warehouse,
            "mart.denial",
            """
            payer_claim_control_number | denial_category
            GP                         | missing_kx
            GP GX                      | missing_kx
            GP GA                      | signed_notice
            ga gp                      | signed_notice
            GP KX                      | benefit_maximum
            GP KX GA                   | benefit_maximum
            GP GO GA                   | benefit_maximum
            GP GA OF A PLAN            | benefit_maximum
            GA                         | benefit_maximum
            """,
        )


def test_it_is_no_leakage() -> None:
    claims = [
        claim("PAID", line("97110", on="2026-01-02"), patient="U"),
        claim("MISSING", line("97110", on="2026-01-05", denied="CO-119")),
        claim("NOTICE", line("97110", "GP GA", on="2026-01-06", denied="PR-119")),
    ]
    with told(remittance(*claims)) as warehouse:
        expect(warehouse, "mart.denial", "has_notice | is_loss | open_cents\n no | yes | 10000\n yes | no | 10000")
        expect(
            warehouse,
            "mart.leakage_by_month",
            """
            denial_category | denied_services | expected_allowed_cents | open_cents
            missing_kx      | 1               | 10000                  | 10000
            signed_notice   | 1               | 10000                  | 10000
            """,
        )
        expect(warehouse, "mart.denial_worklist", "payer_claim_control_number\n MISSING")
        expect(
            warehouse,
            "mart.denial_kpi",
            """
            measure_name             | numerator_value | denominator_value
            first_remit_denial_rate  | 1               | 2
            remittance_denial_rate   | 1               | 2
            denials_overturned       | 0               | 1
            leakage_share            | 10000           | 10000
            """,
            "measure_name in"
            " ('first_remit_denial_rate', 'remittance_denial_rate', 'denials_overturned', 'leakage_share')",
        )


def test_an_abn_does_not_shield_what_is_denied_for_another_reason() -> None:
    with told(remittance(claim("I1", line("97110", "GP GA", denied="CO-50")))) as warehouse:
        expect(warehouse, "mart.denial", "denial_category | is_loss\n medical_necessity | yes")
