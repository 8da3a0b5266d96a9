"""Where the line comes from: its bytes, its rows in the archive, and what staging makes of them."""

from __future__ import annotations

from collections.abc import Iterator

import pyarrow as pa

from pipelines.sources.recognition import read_source
from pipelines.sources.schema import PLACES_PER_FILE
from pipelines.sources.tabular.profile import load_profiles
from pipelines.trace.layout import show_fields, show_segments, show_stage, show_table, show_text
from pipelines.trace.stages import Row, Stages, read_stored

_CLAIM_TABLES = ("claim_payment", "service_line", "adjustment", "remark")
_SHOWN_ELSEWHERE = {"raw_segments", "batch_number", "file_sha256", "file_number"}


def show_file(stages: Stages, line: Row) -> Iterator[str]:
    """The file, the segments of the claim payment read from the original anew, and whether they still agree."""
    offer = stages.rows("from source.offer where file_number = $number", number=line["line_place"] // PLACES_PER_FILE)[
        0
    ]
    yield from show_stage(1, "file", "What the payer sent, read from the stored bytes; ► marks this line.")
    yield from show_fields(
        {
            "file_name": offer["file_name"],
            "bytes": f"{offer['byte_count']:,}",
            "file_sha256": offer["file_sha256"],
            "offered_at": f"{offer['offered_at']:%Y-%m-%d %H:%M} UTC",
            "batch_number": offer["batch_number"],
        }
    )
    tables = _read_again(stages, offer)
    claim = _pick(tables["claim_payment"], line["claim_place"])[0]
    lines = _pick(tables["service_line"], line["claim_place"])
    yield from show_segments(_number_segments(claim, lines, line))
    yield from show_text(_compare(stages, tables, line["claim_place"]))


def _read_again(stages: Stages, offer: Row) -> dict[str, pa.Table]:
    content = read_stored(stages, offer)
    profiles = load_profiles(stages.home.profiles)
    return read_source(content, offer["file_number"], offer["file_sha256"], offer["file_name"], profiles).tables


def _pick(table: pa.Table, claim_place: int) -> list[Row]:
    """The rows of one claim payment, in the order of the file."""
    is_wanted = pa.compute.equal(table["claim_place"], claim_place)
    rows: list[Row] = table.filter(is_wanted).to_pylist()
    return rows


def _number_segments(claim: Row, lines: list[Row], line: Row) -> Iterator[tuple[int, str, bool]]:
    """Segments stand one after the other; rows of an export carry their own numbers."""
    texts = str(claim["raw_segments"]).removesuffix("\n").split("\n")
    if lines[0]["is_export"]:
        numbers = [one["segment_number"] for one in lines]
    else:
        numbers = list(range(claim["segment_number"], claim["segment_number"] + len(texts)))
    for number, text in zip(numbers, texts, strict=True):
        yield number, text, number == line["segment_number"]


def _compare(stages: Stages, tables: dict[str, pa.Table], claim_place: int) -> str:
    """Whether the archive holds what the bytes say."""
    read = archived = 0
    differing = []
    for name in _CLAIM_TABLES:
        again = _pick(tables[name], claim_place) if name in tables else []
        kept = stages.rows(
            f"select * exclude (batch_number) from source.{name} where claim_place = $place", place=claim_place
        )
        read, archived = read + len(again), archived + len(kept)
        if sorted(map(repr, again)) != sorted(map(repr, kept)):
            differing.append(f"source.{name}")
    if differing:
        return f"Read again, the bytes differ from the archive in {', '.join(differing)}: read by an older version."
    return f"Read again, the bytes give the {archived} rows that the archive holds of this claim payment."


def show_source(stages: Stages, line: Row) -> Iterator[str]:
    """The rows as the reader filled them: dollars and codes as the file said them."""
    yield from show_stage(2, "source", "The archive, as received: nothing interpreted, nothing dropped.")
    for name, place in (("claim_payment", "claim_place"), ("service_line", "line_place")):
        row = stages.rows(f"from source.{name} where {place} = $place", place=line[place])[0]
        yield f"   source.{name}"
        yield from show_fields({column: value for column, value in row.items() if column not in _SHOWN_ELSEWHERE})
    yield "   source.adjustment"
    yield from show_table(
        stages.rows(
            "select case when line_place is null then 'claim' else 'line' end as level, adjustment_group_code,"
            " adjustment_reason_code, adjustment_amount, adjustment_quantity from source.adjustment"
            " where claim_place = $claim and coalesce(line_place, $place) = $place order by adjustment_place",
            claim=line["claim_place"],
            place=line["line_place"],
        )
    )


def show_staging(stages: Stages, line: Row) -> Iterator[str]:
    """The same row with our names, in cents."""
    yield from show_stage(3, "staging", "The same line with our names and in whole cents: nothing interpreted.")
    row = stages.rows("from staging.service_line where line_place = $place", place=line["line_place"])[0]
    yield from show_fields({column: value for column, value in row.items() if column not in _SHOWN_ELSEWHERE})
