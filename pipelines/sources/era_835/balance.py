"""Balances an 835 to the hundredth of a cent: line, claim payment, payment.

Judged on the rows that were read, and once more by oxedi on the segments; both must agree.
Amounts are integers of a hundredth of a cent (DECIMAL with four places), so sums are exact.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from pipelines.errors import RefusedFile
from pipelines.sources.era_835.bounds import find_cut
from pipelines.sources.era_835.faults import Fault, find_unread
from pipelines.sources.era_835.reading import Reading
from pipelines.sources.schema import AMOUNT
from pipelines.sources.x12.interchange import KIND
from pipelines.sources.x12.segments import Positions

_WORDS_PER_DECIMAL = 2
_FRACTIONS = 10_000


@dataclass(frozen=True)
class _Imbalance:
    position: int
    place: str
    sentence: str


def judge_balance(reading: Reading, faults: list[Fault], file_name: str) -> list[Fault]:
    """Refuses the file where something does not balance; claim payments that lack an amount are not judged.

    Returns a fault for each claim payment that balances only with an adjustment that names no
    reason, which is therefore no row.
    """
    is_judged = _find_judged(reading)
    unexplained, unbalanced = [], []
    for imbalance in [*_judge_lines(reading, is_judged), *_judge_claims(reading, is_judged)]:
        if _balances_as_written(reading, imbalance.position):
            unexplained.append(_fault_of(reading, imbalance))
        else:
            unbalanced.append(imbalance)
    _refuse([*unbalanced, *_judge_payments(reading), *_second_opinion(reading, is_judged)], reading, file_name)
    known = {fault.claim for fault in faults}
    return list({fault.claim: fault for fault in reversed(unexplained) if fault.claim not in known}.values())


def _find_judged(reading: Reading) -> npt.NDArray[np.bool_]:
    """Which claim payments have all the amounts that a balance needs."""
    is_judged: npt.NDArray[np.bool_] = reading.tables["claims"]["charge_amount"].is_valid().to_numpy().copy()
    is_judged[[fault.claim for fault in find_unread(reading)]] = False
    is_judged[find_cut(reading)] = False
    for name, column in (("services", "charge_amount"), ("services", "payment_amount"), ("adjustments", "amount")):
        if reading.tables[name][column].null_count:
            is_missing = reading.tables[name][column].is_null().to_numpy()
            is_judged[reading.integers(name, "claim")[is_missing]] = False
    return is_judged


def _judge_lines(reading: Reading, is_judged: npt.NDArray[np.bool_]) -> list[_Imbalance]:
    charge, paid = _fractions(reading, "services", "charge_amount"), _fractions(reading, "services", "payment_amount")
    adjusted = _sum_adjustments(reading, "service", len(charge))
    is_off = (charge - adjusted != paid) & is_judged[reading.integers("services", "claim")]
    return [
        _imbalance(reading, "services", row, "SVC03", ("charge", charge), ("adjustments", adjusted), paid)
        for row in np.flatnonzero(is_off).tolist()
    ]


def _judge_claims(reading: Reading, is_judged: npt.NDArray[np.bool_]) -> list[_Imbalance]:
    charge, paid = _fractions(reading, "claims", "charge_amount"), _fractions(reading, "claims", "payment_amount")
    adjusted = _sum_adjustments(reading, "claim", len(charge))
    is_off = (charge - adjusted != paid) & is_judged
    return [
        _imbalance(reading, "claims", row, "CLP04", ("charge", charge), ("adjustments", adjusted), paid)
        for row in np.flatnonzero(is_off).tolist()
    ]


def _judge_payments(reading: Reading) -> list[_Imbalance]:
    paid = _fractions(reading, "payments", "total_payment_amount")
    claims = _sum_by(reading.integers("claims", "payment"), _fractions(reading, "claims", "payment_amount"), len(paid))
    owners = reading.integers("provider_adjustments", "payment")
    taken = _sum_by(owners, _fractions(reading, "provider_adjustments", "amount"), len(paid))
    return [
        _imbalance(reading, "payments", row, "BPR02", ("claim payments", claims), ("provider adjustments", taken), paid)
        for row in np.flatnonzero(claims - taken != paid).tolist()
    ]


def _second_opinion(reading: Reading, is_judged: npt.NDArray[np.bool_]) -> list[_Imbalance]:
    """Where oxedi, who sums the segments and not the rows, finds an imbalance."""
    sentence = "charge, adjustments and payment of this part do not balance"
    found = []
    for diagnostic in reading.diagnostics:
        if diagnostic.kind == "BalanceMismatch" and diagnostic.segment is not None:
            identifier = reading.segments.read(diagnostic.segment)[0]
            claim = reading.claim_of(diagnostic.segment)
            if identifier == "BPR" or (claim >= 0 and is_judged[claim]):
                found.append(_Imbalance(diagnostic.segment, identifier, sentence))
    return found


def _refuse(unbalanced: list[_Imbalance], reading: Reading, file_name: str) -> None:
    if not unbalanced:
        return
    first = unbalanced[0]
    places = len({imbalance.position for imbalance in unbalanced})
    more = f" It is the first of {places} places that do not balance." if places > 1 else ""
    raise RefusedFile(
        KIND,
        f"{file_name}, segment {reading.segments.number(first.position)} ({first.place}): {first.sentence}. "
        f"An 835 balances to the cent.{more} Ask the payer or the clearinghouse for a corrected file.",
    )


def _imbalance(
    reading: Reading,
    name: str,
    row: int,
    place: str,
    start: tuple[str, Positions],
    less: tuple[str, Positions],
    paid: Positions,
) -> _Imbalance:
    expected = start[1][row] - less[1][row]
    sentence = (
        f"{start[0]} {_format(start[1][row])} less {less[0]} {_format(less[1][row])} is {_format(expected)}, "
        f"but the payment is {_format(paid[row])}"
    )
    position = reading.payment_position(row) if name == "payments" else int(reading.positions(name)[row])
    return _Imbalance(position, place, sentence)


def _fault_of(reading: Reading, imbalance: _Imbalance) -> Fault:
    sentence = "the claim payment balances only with an amount in a CAS that names no reason code"
    claim = reading.claim_of(imbalance.position)
    return Fault(claim, imbalance.position, "CAS", "adjustment_without_reason_code", sentence)


def _balances_as_written(reading: Reading, position: int) -> bool:
    """Whether the CLP or SVC at `position` balances with every amount of its CAS segments as they stand."""
    segments = reading.segments
    elements = segments.read(position)
    is_claim = elements[0] == "CLP"
    limits = segments.find("CLP", "LX", "PLB", "SE", *([] if is_claim else ["SVC"]))
    end = limits[np.searchsorted(limits, position, side="right")]
    adjustments = segments.find("CAS")
    inside = adjustments[(adjustments > position) & (adjustments < end)].tolist()
    amounts = [value for adjustment in inside for value in segments.read(adjustment)[3:19:3] if value]
    start, paid = (elements[3], elements[4]) if is_claim else (elements[2], elements[3])
    try:
        return Decimal(start) - sum(map(Decimal, amounts)) == Decimal(paid)
    except InvalidOperation:
        return False


def _sum_adjustments(reading: Reading, owner: str, owners: int) -> Positions:
    table = reading.tables["adjustments"]
    amounts = _fractions(reading, "adjustments", "amount")
    is_owned = table[owner].is_valid().to_numpy()
    parents = table[owner].drop_null().to_numpy().astype(np.int64, copy=False)
    return _sum_by(parents, amounts[is_owned], owners)


def _sum_by(parents: Positions, values: Positions, owners: int) -> Positions:
    """The sum of `values` for each of `owners` rows; `parents` ascends, as rows come in file order."""
    running = np.concatenate((np.zeros(1, np.int64), np.cumsum(values, dtype=np.int64)))
    bounds = np.searchsorted(parents, np.arange(owners + 1))
    return running[bounds[1:]] - running[bounds[:-1]]


def _fractions(reading: Reading, name: str, column: str) -> Positions:
    """A column of amounts as hundredths of a cent; a missing amount counts 0."""
    values = reading.tables[name][column].combine_chunks().cast(AMOUNT)
    filled = values.fill_null(pa.scalar(Decimal(0), AMOUNT)) if values.null_count else values
    words = np.frombuffer(filled.buffers()[1], np.int64).reshape(-1, _WORDS_PER_DECIMAL)
    return words[filled.offset : filled.offset + len(filled), 0]


def _format(fractions: int) -> str:
    amount = Decimal(int(fractions)) / _FRACTIONS
    return f"{amount:,.2f}" if int(fractions) % 100 == 0 else f"{amount:,.4f}".rstrip("0")
