"""Data folders with damaged files: every command ends with a code of the contract, and no original is lost."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Literal

from pipelines.build import build
from pipelines.progress import QuietProgress
from pipelines.settings import load_settings
from tests.conftest import REPOSITORY
from tests.fuzz.batches import write_good
from tests.reported.files import FIXTURES

_CODES = {0, 2, 3, 4}
_COMMANDS = (["verify"], ["build", "--json"])
_MARK = "-- the end of one command --"
# One process for all commands, since importing takes as long as a command; how each ended stands on standard error.
_RUN = f"""
import json, sys
from pipelines.cli import run

if sys.argv[2] == "few":
    import pytest
    from tests.few_models import build_few

    build_few(pytest.MonkeyPatch())
for home in sys.argv[3:]:
    for command in json.loads(sys.argv[1]):
        code = run([*command, "--home", home])
        print(code, "{_MARK}", sep="\\n", file=sys.stderr, flush=True)
"""


def make_home(folder: Path) -> Path:
    """A home with two files, built once and copied for each damage."""
    good = folder / "good.835"
    good.write_bytes(write_good())
    build(load_settings(folder / "home"), [good, FIXTURES / "Y3b.csv"], None, QuietProgress())
    return folder / "home"


def check_damages(home: Path, folder: Path, numbers: Iterable[int], tables: Literal["all", "few"] = "all") -> None:
    """Damage one file in each copy of `home`, run the commands. Raises AssertionError where a promise is broken.

    Builds make all tables, or the few of `tests/few_models.py`.
    """
    copies = {folder / f"home-{number}": Random(f"home {number}") for number in numbers}
    damaged = {copy: _damage_one_file(home, copy, random) for copy, random in copies.items()}
    expected = {copy: list_originals(copy) - {file.name} for copy, file in damaged.items()}
    done = subprocess.run(
        [sys.executable, "-c", _RUN, json.dumps(_COMMANDS), tables, *map(str, copies)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    answers = done.stderr.split(_MARK)
    for place, (copy, file) in enumerate(damaged.items()):
        told = answers[place * len(_COMMANDS) : (place + 1) * len(_COMMANDS)]
        _check_answers(told, f"{file.relative_to(folder)}: {done.returncode} {' '.join(told)[-1500:]}")
        assert expected[copy] <= list_originals(copy), f"{copy.name}: an original is gone"
        shutil.rmtree(copy)
    assert (done.returncode, len(answers)) == (0, len(_COMMANDS) * len(copies) + 1), done.stderr[-1500:]


def _damage_one_file(home: Path, copy: Path, random: Random) -> Path:
    shutil.copytree(home, copy)
    files = sorted(path for path in copy.rglob("*") if path.is_file() and path.suffix != ".lock")
    damaged = random.choice([copy / "archive.duckdb", *files])
    damaged.write_bytes(_damage(damaged.read_bytes(), random))
    return damaged


def _check_answers(answers: list[str], place: str) -> None:
    assert len(answers) == len(_COMMANDS), place
    for said in answers:
        *sentences, code = said.strip().splitlines() or [""]
        assert code.isdecimal(), place
        assert int(code) in _CODES, place
        assert sentences, place
        assert "Traceback" not in said, place


def list_originals(home: Path) -> set[str]:
    """The hashes under which undamaged files are kept anywhere in the home."""
    kept = (path for path in home.rglob("*") if path.is_file() and len(path.name) == sha256().digest_size * 2)
    return {path.name for path in kept if sha256(path.read_bytes()).hexdigest() == path.name}


def _damage(content: bytes, random: Random) -> bytes:
    place = random.randint(0, len(content))
    size = random.choice((1, 64, 4096, len(content)))
    kind = random.choice(("cut", "zero", "noise", "drop"))
    if kind == "cut":
        return content[:place]
    if kind == "drop":
        return content[:place] + content[place + size :]
    filler = bytes(size) if kind == "zero" else random.randbytes(size)
    return content[:place] + filler + content[place + size :]
