"""Events are appended once, in order, and what somebody else decided meanwhile is shown first."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest

from pipelines.casebook import KINDS, Casebook, Chain, Entry, SeenAnother, open_casebook
from pipelines.settings import Settings
from tests.casebook.entries import entry


def test_an_event_is_read_as_it_was_written(either: Settings) -> None:
    book = open_casebook(either)
    written = book.append(entry(status="explained", note="Long course of care — see the chart"))
    assert book.read() == [written]
    assert (written.sequence, written.actor, written.data_version) == (1, "Rosa Eller", "3")
    assert written.body == {"status": "explained", "note": "Long course of care — see the chart"}
    assert book.chain() == Chain(1, written.mac)


def test_another_session_reads_what_was_written(either: Settings) -> None:
    events = [open_casebook(either).append(entry(f"case-{number}")) for number in range(3)]
    assert open_casebook(either).read() == events
    assert [event.sequence for event in events] == [1, 2, 3]


def test_events_are_found_by_kind_subject_month_and_place(either: Settings) -> None:
    days = count(1)
    book = open_casebook(either, lambda: datetime(2026, 8 + next(days), 1, 12, tzinfo=UTC))
    september, october = book.append(entry("case-1")), book.append(Entry("claim_worked", "claim-7", "Ann"))
    november = book.append(entry("case-1"))
    assert book.read(kinds={"claim_worked"}) == [october]
    assert book.read(subject="case-1") == [september, november]
    assert book.read(month="2026-10") == [october]
    assert book.read(after=1) == [october, november]
    assert book.read(subject="case-1", month="2026-09") == [september]


def test_a_decision_that_was_not_seen_is_shown_first(either: Settings) -> None:
    book = open_casebook(either)
    first = book.append(entry(seen=0))
    with pytest.raises(SeenAnother) as caught:
        book.append(entry(actor="Ann", seen=0, status="closed"))
    assert caught.value.event == first
    assert "Rosa Eller" in str(caught.value)
    assert book.append(entry(actor="Ann", seen=first.sequence)).sequence == 2
    assert book.append(entry("case-2", seen=0)).sequence == 3


def test_several_events_are_recorded_together_or_not_at_all(either: Settings) -> None:
    book = open_casebook(either)
    first = book.append(entry("case-2"))
    with pytest.raises(SeenAnother):
        book.append_all([entry("case-1", seen=0), entry("case-2", seen=0)])
    assert book.read() == [first]
    assert [event.sequence for event in book.append_all([entry("case-1", seen=0), entry("case-2", seen=1)])] == [2, 3]


def test_an_attempt_that_is_repeated_counts_once(either: Settings) -> None:
    book = open_casebook(either)
    attempt = entry(seen=0)
    assert book.append(attempt) == book.append(attempt)
    assert book.chain().length == 1


def test_an_unknown_kind_is_refused(book: Casebook) -> None:
    with pytest.raises(ValueError, match="event_kind"):
        book.append(Entry("case_deleted", "case-1", "Ann"))
    assert book.read() == []


def test_every_kind_has_a_meaning() -> None:
    assert all(KINDS.values())


def test_files_of_the_casebook_are_for_their_owner(book: Casebook, home: Path) -> None:
    book.append(entry())
    book.record_head("close 2026-09")
    assert {path.name for path in home.iterdir()} >= {"casebook.sqlite", "casebook.secret", "casebook.heads"}
    assert (home / "casebook.secret").stat().st_mode & 0o077 == 0
    assert (home / "casebook.heads").stat().st_mode & 0o077 == 0
