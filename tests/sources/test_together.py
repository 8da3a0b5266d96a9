"""835 files that are read in one go get what reading each alone gives; one that is not clean is read alone."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import pyarrow as pa
import pytest

from pipelines.errors import RefusedFile
from pipelines.simulate.simulation import simulate_practice
from pipelines.sources.recognition import read_remittances, read_source
from pipelines.sources.source_file import Origin, SourceFile
from tests.builders import claim, line, remittance
from tests.fuzz.mutants import make_mutant
from tests.law.repository import ROOT

Given = list[tuple[Origin, bytes]]
TOGETHER = 48


def give(contents: Sequence[bytes], first: int = 7) -> Given:
    return [
        (Origin(number, sha256(content).hexdigest(), f"{number}.835"), content)
        for number, content in enumerate(contents, start=first)
    ]


def read_alone(origin: Origin, content: bytes) -> SourceFile | RefusedFile:
    try:
        return read_source(content, origin.file_number, origin.file_sha256, origin.file_name)
    except RefusedFile as refused:
        return refused


def join(sources: Sequence[SourceFile]) -> dict[str, list[dict[str, object]]]:
    """All rows by table, in an order of their own."""
    tables: dict[str, list[pa.Table]] = {}
    for source in sources:
        for name, table in source.tables.items():
            tables.setdefault(name, []).append(table)
    joined = {name: pa.concat_tables(parts) for name, parts in tables.items()}
    return {
        name: table.sort_by([(one, "ascending") for one in table.column_names]).to_pylist()
        for name, table in joined.items()
    }


def check(given: Given) -> tuple[int, int]:
    """How many files were read together and alone; what was read together is what reading alone gives."""
    together = 0
    for start in range(0, len(given), TOGETHER):
        part = given[start : start + TOGETHER]
        read = read_remittances(part)
        alone = {place: read_alone(*part[place]) for place in read}
        for place, source in read.items():
            expected = alone[place]
            assert isinstance(expected, SourceFile), expected
            counts = (source.kind, source.claim_payments, source.service_lines, source.payment_cents, source.set_aside)
            assert counts == (
                expected.kind, expected.claim_payments, expected.service_lines, expected.payment_cents, 0
            )  # fmt: skip
        kept = [source for source in alone.values() if isinstance(source, SourceFile)]
        assert join(list(read.values())) == join(kept)
        together += len(read)
    return together, len(given) - together


@pytest.mark.slow
def test_a_practice_and_the_samples_read_together_have_the_same_rows(tmp_path: Path) -> None:
    simulate_practice(2_000, 11, tmp_path)
    paths = [*sorted((tmp_path / "remittances").rglob("*.835")), *sorted((ROOT / "data_samples").rglob("*.835"))]
    together, alone = check(give([path.read_bytes() for path in paths]))
    assert together > 5 * alone


@pytest.mark.slow
def test_a_changed_file_is_read_alone_or_has_the_same_rows() -> None:
    changed = [make_mutant("x12", number).content for number in range(240)]
    good = [remittance(claim(f"G{number}", line()), on="2026-02-03") for number in range(0, 240, 8)]
    contents = [content for at in range(0, 240, 8) for content in (*changed[at : at + 8], good[at // 8])]
    together, alone = check(give(contents))
    assert alone > 100
    assert together > 0


def test_one_with_a_fault_is_left_out_and_its_rows_with_it() -> None:
    good = [remittance(claim(name, line()), on="2026-01-20") for name in ("A1", "A2")]
    faulty = remittance(claim("B1", line()), claim("B2", line()), on="2026-01-21").replace(b"SVC", b"SVX", 1)
    given = give([good[0], faulty, good[1]])
    assert isinstance(read_alone(*given[1]), SourceFile)
    read = read_remittances(given)
    assert sorted(read) == [0, 2]
    assert [source.service_lines for source in read.values()] == [1, 1]
    assert {row["file_number"] for row in join(list(read.values()))["service_line"]} == {7, 9}


def test_one_that_does_not_balance_is_found_among_many() -> None:
    contents = [remittance(claim(f"A{number}", line()), on="2026-01-20") for number in range(9)]
    contents[5] = contents[5].replace(b"CAS*CO*45*34", b"CAS*CO*45*35")
    given = give(contents)
    assert isinstance(read_alone(*given[5]), RefusedFile)
    read = read_remittances(given)
    assert 5 not in read
    assert len(read) >= 6
    check(given)


def test_one_that_is_refused_spoils_no_other_and_tables_are_not_asked() -> None:
    good = [remittance(claim(name, line()), on="2026-01-20") for name in ("A1", "A2")]
    refused = remittance(claim("C1", line()), on="2026-01-22")[:-40]
    given = give([*good, refused, b"npi,name\n", b""])
    assert isinstance(read_alone(*given[2]), RefusedFile)
    assert sorted(read_remittances(given)) == [0, 1]
    assert read_remittances([]) == read_remittances(given[3:]) == {}
