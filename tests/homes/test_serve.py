"""Serving and the demo: an address that answers, a sentence when it cannot, and an end when asked."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from pipelines.commands import demo
from pipelines.errors import UsageError
from pipelines.progress import QuietProgress
from tests.few_models import build_few
from tests.homes.commands import Command
from tests.warehouses import open_warehouse

ADDRESS = "127.0.0.1"


@pytest.fixture
def taken_port() -> Iterator[int]:
    with closing(socket.socket()) as busy:
        busy.bind((ADDRESS, 0))
        busy.listen()
        yield int(busy.getsockname()[1])


def find_free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind((ADDRESS, 0))
        return int(probe.getsockname()[1])


def test_a_taken_port_is_a_sentence(kxwatch: Command, home: Path, taken_port: int) -> None:
    answer = kxwatch("serve", "--port", taken_port, "--home", home)
    assert answer.exit_code == 2
    assert f"Port {taken_port}" in answer.err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM that a process can answer")
def test_an_empty_home_is_served_until_asked_to_end(home: Path) -> None:
    port = find_free_port()
    with subprocess.Popen(
        [sys.executable, "-m", "pipelines", "serve", "--port", str(port), "--home", str(home)],
        stderr=subprocess.PIPE,
        text=True,
    ) as serving:
        assert serving.stderr is not None
        said = next(text for text in serving.stderr if "is running at" in text)
        address = next(word for word in said.split() if word.startswith(f"http://{ADDRESS}:{port}/?token="))
        opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
        for path in (address, f"http://{ADDRESS}:{port}/overview"):
            with opener.open(path, timeout=30) as page:
                assert page.status == 200
        serving.send_signal(signal.SIGTERM)
        assert serving.wait(timeout=30) == 0
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        with closing(socket.socket()) as probe:
            if probe.connect_ex((ADDRESS, port)) != 0:
                return
    raise AssertionError("the dashboard still answers")


@pytest.mark.usefixtures("few_tables")
def test_the_demo_builds_once_and_only_in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = demo.build_demo(QuietProgress(), lines=300)
    assert settings.home == tmp_path / "kxwatch-demo"
    versions = list((settings.home / "versions").iterdir())
    assert len(versions) == 1
    assert demo.build_demo(QuietProgress(), lines=300) == settings
    assert list((settings.home / "versions").iterdir()) == versions
    (settings.home / "demo.json").write_text(json.dumps({"built_with": "older"}))
    demo.build_demo(QuietProgress(), lines=300)
    assert [path.name for path in (settings.home / "versions").iterdir()] == ["warehouse-2.duckdb"]


def test_the_demo_holds_documented_units_and_claims_to_check(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    build_few(monkeypatch, "mart.documented_visit")
    home = demo.build_demo(QuietProgress(), lines=600).home
    with closing(open_warehouse(home)) as warehouse:
        assert warehouse.execute("select count(*) > 0 from mart.documented_visit").fetchall() == [(True,)]
    assert list((home / "simulated" / "claims").rglob("*.837"))


def test_the_demo_leaves_a_strange_folder_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "kxwatch-demo"
    folder.mkdir()
    (folder / "letter.txt").write_text("mine")
    with pytest.raises(UsageError, match="did not create"):
        demo.build_demo(QuietProgress(), lines=300)
    assert [path.name for path in folder.iterdir()] == ["letter.txt"]
    (folder / "letter.txt").unlink()
    folder.rmdir()
    folder.write_text("a file")
    with pytest.raises(UsageError, match="is a file"):
        demo.build_demo(QuietProgress(), lines=300)


def test_help_comes_quickly_and_names_every_command(kxwatch: Command) -> None:
    out = kxwatch("--help").out
    for command in ("demo", "build", "serve", "trace", "verify", "backup", "restore", "describe", "simulate"):
        assert f"  {command} " in out
        assert kxwatch(command, "--help").exit_code == 0
    loaded = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "pipelines", "--help"],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "KXWATCH_HOME": "nowhere"},
    ).stderr
    for heavy in ("duckdb", "pyarrow", "pandas", "pydantic", "great_expectations"):
        assert f" {heavy}\n" not in loaded


def test_describe_lists_every_table_and_explains_each_column(kxwatch: Command) -> None:
    listed = kxwatch("describe")
    assert listed.exit_code == 0
    tables = [text.split()[0] for text in listed.out.splitlines() if text.startswith("mart.")]
    assert {"mart.line", "mart.denial", "mart.build_info", "mart.check_result"} <= set(tables)
    one = kxwatch("describe", "mart.provider_kx").out
    for part in ("grain", "key", "units", "source", "kx_line_ratio", "DOUBLE"):
        assert part in one
    assert kxwatch("describe", "provider_kx").out == one
    assert max(map(len, (one + listed.out).splitlines())) <= 100


def test_simulate_writes_a_practice_and_refuses_a_used_folder(kxwatch: Command, tmp_path: Path) -> None:
    out = tmp_path / "practice"
    assert kxwatch("simulate", "--lines", 300, "--seed", 7, "--out", out).exit_code == 0
    assert any((out / "remittances").rglob("*.835"))
    assert any((out / "truth").glob("*.csv"))
    again = kxwatch("simulate", "--lines", 300, "--seed", 7, "--out", out)
    assert again.exit_code == 2
    assert "Traceback" not in again.err


def test_an_unknown_command_is_said(kxwatch: Command) -> None:
    answer = kxwatch("nonsense")
    assert answer.exit_code == 2
    assert "No such command" in answer.err
