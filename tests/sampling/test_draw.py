"""A sample is drawn from paid units, frozen, verified, and carried by everything that looks after a home."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

import pytest

from pipelines.sampling.generator import draw_numbers
from pipelines.sampling.review import load_sample
from pipelines.settings import load_settings
from tests.homes.commands import Command
from tests.sampling.conftest import CLAIMS, write_remittance

WRONG_USE, NOT_WHOLE, PARTLY = 2, 4, 3
KEY = "a long secret of the tests"


@pytest.mark.parametrize(
    ("options", "units"),
    [
        ((), 2 * CLAIMS),
        (("--kx",), CLAIMS),
        (("--unit", "claim"), CLAIMS),
        (("--unit", "beneficiary-month"), 10),
        (("--category", "OT"), 0),
        (("--from", "2026-01-01", "--to", "2026-01-02", "--unit", "claim"), 6),
    ],
)
def test_a_frame_holds_paid_units_only(kxwatch: Command, home: Path, options: tuple[str, ...], units: int) -> None:
    answer = kxwatch("sample", "draw", "one", "--size", 5, *options, "--home", home, "--json")
    if not units:
        assert (answer.exit_code, "frame has no units" in answer.err) == (WRONG_USE, True)
        return
    assert answer.json["frame_size"] == units
    sample = load_sample(load_settings(home), "one")
    assert sum(row["paid_cents"] for one in sample.strata for row in one.rows) == answer.json["frame_cents"]
    assert min(row["paid_cents"] for one in sample.strata for row in one.rows) > 0


def test_numbers_are_those_of_the_seed_and_verify_draws_them_again(kxwatch: Command, home: Path) -> None:
    drawn = kxwatch("sample", "draw", "one", "--seed", "48863.78", "--size", 9, "--spares", 3, "--home", home, "--json")
    (stratum,) = drawn.json["strata"]
    expected = draw_numbers("48863.78", [2 * CLAIMS], 9, 3)
    assert [stratum["sample"], stratum["spares"]] == [
        [n for (n,) in part] for part in (expected.sample, expected.spares)
    ]
    assert kxwatch("sample", "verify", "one", "--home", home).exit_code == 0
    (listed,) = kxwatch("sample", "list", "--home", home, "--json").json["samples"]
    assert (listed["name"], listed["state"]) == ("one", "not reviewed yet")


def test_strata_share_a_sample_in_proportion(kxwatch: Command, home: Path) -> None:
    options = ("--unit", "claim", "--strata", "50,150", "--size", 21, "--seed", "7")
    strata = kxwatch("sample", "draw", "one", *options, "--home", home, "--json").json["strata"]
    assert [one["seed"] for one in strata] == ["7", "8", "9"][: len(strata)]
    assert sum(one["size"] for one in strata) == 21
    assert all(abs(one["size"] - 21 * one["frame_size"] / CLAIMS) < 1 for one in strata)
    assert kxwatch("sample", "verify", "one", "--home", home).exit_code == 0


def test_a_size_comes_from_the_stated_precision(kxwatch: Command, home: Path) -> None:
    stated = ("--rate", "0.1", "--width", "0.2", "--confidence", "90")
    size = kxwatch("sample", "size", "attribute", "--frame", 2 * CLAIMS, *stated, "--json").json["size"]
    assert kxwatch("sample", "draw", "one", *stated, "--home", home, "--json").json["sample_size"] == size


def change_file(home: Path, old: str, new: str) -> None:
    """Change the text of the sample in place, as somebody who knows the format might."""
    path = home / "samples/one.sample"
    text = zlib.decompress(path.read_bytes()).decode()
    assert old in text
    path.write_bytes(zlib.compress(text.replace(old, new, 1).encode()))


def test_4_when_the_frozen_frame_or_the_numbers_changed(kxwatch: Command, home: Path) -> None:
    kxwatch("sample", "draw", "one", "--seed", "5", "--size", 9, "--home", home)
    before = (home / "samples/one.sample").read_bytes()
    change_file(home, '"lines":1', '"lines":2')
    answer = kxwatch("sample", "verify", "one", "--home", home)
    assert (answer.exit_code, "the rows of the frame have changed" in answer.err) == (NOT_WHOLE, True)
    assert "samples/one.sample" in kxwatch("verify", "--home", home).err
    (home / "samples/one.sample").write_bytes(before)
    assert kxwatch("verify", "--home", home).exit_code == 0
    change_file(home, '"seed":"5"', '"seed":"6"')
    answer = kxwatch("sample", "verify", "one", "--home", home)
    assert (answer.exit_code, "the seed 6 draws other numbers" in answer.err) == (NOT_WHOLE, True)
    assert "not the one that the casebook recorded" in answer.err
    (home / "samples/one.sample").write_bytes(b"no sample")
    assert kxwatch("sample", "verify", "one", "--home", home).exit_code == NOT_WHOLE


def test_4_a_sample_whose_file_was_deleted_is_named(
    kxwatch: Command, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("one", "two"):
        kxwatch("sample", "draw", name, "--size", 9, "--home", home)
    monkeypatch.setenv("KXWATCH_KEY", KEY)
    assert kxwatch("build", "--home", home).exit_code == 0
    assert kxwatch("verify", "--home", home).exit_code == 0
    (home / "samples/one.sample").unlink()
    answer = kxwatch("verify", "--home", home, "--json")
    assert (answer.exit_code, answer.json["problems"]) == (NOT_WHOLE, ["missing: samples/one.sample"])
    kxwatch("sample", "draw", "one", "--size", 9, "--home", home)
    assert kxwatch("verify", "--home", home).exit_code == 0


def test_later_data_are_named_and_change_nothing(kxwatch: Command, home: Path, tmp_path: Path) -> None:
    kxwatch("sample", "draw", "one", "--size", 9, "--home", home)
    (tmp_path / "two.835").write_bytes(write_remittance(range(100, 103), on="2026-03-20"))
    assert kxwatch("build", tmp_path / "two.835", "--home", home).exit_code == 0
    answer = kxwatch("sample", "verify", "one", "--home", home)
    assert (answer.exit_code, "now give 126 units; the frozen frame has 120" in answer.err) == (0, True)


def test_backup_and_change_of_keys_carry_samples(
    kxwatch: Command, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kxwatch("sample", "draw", "plain", "--size", 9, "--home", home)
    monkeypatch.setenv("KXWATCH_KEY", KEY)
    assert kxwatch("build", "--home", home).exit_code == 0
    kxwatch("sample", "draw", "sealed", "--size", 9, "--home", home)
    monkeypatch.setenv("KXWATCH_NEW_KEY", KEY + " anew")
    assert kxwatch("key", "change", "--home", home).exit_code == 0
    monkeypatch.setenv("KXWATCH_KEY", KEY + " anew")
    assert kxwatch("backup", tmp_path / "kept", "--home", home).exit_code == 0
    restored = tmp_path / "restored"
    assert kxwatch("restore", tmp_path / "kept", "--home", restored).exit_code == 0
    for name in ("plain", "sealed"):
        assert b"ICN0001" not in (restored / f"samples/{name}.sample").read_bytes()
        with pytest.raises(zlib.error):
            zlib.decompress((restored / f"samples/{name}.sample").read_bytes())
        assert kxwatch("sample", "verify", name, "--home", restored).exit_code == 0
    assert kxwatch("verify", "--home", restored).exit_code == 0


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("Big Name",), "cannot name a sample"),
        (("../out",), "cannot name a sample"),
        (("aux",), "cannot name a sample"),
        (("lpt1",), "cannot name a sample"),
        (("one", "--size", "121"), "larger than the frame of 120"),
        (("one", "--size", "1"), "at least 2 units per stratum"),
        (("one", "--seed", "1e5"), "not a decimal number"),
        (("one", "--unit", "patient"), "not a sampling unit"),
        (("one", "--from", "2026-13-01"), "not a valid date"),
        (("one", "--clinic", "12"), "not an NPI"),
        (("one", "--category", "PT"), "not a threshold category"),
        (("one", "--strata", "150,50"), "ascending order"),
        (("one", "--strata", "0,50"), "ascending order"),
        (("one", "--strata", "month"), "ascending order"),
        (("one", "--rate", "0.1"), "go together"),
        (("one", "--size", "9", "--probe", "two"), "Give one of"),
        (("one", "--probe", "two"), 'no sample "two"'),
        (("one", "--rate", "0.1", "--width", "0"), "must be above 0"),
    ],
)
def test_2_and_nothing_is_drawn(kxwatch: Command, home: Path, options: tuple[str, ...], said: str) -> None:
    answer = kxwatch("sample", "draw", *options, "--home", home)
    assert (answer.exit_code, said in answer.err) == (WRONG_USE, True), answer.err
    assert not list(home.glob("samples/*"))


def test_2_for_a_name_that_is_taken_or_unknown(kxwatch: Command, home: Path, tmp_path: Path) -> None:
    assert kxwatch("sample", "verify", "one", "--home", home).exit_code == WRONG_USE
    kxwatch("sample", "draw", "one", "--size", 9, "--home", home)
    before = (home / "samples/one.sample").read_bytes()
    assert "already exists" in kxwatch("sample", "draw", "one", "--size", 9, "--home", home).err
    assert (home / "samples/one.sample").read_bytes() == before
    assert "is not a kxwatch data folder" in kxwatch("sample", "draw", "one", "--home", tmp_path / "nowhere").err


def test_4_when_the_casebook_has_no_record(kxwatch: Command, home: Path) -> None:
    kxwatch("sample", "draw", "one", "--size", 9, "--home", home)
    (home / "samples/one.sample").rename(home / "samples/two.sample")
    answer = kxwatch("sample", "verify", "two", "--home", home)
    assert (answer.exit_code, "the casebook has no record of it" in answer.err) == (NOT_WHOLE, True)
    assert json.loads(kxwatch("sample", "verify", "two", "--home", home, "--json").out)["exit_code"] == NOT_WHOLE
