"""The commands `kxwatch sample` print what the contract says, and answer wrong use with a sentence and 2."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipelines.cli import run
from tests.sampling.printed_figures import SIZE_DISTANCE, SIZES, UNRESTRICTED

WRONG_USE = 2
Said = pytest.CaptureFixture[str]


def test_numbers_are_printed_as_json(capsys: Said) -> None:
    command = ["sample", "numbers", "--seed", "12345", "--frame", "1000", "--size", "3", "--spares", "2", "--json"]
    assert run(command) == 0
    assert json.loads(capsys.readouterr().out) == {"sample": [497, 9, 556], "spares": [236, 340]}


def test_sets_are_printed_as_lists(capsys: Said) -> None:
    assert run(["sample", "numbers", "--seed", "12345", "--sets", "658,66", "--size", "2", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"sample": [[327, 1], [366, 16]], "spares": []}


def test_numbers_are_printed_for_people(capsys: Said) -> None:
    assert run(["sample", "numbers", "--seed", "-12345", "--frame", "5", "--size", "4", "--spares", "1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert (lines[0], lines[5]) == ("Sample, in the order drawn:", "Spares, in the order drawn:")
    assert sorted(lines[1:5] + lines[6:]) == list("12345")


@pytest.mark.parametrize("rate", SIZES)
def test_sizes_are_within_the_rounding_of_the_manual(rate: str, capsys: Said) -> None:
    for confidence, printed in zip(("80", "90", "0.95", "99"), SIZES[rate], strict=True):
        options = ["--frame", "10000", "--rate", rate, "--width", "0.06", "--confidence", confidence, "--json"]
        assert run(["sample", "size", "attribute", *options]) == 0
        size = json.loads(capsys.readouterr().out)["size"]
        assert printed - SIZE_DISTANCE <= size <= printed


def test_an_appraisal_has_the_keys_of_the_contract(tmp_path: Path, capsys: Said) -> None:
    path = tmp_path / "sample.csv"
    rows = [f"1,10000,{examined},{audited}" for examined, audited in UNRESTRICTED]
    path.write_text("\n".join(["stratum,frame_size,examined,audited", *rows]))
    assert run(["sample", "appraise", str(path), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert list(answer) == ["attribute", "examined", "audited", "difference"]
    assert all(list(one) == ["point", "standard_error", "80", "90", "95"] for one in answer.values())
    assert answer["difference"]["point"] == 706_000
    assert answer["difference"]["90"] == [591_881.09, 820_118.91]
    assert run(["sample", "appraise", str(path)]) == 0
    assert "  90% limits       $591,881.09 to $820,118.91" in capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("numbers --seed x --frame 9 --size 1", "is not a decimal number"),
        ("numbers --seed 1 --frame 9 --size 10", "larger than the frame of 9"),
        ("numbers --seed 1 --frame nine --size 1", "should be a valid integer"),
        ("numbers --seed 1 --size 1", "either --frame or --sets"),
        ("numbers --seed 1 --frame 9 --sets 3,3 --size 1", "either --frame or --sets"),
        ("numbers --seed 1 --sets 3,,3 --size 1", "whole numbers separated by commas"),
        ("numbers --seed 1 --sets 3,-3 --size 1", "whole numbers separated by commas"),
        ("size attribute --frame 100 --rate 1.2 --width 0.1 --confidence 90", "not a number from 0 to 1"),
        ("size attribute --frame 100 --rate -0.2 --width 0.1 --confidence 90", "not a number from 0 to 1"),
        ("size attribute --frame 100 --rate . --width 0.1 --confidence 90", "not a number from 0 to 1"),
        ("size attribute --frame 100 --rate 0.2 --width 0 --confidence 90", "must be above 0"),
        ("size attribute --frame 100 --rate 0.2 --width 0.1 --confidence 100", "not a confidence level"),
        ("size attribute --frame 100 --rate 0.2 --width 0.1 --confidence high", "not a confidence level"),
        ("size attribute --frame 0 --rate 0.2 --width 0.1 --confidence 90", "from 1 to"),
        ("appraise nowhere.csv", "is not a file"),
    ],
)
def test_wrong_use_is_a_sentence_and_2(line: str, said: str, capsys: Said) -> None:
    assert run(["sample", *line.split()]) == WRONG_USE
    captured = capsys.readouterr()
    assert (said in captured.err, captured.out) == (True, "")
