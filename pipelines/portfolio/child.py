"""The process of one practice: one kxwatch command, stopped as by Ctrl+C when the portfolio's own process ends."""

from __future__ import annotations

import _thread
import os
from threading import Thread

from pipelines.cli import main


def stop_with_portfolio() -> None:
    """Wait for the end of standard input, which the portfolio holds open as long as it runs."""
    while os.read(0, 1):
        continue
    _thread.interrupt_main()


if __name__ == "__main__":
    Thread(target=stop_with_portfolio, daemon=True).start()
    main()
