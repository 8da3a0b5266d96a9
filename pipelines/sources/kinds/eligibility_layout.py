"""Reads eligibility layout files: what a user says of therapy amounts that the shipped tables do not know."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.sources.finding import Broken, build_findings, judge_rows, note_repeated_headers
from pipelines.sources.schema import build_places, conform
from pipelines.sources.source_file import SourceFile, build_source_file
from pipelines.sources.tabular.profile import build_own_profile
from pipelines.sources.tabular.table import Table
from pipelines.sources.tabular.values import match_form, read_flags

ELIGIBILITY_LAYOUT = "eligibility_layout"
_NEEDED = ("information_code", "pool", "meaning", "source")
_CONDITIONS = ("service_type_codes", "plan_text", "period_code", "amount_element", "message_text")
ELIGIBILITY_LAYOUT_PROFILE = build_own_profile(ELIGIBILITY_LAYOUT, (*_NEEDED, *_CONDITIONS))


def build_eligibility_layout(table: Table) -> SourceFile:
    """The rows of `source.eligibility_layout` and `source.finding` of a file of layouts."""
    texts = table.texts
    pools, meanings = pc.utf8_upper(texts["pool"]), pc.utf8_lower(texts["meaning"])
    is_used, findings = judge_rows(table, _check(table, pools, meanings))
    kept = pa.array(is_used)
    numbers = pa.array(table.sheet.row_numbers).filter(kept)
    columns: dict[str, object] = {
        "file_number": table.origin.file_number,
        "file_sha256": table.origin.file_sha256,
        "segment_number": numbers,
        "layout_place": build_places(table.origin.file_number, len(numbers)),
        **{name: texts[name].filter(kept) for name in ("information_code", *_CONDITIONS, "source")},
        "amount_element": pc.utf8_lpad(texts["amount_element"], 2, "0").filter(kept),
        "pool": pools.filter(kept),
        "meaning": meanings.filter(kept),
    }
    tables = {
        "eligibility_layout": conform("eligibility_layout", columns, len(numbers)),
        "finding": build_findings(table.origin, [*findings, *note_repeated_headers(table)]),
    }
    return build_source_file(ELIGIBILITY_LAYOUT, tables)


def _check(table: Table, pools: pa.Array, meanings: pa.Array) -> list[Broken]:
    texts = table.texts
    is_wide = pc.and_(pc.is_null(texts["service_type_codes"]), pc.is_null(texts["plan_text"]))
    return [
        Broken("wrong_number_of_cells", "", table.sheet.is_ragged),
        *(Broken("missing_value", column, read_flags(pc.is_null(texts[column]))) for column in _NEEDED),
        *(Broken("formula_text", name, read_flags(pc.starts_with(texts[name], "="))) for name in _CONDITIONS),
        Broken("missing_value", "service_type_codes", read_flags(is_wide)),
        Broken("unknown_pool", "pool", match_form(pools, "^(PT_SLP|OT)$")),
        Broken("unknown_meaning", "meaning", match_form(meanings, "^(used|remaining|other)$")),
        Broken("unknown_element", "amount_element", match_form(texts["amount_element"], "^0?[78]$")),
    ]
