"""Entries for tests of the casebook."""

from __future__ import annotations

from pipelines.casebook import Entry


def entry(subject: str = "case-1", actor: str = "Rosa Eller", seen: int | None = None, **body: object) -> Entry:
    """A decision about one case."""
    return Entry("case_decided", subject, actor, body or {"status": "in_review"}, data_version="3", seen=seen)
