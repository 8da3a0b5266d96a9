"""A pack is verified from its file: one changed byte anywhere is found, and the first part that was changed named."""

from __future__ import annotations

import json
import random
import shutil
import zipfile
from pathlib import Path

import pytest
from pydantic import SecretBytes

from pipelines.build import build
from pipelines.pack.container import read_container, write_container
from pipelines.pack.pack import load_secret
from pipelines.pack.seal import write_manifest, write_seal
from pipelines.pack.tables import write_json
from pipelines.pack.verification import verify_pack
from pipelines.progress import QuietProgress
from pipelines.settings import load_settings
from tests.builders import claim, line, remittance
from tests.conftest import REPOSITORY
from tests.few_models import build_few, find_tables
from tests.homes.commands import Command

PACK = REPOSITORY / "pipelines/pack"


def flip(content: bytes, place: int, mask: int = 1) -> bytes:
    return content[:place] + bytes([content[place] ^ mask]) + content[place + 1 :]


def test_a_whole_pack_is_whole_with_and_without_its_data_folder(kxwatch: Command, packed: Path, tmp_path: Path) -> None:
    with_secret = kxwatch("pack", "verify", packed / "january.zip", "--home", packed / "home", "--json")
    assert (with_secret.exit_code, with_secret.json["is_seal_checked"], with_secret.json["problem"]) == (0, True, None)
    shutil.copy2(packed / "january.zip", tmp_path / "one.zip")
    alone = kxwatch("pack", "verify", tmp_path / "one.zip", "--home", tmp_path / "none", "--json")
    assert (alone.exit_code, alone.json["is_seal_checked"], alone.json["month"]) == (0, False, "2026-01")
    assert not (tmp_path / "none").exists()


def write_small_pack() -> bytes:
    """A whole pack of two parts."""
    parts = {"README.txt": b"read me", "evidence/rows/line.csv": b"a,b\n1,2\n"}
    manifest = write_manifest({"month": "2026-01"}, parts)
    seal = write_seal(manifest, SecretBytes(b"x" * 32))
    return write_container({**parts, "manifest.json": manifest, "seal.json": seal})


def test_4_one_changed_byte_anywhere_is_found(packed: Path, tmp_path: Path) -> None:
    """Every byte of a small pack, of its directory and between its parts too; and random ones of a real one."""
    whole, small = (packed / "january.zip").read_bytes(), write_small_pack()
    places = [(whole, place) for place in random.Random(11).sample(range(len(whole)), 60)]
    places += [(small, place) for place in range(len(small))]
    path = tmp_path / "one.zip"
    path.write_bytes(small)
    assert verify_pack(path).exit_code == 0
    unseen = []
    for content, place in places:
        path.write_bytes(flip(content, place, 1 << (place % 8)))
        if verify_pack(path).exit_code != 4:
            unseen.append((len(content), place))
    assert unseen == []


@pytest.mark.parametrize("name", ["report.pdf", "workbook.xlsx", "README.txt", "evidence/rows/line.csv", "seal.json"])
def test_4_the_part_that_was_changed_is_named(kxwatch: Command, packed: Path, tmp_path: Path, name: str) -> None:
    whole = (packed / "january.zip").read_bytes()
    with zipfile.ZipFile(packed / "january.zip") as pack:
        content = pack.read(name)
    (tmp_path / "one.zip").write_bytes(flip(whole, whole.index(content) + len(content) // 2))
    answer = kxwatch("pack", "verify", tmp_path / "one.zip", "--home", tmp_path)
    assert (answer.exit_code, name in answer.err) == (4, True)


def test_4_parts_written_anew_do_not_fit_the_manifest(packed: Path, tmp_path: Path) -> None:
    """The zip file is whole in itself; only the hashes tell."""
    parts = read_container((packed / "january.zip").read_bytes())
    changed = {**parts, "evidence/segments.txt": parts["evidence/segments.txt"] + b"\n"}
    less = {name: content for name, content in parts.items() if name != "report.pdf"}
    more = {**parts, "evidence/more.txt": b"more"}
    for other, place in ((changed, "evidence/segments.txt"), (less, "report.pdf"), (more, "evidence/more.txt")):
        (tmp_path / "one.zip").write_bytes(write_container(other))
        assert str(verify_pack(tmp_path / "one.zip").problem).startswith(place)


def test_4_a_forged_pack_is_told_by_the_secret_alone(packed: Path, tmp_path: Path) -> None:
    """Whoever makes all hashes anew cannot make the code: only the data folder tells, and it does."""
    settings = load_settings(packed / "home")
    secret = load_secret(settings)
    assert secret is not None
    parts = read_container((packed / "january.zip").read_bytes())
    manifest = json.loads(parts["manifest.json"])
    facts = {name: value for name, value in manifest.items() if name not in ("format", "parts")}
    own = {name: content for name, content in parts.items() if name not in ("manifest.json", "seal.json")}
    forged = {**own, "report.pdf": own["report.pdf"] + b"\n"}
    told = write_manifest(facts, forged)
    seal = json.loads(write_seal(told, secret.__class__(b"x" * 32)))
    path = tmp_path / "forged.zip"
    path.write_bytes(write_container({**forged, "manifest.json": told, "seal.json": write_json(seal)}))
    assert verify_pack(path).exit_code == 0
    assert "another data folder" in str(verify_pack(path, secret).problem)
    path.write_bytes(write_container({**forged, "manifest.json": told, "seal.json": write_seal(told, secret)}))
    assert verify_pack(path, secret).exit_code == 0


def test_4_what_is_no_pack_is_named(kxwatch: Command, tmp_path: Path) -> None:
    (tmp_path / "text.zip").write_bytes(b"no zip file")
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as other:
        other.writestr("hello.txt", "hello")
    (tmp_path / "empty.zip").write_bytes(b"")
    for name in ("text.zip", "other.zip", "empty.zip"):
        answer = kxwatch("pack", "verify", tmp_path / name, "--home", tmp_path, "--json")
        assert (answer.exit_code, answer.json["exit_code"]) == (4, 4)


def test_an_encrypted_home_seals_with_its_secret(
    kxwatch: Command, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KXWATCH_KEY", "a key of some length")
    build_few(monkeypatch, *find_tables(PACK))
    (tmp_path / "one.835").write_bytes(remittance(claim("A1", line()), on="2026-01-31"))
    build(load_settings(home), [tmp_path / "one.835"], None, QuietProgress())
    assert kxwatch("pack", "2026-01", "--home", home, "--out", tmp_path / "one.zip").exit_code == 0
    assert kxwatch("pack", "verify", tmp_path / "one.zip", "--home", home, "--json").json["is_seal_checked"] is True
    monkeypatch.delenv("KXWATCH_KEY")
    locked = kxwatch("pack", "verify", tmp_path / "one.zip", "--home", home, "--json")
    assert (locked.exit_code, locked.json["is_seal_checked"]) == (0, False)
    assert kxwatch("pack", "2026-01", "--home", home, "--out", tmp_path / "two.zip").exit_code == 2
