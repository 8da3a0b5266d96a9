"""Kill -9 at random moments of a build: the previous warehouse opens, and the next build succeeds.

KXWATCH_KILLS sets how many moments there are, and has every table built; the benchmark suite asks for a hundred.
Without it builds are of few tables and derive keys quickly, so that more of the moments fall into what is done to
files.
"""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import duckdb
import pytest
from pydantic import SecretStr

from pipelines.store.attach import attach, is_encrypted
from pipelines.store.encryption import load_crypto
from tests.builders import claim, line, remittance

KILLS = int(os.environ.get("KXWATCH_KILLS", "6"))
KEY = "a key that is set halfway"
REPOSITORY = Path(__file__).resolve().parents[2]

# One process imports everything, prepares what every build needs, and gives birth to a child for each build: the
# moments fall into the build itself, and ten builds cost the seconds of one import. It answers each line that it
# reads, {"key": ..., "arguments": [...]}, with the child's number, and another one with how it ended.
NURSERY = """
import json, os, sys
import pipelines.build, pipelines.cli, pipelines.commands.engine, pipelines.intake.upload
if "--few" in sys.argv:
    import pytest
    import tests.conftest
    from tests.few_models import build_few
    from tests.homes.conftest import make_keys_quick

    patched = pytest.MonkeyPatch()
    build_few(patched)
    make_keys_quick(patched)
else:
    import pipelines.portfolio.warm

for call in map(json.loads, sys.stdin):
    child = os.fork()
    if child == 0:
        os.environ.update({"KXWATCH_KEY": call["key"]} if call["key"] else {})
        os.dup2(2, 1)
        os._exit(pipelines.cli.run(call["arguments"]))
    print(child, flush=True)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


class Nursery:
    """Starts builds of one home and waits for them."""

    def __init__(self, home: Path, offered: Path) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("KXWATCH_")}
        self.arguments = ["build", str(offered), "--home", str(home)]
        self.parent = subprocess.Popen(
            [sys.executable, "-c", NURSERY, *([] if "KXWATCH_KILLS" in os.environ else ["--few"])],
            cwd=REPOSITORY,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def _say(self, call: dict[str, object]) -> int:
        assert self.parent.stdin is not None
        self.parent.stdin.write(json.dumps(call) + "\n")
        self.parent.stdin.flush()
        return self._hear()

    def _hear(self) -> int:
        assert self.parent.stdout is not None
        return int(self.parent.stdout.readline())

    def build(self, key: str | None) -> float:
        """One whole build; its seconds."""
        self._say({"key": key, "arguments": self.arguments})
        started = time.monotonic()
        assert self._hear() == 0
        return time.monotonic() - started

    def kill(self, key: str | None, seconds: float) -> bool:
        """A build that is killed after so many seconds; whether it was still at work."""
        child = self._say({"key": key, "arguments": self.arguments})
        time.sleep(seconds)
        with suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        return self._hear() == -signal.SIGKILL

    def close(self) -> None:
        self.parent.kill()
        self.parent.communicate()


@pytest.fixture
def nursery(home: Path, tmp_path: Path) -> Iterator[Nursery]:
    offered = tmp_path / "incoming"
    offered.mkdir()
    nursery = Nursery(home, offered)
    yield nursery
    nursery.close()


def count_lines(home: Path) -> int:
    with duckdb.connect() as reader:
        load_crypto(reader)
        path = home / "warehouse.duckdb"
        attach(reader, path, "opened", SecretStr(KEY) if is_encrypted(path) else None, "read")
        return int(reader.execute("select lines from opened.mart.build_info").fetchall()[0][0])


def add_file(offered: Path, number: int) -> None:
    paid = claim(f"K{number}", line(), line("97140"))
    (offered / f"{number:03}.835").write_bytes(remittance(paid, trace=f"T{number}"))


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="the nursery needs fork, which Windows does not have")
def test_kill_at_random_moments(nursery: Nursery, home: Path, tmp_path: Path) -> None:
    moments = random.Random(835)
    add_file(tmp_path / "incoming", 0)
    seconds = nursery.build(None)
    killed = 0
    for number in range(1, KILLS + 1):
        key = KEY if number > KILLS // 2 else None
        add_file(tmp_path / "incoming", number)
        before = count_lines(home)
        killed += nursery.kill(key, moments.uniform(0, seconds))
        assert count_lines(home) in (before, 2 * (number + 1))
        seconds = nursery.build(key)
        assert count_lines(home) == 2 * (number + 1)
        assert len(list((home / "versions").iterdir())) == 1
        assert list((home / "drafts").iterdir()) == []
    assert killed > 0
