"""Hands claim files to `kxwatch check` in a child process and returns its answer; no file is stored."""

import json
import subprocess
import sys
from collections.abc import Sequence
from threading import Thread
from typing import Any

from dashboard.components.upload import send_files
from dashboard.warehouse import home


def check_files(files: Sequence[tuple[str, bytes]], *, is_kept: bool = False) -> dict[str, Any]:
    """The JSON answer of `kxwatch check` for these files (name, bytes), which keeps the checked lines if asked."""
    command = [sys.executable, "-m", "pipelines", "check", "--standard-input", "--json", "--home", str(home())]
    command += ["--keep"] if is_kept else []
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        sender = Thread(target=send_files, args=(files, child.stdin), daemon=True)
        sender.start()
        text = child.stdout.read() if child.stdout else b""
        sender.join()
    answer: dict[str, Any] = json.loads(text)
    return answer
