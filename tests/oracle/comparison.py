"""The warehouse's rows and the oracle's in one form, and the sentence that says where they differ."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from fractions import Fraction

from tests.oracle.ledger import Ledger
from tests.oracle.marts import Row
from tests.warehouses import Warehouse

PLACED = "mart.line_position"
OWN_RULES = {"repeated_claim_payment", "orphan_reversal"}


def read_ledger(warehouse: Warehouse, like: Ledger) -> Ledger:
    """The same tables of a warehouse, with the columns of `like`; beneficiaries by identifier, lines by place."""
    names = dict(warehouse.execute("select beneficiary_key, patient_id from mart.beneficiary").fetchall())
    places = {
        row["service_line_key"]: row
        for row in _read(warehouse, "mart.line", "service_line_key, file_name, segment_number")
    }
    answer: Ledger = {}
    for table in like:
        rows = _read(warehouse, table, "*")
        answer[table] = [_translate(row, names, places if table == PLACED else {}) for row in rows]
    return answer


def _read(warehouse: Warehouse, table: str, columns: str) -> list[Row]:
    answer = warehouse.execute(f"select {columns} from {table}")
    header = [column[0] for column in answer.description or []]
    return [dict(zip(header, row, strict=True)) for row in answer.fetchall()]


def _translate(row: Row, names: dict[object, object], places: dict[object, Row]) -> Row:
    if "beneficiary_key" in row:
        row["beneficiary"] = names.get(row["beneficiary_key"], "no such beneficiary")
    row.update(places.get(row.get("service_line_key"), {}))
    return row


def list_differences(found: Ledger, expected: Ledger) -> list[str]:
    """One line for each row that only one of both has."""
    lines = []
    for table, rows in expected.items():
        columns = sorted({name for row in rows for name in row})
        theirs = Counter(_freeze(row, columns) for row in found[table]) if columns else Counter()
        ours = Counter(_freeze(row, columns) for row in rows)
        if not columns and found[table]:
            lines.append(f"{table}: the warehouse has {len(found[table])} rows, the oracle none")
        lines += [f"{table} only in the warehouse ({count}): {row}" for row, count in (theirs - ours).items()]
        lines += [f"{table} only in the oracle    ({count}): {row}" for row, count in (ours - theirs).items()]
    return lines


def _freeze(row: Row, columns: list[str]) -> tuple[tuple[str, object], ...]:
    return tuple((name, _plain(name, row.get(name, "no such column"))) for name in columns)


def _plain(name: str, value: object) -> object:
    if name == "rule":
        return value if value in OWN_RULES else "unusable"
    if isinstance(value, Fraction | Decimal):
        return float(value)
    return value
