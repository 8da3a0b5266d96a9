"""Small practices for Hypothesis: few people, few dates, and everything that payers do to a claim."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from hypothesis import strategies as st

from tests.builders import line, npi, reverse
from tests.facts import Adjustment, ClaimPayment, Line, Payment, PriorUse
from tests.oracle.practice import OfferedFile, Practice
from tests.oracle.shares import spread_over_lines

PEOPLE = ["1EG4TE5MK73", "2FH5UF6NM84", "3GJ6VG7PN95"]
LINKS = (("9AA9-AA9-AA99", "8BB8BB8BB88"), ("8BB8BB8BB88", "1EG4TE5MK73"))
IDENTIFIERS = [*PEOPLE, *PEOPLE[:1] * 4, " 1eg4te5mk73", "1EG4-TE5-MK73", "2fh5 uf6 nm84", "9AA9AA9AA99", "8bb8bb8bb88"]
CLINICS = [("SUMMIT THERAPY", npi(1)), ("VALLEY REHAB", npi(2))]
PROVIDERS = ["", npi(11), npi(12), npi(13)]
CODES = ["97110", "97110", "97140", "92507"]
MODIFIERS = [
    *["GP", "GP", "GP KX", "GP KX", "GO", "GO KX", "GN KX", "GN", "GP CQ", "GP CQ KX", "GO CO KX", "KX GP"],
    *["59 GP KX", "59 CQ GP KX", "59 GA KX GP", "gp kx", "GP GO", "GP GP KX", "KX", "", "GP GZ", "GP GA", "ga GO"],
]
ALLOWED = [0, 1, 9_999, 10_000, 11_601, 41_000, 99_999, 100_000, 124_000, 200_000, 241_000, 248_000, 248_001, 300_000]
REASONS = "CO-119 PR-119 CO-119 CO-50 OA-18 CO-18 CO-29 CO-16 CO-97 CO-4 PI-204 CO-22 PR-96 CO-B7"
ZERO_PAID = "CO-45=150 PR-1=150 OA-23=150 CO-45=100;OA-18=20;CO-50=30 PR-119=50;CO-59=100 CO-246=150 CO-45=150;CO-97=0"
CLAIM_LEVEL = "CO-119 CO-45 PR-119 CO-253 PR-2 CO-50 OA-23"
SERVICE_DATES = "2026-01-02 2026-01-05 2026-01-07 2026-02-10 " * 6 + "2025-12-30 2025-12-31 2017-12-29 2018-01-02 "
RARE_SERVICE_DATES = "2021-12-31 2027-01-04 1999-12-31"
PAYMENT_DATES = "2026-01-05 2026-01-20 2026-01-20 2026-02-10 2026-02-20 2027-01-20 2027-02-21 2024-02-29"
PRIOR_USE_DATES = "2026-01-01 2026-01-05 2026-01-06 2026-01-20 2026-02-10 2025-12-31 2027-01-20"
TRACES = ["T1", "T2", "T10", "t2", "900", "00900"]
STATUSES = ["1"] * 12 + ["2", "2", "3", "4", "19", "20", "21", "23", "25"]
FILINGS = ["MB"] * 8 + ["MA", "MA", "16", "12"]


def dates(texts: str) -> st.SearchStrategy[date]:
    return st.sampled_from([date.fromisoformat(text) for text in texts.split()])


@st.composite
def service_lines(draw: st.DrawFn, latest: date) -> Line:
    """A line of any outcome, served by `latest` (one in forty later, which nobody can use)."""
    modifiers = draw(st.sampled_from(MODIFIERS))
    day = draw(dates(SERVICE_DATES + RARE_SERVICE_DATES))
    if day > latest and draw(st.integers(0, 39)):
        day = latest - timedelta(days=draw(st.integers(0, 3)))
    outcome = draw(st.sampled_from(["allowed"] * 5 + ["denied"] * 3 + ["zero", "free"]))
    made = _draw_outcome(draw, outcome, draw(st.sampled_from(CODES)), modifiers)
    units = draw(st.sampled_from(["1", "1", "", "2", "3", "1.5", "0"]))
    submitted = draw(st.sampled_from(["", "", "2", "0"]))
    made = replace(made, units=units, submitted_units=submitted, provider=draw(st.sampled_from(PROVIDERS)))
    where = draw(st.sampled_from(["line"] * 6 + ["range", "claim"]))
    if where == "range":
        return replace(made, start_date=day, end_date=day)
    return replace(made, service_date=day if where == "line" else None)


def _draw_outcome(draw: st.DrawFn, outcome: str, code: str, modifiers: str) -> Line:
    if outcome == "denied":
        return line(code, modifiers, None, denied=draw(st.sampled_from(REASONS.split())))
    if outcome == "zero":
        return line(
            code, modifiers, None, charge=15_000, adjustments=draw(st.sampled_from(ZERO_PAID.split())), b6=False
        )
    if outcome == "free":
        return line(code, modifiers, None, charge=0, adjustments="", b6=False)
    allowed = draw(st.one_of(st.sampled_from(ALLOWED), st.integers(0, 260_000)))
    deductible = draw(st.sampled_from([0, 0, min(allowed, 5_000), allowed]))
    return line(code, modifiers, None, allowed=allowed, deductible=deductible, b6=draw(st.booleans()))


@st.composite
def claim_level(draw: st.DrawFn, lines: tuple[Line, ...]) -> tuple[tuple[Line, ...], tuple[Adjustment, ...]]:
    """Claim-level adjustments: of everything, with lines that look paid in full, or of any amounts."""
    reasons = draw(st.lists(st.sampled_from(CLAIM_LEVEL.split()), min_size=1, max_size=3))
    parts = [reason.split("-") for reason in reasons]
    if draw(st.booleans()):
        lines = tuple(replace(row, paid=row.charge, adjustments=(), allowed=None) for row in lines)
        whole, size = sum(row.charge for row in lines), len(parts)
        amounts = [*[whole // size] * (size - 1), whole - whole // size * (size - 1)]
    else:
        amounts = [draw(st.sampled_from([0, 1, 100, -100, 777, 5_000])) for _ in parts]
    return lines, tuple(Adjustment(part[0], part[1], cents) for part, cents in zip(parts, amounts, strict=True))


@st.composite
def claim_payments(draw: st.DrawFn, ordinal: int, latest: date) -> ClaimPayment:
    """A new claim payment; one in twelve was decided without lines."""
    lines = tuple(draw(st.lists(service_lines(latest), min_size=1, max_size=3)))
    if not draw(st.integers(0, 11)):
        lines = ()
    adjustments: tuple[Adjustment, ...] = () if lines else (Adjustment("CO", "29", 15_000),)
    if lines and not draw(st.integers(0, 3)):
        lines, adjustments = draw(claim_level(lines))
    received = draw(st.one_of(st.none(), st.integers(-40, 30)))
    statement = min((row.service_date or row.start_date or latest for row in lines), default=latest)
    return ClaimPayment(
        icn=draw(st.sampled_from([f"ICN{ordinal}", f"26{ordinal:04}"])),
        patient=draw(st.sampled_from(IDENTIFIERS)),
        lines=lines,
        status=draw(st.sampled_from(STATUSES)),
        account=draw(st.sampled_from(["A1", "A2", "A3"])),
        filing=draw(st.sampled_from(FILINGS)),
        corrected=draw(st.sampled_from([""] * 8 + IDENTIFIERS)).strip(),
        provider=draw(st.sampled_from(PROVIDERS)),
        received=None if received is None else latest + timedelta(days=received),
        statement_from=statement,
        statement_to=statement,
        facility=draw(st.sampled_from(["11", "11", "11", "85"])),
        charge=0 if lines else 15_000,
        adjustments=adjustments,
    )


@dataclass(frozen=True)
class Event:
    """A claim payment and the payment (ordinal) that carries it."""

    claim: ClaimPayment
    payment: int


@st.composite
def events(draw: st.DrawFn, paid_on: list[date]) -> list[Event]:
    """One to twelve claim payments: new ones, and what follows on earlier ones."""
    made: list[Event] = []
    for ordinal in range(draw(st.integers(1, 12))):
        place = draw(st.integers(0, len(paid_on) - 1))
        kinds = ["new"] * 4 + ["reverse"] * 3 + ["rebill"] * 2 + ["correct", "repeat", "reverse_other"]
        kind = draw(st.sampled_from(kinds)) if made else "new"
        if kind == "new":
            made.append(Event(draw(claim_payments(ordinal, paid_on[place])), place))
            continue
        earlier = draw(st.sampled_from(made))
        claim = _follow(draw, kind, earlier.claim, ordinal, paid_on[place])
        made.append(Event(claim, earlier.payment if kind == "repeat" and draw(st.booleans()) else place))
    return made


def _follow(draw: st.DrawFn, kind: str, earlier: ClaimPayment, ordinal: int, paid_on: date) -> ClaimPayment:
    if kind == "reverse":
        return _draw_reversal(draw, earlier, ordinal)
    if kind == "reverse_other":
        return reverse(draw(claim_payments(ordinal, paid_on)), icn=draw(st.sampled_from([earlier.icn, "UNKNOWN"])))
    if kind == "repeat":
        return _draw_repetition(draw, earlier)
    if earlier.status == "22":
        return earlier
    lines = tuple(_adjudicate_again(draw, row) for row in earlier.lines)
    if kind == "correct":
        icn = draw(st.sampled_from([earlier.icn, f"ICN{ordinal}"]))
        return replace(earlier, icn=icn, original=earlier.icn, lines=lines)
    return replace(earlier, icn=f"ICN{ordinal}", lines=lines[: draw(st.integers(1, 3))])


def _draw_repetition(draw: st.DrawFn, earlier: ClaimPayment) -> ClaimPayment:
    """The same claim payment, its modifiers perhaps in another order and its number with leading zeros."""
    lines = tuple(replace(row, modifiers=tuple(draw(st.permutations(row.modifiers)))) for row in earlier.lines)
    zeros = "00" if earlier.icn.isdigit() and draw(st.booleans()) else ""
    return replace(earlier, icn=zeros + earlier.icn, lines=lines)


def _draw_reversal(draw: st.DrawFn, earlier: ClaimPayment, ordinal: int) -> ClaimPayment:
    way = draw(st.sampled_from(["same number", "same number", "named", "opposite lines"]))
    if way == "same number":
        return reverse(_draw_repetition(draw, earlier), original="")
    return reverse(earlier, icn=f"ICN{ordinal}", original=earlier.icn if way == "named" else "")


def _adjudicate_again(draw: st.DrawFn, row: Line) -> Line:
    """The same service, decided anew: perhaps with KX added, allowed, denied again or as it was."""
    modifiers = " ".join([*row.modifiers, "KX"][:4]) if draw(st.booleans()) else " ".join(row.modifiers)
    outcome = draw(st.sampled_from(["allowed", "allowed", "denied", "same"]))
    if outcome == "same":
        return row
    again = _draw_outcome(draw, outcome, row.code, modifiers)
    amounts = replace(row, charge=again.charge, paid=again.paid, allowed=again.allowed)
    return replace(amounts, modifiers=again.modifiers, adjustments=again.adjustments)


@st.composite
def prior_uses(draw: st.DrawFn) -> PriorUse:
    day = draw(dates(PRIOR_USE_DATES))
    cents = draw(st.one_of(st.sampled_from([0, 100_000, 200_000, 248_000, 248_001]), st.integers(0, 300_000)))
    grade = draw(st.sampled_from(["verified", "typed"]))
    pool = draw(st.sampled_from(["PT_SLP", "PT_SLP", "OT"]))
    # a date before the calendar year is refused by the reader
    year = draw(st.sampled_from([day.year, min(day.year, 2026)]))
    return PriorUse(draw(st.sampled_from(IDENTIFIERS)).strip(), pool, year, cents, day, grade)


@st.composite
def practices(draw: st.DrawFn) -> Practice:
    """One to four remittance files, perhaps prior use, links of identifiers and a copy, in any order."""
    paid_on = draw(st.lists(dates(PAYMENT_DATES), min_size=1, max_size=5))
    made = draw(events(paid_on))
    files = _draw_files(draw, [_draw_payment(draw, made, place, day) for place, day in enumerate(paid_on)])
    uses = draw(st.lists(prior_uses(), max_size=3))
    files += [OfferedFile("prior_use.csv", prior_use=tuple(uses))] if uses else []
    files += [OfferedFile("links.csv", crosswalk=LINKS)] if draw(st.booleans()) else []
    files += [OfferedFile("copy.txt", files[0].payments, files[0].is_export)] if not draw(st.integers(0, 5)) else []
    return Practice(tuple(draw(st.permutations(files))))


def _draw_payment(draw: st.DrawFn, made: list[Event], place: int, day: date) -> Payment:
    claims = tuple(event.claim for event in made if event.payment == place)
    name, number = draw(st.sampled_from(CLINICS[:1] * 3 + CLINICS[1:]))
    return Payment(claims, day, draw(st.sampled_from(TRACES)), payee=name, npi=number)


def _draw_files(draw: st.DrawFn, payments: list[Payment]) -> list[OfferedFile]:
    files: list[OfferedFile] = []
    while payments:
        size = draw(st.integers(1, 2))
        taken, payments = payments[:size], payments[size:]
        is_export = size == 1 and not draw(st.integers(0, 3)) and _can_export(taken[0])
        taken = [_speak_export(payment) for payment in taken] if is_export else taken
        files.append(OfferedFile(f"file{len(files)}.txt", tuple(taken), is_export))
    return files


def _can_export(payment: Payment) -> bool:
    keys = [(claim.icn, claim.status) for claim in payment.claims]
    return bool(keys) and len(keys) == len(set(keys)) and all(claim.lines for claim in payment.claims)


def _speak_export(payment: Payment) -> Payment:
    """The payment as far as an export can say it."""
    claims = []
    for claim in map(spread_over_lines, payment.claims):
        lines = tuple(
            replace(
                row,
                service_date=row.service_date or row.start_date or claim.statement_from,
                start_date=None,
                end_date=None,
                submitted_units="",
                provider=row.provider or claim.provider,
            )
            for row in claim.lines
        )
        plain = replace(claim, lines=lines, original="", corrected="", provider="", patient=claim.patient.strip())
        claims.append(replace(plain, statement_from=None, statement_to=None))
    return replace(payment, claims=tuple(claims), payer="")
