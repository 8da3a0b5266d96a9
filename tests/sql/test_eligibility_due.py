"""Who is due for an eligibility check: active patients whose prior use is unknown or was checked too long ago."""

from __future__ import annotations

from tests.builders import claim, line, prior_use, remittance
from tests.eligibility import person, remaining, response
from tests.scenarios import expect, told

NEVER, OLD, FRESH, GONE = "1EG4TE5MK73", "9KX1KX1KX02", "9KX1KX1KX03", "9KX1KX1KX04"


def test_active_patients_without_a_check_or_with_an_old_one_are_due() -> None:
    claims = [
        claim("I1", line(on="2026-06-05", allowed=200_000), line("97530", "GO", on="2026-06-05"), patient=NEVER),
        claim("I2", line(on="2026-06-05"), patient=OLD),
        claim("I3", line(on="2026-06-05"), patient=FRESH),
        claim("I4", line(on="2026-01-05"), patient=GONE),
    ]
    old, fresh = prior_use(0, "2026-05-20", patient=OLD), prior_use(0, "2026-05-21", patient=FRESH)
    with told(remittance(*claims, on="2026-06-20"), old, fresh) as warehouse:
        expect(
            warehouse,
            "mart.eligibility_due inner join mart.beneficiary using (beneficiary_key)",
            """
            patient_id  | pool   | due_category  | checked_days | left_cents | service_type_code
            1EG4TE5MK73 | PT_SLP | never_checked | -            | 48000      | AE
            1EG4TE5MK73 | OT     | never_checked | -            | 238000     | AD
            9KX1KX1KX02 | PT_SLP | older_check   | 31           | 238000     | AE
            """,
        )


def test_whoever_is_over_by_medicares_word_alone_has_nothing_remaining() -> None:
    claims = [
        claim("I1", line(on="2026-06-05", allowed=200_000)),
        claim("I2", line("97530", on="2026-06-08", denied="CO-119")),
    ]
    with told(remittance(*claims, on="2026-06-20")) as warehouse:
        expect(warehouse, "mart.eligibility_due", "prior_use_grade | left_cents\nimplied | -")


def test_a_check_after_the_newest_remittance_is_a_check() -> None:
    visit = remittance(claim("I1", line(on="2026-06-05")), on="2026-06-20")
    answer = response(person(*remaining("1000")), on="2026-07-01")
    for as_of, due in ((None, 0), ("2026-06-30", 1)):
        with told(visit, answer, as_of=as_of) as warehouse:
            assert warehouse.execute("select count(*) from mart.eligibility_due").fetchall() == [(due,)]
