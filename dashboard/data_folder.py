"""Where the data folder is."""

import os
from pathlib import Path


def home() -> Path:
    """The folder with all state: KXWATCH_HOME, else ./kxwatch-data."""
    # asked for hundreds of times a page, so links are not followed one by one
    return Path(os.path.abspath(os.environ.get("KXWATCH_HOME") or "kxwatch-data"))
