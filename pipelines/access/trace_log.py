"""Records in the access log that a service line was traced on the command line.

Decision 0110.
"""

from __future__ import annotations

import getpass

from pipelines.casebook import Entry, open_casebook
from pipelines.errors import KxwatchError
from pipelines.settings import Settings
from pipelines.terminal import say


def record_trace(settings: Settings, service_line_key: str) -> None:
    """Append one event; where that is not possible a warning says so, since whoever runs the command has the files."""
    try:
        entry = Entry("line_traced", "access", getpass.getuser(), {"service_line_key": service_line_key})
        open_casebook(settings).append(entry)
    except (KxwatchError, OSError, KeyError) as error:
        reason = str(error) if isinstance(error, KxwatchError) else type(error).__name__
        say(f"Warning: this was not recorded in the access log. {reason}")
