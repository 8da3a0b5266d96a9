"""Sessions that decide at once, in processes that are copies of one: it imports everything for all of them.

`python -m tests.casebook.sessions decide HOME PROCESSES SESSIONS EVENTS` runs SESSIONS in each process. Each prints
`session event` for every event once it is recorded, so that a test knows what must be there.
`python -m tests.casebook.sessions write HOME` begins, with each line that it reads, a process with one session that
records without an end and prints its own number before that; a line `ended` follows when it was killed.
"""

from __future__ import annotations

import os
import sys
from itertools import count
from pathlib import Path
from threading import Lock, Thread

from pipelines.casebook import Entry, SeenAnother, open_casebook
from pipelines.settings import load_settings

SHARED = "case-of-all"
_printing = Lock()


def say(text: object) -> None:
    """One line, as a whole: a pipe takes so few bytes at once or not at all."""
    with _printing:
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()


def decide(home: Path, session: int, numbers: range | count[int]) -> None:
    """Half of the decisions are about a case that every session decides on, and give way to a newer one."""
    book = open_casebook(load_settings(home))
    seen = 0
    for number in numbers:
        subject = SHARED if number % 2 else f"case-{session}"
        while True:
            entry = Entry(
                "case_decided", subject, f"user {session}", {"number": number}, seen=seen if number % 2 else None
            )
            try:
                book.append(entry)
            except SeenAnother as other:
                seen = other.event.sequence
                continue
            break
        say(f"{session} {number}")


def decide_together(home: Path, first: int, sessions: int, events: int) -> None:
    """The sessions of one process, each in a thread with a casebook of its own."""
    threads = [Thread(target=decide, args=(home, first + number, range(events))) for number in range(sessions)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def run_processes(home: Path, processes: int, sessions: int, events: int) -> int:
    """All at once; how many of the processes failed."""
    children = []
    for number in range(processes):
        child = os.fork()
        if child == 0:
            decide_together(home, number * sessions, sessions, events)
            os._exit(0)
        children.append(child)
    return sum(os.waitpid(child, 0)[1] != 0 for child in children)


def run_writers(home: Path) -> None:
    """One after the other, until there are no more lines."""
    for session, _ in enumerate(sys.stdin):
        child = os.fork()
        if child == 0:
            say(os.getpid())
            decide(home, session, count())
        os.waitpid(child, 0)
        say("ended")


if __name__ == "__main__":
    if sys.argv[1] == "decide":
        sys.exit(run_processes(Path(sys.argv[2]), *map(int, sys.argv[3:6])))
    run_writers(Path(sys.argv[2]))
