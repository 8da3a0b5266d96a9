"""Finds which kind of table a file holds, with its cells under our column names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipelines.errors import RefusedFile
from pipelines.sources.source_file import Origin
from pipelines.sources.tabular.profile import Profile, normalise_header
from pipelines.sources.tabular.sheet import FoundTable, Sheet, find_text_tables
from pipelines.sources.tabular.values import map_distinct
from pipelines.sources.tabular.workbook import find_sheet_tables, is_workbook
from pipelines.sources.x12.interchange import as_utf8

_LIKENESS = 1 / 3
_LONGEST_TITLE = 60


@dataclass(frozen=True)
class Table:
    """A sheet read through a profile: `texts` holds its trimmed cells by our column names."""

    origin: Origin
    profile: Profile
    sheet: Sheet
    texts: dict[str, pa.Array]
    unread_sheets: tuple[FoundTable, ...] = ()

    @property
    def rows(self) -> int:
        return len(self.sheet.row_numbers)

    def label(self, column: str) -> str:
        """What the file itself calls our column."""
        return self.profile.columns.get(column, column)


def read_table(content: bytes, origin: Origin, profiles: Iterable[Profile]) -> Table:
    """The first table in a text or workbook whose header one of the profiles knows; see `read_tables`."""
    return read_tables(content, origin, profiles)[0]


def read_tables(content: bytes, origin: Origin, profiles: Iterable[Profile]) -> list[Table]:
    """The tables of a text or workbook whose headers the profiles know: one a kind, sheets of one kind put together.

    Raises RefusedFile: with the profile's kind and the columns that are missing if no header fits and one is
    nearly one of theirs, else with kind `unknown`.
    """
    found = find_sheet_tables(content) if is_workbook(content) else find_text_tables(as_utf8(content))
    kind = "unknown"
    try:
        fitting, unfitting = _choose(found, tuple(profiles))
        tables: dict[str, list[Table]] = {}
        for profile, table in fitting:
            kind = profile.kind
            sheet = table.read_rows()
            _check_header(profile, table)
            tables.setdefault(kind, []).append(Table(origin, profile, sheet, _pick_columns(sheet, profile)))
    except RefusedFile as refusal:
        raise origin.refuse(refusal.kind if kind == "unknown" else kind, refusal.reason) from refusal
    joined = [_join(same) for same in tables.values()]
    return [replace(joined[0], unread_sheets=tuple(unfitting)), *joined[1:]]


def _join(tables: list[Table]) -> Table:
    """Sheets of one kind as one table under our column names; rows keep their numbers in their sheets."""
    if len(tables) == 1:
        return tables[0]
    names = list(dict.fromkeys(name for table in tables for name in table.texts))
    texts = {name: _stack([_column(table, name) for table in tables]) for name in names}
    counts = np.concatenate([np.where(table.sheet.is_ragged, -1, len(names)) for table in tables])
    sheet = Sheet(
        tuple(names),
        tuple(texts.values()),
        np.concatenate([table.sheet.row_numbers for table in tables]),
        counts,
        tables[0].sheet.delimiter,
        tuple(number for table in tables for number in table.sheet.repeated_headers),
    )
    return Table(tables[0].origin, tables[0].profile, sheet, texts)


def _column(table: Table, name: str) -> pa.Array:
    return table.texts[name] if name in table.texts else pa.nulls(table.rows, pa.string())


def _stack(columns: list[pa.Array]) -> pa.Array:
    stacked = pa.chunked_array([column.cast(pa.string()) for column in columns], pa.string()).combine_chunks()
    return stacked.chunk(0) if isinstance(stacked, pa.ChunkedArray) else stacked


def _choose(
    found: Iterator[FoundTable], profiles: tuple[Profile, ...]
) -> tuple[list[tuple[Profile, FoundTable]], list[FoundTable]]:
    """The tables that a profile knows whole, each with the profile that knows most of it, and the sheets that fit none.

    Of a text, which is offered once for each delimiter, the first that fits is the only one.
    """
    nearest: tuple[float, Profile, FoundTable] | None = None
    fitting: list[tuple[Profile, FoundTable]] = []
    unfitting: list[FoundTable] = []
    widest = 0
    for table in found:
        known = [profile for profile in profiles if not profile.find_missing(table.header)]
        if known:
            fitting.append((max(known, key=lambda profile: profile.count_matches(table.header)), table))
            if not table.name:
                break
            continue
        for profile in profiles:
            likeness = _count_alike(profile, table.header) / len(profile.columns)
            if nearest is None or likeness > nearest[0]:
                nearest = likeness, profile, table
        widest = max(widest, len(table.header))
        unfitting.append(table)
    if not fitting:
        raise _refuse_header(nearest, widest)
    return fitting, [table for table in unfitting if table.name]


def _refuse_header(nearest: tuple[float, Profile, FoundTable] | None, widest: int) -> RefusedFile:
    if not widest:
        return RefusedFile("unknown", "it has no filled cells. Export it again.")
    if nearest is None or nearest[0] < _LIKENESS:
        # the first row may be a patient's: it is not repeated
        return RefusedFile(
            "unknown",
            f"the first row has {widest} {'cell' if widest == 1 else 'cells'} and unrecognized column headers. "
            "kxwatch reads 835 files, and tables with column names in the first row: a remittance export, prior use, "
            "an identity crosswalk, thresholds, a fee schedule, annotations, an eligibility layout or CMS's Procedure "
            "Summary. For another system's export, add a profile to the folder profiles of the home.",
        )
    _, profile, table = nearest
    missing, header = profile.find_missing(table.header), [cell for cell in table.header if cell]
    return RefusedFile(
        profile.kind,
        f"row {table.row_number} ({table.where}): {_name(missing)} missing{_did_you_mean(missing, header)} "
        f"Add the missing {'column' if len(missing) == 1 else 'columns'} to the export (they may be empty where "
        "they are not needed) and import it again.",
    )


def _count_alike(profile: Profile, header: tuple[str, ...]) -> int:
    present = {_letters(cell) for cell in header}
    return sum(_letters(text) in present for text in profile.columns.values())


def _did_you_mean(missing: list[str], header: list[str]) -> str:
    """The header cells that differ from a missing column only by case, blanks or punctuation; no other is shown."""
    alike = {_letters(cell): cell for cell in header if len(cell) <= _LONGEST_TITLE}
    found = [f'"{alike[_letters(text)]}" for {text}' for text in missing if _letters(text) in alike]
    return f"; did you mean {', '.join(found)}?" if found else "."


def _letters(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


def _name(missing: list[str]) -> str:
    verb = "column {} is" if len(missing) == 1 else "columns {} are"
    return verb.format(", ".join(missing))


def _check_header(profile: Profile, table: FoundTable) -> None:
    titles = [normalise_header(cell) for cell in table.header]
    repeated = [text for text in profile.columns.values() if titles.count(normalise_header(text)) > 1]
    if repeated:
        raise RefusedFile(
            profile.kind,
            f"row {table.row_number}: the header names {', '.join(repeated)} more than once. It is unclear "
            "which column counts: rename or remove one of them and import the file again.",
        )


def _pick_columns(sheet: Sheet, profile: Profile) -> dict[str, pa.Array]:
    titles = [normalise_header(cell) for cell in sheet.header]
    rows = len(sheet.row_numbers)
    texts = {column: pa.nulls(rows, pa.string()) for column in profile.optional}
    for column, text in profile.constants.items():
        texts[column] = pa.repeat(pa.scalar(text.strip() or None, pa.string()), rows)
    for column, title in profile.columns.items():
        if normalise_header(title) in titles:
            texts[column] = trim_cells(sheet.columns[titles.index(normalise_header(title))])
    for column, words in profile.values.items():
        texts[column] = _translate(texts[column], words)
    return texts


def _translate(texts: pa.Array, words: Mapping[str, str]) -> pa.Array:
    codes = {word.strip().casefold(): code for word, code in words.items()}

    def find_code(text: str) -> str | None:
        return codes.get(text.casefold(), text) or None

    return map_distinct(texts, find_code, pa.string())


def trim_cells(column: pa.Array) -> pa.Array:
    """The cells without blanks around them; a cell of blanks is null."""
    trimmed = pc.utf8_trim_whitespace(column)
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)
