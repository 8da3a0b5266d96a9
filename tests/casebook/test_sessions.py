"""Many sessions at once, and sessions that are killed: no event is lost and the chain is whole."""

from __future__ import annotations

import os
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

EVENTS = 4


def start(home: Path, first: int, sessions: int, events: int = EVENTS) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.casebook.sessions", str(home), str(first), str(sessions), str(events)]
    return subprocess.Popen(command, cwd=REPOSITORY, env=dict(os.environ), stdout=subprocess.PIPE, text=True)


def run_sessions(home: Path, processes: int, sessions_each: int) -> set[tuple[str, int]]:
    """Everything that the sessions say they recorded."""
    running = [start(home, number * sessions_each, sessions_each) for number in range(processes)]
    said = {line for one in running for line in one.communicate(timeout=170)[0].splitlines()}
    assert [one.returncode for one in running] == [0] * processes
    return {(f"user {session}", int(number)) for session, number in (line.split() for line in said)}


def check(settings: Settings, recorded: set[tuple[str, int]], sessions: int) -> None:
    assert len(recorded) == sessions * EVENTS
    events = open_casebook(settings).read()
    assert Counter((event.actor, event.body["number"]) for event in events) == Counter(recorded)
    assert [event.sequence for event in events] == list(range(1, len(recorded) + 1))
    assert verify_casebook(settings).problem is None


@pytest.mark.slow
def test_eight_sessions_decide_at_once_on_sqlite(settings: Settings, home: Path) -> None:
    check(settings, run_sessions(home, processes=8, sessions_each=1), 8)


@pytest.mark.slow
def test_fifty_sessions_decide_at_once_on_postgresql(
    postgresql: Server, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KXWATCH_CASEBOOK_URL", postgresql.make_database())
    check(load_settings(home), run_sessions(home, processes=5, sessions_each=10), 50)


@pytest.mark.slow
def test_killed_sessions_leave_a_whole_chain(either: Settings, home: Path) -> None:
    """What a session said it recorded is there, whatever the moment at which it was killed."""
    recorded = set()
    for round_number in range(4):
        writer = start(home, round_number, 1, events=100_000)
        assert writer.stdout is not None
        recorded |= {writer.stdout.readline().strip() for _ in range(5)}
        sleep(0.05 * round_number)
        writer.kill()
        recorded |= {line for line in writer.communicate()[0].splitlines() if line.count(" ") == 1}
        assert verify_casebook(either).problem is None
    found = {f"{event.actor.removeprefix('user ')} {event.body['number']}" for event in open_casebook(either).read()}
    assert recorded <= found
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
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.postgresql import run_server

    with run_server() as server:
        monkeypatch.setenv("KXWATCH_CASEBOOK_URL", server.make_database())
        settings = load_settings(home)
        book = open_casebook(settings)
        book.append(entry())
        _cutting(book, lambda: server.control("stop"))
        with pytest.raises(CasebookUnavailable, match="database server"):
            book.append_all([entry("case-2"), entry("case-3")])
        with pytest.raises(CasebookUnavailable):
            book.read()
        server.control("start")
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
