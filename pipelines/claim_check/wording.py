"""Puts findings in words: the sentence of the rule with the amounts and codes of the line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import duckdb

from pipelines.claim_check.answer import Finding
from pipelines.models.named_query import Row

_GRADES = {
    "verified": "verified",
    "typed": "manually entered",
    "at_least": "at least this much",
    "implied": "implied by a denial",
    "unknown": "nothing on file",
}

_DISTANCES = {"far": "far below the threshold", "near": "near the threshold"}


def read_findings(
    connection: duckdb.DuckDBPyConnection, names: Sequence[str], check_date: date | None
) -> Iterator[Finding]:
    """The rows of `claim.finding` in file order, as people read them."""
    cursor = connection.execute("from claim.finding order by line_place, severity desc, rule_name")
    columns = [column[0] for column in cursor.description or ()]
    for values in cursor.fetchall():
        yield _describe(dict(zip(columns, values, strict=True)), names, check_date)


def _describe(row: Row, names: Sequence[str], check_date: date | None) -> Finding:
    words = _Words(row, check_date=check_date)
    why, advice = row["sentence"].format_map(words), row["advice"].format_map(words)
    if (row["submitted_cents"] or 0) > 0 and "{before}" in row["sentence"]:
        why += f" {_dollars(row['submitted_cents'])} of it was submitted and is not adjudicated yet."
    return Finding(
        file_name=names[row["file_number"]],
        segment_number=row["segment_number"],
        patient_control_number=row["patient_control_number"],
        line_number=row["line_number"],
        rule=row["rule_name"],
        severity=row["severity"],
        message=f"{why} {advice}",
        title=row["title"],
        service_date=row["service_date"].isoformat() if row["service_date"] else None,
        procedure_code=row["procedure_code"],
        modifiers=row["modifiers"].replace(",", " "),
        why=why,
        what_to_do=advice,
        source=row["source"],
        kx_distance=row["kx_distance"],
    )


class _Words(dict[str, object]):
    """The words that a sentence may ask for; only those that it asks for are made."""

    def __init__(self, row: Row, **words: object) -> None:
        super().__init__(words)
        self._row = row

    def __missing__(self, name: str) -> object:
        row = self._row
        if name == "distance":
            return _DISTANCES[row["kx_distance"]]
        if name == "grade":
            return _GRADES.get(row["prior_use_grade"], row["prior_use_grade"])
        if name == "modifiers_text":
            return row["modifiers"].replace(",", " ") or "no modifier"
        return _dollars(row[f"{name}_cents"]) if f"{name}_cents" in row else row[name]


def _dollars(cents: int | None) -> str:
    """An amount as people write it: cents only where there are some."""
    if cents is None:
        return "an unknown amount"
    dollars, rest = divmod(cents, 100)
    return f"${dollars:,}" + (f".{rest:02d}" if rest else "")
