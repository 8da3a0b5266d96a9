"""Writes the report of a month: first as data, then as a tagged PDF (PDF/UA-1 and PDF/A-2a) set by typst.

Decision 0147.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from pipelines.documents.sections import Section, make_table
from pipelines.documents.typesetting import set_document
from pipelines.models.named_query import Row
from pipelines.pack.access import count_access
from pipelines.pack.close import compare_close
from pipelines.pack.decisions import Decisions, write_decisions
from pipelines.pack.facts import Facts
from pipelines.pack.findings import write_findings
from pipelines.plain_words import say_count, say_date, say_exact_dollars

TEMPLATE = Path(__file__).parent / "report.typ"
DRAFT = "Draft, not closed"


def write_report(facts: Facts, decisions: Decisions, samples: Section) -> dict[str, Any]:
    """Everything that the report says, as data; the PDF follows from it alone."""
    extent, month = facts.extent, facts.month
    sections = [
        *write_findings(facts),
        samples,
        *write_decisions(decisions),
        *compare_close(decisions, facts.month_figures),
        count_access(decisions),
        _quote_rules(facts),
        _describe_seal(decisions),
    ]
    through = extent.data_through_date
    return {
        "title": f"Review of KX and therapy denials: {month.name}",
        "practice": extent.practice_name,
        "month": month.name,
        "month_start": month.start.isoformat(),
        "status": "Closed" if decisions.is_closed else DRAFT,
        "is_draft": not decisions.is_closed,
        "is_synthetic": extent.is_synthetic,
        "data_through": say_date(through) if through else "",
        "data_through_date": through.isoformat() if through else None,
        "version": extent.version,
        "reference_version": extent.reference_version,
        "sections": [section.to_json() for section in sections],
    }


def _quote_rules(facts: Facts) -> Section:
    year = facts.month.start.year
    thresholds = [row for row in facts.rows("threshold") if row["calendar_year"] in (year - 1, year)]
    amounts = ("kx_threshold_cents", "medical_review_cents", "alert_cents")
    rows = [(row["calendar_year"], *(_say_amount(row[name]) for name in amounts), row["source"]) for row in thresholds]
    rules = [(row["meaning"], f"{row['parameter_value']:,} {row['unit']}", row["source"]) for row in _sort_rules(facts)]
    count = say_count(len(rules), "number")
    return Section(
        f"The figures rest on {count} in rules, each with its source",
        (
            f"Version {facts.extent.reference_version} of the rules and lists, kxwatch {facts.extent.version}. A line"
            " accrues its allowed amount to the threshold category of its discipline, in the order in which Medicare"
            " received the claims. KX is early where the running total, prior use included, stays at or below the"
            " threshold, and the line is not on the visit or claim that crosses it.",
        ),
        (
            *make_table(
                "Thresholds",
                ("Year", "KX threshold", "Medical review threshold", "Alert amount", "Source"),
                rows,
            ),
            *make_table("Numbers in the rules", ("What it is", "Value", "Source"), rules),
        ),
    )


def _say_amount(cents: int | None) -> str:
    return "not yet known" if cents is None else say_exact_dollars(cents)


def _sort_rules(facts: Facts) -> list[Row]:
    return sorted(facts.rows("rule_parameter"), key=lambda row: str(row["meaning"]))


def _describe_seal(decisions: Decisions) -> Section:
    chain = decisions.chain
    return Section(
        f"The casebook holds {say_count(chain.length, 'event')} at this point, and the pack is sealed",
        (
            f"Head of the chain: {chain.head}.",
            "This file is part of a pack. manifest.json lists the sha256 of every part, and seal.json holds a code of"
            " the manifest that only the data folder of the practice can make. `kxwatch pack verify FILE` checks both"
            " and names the first part that was changed; it needs no data, only the file.",
            "evidence/rows/file.csv lists the hash of each imported file.",
            "This report names no patient. The workbook and the evidence (rows, queries, remittance segments, file"
            " hashes) hold patient data.",
        ),
    )


def set_pdf(report: Mapping[str, Any]) -> bytes:
    """The PDF of a report: the same bytes for the same report, with fonts that the typst package brings along."""
    day = date.fromisoformat(report["data_through_date"] or report["month_start"])
    return set_document(TEMPLATE, report, day)
