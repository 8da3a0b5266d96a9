"""Sessions that decide at once: `python -m tests.casebook.sessions HOME FIRST COUNT EVENTS` runs COUNT of them.

Each prints `session event` for every event once it is recorded, so that a test knows what must be there.
"""

from __future__ import annotations

import sys
from pathlib import Path
from threading import Lock, Thread

from pipelines.casebook import Entry, SeenAnother, open_casebook
from pipelines.settings import load_settings

SHARED = "case-of-all"
_printing = Lock()


def decide(home: Path, session: int, events: int) -> None:
    """Half of the decisions are about a case that every session decides on, and give way to a newer one."""
    book = open_casebook(load_settings(home))
    seen = 0
    for number in range(events):
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
        with _printing:
            sys.stdout.write(f"{session} {number}\n")
            sys.stdout.flush()


def main() -> None:
    """The sessions, each in a thread with a casebook of its own."""
    home, first, count, events = Path(sys.argv[1]), *map(int, sys.argv[2:5])
    threads = [Thread(target=decide, args=(home, first + number, events)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()
