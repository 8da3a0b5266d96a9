"""The process of a practice's dashboard, opened from the portfolio page: `kxwatch serve` with its own settings."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from pipelines.cli import main
from pipelines.environment import set_environment
from pipelines.portfolio.child import stop_after
from pipelines.portfolio.environment import make_environment
from pipelines.portfolio.members import Member

# What belongs to the portfolio page itself: its folder and the key of that.
_NOT_OURS = ("KXWATCH_KEY", "KXWATCH_HOME", "KXWATCH_PORTFOLIO")


def take_settings(name: str, home: str) -> None:
    """Leave in the environment of this process what is for one practice, and none of the others' keys."""
    shared = {variable: value for variable, value in os.environ.items() if variable not in _NOT_OURS}
    set_environment(make_environment(Member(name, Path(home)), shared))


if __name__ == "__main__":
    folder_name, folder = sys.argv[1:]
    take_settings(folder_name, folder)
    sys.argv[1:] = ["serve", "--home", folder]
    # standard input is held open by the portfolio page as long as it runs
    stop_after(sys.stdin.buffer.read)
    main()
