"""Prior use from 271 eligibility responses: what an amount means, and what is set aside with its segment."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from tests.builders import BENEFICIARY, claim, line, payment, remittance, remittances, reverse
from tests.eligibility import YEAR_2026, person, remaining, response
from tests.facts import ClaimPayment
from tests.scenarios import POSITION, RECEIVED, told

LAYOUT_HEADER = (
    "information_code,service_type_codes,plan_text,period_code,amount_element,message_text,pool,meaning,source"
)
KX_2026 = 248_000


def _visits(patient: str = BENEFICIARY) -> list[ClaimPayment]:
    """A PT and an OT visit in June with KX on the former, and a PT visit in July."""
    lines = [line("97110", "GP KX", on="2026-06-05"), line("97530", "GO", on="2026-06-05")]
    first = claim(f"I1{patient}", *lines, patient=patient, received="2026-06-10")
    second = claim(f"I2{patient}", line("97140", "GP", on="2026-07-05"), patient=patient, received="2026-07-10")
    return [first, second]


def _practice(patients: int = 1) -> bytes:
    """The visits of so many patients, all paid in July."""
    claims = [visit for number in range(patients) for visit in _visits(_patient(number))]
    return remittance(*claims, on="2026-07-24")


def _patient(number: int) -> str:
    return f"{BENEFICIARY[:-2]}{73 + number}" if number < 27 else f"{BENEFICIARY[:-3]}T{number}"


def _answer_each(answers: Sequence[Sequence[str]]) -> bytes:
    """One response with an answer for each of the patients."""
    return response(*(person(*segments, patient=_patient(number)) for number, segments in enumerate(answers)))


def _known(warehouse: duckdb.DuckDBPyConnection, number: int = 0) -> tuple[object, ...]:
    """Prior use and grade of one patient: PT and SLP, then OT."""
    rows = warehouse.execute(
        "select crossing.prior_use_cents, crossing.prior_use_grade"
        " from mart.threshold_crossing as crossing inner join mart.beneficiary using (beneficiary_key)"
        f" where crossing.{RECEIVED} and beneficiary.patient_id = $patient order by crossing.pool desc",
        {"patient": _patient(number)},
    ).fetchall()
    return tuple(value for row in rows for value in row)


NOTHING = (0, "unknown")
LAYOUTS: list[tuple[list[str], tuple[object, ...]]] = [
    (remaining("1860"), (62_000, "verified", *NOTHING)),
    (remaining("1860", "AF"), (62_000, "verified", *NOTHING)),
    (remaining("1860.25", "AD"), (*NOTHING, 61_975, "verified")),
    (remaining("1860", "AE", shifted=True), (62_000, "verified", *NOTHING)),
    (remaining("1860", "AE^AF"), (62_000, "verified", *NOTHING)),
    (remaining("1860", "", text="PHYSICAL & SPEECH THERAPY"), (62_000, "verified", *NOTHING)),
    (remaining("1860", "", text="Occupational Therapy"), (*NOTHING, 62_000, "verified")),
    (["EB*D*IND*AE*MB***620", YEAR_2026, "MSG*USED AMOUNT"], (62_000, "verified", *NOTHING)),
    (["EB*D*IND*AD*MB**24*620", YEAR_2026], (*NOTHING, 62_000, "verified")),
    (remaining("0"), (KX_2026, "at_least", *NOTHING)),
    (["EB*D*IND*AE*MB***2480", YEAR_2026], (KX_2026, "verified", *NOTHING)),
    ([*remaining("2480"), *remaining("0", "AD")], (0, "verified", KX_2026, "at_least")),
]


def test_tables_decide_threshold_category_and_meaning() -> None:
    with told(_practice(len(LAYOUTS)), _answer_each([segments for segments, _ in LAYOUTS])) as warehouse:
        found = [_known(warehouse, number) for number in range(len(LAYOUTS))]
        assert found == [expected for _, expected in LAYOUTS]
        assert warehouse.execute("select count(*) from mart.set_aside").fetchall() == [(0,)]


UNKNOWN = [
    (["EB*F*IND*AE*MB**23*2480", YEAR_2026], "unknown_benefit_layout"),
    (["EB*F*IND*AD^AE*MB**29*100", YEAR_2026], "unknown_benefit_layout"),
    (["EB*F*IND*AE*MB*OCCUPATIONAL THERAPY*29*100", YEAR_2026], "unknown_benefit_layout"),
    (["EB*F*IND*AE*MB**29*620", YEAR_2026, "MSG*USED AMOUNT"], "unknown_benefit_layout"),
    (["EB*F*IND**MB*ANY THERAPY*29*100", YEAR_2026], "unknown_benefit_layout"),
    (["EB*F*IND*PT*MB**29*100", YEAR_2026], "unknown_benefit_layout"),
    (["EB*F*IND*AE*MB**29*12.345", YEAR_2026], "unreadable_benefit_amount"),
    (["EB*F*IND*AE*MB**29*-5", YEAR_2026], "unreadable_benefit_amount"),
    (["EB*F*IND*AE*MB**29*100"], "unclear_benefit_year"),
    (["EB*F*IND*AE*MB**29*100", "DTP*292*RD8*20250601-20260531"], "unclear_benefit_year"),
    (remaining("100", year=2027), "benefit_of_a_later_year"),
    (remaining("100", year=2017), "benefit_year_without_threshold"),
    (remaining("2480.01"), "remaining_above_threshold"),
]


def test_what_the_tables_do_not_know_is_set_aside_with_its_segment() -> None:
    answers = [[*segments, *remaining("2480", "AD")] for segments, _ in UNKNOWN]
    with told(_practice(len(UNKNOWN)), _answer_each(answers)) as warehouse:
        rows = warehouse.execute("select rule, reason from mart.set_aside order by segment_number").fetchall()
        assert [rule for rule, _ in rows] == [rule for _, rule in UNKNOWN]
        shown = [reason.split("The segment: ")[1] for _, reason in rows]
        assert [text.partition(" ")[0] for text in shown] == [segments[0].partition(" ")[0] for segments, _ in UNKNOWN]
        found = [_known(warehouse, number) for number in range(len(UNKNOWN))]
        assert found == [(*NOTHING, 0, "verified")] * len(UNKNOWN)


OTHER = [
    "EB*1**30^AE*MB", "EB*A*IND*AE*MB**27**.2", "EB*C*IND*AE*MB**23*283", "EB*F*IND*AE*C1**29*500",
    "EB*F*IND*67*MB**29*8", "EB*F*IND*AE*MA**29*500", "EB*F*IND*AE*MB**29***VS*20",
]  # fmt: skip


def test_other_benefits_say_nothing() -> None:
    with told(_practice(), _answer_each([[part for segment in OTHER for part in (segment, YEAR_2026)]])) as warehouse:
        assert warehouse.execute("select count(*) from mart.set_aside").fetchall() == [(0,)]
        assert _known(warehouse) == (*NOTHING, *NOTHING)


def test_a_user_explains_a_layout() -> None:
    """The row counts for responses imported before and after it, and before the shipped tables."""
    answer = response(person("EB*F*IND*PT*MB**23*620", YEAR_2026, "MSG*SPENT SO FAR"))
    row = "F,PT,,23,,spent,PT_SLP,used,my payer's guide"
    with told(_practice(), answer, f"{LAYOUT_HEADER}\n{row}\n".encode()) as warehouse:
        assert _known(warehouse) == (62_000, "verified", *NOTHING)
        assert warehouse.execute("select count(*) from mart.set_aside").fetchall() == [(0,)]
    other = f"{LAYOUT_HEADER}\nF,AE,,29,,,PT_SLP,used,a portal that labels used as remaining\n".encode()
    with told(_practice(), other, response(person(*remaining("620")))) as warehouse:
        assert _known(warehouse) == (62_000, "verified", *NOTHING)


BROKEN = [
    ("F,,,29,,,OT,used,x", "missing_value"),
    ("F,AD,,29,,,PT,used,x", "unknown_pool"),
    ("F,AD,,29,,,OT,left,x", "unknown_meaning"),
    ("F,AD,,29,9,,OT,used,x", "unknown_element"),
    ("F,AD,,29,,,OT,used,", "missing_value"),
]


def test_a_layout_that_says_too_little_is_set_aside() -> None:
    rows = "\n".join([LAYOUT_HEADER, *(row for row, _ in BROKEN)])
    with told(f"{rows}\n".encode()) as warehouse:
        found = warehouse.execute("select rule from mart.set_aside order by segment_number").fetchall()
        assert found == [(rule,) for _, rule in BROKEN]


def test_early_kx_below_a_lower_bound_is_unverified() -> None:
    """Nothing remained, with $2,400 of our own that were reversed later: at least $80 were used elsewhere."""
    counted = claim("I0", line("97112", "GP", on="2026-01-05", allowed=240_000))
    early = claim("I1", line("97110", "GP KX", on="2026-06-05"), received="2026-06-10")
    payments = remittances(
        payment(counted, on="2026-01-20"), payment(early, on="2026-06-24"), payment(reverse(counted), on="2026-07-20")
    )
    grades = []
    for used in (remaining("0"), remaining("0.01")):
        with told(payments, response(person(*used), on="2026-06-01")) as warehouse:
            grades += warehouse.execute(
                f"select prior_use_cents, prior_use_grade, kx_finding from {POSITION} where {RECEIVED}"
            ).fetchall()
    assert grades == [(8_000, "at_least", "early_unverified"), (7_999, "verified", "early")]


def test_a_patient_without_remittances_is_kept_and_said() -> None:
    answer = response(person(*remaining("1000"), *remaining("2480", "AD"), patient="9KX1KX1KX02"))
    with told(_practice(), answer) as warehouse:
        notes = warehouse.execute("select segment_number, rule, reason from mart.file_note").fetchall()
        assert [note[:2] for note in notes] == [(10, "patient_without_remittance")]
        assert "9KX1KX1KX02" not in notes[0][2]
        assert _known(warehouse) == (*NOTHING, *NOTHING)
    late = remittance(claim("I9", line("97110", on="2026-06-05"), patient="9KX1KX1KX02"), on="2026-06-24")
    with told(_practice(), answer, late) as warehouse:
        rows = warehouse.execute(f"select prior_use_cents from mart.threshold_crossing where {RECEIVED} order by 1")
        assert rows.fetchall() == [(0,), (0,), (148_000,)]


def test_amounts_of_a_year_without_services_are_kept_and_said_once() -> None:
    answer = response(person(*remaining("2410", year=2025), *remaining("2410", "AD", 2025), *remaining("1000")))
    with told(_practice(), answer) as warehouse:
        ((rule, reason),) = warehouse.execute("select rule, reason from mart.file_note").fetchall()
        assert rule == "amount_without_services"
        assert reason.endswith("Amounts: 2.")


def test_several_years_of_one_response_count_each_in_its_year() -> None:
    old = remittance(claim("I0", line("97110", on="2025-06-05")), on="2025-06-24")
    answer = response(person(*remaining("1000"), *remaining("410", year=2025)), on="2026-06-01")
    with told(old, _practice(), answer) as warehouse:
        rows = warehouse.execute(
            f"select calendar_year, prior_use_cents from mart.threshold_crossing where {RECEIVED} and pool = 'PT_SLP'"
        ).fetchall()
        assert sorted(rows) == [(2025, 200_000 - 10_000), (2026, 148_000)]
