"""The container file keeps the rules of hadolint, and those that it promises."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

import pytest

from tests.law.repository import ROOT

FILE = ROOT / "release/Containerfile"
TEXT = FILE.read_text("utf-8")


def read_instructions() -> Iterator[tuple[str, str]]:
    """Each instruction with its arguments, comments and line ends taken out."""
    joined = re.sub(r"\\\n", " ", "\n".join(line for line in TEXT.splitlines() if not line.startswith("#")))
    for line in filter(None, map(str.strip, joined.splitlines())):
        name, _, rest = line.partition(" ")
        yield name, rest.strip()


INSTRUCTIONS = list(read_instructions())
LAST = INSTRUCTIONS[max(place for place, (name, _) in enumerate(INSTRUCTIONS) if name == "FROM") :]


def rest_of(name: str) -> list[str]:
    return [rest for each, rest in LAST if each == name]


@pytest.mark.skipif(sys.platform == "win32", reason="hadolint has no wheel for Windows")
def test_hadolint_has_nothing_to_say(tmp_path: Path) -> None:
    """Every rule that it has, down to those of style."""
    linter = [str(Path(sys.executable).with_name("hadolint")), "--no-color", "--failure-threshold", "ignore"]
    done = subprocess.run([*linter, str(FILE)], capture_output=True, text=True)
    assert (done.returncode, done.stdout + done.stderr) == (0, "")
    spoiled = tmp_path / "Containerfile"
    spoiled.write_text(TEXT.replace("USER 10001:10001", "USER root"))
    assert "DL3002" in subprocess.run([*linter, str(spoiled)], capture_output=True, text=True).stdout


def test_base_images_have_a_registry_and_a_version() -> None:
    bases = [rest.split(" ")[0] for name, rest in INSTRUCTIONS if name == "FROM"]
    assert len(bases) == 2
    assert all(re.fullmatch(r"docker\.io/library/python:3\.\d+-slim-\w+", base) for base in bases)


def test_it_never_runs_as_root() -> None:
    (user,) = rest_of("USER")
    assert re.fullmatch(r"[1-9]\d+:[1-9]\d+", user)
    names = [name for name, _ in LAST]
    assert names.index("USER") > max(place for place, name in enumerate(names) if name in ("RUN", "COPY"))
    assert "sudo" not in TEXT


def test_the_data_folder_is_the_only_place_that_it_writes() -> None:
    (volume,) = map(json.loads, rest_of("VOLUME"))
    settings = dict(pair.split("=", 1) for rest in rest_of("ENV") for pair in rest.split(" "))
    # beside the data folder, a backup can be written and a restored one be made ready
    assert volume == [str(PurePosixPath(settings["KXWATCH_HOME"]).parent)]
    assert settings["HOME"] == "/tmp"
    assert settings["PYTHONDONTWRITEBYTECODE"] == "1"
    assert "--read-only --tmpfs /tmp" in TEXT


def test_nothing_is_fetched_or_kept_that_need_not_be() -> None:
    names = {name for name, _ in INSTRUCTIONS}
    assert names <= {"FROM", "WORKDIR", "COPY", "RUN", "ENV", "VOLUME", "USER", "ENTRYPOINT", "CMD"}
    for name, rest in INSTRUCTIONS:
        assert name != "WORKDIR" or rest.startswith("/")
        assert name != "RUN" or "pip install" not in rest or {"--no-cache-dir", "--constraint"} <= set(rest.split())
        assert name != "COPY" or "." not in rest.split()[:-1]
        assert not re.search(r"\||;|cd ", rest)


def test_it_starts_without_a_shell_and_holds_no_secret() -> None:
    for name in ("ENTRYPOINT", "CMD"):
        (rest,) = rest_of(name)
        assert all(isinstance(word, str) for word in json.loads(rest))
    assert not re.search(r"(?i)key=|token=|password|secret", TEXT)


def test_what_it_copies_is_in_the_repository_or_made_by_make_wheel() -> None:
    copied = [
        word for name, rest in INSTRUCTIONS if name == "COPY" and "--from" not in rest for word in rest.split()[:-1]
    ]
    assert copied == ["constraints.txt", "dist/kxwatch-*.whl"]
    assert (ROOT / "constraints.txt").is_file()
