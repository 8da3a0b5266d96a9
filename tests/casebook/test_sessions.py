"""Many sessions at once, and sessions that are killed: no event is lost and the chain is whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from itertools import count
from pathlib import Path
from time import sleep

import pytest
import sqlalchemy as sa

from pipelines.casebook import Casebook, CasebookUnavailable, Entry, open_casebook, verify_casebook
from pipelines.settings import Settings, load_settings
from tests.casebook.entries import entry
from tests.conftest import REPOSITORY
from tests.postgresql import Server

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="sessions are copies of one process")


def start(*arguments: object) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.casebook.sessions", *map(str, arguments)]
    return subprocess.Popen(
        command, cwd=REPOSITORY, env=dict(os.environ), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def run_sessions(home: Path, processes: int, sessions_each: int, events: int) -> set[tuple[str, int]]:
    """Everything that the sessions say they recorded."""
    running = start("decide", home, processes, sessions_each, events)
    said = running.communicate(timeout=170)[0].splitlines()
    assert running.returncode == 0
    return {(f"user {session}", int(number)) for session, number in (line.split() for line in said)}


def check(settings: Settings, recorded: set[tuple[str, int]], expected: int) -> None:
    assert len(recorded) == expected
    events = open_casebook(settings).read()
    assert Counter((event.actor, event.body["number"]) for event in events) == Counter(recorded)
    assert [event.sequence for event in events] == list(range(1, len(recorded) + 1))
    assert verify_casebook(settings).problem is None


@needs_fork
@pytest.mark.slow
def test_eight_sessions_decide_at_once_on_sqlite(settings: Settings, home: Path) -> None:
    check(settings, run_sessions(home, processes=8, sessions_each=1, events=4), 8 * 4)


@needs_fork
@pytest.mark.slow
def test_fifty_sessions_decide_at_once_on_postgresql(
    postgresql: Server, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KXWATCH_CASEBOOK_URL", postgresql.make_database())
    check(load_settings(home), run_sessions(home, processes=5, sessions_each=10, events=2), 50 * 2)


@needs_fork
@pytest.mark.slow
def test_killed_sessions_leave_a_whole_chain(either: Settings, home: Path) -> None:
    """What a session said it recorded is there, whatever the moment at which it was killed."""
    recorded = set()
    with start("write", home) as writers:
        asked, said = writers.stdin, writers.stdout
        assert asked is not None
        assert said is not None
        for round_number in range(4):
            asked.write("\n")
            asked.flush()
            child = int(said.readline())
            recorded |= {said.readline() for _ in range(5)}
            sleep(0.05 * round_number)
            os.kill(child, signal.SIGKILL)
            recorded |= set(iter(said.readline, "ended\n"))
            assert verify_casebook(either).problem is None
        asked.close()
    found = {f"{event.actor.removeprefix('user ')} {event.body['number']}" for event in open_casebook(either).read()}
    assert {text.strip() for text in recorded} <= found
    assert open_casebook(either).append(entry()).sequence == len(found) + 1


def test_a_connection_lost_in_the_middle_is_made_again(
    postgresql: Server, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = postgresql.make_database()
    monkeypatch.setenv("KXWATCH_CASEBOOK_URL", url)
    settings = load_settings(home)
    book = open_casebook(settings)
    first = book.append(entry())
    cut = _cutting(book, lambda: postgresql.end_connections(url))
    assert book.append(entry("case-2", seen=0)).sequence == 2
    assert next(cut) == 2
    assert [event.sequence for event in book.read()] == [first.sequence, 2]
    assert verify_casebook(settings).problem is None


def _cutting(book: Casebook, cut: object) -> count[int]:
    """Call `cut` when the first event is about to be written; counts the attempts."""
    attempts = count()

    @sa.event.listens_for(book.engine, "before_cursor_execute")
    def _before(connection: object, cursor: object, statement: str, *rest: object) -> None:
        if statement.lower().startswith("insert into event") and next(attempts) == 0 and callable(cut):
            cut()

    return attempts


def test_a_server_that_went_away_in_the_middle_leaves_nothing_half_written(
    postgresql: Server, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KXWATCH_CASEBOOK_URL", postgresql.make_database())
    settings = load_settings(home)
    book = open_casebook(settings)
    book.append(entry())
    _cutting(book, lambda: postgresql.control("stop"))
    try:
        with pytest.raises(CasebookUnavailable, match="database server"):
            book.append_all([entry("case-2"), entry("case-3")])
        with pytest.raises(CasebookUnavailable):
            book.read()
    finally:
        postgresql.control("start")
    assert [event.subject for event in book.read()] == ["case-1"]
    assert verify_casebook(settings).problem is None
    assert book.append(entry("case-2", seen=0)).sequence == 2


def test_a_full_disk_records_nothing_and_says_so(settings: Settings) -> None:
    book = open_casebook(settings)
    book.append(entry())

    def fill(connection: object, record: object) -> None:
        pages = connection.execute("pragma page_count").fetchone()[0]  # type: ignore[attr-defined]
        connection.execute(f"pragma max_page_count = {pages}")  # type: ignore[attr-defined]

    sa.event.listen(book.engine, "connect", fill)
    with pytest.raises(CasebookUnavailable, match="Free up disk space"):
        book.append_all([entry("case-2"), Entry("case_decided", "case-3", "Ann", {"note": "x" * 100_000})])
    sa.event.remove(book.engine, "connect", fill)
    assert verify_casebook(settings).chain.length == 1
    assert book.append(entry("case-2", seen=0)).sequence == 2
