"""Reads amounts of prior use as people type or paste them: entries, and a sentence for each row to correct."""

import csv
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from io import StringIO

from dashboard.formats import POOL_NAMES, format_cents_plain, format_date, mask_identifier

COLUMNS = ("patient_id", "amount", "as_of_date", "pool", "calendar_year", "grade")
FILE_COLUMNS = ("patient_id", "pool", "calendar_year", "amount", "as_of_date", "grade", "entered_at")
GRADES = ("verified", "typed")
_POOLS = {"PT_SLP": "PT_SLP", "PT+SLP": "PT_SLP", "PT AND SLP": "PT_SLP", "PT": "PT_SLP", "SLP": "PT_SLP", "OT": "OT"}
_HEADER_NAMES = {
    "patient": "patient_id",
    "as_of": "as_of_date",
    "category": "pool",
    "year": "calendar_year",
    "used": "amount",
}
_AMOUNT = re.compile(r"\d{1,7}(\.\d{1,2})?")
_GROUPED = re.compile(r"\d{1,3}(,\d{3})+(\.\d{1,2})?")
_DOLLARS_WITH_COMMAS = re.compile(r"\$\s*\d{1,3}(?:,\d{3})+")
_DATE_FORMS = ("%Y-%m-%d", "%m/%d/%Y", "%m/%d/%y")
_YEAR = re.compile(r"20\d\d")

Faulty = tuple["Typed", str]
"""A row that cannot be saved, and the sentence that says why."""

Accounts = Mapping[str, frozenset[tuple[str, int]]]
"""Patient identifier -> the threshold categories and years in which the patient has services."""


class EntryFaultError(Exception):
    """What is wrong with one row, as a sentence without an identifier."""


@dataclass(frozen=True)
class Typed:
    """One row as it was typed or pasted: texts, and the whole line for giving it back."""

    place: int
    texts: Mapping[str, str]
    line: str = ""

    @property
    def patient_id(self) -> str:
        """The identifier as it is compared: without blanks and hyphens, in upper case."""
        return re.sub(r"[\s-]+", "", self.texts.get("patient_id", "")).upper()


@dataclass(frozen=True)
class Entry:
    """One amount that can be saved."""

    patient_id: str
    pool: str
    calendar_year: int
    used_cents: int
    as_of_date: date
    grade: str


@dataclass(frozen=True)
class Defaults:
    """What holds for every row that does not say it: the as-of date and the source of the amounts."""

    as_of: date
    grade: str
    today: date
    keeps_unknown: bool = False


def split_rows(text: str) -> list[Typed]:
    """The rows of a pasted text: tabs, semicolons or commas between the cells; a first line may name the columns."""
    lines = [(place, line) for place, line in enumerate(text.splitlines(), start=1) if line.strip()]
    columns: tuple[str, ...] = COLUMNS
    found = []
    for place, line in lines:
        cells = _split_cells(line)
        if place == lines[0][0] and (named := _read_header(cells)):
            columns = named
            continue
        found.append(Typed(place, dict(zip(columns, cells, strict=False)), line))
    return found


def _split_cells(line: str) -> list[str]:
    if "\t" in line:
        return [cell.strip() for cell in line.split("\t")]
    separator = ";" if ";" in line else ","
    plain = line if '"' in line else _DOLLARS_WITH_COMMAS.sub(lambda match: match.group().replace(",", ""), line)
    try:
        return [cell.strip() for cell in next(csv.reader([plain], delimiter=separator, skipinitialspace=True))]
    except csv.Error:  # a cell of more than 128 kB, which is no identifier and no amount
        return [line]


def _read_header(cells: Iterable[str]) -> tuple[str, ...] | None:
    names = [re.sub(r"[\s-]+", "_", cell.casefold()) for cell in cells]
    columns = tuple(_HEADER_NAMES.get(name, name) for name in names)
    return columns if {"patient_id", "amount"} <= set(columns) else None


def judge_rows(typed: Iterable[Typed], accounts: Accounts, defaults: Defaults) -> tuple[list[Entry], list[Faulty]]:
    """The entries that can be saved, and each other row with what to correct."""
    entries, faults = [], []
    for row in typed:
        try:
            entries.append(_read_entry(row, accounts, defaults))
        except EntryFaultError as fault:
            who = f" (patient {mask_identifier(row.patient_id)})" if row.patient_id else ""
            faults.append((row, f"Row {row.place}{who}: {fault}"))
    return entries, faults


def _read_entry(row: Typed, accounts: Accounts, defaults: Defaults) -> Entry:
    if not row.patient_id:
        raise EntryFaultError("the patient identifier is missing.")
    cents = read_cents(row.texts.get("amount", ""))
    as_of = _read_as_of(row.texts.get("as_of_date", ""), defaults)
    year = _read_year(row.texts.get("calendar_year", ""), as_of)
    grade = row.texts.get("grade", "").casefold() or defaults.grade
    if grade not in GRADES:
        raise EntryFaultError("the source must be verified or typed.")
    known = accounts.get(row.patient_id)
    if known is None and not defaults.keeps_unknown:
        raise EntryFaultError(
            "no imported remittance names this patient. Check the identifier, or choose to keep such amounts."
        )
    return Entry(row.patient_id, _read_pool(row.texts.get("pool", ""), year, known), year, cents, as_of, grade)


def read_cents(text: str) -> int:
    """Dollars as people write them ($1,234.50, 1234.5) in whole cents. Raises EntryFaultError."""
    said = text.strip().removeprefix("$").strip()
    if not said:
        raise EntryFaultError("the amount is missing. Enter 0 where Medicare shows that nothing was used.")
    if said.startswith(("-", "(", "−")):
        raise EntryFaultError("the amount is below zero. Enter the total used, not what remains.")
    if _GROUPED.fullmatch(said):
        said = said.replace(",", "")
    if not _AMOUNT.fullmatch(said):
        raise EntryFaultError("the amount cannot be read. Enter it as 1234.50.")
    whole, _, rest = said.partition(".")
    return 100 * int(whole) + int(rest.ljust(2, "0") or 0)


def _read_as_of(text: str, defaults: Defaults) -> date:
    said = text.strip()
    day = _parse_date(said) if said else defaults.as_of
    if day is None:
        raise EntryFaultError("the as-of date cannot be read. Enter it as 01/31/2026.")
    if day > defaults.today:
        raise EntryFaultError(f"the as-of date {format_date(day)} is in the future.")
    return day


def _parse_date(text: str) -> date | None:
    for form in _DATE_FORMS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007
        except ValueError:
            continue
    return None


def _read_year(text: str, as_of: date) -> int:
    said = text.strip()
    if said and not _YEAR.fullmatch(said):
        raise EntryFaultError("the calendar year cannot be read. Enter it as 2026.")
    year = int(said) if said else as_of.year
    if as_of.year < year:
        raise EntryFaultError(f"the as-of date {format_date(as_of)} is before {year}, the year the amount is for.")
    return year


def _read_pool(text: str, year: int, known: frozenset[tuple[str, int]] | None) -> str:
    """The threshold category: as given, else the only one of the patient in that year."""
    said = text.strip().upper()
    if said and said not in _POOLS:
        raise EntryFaultError("the threshold category must be PT+SLP or OT.")
    of_year = {pool for pool, known_year in known or () if known_year == year}
    if said:
        pool = _POOLS[said]
        if known is not None and pool not in of_year:
            raise EntryFaultError(
                f"this patient has no {POOL_NAMES[pool]} services in {year}. Check the category and the year."
            )
        return pool
    if known is None or len(of_year) > 1:
        raise EntryFaultError("enter the threshold category, PT+SLP or OT.")
    if not of_year:
        raise EntryFaultError(f"this patient has no services in {year}. Check the year.")
    return next(iter(of_year))


def write_entries(entries: Iterable[Entry], entered_at: datetime) -> bytes:
    """The entries as a prior-use file; the moment makes two files of the same amounts differ."""
    text = StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(FILE_COLUMNS)
    moment = entered_at.isoformat(timespec="microseconds")
    for entry in entries:
        amount = format_cents_plain(entry.used_cents)
        rows.writerow(
            (entry.patient_id, entry.pool, entry.calendar_year, amount, entry.as_of_date, entry.grade, moment)
        )
    return text.getvalue().encode()


def write_withdrawal(rows_of_files: Iterable[tuple[str, int]], reason: str) -> bytes:
    """A file that withdraws rows of earlier prior-use files: (sha256 of the file, row)."""
    text = StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(("withdrawn_file_sha256", "withdrawn_row", "reason"))
    rows.writerows((digest, number, reason) for digest, number in rows_of_files)
    return text.getvalue().encode()
