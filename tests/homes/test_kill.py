"""Kill -9 at random moments of a build: the previous warehouse opens, and the next build succeeds.

KXWATCH_KILLS sets how many moments there are; the benchmark suite asks for a hundred.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from pipelines.attachment import attach, is_encrypted
from pipelines.encryption import load_crypto
from tests.builders import claim, line, remittance

KILLS = int(os.environ.get("KXWATCH_KILLS", "10"))
KEY = "a key that is set halfway"

# Everything is imported before the clock starts, so that the moments fall into the build itself.
CHILD = """
import sys
import pipelines.build, pipelines.cli
sys.stdout.write("ready\\n")
sys.stdout.flush()
sys.exit(pipelines.cli.run(sys.argv[1:]))
"""


def start(home: Path, offered: Path, key: str | None) -> subprocess.Popen[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("KXWATCH_")}
    if key:
        environment["KXWATCH_KEY"] = key
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, "build", str(offered), "--home", str(home)],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "ready\n"
    return child


def finish(home: Path, offered: Path, key: str | None) -> float:
    started = time.monotonic()
    child = start(home, offered, key)
    began = time.monotonic() - started
    _, said = child.communicate()
    assert child.returncode == 0, said
    return time.monotonic() - started - began


def kill(home: Path, offered: Path, key: str | None, seconds: float) -> None:
    with start(home, offered, key) as child:
        time.sleep(seconds)
        child.kill()


def count_lines(home: Path) -> int:
    with duckdb.connect() as reader:
        load_crypto(reader)
        path = home / "warehouse.duckdb"
        attach(reader, path, "opened", KEY if is_encrypted(path) else None, "read")
        return int(reader.execute("select lines from opened.mart.build_info").fetchall()[0][0])


def add_file(offered: Path, number: int) -> None:
    paid = claim(f"K{number}", line(), line("97140"))
    (offered / f"{number:03}.835").write_bytes(remittance(paid, trace=f"T{number}"))


@pytest.mark.slow
def test_kill_at_random_moments(home: Path, tmp_path: Path) -> None:
    offered = tmp_path / "incoming"
    offered.mkdir()
    moments = random.Random(835)
    add_file(offered, 0)
    seconds = finish(home, offered, None)
    for number in range(1, KILLS + 1):
        key = KEY if number > KILLS // 2 else None
        add_file(offered, number)
        before = count_lines(home)
        kill(home, offered, key, moments.uniform(0, seconds))
        assert count_lines(home) in (before, 2 * (number + 1))
        seconds = finish(home, offered, key)
        assert count_lines(home) == 2 * (number + 1)
        assert len(list((home / "versions").iterdir())) == 1
        assert list((home / "drafts").iterdir()) == []
