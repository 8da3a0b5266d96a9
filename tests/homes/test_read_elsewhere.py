"""Files that an engine reads where its processors are: the same batch, in the same order, with the same refusals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from pipelines.intake.batch import take_in
from pipelines.intake.discovery import Offered, find_files
from pipelines.intake.one_file import read_now
from pipelines.intake.reading import Arrival, FileReader, Numbered, ReadElsewhere
from pipelines.intake.upload import Upload
from pipelines.progress import QuietProgress
from pipelines.settings import load_settings
from pipelines.store.archive import connect
from pipelines.store.crash_recovery import open_archive
from pipelines.store.home import Home, hold_home
from tests.builders import claim, line, remittance
from tests.sources.test_public_peer import peer_row, write_peers

CONTENT = remittance(claim("A1", line()), on="2026-01-20")
LINKS = "old_patient_id,new_patient_id\n"


@pytest.fixture
def given(tmp_path: Path) -> Path:
    """Good files, repeated bytes, links that close a circle twice, and files that are refused."""
    folder = tmp_path / "given"
    folder.mkdir()
    (folder / "lost.835").symlink_to(folder / "nowhere")
    contents = {
        "01.835": CONTENT,
        "02.835": remittance(claim("B1", line(), line("97140")), on="2026-02-20"),
        "03.835": CONTENT,
        "04.csv": LINKS.encode() + b"A1,B1\n",
        "05.csv": LINKS.encode() + b"B1,A1\n",
        "06.835": CONTENT[:-40],
        "07.csv": LINKS.encode() + b"B1,A1\n",
        "08.csv": write_peers(*[peer_row("GP", "KX")] * 50),
        "09.bin": b"",
        "10.835": remittance(claim("C1", line()), on="2026-03-20"),
    }
    for name, content in contents.items():
        (folder / name).write_bytes(content)
    return folder


def read_backwards(reader: FileReader, files: Sequence[Numbered], known: frozenset[str]) -> Iterator[Arrival]:
    """An engine whose last processor is the first to answer."""
    for number, path in reversed(files):
        yield reader.begin(number, path, known, read_now)


def read_in_two_places(reader: FileReader, files: Sequence[Numbered], known: frozenset[str]) -> Iterator[Arrival]:
    """Two executors: the second reads small files together, the first of which are bytes that the first one reads."""
    for part in (files[2:], files[:2]):
        yield from reversed(list(reader.read_apart(part, known)))


@pytest.mark.parametrize("read_elsewhere", [read_backwards, read_in_two_places])
@pytest.mark.parametrize("files_at_a_time", [1, 3, 100])
def test_where_a_file_is_read_makes_no_difference(
    given: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    files_at_a_time: int,
    read_elsewhere: ReadElsewhere,
) -> None:
    monkeypatch.setattr("pipelines.intake.reading._FILES_ELSEWHERE", files_at_a_time)
    monkeypatch.setattr("pipelines.intake.reading._STREAMED_BYTES", 2_000)
    here = _import(tmp_path / "here", given, None)
    assert _import(tmp_path / "there", given, read_elsewhere) == here
    assert "".join(offer["status"][0] for offer in here[0]) == "aadarrrarara"


def _import(
    folder: Path, given: Path, elsewhere: ReadElsewhere | None
) -> tuple[list[dict[str, Any]], object, list[str]]:
    """The offers without their time, the rows of the archive, and the names of the originals."""
    settings = load_settings(folder)
    home = Home(settings.home)
    with hold_home(home), connect(settings, home) as connection:
        archive = open_archive(connection, home, None)
        files: list[Offered] = [
            *find_files([given], home, print),
            Upload("uploaded.835", remittance(claim("D1", line()))),
        ]
        offers = take_in(archive, files, 2, QuietProgress(), elsewhere)
        rows = [
            connection.execute(f"from archive.source.{table} order by all").fetchall()
            for table in ("claim_payment", "service_line", "identity_crosswalk", "public_peer", "finding")
        ]
    originals = sorted(path.name for path in home.originals.rglob("*") if path.is_file())
    return [asdict(offer) | {"offered_at": None} for offer in offers], rows, originals
