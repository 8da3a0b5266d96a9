"""Runs the checks: each file of sql/check returns the rows that fail it."""

from __future__ import annotations

from dataclasses import dataclass

from pipelines.models import catalog

SEVERITIES = ("critical", "warning")


@dataclass(frozen=True)
class Check:
    """One truth: `sql` returns its offenders, and no row means that it holds.

    `severity` is 'critical' (nothing is published while it fails) or 'warning'; `title` says the
    truth in plain words.
    """

    name: str
    severity: str
    title: str
    sql: str


def load_checks() -> list[Check]:
    """All checks of sql/check, by name.

    Raises ValueError where a header lacks its severity or title: a fault of the programme, not of
    anyone's data.
    """
    return [_read_check(model) for model in catalog.load_checks()]


def _read_check(model: catalog.Model) -> Check:
    severity, title = model.header.get("severity"), model.header.get("title")
    if severity not in SEVERITIES or not title:
        raise ValueError(f"{model.name}: the header names a severity ({', '.join(SEVERITIES)}) and a title")
    return Check(model.name.partition(".")[2], severity, title, model.sql.strip().rstrip(";"))
