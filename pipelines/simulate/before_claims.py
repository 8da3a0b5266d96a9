"""Writes what a practice has before Medicare answers: claims that go out, eligibility responses, documented units."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from pipelines.simulate.billing import Claim, Person
from pipelines.simulate.claims_837 import plan_claim_files, write_claim_files
from pipelines.simulate.documented_units import (
    DOCUMENTED_HEADER,
    documented_rows,
    list_documented,
    write_documented,
)
from pipelines.simulate.eligibility_271 import ELIGIBILITY_HEADER, eligibility_rows, list_benefits, write_answers
from pipelines.simulate.expected_claim_findings import CheckedLine, ClaimCheck
from pipelines.simulate.expected_minutes import MINUTES_HEADER, minute_rows
from pipelines.simulate.patients import LAST_VISIT_DAY
from pipelines.simulate.practice import Practice
from pipelines.simulate.remittance import gather_payments, plan_deliveries
from pipelines.simulate.truth import Expectation
from pipelines.simulate.writing import append_rows, write_deliveries

_CLAIMS = ("kxwatch_truth", "site", "file_name", "person", "patient_id", "patient_control_number", "line_number",
           "line_item_control_number", "service_date", "procedure_code", "modifiers", "payer_name", "planted_error",
           "expected_position", "expected_rules", "expected_rules_in_turn", "answered_date", "is_denied",
           "adjustment_group_code", "adjustment_reason_code")  # fmt: skip


def write_before_claims(
    out: Path, practice: Practice, persons: list[Person], decided: list[Claim], expected: Expectation
) -> None:
    """Adds one site: `claims`, `eligibility`, `documented_units`, and in `later` the answers to the claims."""
    site, day, truth = practice.site, expected.data_through_day, out / "truth"
    going = [claim for claim in decided if claim.is_open]
    files = plan_claim_files(site, going, LAST_VISIT_DAY)
    write_claim_files(out / "claims", files)
    check = ClaimCheck(expected.accounts, expected.usual, expected.new_ids, day)
    append_rows(truth / "claims.csv", _CLAIMS, _claim_rows(site, check.check(files)))
    payments = gather_payments(site, going)
    write_deliveries(out / "later", list(plan_deliveries(site, payments, is_small=True)))
    treated = {claim.person.number for claim in going if claim.payer.is_medicare}
    benefits = list_benefits([person for person in persons if person.number in treated], day)
    name = f"site-{site:03d}/{date.fromordinal(day)}.271"
    write_answers(out / "eligibility" / name, benefits, day, practice.clinics[0].npi)
    append_rows(truth / "eligibility.csv", ELIGIBILITY_HEADER, eligibility_rows(site, name, benefits, day))
    documented = list(list_documented([one for one in decided if one.person.number in treated], LAST_VISIT_DAY))
    write_documented(out / "documented_units" / f"site-{site:03d}.csv", documented)
    append_rows(truth / "documented.csv", DOCUMENTED_HEADER, documented_rows(site, documented))
    append_rows(truth / "minutes.csv", MINUTES_HEADER, minute_rows(site, files, documented))


def _claim_rows(site: int, lines: list[CheckedLine]) -> Iterator[tuple[object, ...]]:
    for one in lines:
        claim, line = one.claim, one.line
        group, reason = line.denial or ("", "")
        yield ("claims", site, one.file.name, claim.person.number, claim.resolved_id, claim.patient_control_number,
               one.line_number, line.control_number, date.fromordinal(line.service_day).isoformat(),
               line.procedure.code, ",".join(line.modifiers), claim.payer.name, claim.planted_error, one.position,
               "+".join(one.rules), "+".join(one.rules_in_turn), date.fromordinal(claim.payment_day).isoformat(),
               line.denial is not None, group, reason)  # fmt: skip
