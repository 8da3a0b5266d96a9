"""Where the data folder is."""

import os
from pathlib import Path


def home() -> Path:
    """The folder with all state: KXWATCH_HOME, else ./kxwatch-data."""
    return Path(os.environ.get("KXWATCH_HOME") or "kxwatch-data").resolve()
