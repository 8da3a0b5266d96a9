"""Many practices are built side by side: none mixed with another, none stopped by another, none built twice."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pytest

from tests.portfolio.conftest import (
    Said,
    build_apart,
    build_portfolio,
    clear_environment,
    command,
    write_remittances,
)

KEY = "east has a key of its own"
NAMES = ("east", "north", "south", "west")
PATIENTS = {name: f"{ordinal}EG4TE5MK7{ordinal}" for ordinal, name in enumerate(NAMES, start=1)}


@dataclass(frozen=True)
class Practices:
    """Four data folders and their new files: east encrypted, north with a damaged file, south not to be opened."""

    homes: Path
    incoming: Path
    first: Said

    def build(self, *arguments: object) -> Said:
        return build_portfolio(self.homes, "--import", self.incoming, *arguments, KXWATCH_KEY_EAST=KEY)


@pytest.fixture(scope="module")
def practices(tmp_path_factory: pytest.TempPathFactory) -> Practices:
    folder = tmp_path_factory.mktemp("portfolio")
    homes, incoming = folder / "homes", folder / "incoming"
    for name in NAMES:
        write_remittances(incoming / name, PATIENTS[name], is_cut=name == "north")
    (incoming / "nowhere").mkdir()
    (homes / "south").mkdir(parents=True)
    (homes / "south/warehouse.duckdb").write_bytes(b"something that was made from an archive")
    (homes / "notes.txt").write_text("not a practice")
    asked = [homes / name for name in NAMES if name != "south"]
    first = build_portfolio(homes, *asked, "--import", incoming, "--jobs", 2, KXWATCH_KEY_EAST=KEY)
    return Practices(homes, incoming, first)


def test_one_that_fails_stops_no_other_and_decides_the_exit_code(practices: Practices) -> None:
    said = practices.first
    assert said.exit_code == said.answer["exit_code"] == 4
    assert said.states == {"east": ("built", 0), "north": ("built", 3), "south": ("failed", 4), "west": ("built", 0)}
    assert [one["lines"] for one in said.answer["homes"] if one["name"] == "west"] == [2]
    assert (practices.homes / "south/warehouse.duckdb").read_bytes() == b"something that was made from an archive"


def test_each_practice_has_one_line_and_other_things_a_sentence(practices: Practices) -> None:
    said = practices.first.sentences
    ended = [found for text in said if (found := re.match(r"(\d) of 4 (\w+): ", text))]
    assert sorted(found[2] for found in ended) == list(NAMES)
    assert [found[1] for found in ended] == list("1234")
    assert any("left alone" in text and "notes.txt" in text for text in said)
    assert any(text.startswith("nowhere in ") and "was not imported" in text for text in said)
    assert practices.first.answer["not_imported"] == ["nowhere"]
    assert said[-1].endswith("Not published: south; their previous warehouses are unchanged.")
    assert not any(patient in text for patient in PATIENTS.values() for text in said)


def test_no_practice_holds_anything_of_another(practices: Practices) -> None:
    for name in ("north", "west"):
        with duckdb.connect(str(practices.homes / name / "archive.duckdb"), read_only=True) as archive:
            found = archive.execute("select distinct patient_id from source.claim_payment").fetchall()
        assert found == [(PATIENTS[name],)]


def test_each_practice_has_its_own_key(practices: Practices) -> None:
    with duckdb.connect(":memory:") as connection, pytest.raises(duckdb.Error):
        connection.execute(f"attach '{practices.homes / 'east/warehouse.duckdb'}' (read_only)")
    assert not (practices.homes / "west/key.json").exists()


def test_what_did_not_change_is_not_built_again_and_a_new_file_is(practices: Practices) -> None:
    before = (practices.homes / "west/warehouse.duckdb").stat().st_mtime_ns
    again = practices.build()
    assert again.exit_code == 4
    assert again.states == practices.first.states | {
        "east": ("current", 0), "north": ("current", 3), "west": ("current", 0)
    }  # fmt: skip
    assert [one["lines"] for one in again.answer["homes"] if one["name"] == "west"] == [2]
    assert (practices.homes / "west/warehouse.duckdb").stat().st_mtime_ns == before
    os.utime(practices.incoming / "west/january.835", ns=(0, 0))
    assert practices.build().states["west"] == ("built", 0)


def test_a_call_ends_where_nothing_is_to_be_built(practices: Practices) -> None:
    """No process is started, and none is waited for."""
    said = build_portfolio(practices.homes / "west", "--import", practices.incoming)
    again = build_apart(practices.homes / "west", "--import", practices.incoming)
    assert (said.exit_code, again.exit_code) == (3, 3)
    assert again.states == {"west": ("current", 0)}


def test_a_wrong_key_is_the_fault_of_one_practice(practices: Practices) -> None:
    said = build_portfolio(practices.homes / "east", KXWATCH_KEY_EAST="not its key")
    assert (said.exit_code, said.states) == (4, {"east": ("failed", 2)})
    assert "not its key" not in " ".join(said.sentences)


def interrupt(call: list[str], number: signal.Signals, after: str) -> tuple[int, str]:
    """A call that gets a signal once it said `after`: how it ended, and what it said from then on."""
    with subprocess.Popen(
        call, env=clear_environment({}), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as child:
        assert child.stderr is not None
        assert any(text.startswith(after) for text in child.stderr)
        child.send_signal(number)
        rest = child.stderr.read()
    return child.returncode, rest


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9 on Windows")
def test_an_interrupted_call_goes_on_where_it_stopped(tmp_path: Path) -> None:
    names = ("one", "two", "three", "four")
    for name in names:
        write_remittances(tmp_path / "incoming" / name, "1EG4TE5MK73")
    asked = [*(tmp_path / name for name in names), "--import", tmp_path / "incoming", "--jobs", 1]
    exit_code, rest = interrupt(command(*asked), signal.SIGTERM, "1 of 4 one: Published.")
    assert (exit_code, "Stopped" in rest) == (4, True)
    assert not (tmp_path / "three").exists()
    few = command(*asked, module="tests.portfolio.few_builds")
    exit_code, _ = interrupt(few, signal.SIGKILL, "2 of 4 two: Published.")
    assert exit_code == -9
    assert not (tmp_path / "four").exists()
    said = build_portfolio(*asked)
    assert said.exit_code == 0, said.sentences
    assert said.states == {"one": ("current", 0), "two": ("current", 0), "three": ("built", 0), "four": ("built", 0)}
