"""The Procedure Summary of CMS: only therapy rows, summed while they are read; all numbers here are made up."""

from __future__ import annotations

import io
import tracemalloc

import pytest

from pipelines.errors import RefusedFile
from pipelines.sources.kinds.public_peer import is_public_peer, read_public_peer
from pipelines.sources.recognition import read_source
from pipelines.sources.source_file import Origin, SourceFile
from tests.sources.export_rows import list_findings, list_rows

HEADER = (
    "HCPCS_CD,HCPCS_INITIAL_MODIFIER_CD,PROVIDER_SPEC_CD,CARRIER_NUM,PRICING_LOCALITY_CD,PLACE_OF_SERVICE_CD,"
    "HCPCS_SECOND_MODIFIER_CD,PSPS_SUBMITTED_SERVICE_CNT,PSPS_SUBMITTED_CHARGE_AMT,PSPS_ALLOWED_CHARGE_AMT,"
    "PSPS_DENIED_SERVICES_CNT,PSPS_DENIED_CHARGE_AMT,PSPS_NCH_PAYMENT_AMT"
)
ORIGIN = Origin(1, "f" * 64, "psps.csv")


def peer_row(
    first: str, second: str, services: str = "100", denied: str = "4", code: str = "97110", specialty: str = "65",
    carrier: str = "01112",
) -> str:  # fmt: skip
    """One row of the file as CMS lays it out."""
    return f"{code},{first},{specialty},{carrier},05,11,{second},{services},9000.00,5000.00,{denied},360.00,3900.00"


def write_peers(*rows: str, header: str = HEADER) -> bytes:
    """A Procedure Summary of these rows."""
    return "\n".join([header, *rows, ""]).encode()


def _read(*rows: str, header: str = HEADER) -> SourceFile:
    return read_public_peer(io.BytesIO(write_peers(*rows, header=header)), ORIGIN)


def _sums(source: SourceFile) -> list[tuple[object, ...]]:
    names = ("procedure_code", "carrier_number", "service_units", "kx_service_units", "denied_units", "kx_denied_units")
    return [
        tuple(int(row[name]) if "units" in name else row[name] for name in names)
        for row in list_rows(source, "public_peer")
    ]


def test_kx_counts_in_either_position_and_other_rows_are_left_out() -> None:
    source = _read(
        peer_row("GP", "KX", "40", "1"), peer_row("KX", "GP", "20", "1"), peer_row("GP", "59", "30", "3"),
        peer_row("GP", "", "10", "0"), peer_row("59", "", "999"), peer_row("GP", "GO", "999"),
        peer_row("KX", "", "999"), peer_row("gn", "", "7", "0", code="92507", carrier="2"),
    )  # fmt: skip
    assert _sums(source) == [("92507", "2", 7, 0, 0, 0), ("97110", "01112", 100, 60, 5, 2)]
    (note,) = list_rows(source, "finding")
    assert "8 rows were read, of which 5 are therapy rows" in note["reason"]
    assert (source.set_aside, source.kind) == (0, "public_peer")


@pytest.mark.parametrize("header", [HEADER, HEADER.lower(), HEADER.replace("PSPS_", ""), "\ufeff" + HEADER])
def test_the_file_is_recognised_in_either_case_and_with_or_without_psps(header: str) -> None:
    content = write_peers(peer_row("GP", "KX"), header=header)
    assert read_source(content, 1, "f" * 64, "x").kind == "public_peer"
    assert _sums(read_source(content, 1, "f" * 64, "x")) == [("97110", "01112", 100, 100, 4, 4)]


def test_a_blank_or_suppressed_count_adds_nothing_and_is_counted() -> None:
    source = _read(peer_row("GP", "", ""), peer_row("GP", "KX", "*", "*"), peer_row("GP", "KX", "12.000", "1"))
    assert _sums(source) == [("97110", "01112", 12, 12, 5, 1)]
    (row,) = list_rows(source, "public_peer")
    assert (row["source_rows"], row["blank_rows"], row["calendar_year"]) == (3, 2, None)


def test_a_year_column_tells_years_apart() -> None:
    rows = [f"{peer_row('GP', 'KX')},{year}" for year in (2023, 2024)]
    source = _read(*rows, header=HEADER + ",YEAR")
    assert [row["calendar_year"] for row in list_rows(source, "public_peer")] == [2023, 2024]


def test_rows_that_cannot_be_read_are_told_in_one_finding() -> None:
    source = _read(peer_row("GP", "", "many"), peer_row("GP", "", code=""), "97110,GP", peer_row("GP", ""))
    assert _sums(source) == [("97110", "01112", 100, 0, 4, 0)]
    assert list_findings(source) == [(1, "public_peer_rows"), (1, "unreadable_public_rows")]
    assert "3 rows were not used" in list_rows(source, "finding")[1]["reason"]


def test_a_header_without_rows_is_accepted() -> None:
    assert _sums(_read()) == []


def test_missing_columns_refuse_the_file_and_are_named() -> None:
    header = HEADER.replace("CARRIER_NUM,", "").replace("PSPS_DENIED_SERVICES_CNT,", "")
    with pytest.raises(RefusedFile) as caught:
        read_source(write_peers(header=header), 1, "f" * 64, "psps.csv")
    assert caught.value.kind == "public_peer"
    assert "columns carrier_num, denied_services_cnt are missing" in caught.value.reason


def test_a_column_named_twice_refuses_the_file() -> None:
    with pytest.raises(RefusedFile, match="carrier_num more than once"):
        _read(header=HEADER + ",carrier_num")


@pytest.mark.parametrize("opening", [b"", b"patient_id,pool\n", b"hcpcs_cd\n97110\n", b"procedure_code,amount\n"])
def test_other_tables_are_not_taken_for_it(opening: bytes) -> None:
    assert not is_public_peer(opening)


def test_many_rows_need_little_memory() -> None:
    """300,000 rows of 25 MB in all: the sums of blocks, not the rows, are what is kept."""
    rows = [peer_row("GP", "KX", carrier=f"{number % 60:05}") for number in range(600)]
    content = write_peers(*rows * 500)
    tracemalloc.start()
    source = read_public_peer(io.BytesIO(content), ORIGIN)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(list_rows(source, "public_peer")) == 60
    assert sum(int(row["service_units"]) for row in list_rows(source, "public_peer")) == 30_000_000
    assert peak < 60_000_000
