"""The figures that the close of a month froze, beside what the data show today."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pipelines.documents.sections import Section, make_table
from pipelines.models.named_query import Row
from pipelines.pack.decisions import PREPARED, Decisions
from pipelines.plain_words import say_count, say_exact_dollars

_KEPT = ("figure_count", "figure_cents")


def compare_close(decisions: Decisions, now: list[Row]) -> list[Section]:
    """One section where the month was prepared or closed with figures; none before."""
    frozen = _find_frozen(decisions)
    if frozen is None:
        return []
    before = {told["figure_name"]: told for told in frozen["figures"]}
    pairs = [(row, before.get(row["figure_name"], {})) for row in now]
    changed = sum(any(was.get(name) != row[name] for name in _KEPT) for row, was in pairs)
    rows = [(row["title"], _say(was), _say(row)) for row, was in pairs]
    since = f"{say_count(changed, 'has', 'have')} changed since" if changed else "none has changed since"
    return [
        Section(
            f"The close froze {say_count(len(rows), 'figure')}; {since}",
            ("A later remittance changes today's figures; those of the close stay as they were signed.",),
            make_table("Figures at the close and today", ("Figure", "At the close", "Today"), rows, 2),
        )
    ]


def _find_frozen(decisions: Decisions) -> Mapping[str, Any] | None:
    signatures = decisions.signatures
    prepared = [event for event in signatures if event.kind == PREPARED and event.body.get("frozen")]
    is_withdrawn = bool(signatures) and signatures[-1].kind not in (PREPARED, "month_approved")
    frozen: Mapping[str, Any] | None = prepared[-1].body["frozen"] if prepared and not is_withdrawn else None
    return frozen


def _say(row: Mapping[str, Any]) -> str:
    count, cents = row.get("figure_count"), row.get("figure_cents")
    said = [f"{count:,}"] if count is not None else []
    return " · ".join([*said, *([say_exact_dollars(cents)] if cents is not None else [])]) or "–"
