"""Which files are taken in, in which order, and what is kept of them."""

from __future__ import annotations

import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from shutil import copytree
from typing import Any

import duckdb
import pytest

from pipelines.errors import UsageError
from pipelines.intake.discovery import find_files, format_name
from pipelines.intake.one_file import read_file
from pipelines.sources.source_file import SourceFile
from pipelines.store.home import Home
from tests.builders import claim, line, remittance
from tests.few_models import build_few
from tests.homes.commands import Command, forbid_reading
from tests.sources.test_public_peer import HEADER, peer_row, write_peers
from tests.warehouses import build_home, open_warehouse

pytestmark = pytest.mark.usefixtures("few_tables")


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)


def test_folders_are_searched_in_path_order_without_dotfiles_and_the_home(tmp_path: Path) -> None:
    make(tmp_path, "b/2.835", "a/1.835", "a/sub/0.835", "c.835", ".hidden", "a/.git/x", "home/originals/1/secret")
    found = find_files([tmp_path], Home(tmp_path / "home"), print)
    assert [str(path.relative_to(tmp_path)) for path in found] == ["a/1.835", "a/sub/0.835", "b/2.835", "c.835"]


def test_another_home_is_never_taken_in(kxwatch: Command, built: Path, tmp_path: Path) -> None:
    home = tmp_path / "new"
    copytree(built, tmp_path / "elsewhere/demo")
    assert find_files([tmp_path / "elsewhere"], Home(home), print) == []
    assert find_files([tmp_path / "elsewhere/demo/originals"], Home(home), print) != []
    answer = kxwatch("build", tmp_path / "elsewhere", "--home", home, "--json")
    assert (answer.exit_code, answer.json["files"]) == (0, {})
    assert "No files found" in answer.err


def test_paths_keep_the_order_in_which_they_were_given(tmp_path: Path) -> None:
    make(tmp_path, "b/2.835", "a/1.835")
    found = find_files([tmp_path / "b", tmp_path / "a/1.835"], Home(tmp_path / "home"), print)
    assert [path.name for path in found] == ["2.835", "1.835"]


def test_a_missing_path_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="does not exist"):
        find_files([tmp_path / "nowhere"], Home(tmp_path / "home"), print)


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs links")
def test_links_are_followed_but_never_in_a_circle(tmp_path: Path) -> None:
    make(tmp_path, "in/a.835", "elsewhere/b.835")
    (tmp_path / "in/again").symlink_to(tmp_path / "in")
    (tmp_path / "in/b.835").symlink_to(tmp_path / "in/a.835")
    found = find_files([tmp_path / "in"], Home(tmp_path / "home"), print)
    assert [path.name for path in found] == ["a.835", "b.835"]


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs links")
def test_a_link_out_of_what_was_offered_is_skipped_and_said(tmp_path: Path) -> None:
    make(tmp_path, "in/a.835", "elsewhere/b.835", "in-not/c.835")
    (tmp_path / "in/folder").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "in/file.835").symlink_to(tmp_path / "in-not/c.835")
    (tmp_path / "in/up.835").symlink_to("../elsewhere/b.835")
    (tmp_path / "in/circle").symlink_to(tmp_path / "in/circle")
    (tmp_path / "offered").symlink_to(tmp_path / "in")
    said: list[str] = []
    found = find_files([tmp_path / "offered"], Home(tmp_path / "home"), said.append)
    assert [path.name for path in found] == ["a.835", "circle"]
    assert [Path(sentence.split(" is a link")[0]).name for sentence in said] == ["file.835", "folder", "up.835"]


def test_a_folder_that_cannot_be_opened_is_refused_and_the_others_go_on(
    kxwatch: Command, home: Path, offered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed, list_folder = offered / "closed", Path.iterdir
    closed.mkdir()

    def forbid(folder: Path) -> Iterator[Path]:
        if folder == closed:
            raise PermissionError(13, "Permission denied", str(folder))
        return list_folder(folder)

    monkeypatch.setattr(Path, "iterdir", forbid)
    answer = kxwatch("build", offered, "--home", home, "--json")
    assert (answer.exit_code, answer.json["files"]) == (3, {"accepted": 2, "refused": 1})
    assert "closed: It cannot be opened (Permission denied)" in answer.err


def test_a_folder_that_may_not_be_searched_is_refused_and_the_others_go_on(
    kxwatch: Command, home: Path, offered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed, look = offered / "closed", os.stat
    make(closed, "in.835")

    def forbid(path: object, *args: Any, **more: Any) -> os.stat_result:
        if isinstance(path, (str, Path)) and Path(path).parent == closed:
            raise PermissionError(13, "Permission denied", str(path))
        return look(path, *args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "stat", forbid)
    answer = kxwatch("build", offered, "--home", home, "--json")
    assert (answer.exit_code, answer.json["files"]) == (3, {"accepted": 2, "refused": 1})
    assert "in.835: It cannot be opened (Permission denied)" in answer.err


def test_a_named_file_without_permission_is_refused_and_the_others_go_on(
    kxwatch: Command, home: Path, offered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make(offered.parent, "shut.835")
    forbid_reading(monkeypatch, offered.parent / "shut.835")
    answer = kxwatch("build", offered, offered.parent / "shut.835", "--home", home, "--json")
    assert (answer.exit_code, answer.json["files"]) == (3, {"accepted": 2, "refused": 1})
    assert "shut.835: It cannot be opened (Permission denied)" in answer.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_a_pipe_and_a_device_are_refused_and_nothing_waits_for_them(
    kxwatch: Command, home: Path, offered: Path
) -> None:
    os.mkfifo(offered / "pipe.835")
    answer = kxwatch("build", offered, "/dev/zero", "--home", home, "--json")
    assert (answer.exit_code, answer.json["files"]) == (3, {"accepted": 2, "refused": 2})
    assert answer.err.count("not a regular file") == 2


def test_a_file_that_cannot_be_opened_is_refused_and_listed(kxwatch: Command, home: Path, offered: Path) -> None:
    (offered / "lost.835").symlink_to(offered / "nowhere")
    answer = kxwatch("build", offered, "--home", home, "--json")
    assert answer.exit_code == 3
    assert answer.json["files"] == {"accepted": 2, "refused": 1}
    assert "lost.835: It cannot be opened" in answer.err
    with duckdb.connect(home / "warehouse.duckdb", read_only=True) as warehouse:
        row = warehouse.execute("select file_sha256, status from mart.file where file_name = 'lost.835'").fetchone()
    assert row == (None, "refused")


def test_a_name_that_is_no_text_is_shown_with_question_marks() -> None:
    assert format_name(Path(os.fsdecode(b"caf\xe9.835"))) == "caf?.835"


def test_a_fault_of_ours_refuses_one_file_with_its_place() -> None:
    def stumble() -> SourceFile:
        raise KeyError("patient 1EG4TE5MK73")

    refused = read_file(stumble)
    assert not isinstance(refused, SourceFile)
    assert "internal error" in refused.reason
    assert "KeyError" in refused.reason
    assert "1EG4TE5MK73" not in refused.reason


def test_originals_of_accepted_files_are_kept_byte_for_byte(kxwatch: Command, home: Path, offered: Path) -> None:
    (offered / "noise.bin").write_bytes(bytes(range(256)))
    kxwatch("build", offered, "--home", home)
    kept = sorted(path.read_bytes() for path in (home / "originals/1").iterdir())
    assert kept == sorted(path.read_bytes() for path in offered.glob("*.835"))


def test_links_of_two_files_that_close_a_circle_refuse_the_second(kxwatch: Command, home: Path, tmp_path: Path) -> None:
    header = "old_patient_id,new_patient_id\n"
    (tmp_path / "one.csv").write_text(header + "A1,B1\n")
    (tmp_path / "two.csv").write_text(header + "B1,A1\n")
    together = kxwatch("build", tmp_path / "one.csv", tmp_path / "two.csv", "--home", home, "--json")
    later = kxwatch("build", tmp_path / "two.csv", "--home", home, "--json")
    assert together.json["files"] == {"accepted": 1, "refused": 1}
    assert later.json["files"] == {"refused": 1}
    assert len(list(home.glob("originals/*/*"))) == 1
    assert "two.csv" in later.err
    assert "A1" not in later.err


def test_many_files_keep_their_order(kxwatch: Command, home: Path, tmp_path: Path) -> None:
    folder = tmp_path / "many"
    folder.mkdir()
    for number in range(40):
        paid = claim(f"C{number:02}", line(on="2026-01-05"))
        (folder / f"{number:02}.835").write_bytes(remittance(paid, trace=f"T{number:02}"))
    answer = kxwatch("build", folder, "--home", home, "--json")
    assert (answer.exit_code, answer.json["lines"]) == (0, 40)
    with duckdb.connect(home / "warehouse.duckdb", read_only=True) as warehouse:
        names = warehouse.execute("select file_name from mart.file order by file_number").fetchall()
    assert [name for (name,) in names] == [f"{number:02}.835" for number in range(40)]


@pytest.mark.whole_build
def test_a_large_public_file_is_read_from_where_it_lies_and_no_original_is_kept(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build_few(monkeypatch, "mart.public_peer")
    monkeypatch.setattr("pipelines.intake.reading._STREAMED_BYTES", 100)
    content = write_peers(*[peer_row("GP", "KX")] * 50)
    for times, status in (("first", "accepted"), ("again", "duplicate")):
        outcome = build_home(home, {f"{times}.csv": content, "one.835": remittance(claim("I1", line()))})
        assert outcome.files[status] >= 1
    with open_warehouse(home) as warehouse:
        assert warehouse.execute("select services_count, source_rows from mart.public_peer").fetchall() == [(5000, 50)]
        kinds = warehouse.execute(
            "select kind, status, byte_count from mart.file where kind = 'public_peer'"
        ).fetchall()
    assert kinds == [("public_peer", "accepted", len(content)), ("public_peer", "duplicate", len(content))]
    assert [path.name for path in home.glob("originals/*/*")] == [sha256(remittance(claim("I1", line()))).hexdigest()]


def test_a_large_public_file_without_its_columns_is_refused_and_the_others_go_on(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipelines.intake.reading._STREAMED_BYTES", 100)
    broken = write_peers(peer_row("GP", "KX"), header=HEADER.replace("CARRIER_NUM", "PLACE"))
    outcome = build_home(home, {"peers.csv": broken, "one.835": remittance(claim("I1", line()))})
    assert (outcome.files, outcome.exit_code) == ({"accepted": 1, "refused": 1}, 3)
    assert "column carrier_num is missing" in outcome.contents.gaps[0]


def test_a_large_public_file_that_goes_away_meanwhile_is_refused_and_the_others_go_on(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def hash_and_lose(path: Path) -> str:
        digest = sha256(path.read_bytes()).hexdigest()
        path.unlink()
        return digest

    monkeypatch.setattr("pipelines.intake.reading._STREAMED_BYTES", 100)
    monkeypatch.setattr("pipelines.intake.reading.hash_file", hash_and_lose)
    peers = write_peers(*[peer_row("GP", "KX")] * 50)
    outcome = build_home(home, {"peers.csv": peers, "one.835": remittance(claim("I1", line()))})
    assert (outcome.files, outcome.exit_code) == ({"accepted": 1, "refused": 1}, 3)
    assert "cannot be opened" in outcome.contents.gaps[0]
