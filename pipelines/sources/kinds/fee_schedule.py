"""Reads fee schedules: what Medicare pays for one unit, by code, modifier class, locality and year."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.compute as pc

from pipelines.sources.finding import Broken, build_findings, judge_rows, note_repeated_headers
from pipelines.sources.schema import build_places, conform
from pipelines.sources.source_file import Origin, SourceFile, build_source_file
from pipelines.sources.tabular.profile import build_own_profile
from pipelines.sources.tabular.table import Table, read_table
from pipelines.sources.tabular.values import Reading, has_long_amount, match_form, read_amounts, read_flags, read_years

FEE_SCHEDULE = "fee_schedule"
_COLUMNS = ("procedure_code", "modifier_class", "locality", "calendar_year", "amount")
# A blank locality holds for every clinic; an NPI as locality holds for that clinic alone.
_NEEDED = ("procedure_code", "modifier_class", "calendar_year", "amount")
FEE_SCHEDULE_PROFILE = build_own_profile(FEE_SCHEDULE, _COLUMNS)


def read_fee_schedule(content: bytes, file_number: int, file_sha256: str, file_name: str) -> SourceFile:
    """The rows of a fee schedule; amounts are dollars for one unit, and a row that breaks a rule is a finding.

    Raises RefusedFile if a column is missing.
    """
    origin = Origin(file_number, file_sha256, file_name)
    return build_fee_schedule(read_table(content, origin, (FEE_SCHEDULE_PROFILE,)))


def build_fee_schedule(table: Table) -> SourceFile:
    """The rows of `source.fee_schedule` and `source.finding` of a fee schedule."""
    texts = table.texts
    classes = pc.utf8_lower(texts["modifier_class"])
    years, amounts = read_years(texts["calendar_year"]), read_amounts(texts["amount"])
    is_used, findings = judge_rows(table, [*_check_texts(table, classes), *_check_values(table, years, amounts)])
    kept = pa.array(is_used)
    numbers = pa.array(table.sheet.row_numbers).filter(kept)
    columns: dict[str, object] = {
        "file_number": table.origin.file_number,
        "file_sha256": table.origin.file_sha256,
        "segment_number": numbers,
        "fee_schedule_place": build_places(table.origin.file_number, len(numbers)),
        "procedure_code": texts["procedure_code"].filter(kept),
        "modifier_class": classes.filter(kept),
        "locality": texts["locality"].filter(kept),
        "calendar_year": years.values.filter(kept),
        "fee_amount": amounts.values.filter(kept),
    }
    tables = {
        "fee_schedule": conform("fee_schedule", columns, len(numbers)),
        "finding": build_findings(table.origin, [*findings, *note_repeated_headers(table)]),
    }
    return build_source_file(FEE_SCHEDULE, tables)


def _check_texts(table: Table, classes: pa.Array) -> list[Broken]:
    return [
        Broken("wrong_number_of_cells", "", table.sheet.is_ragged),
        *(Broken("missing_value", column, read_flags(pc.is_null(table.texts[column]))) for column in _NEEDED),
        Broken("unreadable_procedure_code", "procedure_code", match_form(table.texts["procedure_code"], r"^\w+$")),
        Broken("unknown_modifier_class", "modifier_class", match_form(classes, "^(any|assistant|no_assistant)$")),
    ]


def _check_values(table: Table, years: Reading, amounts: Reading) -> list[Broken]:
    is_long = has_long_amount(table.texts["amount"])
    zero = pa.scalar(0, amounts.values.type)
    return [
        Broken("unreadable_year", "calendar_year", years.is_broken),
        Broken("amount_with_more_than_two_decimals", "amount", is_long),
        Broken("unreadable_amount", "amount", amounts.is_broken & ~is_long),
        Broken("fee_not_above_zero", "amount", read_flags(pc.less_equal(amounts.values, zero))),
    ]
