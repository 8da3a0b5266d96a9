"""What reading one file comes to: its rows, or why it is refused; at once or when a thread gets to it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future

from pipelines.errors import RefusedFile, find_place
from pipelines.sources.source_file import SourceFile

Reading = SourceFile | RefusedFile
Start = Callable[[Callable[[], Reading]], Future[Reading]]


def read_file(reader: Callable[[], SourceFile]) -> Reading:
    """What `reader` makes of one file. A fault of ours refuses that file with its place, so that the others go on."""
    try:
        return reader()
    except RefusedFile as refused:
        return refused
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as fault:  # noqa: BLE001
        # a library that is not written in Python may panic, which is no Exception
        return RefusedFile(
            "unknown",
            f"kxwatch could not read this file because of an internal error ({find_place(fault)}). Please report this."
            " The other files were imported; keep this one.",
        )


def settle(reading: Reading) -> Future[Reading]:
    """What was read already."""
    future: Future[Reading] = Future()
    future.set_result(reading)
    return future


def read_now(read: Callable[[], Reading]) -> Future[Reading]:
    """Reads without a thread."""
    return settle(read())
