"""Today, from which deadlines are counted; figures are counted from the data-through date."""

import os
from datetime import date


def today() -> date:
    """The date of this computer; tests set another one with KXWATCH_TODAY (ISO)."""
    text = os.environ.get("KXWATCH_TODAY")
    return date.fromisoformat(text) if text else date.today()  # noqa: DTZ011
