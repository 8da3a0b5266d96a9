"""Reads CMS's Physician/Supplier Procedure Summary: millions of public rows, in blocks, summed.

Only therapy rows are kept: one of GP, GO, GN among the two modifiers that the file has.

Decision 0042.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv

from pipelines.sources.finding import Finding, build_findings
from pipelines.sources.schema import QUANTITY, conform
from pipelines.sources.source_file import Origin, SourceFile, build_source_file
from pipelines.sources.tabular.profile import normalise_header
from pipelines.sources.tabular.sheet import split_cells
from pipelines.sources.tabular.table import trim_cells
from pipelines.sources.tabular.values import match_form, read_quantities

PUBLIC_PEER = "public_peer"
_NEEDED = {
    "hcpcs_cd": "procedure_code",
    "hcpcs_initial_modifier_cd": "first_modifier",
    "hcpcs_second_modifier_cd": "second_modifier",
    "provider_spec_cd": "specialty_code",
    "carrier_num": "carrier_number",
    "submitted_service_cnt": "service_units",
    "denied_services_cnt": "denied_units",
}
_YEAR = "year"
_UNITS = ("service_units", "denied_units")
_CELL = ("calendar_year", "procedure_code", "specialty_code", "carrier_number")
_SUMS = ("service_units", "kx_service_units", "denied_units", "kx_denied_units", "source_rows", "blank_rows")
_LIKENESS = 1 / 3
_HEADER_BYTES = 1 << 16
_BLOCK_BYTES = 1 << 24
_BLOCKS_PER_SUM = 32
_REFERENCE = Path(__file__).parents[2] / "reference"


@dataclass
class _Tally:
    """What was seen on the way; `parts` are sums of blocks that are not put together yet."""

    parts: list[pa.Table]
    rows: int = 0
    therapy_rows: int = 0
    unusable_rows: int = 0
    ragged_rows: int = 0


def is_public_peer(opening: bytes) -> bool:
    """Whether a file with these first bytes is, or nearly is, a Procedure Summary: by its header alone."""
    titles = {_plain(title) for title in _read_header(opening)}
    return len(titles & _NEEDED.keys()) / len(_NEEDED) > _LIKENESS


def read_public_peer(stream: BinaryIO, origin: Origin) -> SourceFile:
    """The sums of a Procedure Summary by procedure, specialty, carrier and year; memory does not grow with its rows.

    `stream` stands at the beginning of the file. Raises RefusedFile if a column is missing.
    """
    opening = stream.read(_HEADER_BYTES)
    stream.seek(0)
    header = _read_header(opening)
    titles = [_plain(title) for title in header]
    _check_header(origin, header, titles)
    tally = _Tally([])
    try:
        for block in _read_blocks(stream, titles, tally):
            _count_block(block, tally)
    except pa.ArrowInvalid as error:
        raise origin.refuse(PUBLIC_PEER, "it cannot be read as comma-separated text. Download it again.") from error
    sums = _sum_parts(tally.parts) if tally.parts else None
    rows = sums.num_rows if sums else 0
    columns: dict[str, object] = {"file_number": origin.file_number, "file_sha256": origin.file_sha256}
    if sums:
        ordinals = pa.array(np.arange(1, rows + 1))
        columns |= {name: sums[name] for name in (*_CELL, *_SUMS)}
        columns |= {"segment_number": ordinals, "public_peer_place": pc.add(ordinals, origin.place(0))}
    tables = {
        "public_peer": conform("public_peer", columns, rows),
        "finding": build_findings(origin, _say_what_was_read(origin, tally, rows)),
    }
    return build_source_file(PUBLIC_PEER, tables)


def _read_header(opening: bytes) -> list[str]:
    text = opening.decode("utf-8-sig", "ignore")
    return [cell.strip() for cell in split_cells(text, ",")]


def _plain(title: str) -> str:
    """A header as we compare it: CMS writes it in either case, and some columns with PSPS_ before."""
    return re.sub("^psps_", "", normalise_header(title))


def _check_header(origin: Origin, header: list[str], titles: list[str]) -> None:
    missing = [name for name in _NEEDED if name not in titles]
    if missing:
        named = f"column {missing[0]} is" if len(missing) == 1 else f"columns {', '.join(missing)} are"
        raise origin.refuse(
            PUBLIC_PEER,
            f"row 1: {named} missing; the header has {', '.join(header)}. Take the Physician/Supplier Procedure "
            "Summary with all its columns and import it again.",
        )
    repeated = sorted({title for title in titles if title in _NEEDED and titles.count(title) > 1})
    if repeated:
        raise origin.refuse(PUBLIC_PEER, f"row 1: the header names {', '.join(repeated)} more than once.")


def _read_blocks(stream: BinaryIO, titles: list[str], tally: _Tally) -> Iterator[pa.Table]:
    """Blocks of rows under our names, all cells as text."""

    def skip(_: pyarrow.csv.InvalidRow) -> str:
        tally.ragged_rows += 1
        return "skip"

    names = [f"{title}#{place}" for place, title in enumerate(titles)]
    used = {names[titles.index(title)]: name for title, name in [*_NEEDED.items(), (_YEAR, _YEAR)] if title in titles}
    reader = pyarrow.csv.open_csv(
        stream,
        read_options=pyarrow.csv.ReadOptions(
            use_threads=False, block_size=_BLOCK_BYTES, column_names=names, skip_rows=1
        ),
        parse_options=pyarrow.csv.ParseOptions(invalid_row_handler=skip),
        convert_options=pyarrow.csv.ConvertOptions(
            include_columns=list(used), column_types=dict.fromkeys(used, pa.string())
        ),
    )
    for batch in reader:
        block = pa.Table.from_batches([batch]).rename_columns(list(used.values()))
        yield block if _YEAR in block.column_names else block.append_column(_YEAR, pa.nulls(len(block), pa.string()))


def _count_block(block: pa.Table, tally: _Tally) -> None:
    tally.rows += len(block)
    therapy, attestation = _load_modifiers()
    first, second = (_read_code(block[name]) for name in ("first_modifier", "second_modifier"))
    # exactly one of the two, as on a remittance
    is_therapy = pc.xor(pc.is_in(first, therapy), pc.is_in(second, therapy))
    has_kx = pc.or_(pc.is_in(first, attestation), pc.is_in(second, attestation)).filter(is_therapy)
    kept = block.filter(is_therapy)
    tally.therapy_rows += len(kept)
    if len(kept):
        tally.parts.append(_sum(_measure(kept, has_kx, tally)))
    if len(tally.parts) > _BLOCKS_PER_SUM:
        tally.parts[:] = [_sum_parts(tally.parts)]


def _measure(kept: pa.Table, has_kx: pa.ChunkedArray, tally: _Tally) -> pa.Table:
    """The therapy rows with what is summed; a blank or suppressed count adds nothing and is counted as blank."""
    readings = {name: read_quantities(_unmask(kept[name])) for name in _UNITS}
    is_broken = np.logical_or.reduce([reading.is_broken for reading in readings.values()])
    year = _read_code(kept[_YEAR])
    is_broken |= match_form(year.combine_chunks(), r"^20\d\d$")
    is_broken |= pc.is_null(_read_code(kept["procedure_code"])).to_numpy()
    tally.unusable_rows += int(is_broken.sum())
    is_blank = pc.or_(*(pc.is_null(reading.values) for reading in readings.values()))
    units = {name: pc.fill_null(reading.values, pa.scalar(0, QUANTITY)) for name, reading in readings.items()}
    flag = has_kx.combine_chunks()
    measured = {
        "calendar_year": year.combine_chunks(),
        **{name: _read_code(kept[name]) for name in _CELL[1:]},
        **units,
        **{f"kx_{name}": pc.if_else(flag, units[name], pa.scalar(0, QUANTITY)) for name in _UNITS},
        "source_rows": pa.repeat(1, len(kept)),
        "blank_rows": is_blank.cast(pa.int64()),
    }
    return pa.table(measured).filter(pa.array(~is_broken))


_SUM_SCHEMA = pa.schema(
    [(name, pa.string()) for name in _CELL]
    + [(name, pa.int64() if name.endswith("_rows") else QUANTITY) for name in _SUMS]
)


def _sum(rows: pa.Table) -> pa.Table:
    grouped = rows.group_by(list(_CELL)).aggregate([(name, "sum") for name in _SUMS])
    named = grouped.rename_columns([name.removesuffix("_sum") for name in grouped.column_names])
    return named.select(_SUM_SCHEMA.names).cast(_SUM_SCHEMA)


def _sum_parts(parts: list[pa.Table]) -> pa.Table:
    """One row a cell, in a total order."""
    return _sum(pa.concat_tables(parts)).sort_by([(name, "ascending") for name in _CELL])


def _read_code(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.utf8_upper(pa.chunked_array([trim_cells(chunk) for chunk in column.chunks], pa.string()))


def _unmask(column: pa.ChunkedArray) -> pa.Array:
    """A count as it stands; the asterisk of a suppressed cell is a blank."""
    texts = trim_cells(column.combine_chunks())
    return pc.if_else(pc.equal(texts, "*"), pa.scalar(None, pa.string()), texts)


@cache
def _load_modifiers() -> tuple[pa.Array, pa.Array]:
    """The therapy modifiers, and those that attest."""
    with (_REFERENCE / "therapy_modifier.csv").open(encoding="utf-8", newline="") as rows:
        therapy = [row["modifier_code"] for row in csv.DictReader(rows)]
    with (_REFERENCE / "special_modifier.csv").open(encoding="utf-8", newline="") as rows:
        attestation = [row["modifier_code"] for row in csv.DictReader(rows) if row["modifier_role"] == "attestation"]
    return pa.array(therapy), pa.array(attestation)


def _say_what_was_read(origin: Origin, tally: _Tally, cells: int) -> list[Finding]:
    """How much was read, and one finding for all rows that could not be used."""
    read = (
        f"{tally.rows:,} rows were read, of which {tally.therapy_rows:,} are therapy rows (one of GP, GO, GN among two "
        f"modifiers), summed to {cells:,} of procedure, specialty, carrier and year."
    )
    notes = [Finding(1, "public_peer_rows", origin.sign(read), None, False)]
    unusable = tally.unusable_rows + tally.ragged_rows
    if unusable:
        lost = (
            f"{unusable:,} rows were not used: a count that is no number, no procedure code, a year that is none, or "
            "another number of cells than the header. Download the file again if these are many."
        )
        notes.append(Finding(1, "unreadable_public_rows", origin.sign(lost)))
    return notes
