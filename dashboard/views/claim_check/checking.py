"""Hands claim files to `kxwatch check` in a child process and returns its answer; no file is stored."""

import json
import subprocess
import sys
from collections.abc import Sequence
from threading import Thread

from dashboard.components.upload import send_files
from dashboard.warehouse import home
from pipelines.claim_check.answer import CheckAnswer


def check_files(files: Sequence[tuple[str, bytes]], *, is_kept: bool = False) -> CheckAnswer:
    """The JSON answer of `kxwatch check` for these files (name, bytes), which keeps the checked lines if asked."""
    command = [sys.executable, "-m", "pipelines", "check", "--standard-input", "--json", "--home", str(home())]
    command += ["--keep"] if is_kept else []
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        sender = Thread(target=send_files, args=(files, child.stdin), daemon=True)
        sender.start()
        text = child.stdout.read() if child.stdout else b""
        sender.join()
    answer: CheckAnswer = json.loads(text)
    return answer
