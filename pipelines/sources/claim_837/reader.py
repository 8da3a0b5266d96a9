"""Reads professional claim files (837P): one row per service line, with the segment where it stands.

The same front door as for remittances: interchanges with their own separators, seals that must be closed, and a
grammar whose rows are compared with an independent split of the segments.

Decision 0138.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import oxedi
import pyarrow as pa

from pipelines.errors import RefusedFile
from pipelines.sources.claim_837.kind import refuse_other_kinds, refuse_other_versions
from pipelines.sources.claim_837.spec import claim_837_spec
from pipelines.sources.x12.document import CLAIM
from pipelines.sources.x12.envelope import Envelope, keep_wanted, walk_envelope
from pipelines.sources.x12.interchange import split_interchanges
from pipelines.sources.x12.segments import Positions, SegmentMap, build_segment_map

_TEXT, _COUNT = pa.string(), pa.int64()
_OWN_TEXTS = (
    "procedure_code", "modifier_1", "modifier_2", "modifier_3", "modifier_4", "charge_amount", "units", "service_date",
    "line_item_control_number", "place_of_service_code",
)  # fmt: skip
_CLAIM_TEXTS = ("patient_control_number", "claim_frequency_code", "original_claim_control_number")
CLAIM_LINE_SCHEMA = pa.schema(
    [(name, _COUNT) for name in ("claim_ordinal", "line_number", "segment_number", "claim_segment_number")]
    + [(name, _TEXT) for name in (*_OWN_TEXTS, *_CLAIM_TEXTS, "claim_place_of_service_code")]
    + [(name, _TEXT) for name in ("claim_filing_indicator_code", "patient_id", "billing_npi", "created_date")]
    + [(name, _TEXT) for name in ("rendering_npi", "claim_rendering_npi")]
)
_EXPORT_AGAIN = "Export it from the billing system again."


@dataclass(frozen=True)
class _Part:
    """One interchange: its segments, and the rows that oxedi read from them."""

    segments: SegmentMap
    tables: dict[str, pa.Table]

    def texts(self, table: str, column: str) -> pa.Array:
        """A column as text; empty where the file has nothing."""
        return self.tables[table][column].combine_chunks().cast(_TEXT)

    def rows(self, table: str, parent: str) -> Positions:
        """For each row of `table`, the row of `parent` that it stands in; -1 for none."""
        numbers = self.tables[table][parent].to_numpy()  # with nulls: floating point, and NaN for null
        rows: Positions = np.nan_to_num(numbers, nan=-1).astype(np.int64)
        return rows

    def positions(self, table: str) -> Positions:
        """The position of the segment that begins each row of `table`."""
        numbers: Positions = self.tables[table]["segment"].to_numpy()
        return numbers


def read_claims(content: bytes, file_name: str) -> pa.Table:
    """The service lines of one 837P file in file order, as `CLAIM_LINE_SCHEMA`.

    Raises RefusedFile for a file of another kind, one that is cut off, or one that does not count what it holds.
    """
    refuse_other_kinds(content, file_name)
    pieces: list[pa.Table] = []
    claims_before = 0
    for part in _read_parts(content, file_name):
        pieces.append(_build_lines(part, claims_before))
        claims_before += part.tables["claims"].num_rows
    if not pieces:
        raise RefusedFile(CLAIM.kind, f"{file_name}: no whole 837 transaction (ST to SE) was found. {_EXPORT_AGAIN}")
    return pa.concat_tables(pieces)


def _read_parts(content: bytes, file_name: str) -> Iterator[_Part]:
    segments_before = 0
    for interchange in split_interchanges(content, file_name, CLAIM):
        original = build_segment_map(interchange, segments_before)
        envelope = walk_envelope(original, interchange.is_ended, file_name, CLAIM)
        _refuse_wrong_counts(original, envelope, file_name)
        segments_before += len(original.starts)
        if not envelope.wanted:
            continue
        segments = keep_wanted(original, envelope)
        refuse_other_versions(segments, file_name)
        delimiters = oxedi.Delimiters(element=segments.element, component=segments.component, segment=b"\n")
        result = oxedi.parse(segments.text, spec=claim_837_spec(), delimiters=delimiters)
        names = result.tables.keys()
        tables = {name: pa.table(result.tables[name]) for name in names}
        part = _Part(segments, tables)
        _refuse_half_read(part, len(result.document), file_name)
        yield part


def _refuse_wrong_counts(segments: SegmentMap, envelope: Envelope, file_name: str) -> None:
    """A remittance was paid whatever it counts; a claim file that counts wrong is rejected by the payer."""
    for position, _, sentence in envelope.notes:
        raise RefusedFile(
            CLAIM.kind,
            f"{file_name}, segment {segments.number(position)}: {sentence}. The payer would reject the file. "
            f"{_EXPORT_AGAIN}",
        )


def _refuse_half_read(part: _Part, seen: int, file_name: str) -> None:
    """Compares what oxedi saw with the independent split; a difference refuses the file."""
    segments = part.segments
    expected = {"claims": segments.find("CLM"), "lines": segments.find("LX")}
    unread = np.concatenate([np.setxor1d(places, part.positions(name)) for name, places in expected.items()])
    codes = segments.find("SV1")
    lines = expected["lines"]
    if not len(unread) and not np.array_equal(np.searchsorted(lines, codes), np.arange(1, len(lines) + 1)):
        is_alone = np.bincount(np.searchsorted(lines, codes), minlength=len(lines) + 1)[1:] != 1
        unread = lines[is_alone] if is_alone.any() else codes[:1]
    if len(unread) or seen != len(segments.starts):
        place = f", segment {segments.number(int(unread.min()))}" if len(unread) else ""
        raise RefusedFile(
            CLAIM.kind,
            f"{file_name}{place}: this segment is empty or out of place: a claim (CLM) has service lines, each "
            f"with one LX and one SV1. {_EXPORT_AGAIN}",
        )


def _build_lines(part: _Part, claims_before: int) -> pa.Table:
    claims = part.rows("lines", "claim")
    numbers = part.segments.numbers
    columns: dict[str, object] = {
        "claim_ordinal": claims + claims_before + 1,
        "line_number": _ordinals_within(claims),
        "segment_number": numbers[part.segments.find("SV1")],
        "claim_segment_number": numbers[part.positions("claims")][claims],
        **{name: part.texts("lines", name) for name in _OWN_TEXTS},
        **{name: _take(part.texts("claims", name), claims) for name in _CLAIM_TEXTS},
        "claim_place_of_service_code": _take(part.texts("claims", "place_of_service_code"), claims),
        "claim_filing_indicator_code": _take(
            part.texts("patients", "claim_filing_indicator_code"), part.rows("lines", "patient")
        ),
        "patient_id": _first_of(part, "subscribers", "patient", part.rows("lines", "patient")),
        "created_date": _take(part.texts("billers", "created_date"), part.rows("lines", "biller")),
        "billing_npi": _first_of(part, "clinics", "biller", part.rows("lines", "biller")),
        "rendering_npi": _first_of(part, "renderers", "line", np.arange(len(claims))),
        "claim_rendering_npi": _first_of(part, "renderers", "claim", claims, part.rows("renderers", "line") == -1),
    }
    arrays = (columns[name] for name in CLAIM_LINE_SCHEMA.names)
    made = [pa.array(array) if isinstance(array, np.ndarray) else array for array in arrays]
    return pa.Table.from_arrays(made, names=CLAIM_LINE_SCHEMA.names).cast(CLAIM_LINE_SCHEMA)


def _ordinals_within(claims: Positions) -> Positions:
    starts = np.flatnonzero(np.diff(claims, prepend=-1))
    return np.arange(len(claims)) - np.repeat(starts, np.diff(np.append(starts, len(claims)))) + 1


def _first_of(
    part: _Part, table: str, parent: str, wanted: Positions, is_used: npt.NDArray[np.bool_] | None = None
) -> pa.Array:
    """For each of the `wanted` rows of `parent`, the identifier of its first row in `table`."""
    parents = part.rows(table, parent)
    rows = np.flatnonzero((parents >= 0) if is_used is None else is_used)
    found, first = np.unique(parents[rows], return_index=True)
    if not len(found):
        return pa.nulls(len(wanted), _TEXT)
    at = np.searchsorted(found, wanted).clip(max=len(found) - 1)
    return _take(part.texts(table, "identifier"), np.where(found[at] == wanted, rows[first][at], -1))


def _take(texts: pa.Array, rows: Positions) -> pa.Array:
    """The texts in these rows, null for row -1."""
    return texts.take(pa.array(rows, _COUNT, mask=rows < 0))
