"""A build by a process of its own, as unkindly as can be: encrypted, private, and said to the end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from shutil import copytree

import duckdb
import pytest
from pydantic import SecretStr

from pipelines.store.attach import is_encrypted
from pipelines.store.encryption import load_crypto, quote
from pipelines.store.home_files import open_version
from pipelines.store.home_key import HomeKey
from tests.homes.conftest import write_offered
from tests.homes.test_encryption import KEY, count_lines, find_readable


@dataclass(frozen=True)
class Process:
    """A build of the two remittances by a process of its own, with a key, and what it left."""

    home: Path
    user_folder: Path
    exit_code: int
    err: str


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Process:
    """Run once, as unkindly as can be: no network, an empty user folder, an open umask, an output that is full."""
    folder = tmp_path_factory.mktemp("process")
    home, user_folder = folder / "home", folder / "user"
    user_folder.mkdir()
    places = dict.fromkeys(("HOME", "USERPROFILE"), str(user_folder))
    ours = {name: value for name, value in os.environ.items() if not name.startswith("KXWATCH_")}
    no_network = dict.fromkeys(("https_proxy", "http_proxy"), "http://127.0.0.1:9")
    with Path("/dev/full" if Path("/dev/full").exists() else os.devnull).open("w", encoding="utf-8") as full:
        built = subprocess.run(
            [sys.executable, "-m", "pipelines", "build", str(write_offered(folder)), "--home", str(home), "--json"],
            env={**ours, **places, **no_network, "KXWATCH_KEY": KEY, "KXWATCH_THREADS": "1"},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            umask=-1 if sys.platform == "win32" else 0o022,
        )
    return Process(home, user_folder, built.returncode, built.stderr)


def test_with_a_key_no_file_of_the_home_can_be_read(process: Process) -> None:
    assert process.exit_code == 0, process.err
    assert "not encrypted" not in process.err
    assert find_readable(process.home) == []
    path = process.home / "warehouse.duckdb"
    assert is_encrypted(path)
    with duckdb.connect() as crypto:
        load_crypto(crypto)
        assert count_lines(crypto, path, KEY) == 3
        # as other programs open it: with the text of the key as it is
        crypto.execute(f"attach {quote(str(path))} as again (encryption_key {quote(KEY)}, read_only)")


def test_encryption_needs_no_download_and_no_user_folder(process: Process) -> None:
    assert process.exit_code == 0, process.err
    assert not (process.user_folder / ".duckdb").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has other rights")
def test_folders_and_files_of_a_new_home_are_for_the_owner_alone(process: Process) -> None:
    assert process.exit_code == 0, process.err
    assert "other users" not in process.err
    modes = {path: path.stat().st_mode & 0o777 for path in [process.home, *process.home.rglob("*")]}
    assert {path for path, mode in modes.items() if mode != (0o700 if path.is_dir() else 0o600)} == set()


def test_an_answer_that_cannot_be_written_is_said_and_changes_no_exit_code(process: Process, tmp_path: Path) -> None:
    assert process.exit_code == 0
    assert "The JSON answer could not be written to standard output: No space left on device." in process.err
    assert "Traceback" not in process.err
    assert json.loads((process.home / "build_status.json").read_text())["exit_code"] == 0
    home = copytree(process.home, tmp_path / "home")
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        traced = subprocess.run(
            [sys.executable, "-m", "pipelines", "trace", find_encrypted_key(home), "--home", str(home)],
            env={**os.environ, "KXWATCH_KEY": KEY},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert traced.returncode == 4
    assert "No space left on device" in traced.stderr
    assert "Traceback" not in traced.stderr


def find_encrypted_key(home: Path) -> str:
    with open_version(home / "warehouse.duckdb", HomeKey(SecretStr(KEY), None)) as warehouse:
        return str(warehouse.execute("select min(service_line_key) from opened.mart.line").fetchall()[0][0])
