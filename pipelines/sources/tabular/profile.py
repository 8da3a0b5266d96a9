"""Maps the column headers of a file to our columns.

A profile is a TOML file. `name` says whose export it is, `kind` what it holds (a remittance export if
nothing is said), `[columns]` maps our column names to the
other system's headers, `[constants]` gives the text of a column that the other system does not
have (`""` for a column that stays empty), and `[values.<our column>]` translates the other
system's words into codes.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines.errors import UsageError

REMITTANCE_EXPORT = "remittance_export"

REQUIRED_COLUMNS = (
    "patient_id",
    "payer_claim_control_number",
    "claim_status_code",
    "claim_filing_indicator_code",
    "payee_npi",
    "service_date",
    "payment_date",
    "payment_trace_number",
    "procedure_code",
    "charge",
    "paid",
)
"""The columns of an export that must be filled in every row."""

EXPORT_COLUMNS = (
    *REQUIRED_COLUMNS,
    "patient_last_name",
    "patient_first_name",
    "patient_control_number",
    "rendering_npi",
    "line_item_control_number",
    "received_date",
    "modifiers",
    "paid_units",
    "allowed",
    "adjustments",
    "remarks",
)
"""The columns that the header of an export needs."""

OPTIONAL_EXPORT_COLUMNS = ("diagnosis_code",)

ELIGIBILITY_SUMMARY = "eligibility_summary"
DOCUMENTED_UNITS = "documented_units"


@dataclass(frozen=True)
class Layout:
    """The columns of one kind of table: those that a header needs, and those that are used if they are there."""

    needed: tuple[str, ...]
    optional: tuple[str, ...]


PROFILE_LAYOUTS = {
    REMITTANCE_EXPORT: Layout(EXPORT_COLUMNS, OPTIONAL_EXPORT_COLUMNS),
    ELIGIBILITY_SUMMARY: Layout(("patient_id", "as_of_date", "pt_slp_used", "ot_used"), ("calendar_year",)),
    DOCUMENTED_UNITS: Layout(
        ("visit_id", "date_of_service", "cpt_code", "units"),
        ("patient_id", "patient_name", "patient_dob", "clinic_name", "case_name", "date_of_finalization", "visit_type",
         "documenting_therapist", "finalizing_therapist", "treating_diagnosis", "modifier", "plan_of_care_date",
         "minutes"),
    ),
}  # fmt: skip
"""The kinds of tables that a profile may describe."""

_LARGEST_PROFILE = 64 * 1024
_LONGEST_LINE = 2_000
_SHIPPED = Path(__file__).parent / "profiles"


@dataclass(frozen=True)
class Profile:
    """How the header of one kind of table is read.

    `columns` maps our names to the headers of the table, `constants` our names to a fixed text,
    `values` our names to a dictionary from the table's words to ours. `optional` columns are used
    if the table has them.
    """

    kind: str
    name: str
    columns: Mapping[str, str]
    constants: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    optional: frozenset[str] = frozenset()

    def find_missing(self, header: tuple[str, ...]) -> list[str]:
        """The headers that the profile needs and `header` lacks, in the profile's order."""
        present = {normalise_header(cell) for cell in header}
        needed = [text for column, text in self.columns.items() if column not in self.optional]
        return [text for text in needed if normalise_header(text) not in present]

    def count_matches(self, header: tuple[str, ...]) -> int:
        """How many of the profile's headers, optional ones included, stand in `header`."""
        present = {normalise_header(cell) for cell in header}
        return sum(normalise_header(text) in present for text in self.columns.values())


def normalise_header(text: str) -> str:
    """A header cell as it is compared: trimmed, blanks inside made single, without case."""
    return " ".join(text.split()).casefold()


def build_own_profile(kind: str, needed: tuple[str, ...], optional: tuple[str, ...] = ()) -> Profile:
    """The profile of a table that uses our own column names."""
    names = (*needed, *optional)
    return Profile(kind, "kxwatch", {name: name for name in names}, optional=frozenset(optional))


EXPORT_PROFILE = build_own_profile(REMITTANCE_EXPORT, EXPORT_COLUMNS, OPTIONAL_EXPORT_COLUMNS)


def load_profiles(directory: Path) -> tuple[Profile, ...]:
    """The profiles in `directory` (it need not exist), then the shipped ones.

    Raises UsageError, with the file and what to change, for a profile that cannot be used.
    """
    own = sorted(directory.glob("*.toml")) if directory.is_dir() else []
    return tuple(load_profile(path) for path in [*own, *sorted(_SHIPPED.glob("*.toml"))])


def load_profile(path: Path) -> Profile:
    """The profile in the TOML file `path`; raises UsageError as `load_profiles` does."""
    content = _read_toml(path)
    unknown = sorted(set(content) - {"name", "kind", "columns", "constants", "values"})
    if unknown:
        raise _broken(path, f"it has {_list(unknown)}, but only name, kind, columns, constants and values are known")
    name = content.get("name")
    if not isinstance(name, str) or not name.strip():
        raise _broken(path, "name is missing; it says in a few words whose export this is")
    kind = content.get("kind", REMITTANCE_EXPORT)
    if kind not in PROFILE_LAYOUTS:
        raise _broken(path, f"its kind is not one of {_list(list(PROFILE_LAYOUTS))}")
    columns = _read_texts(path, "columns", content.get("columns", {}))
    constants = _read_texts(path, "constants", content.get("constants", {}))
    values = _read_values(path, content.get("values", {}))
    layout = PROFILE_LAYOUTS[kind]
    _check_columns(path, layout, columns, constants, values)
    return Profile(kind, name, columns, constants, values, frozenset(layout.optional))


def _read_values(path: Path, table: object) -> dict[str, dict[str, str]]:
    if not isinstance(table, dict):
        raise _broken(path, "values is not a table of tables such as [values.claim_status_code]")
    return {column: _read_texts(path, f"values.{column}", words) for column, words in table.items()}


def _read_texts(path: Path, section: str, table: object) -> dict[str, str]:
    if not isinstance(table, dict) or not all(isinstance(text, str) for text in table.values()):
        raise _broken(path, f'[{section}] must hold lines such as patient_id = "Patient ID", each text in quotes')
    return {str(key): str(text) for key, text in table.items()}


def _check_columns(
    path: Path,
    layout: Layout,
    columns: dict[str, str],
    constants: dict[str, str],
    values: dict[str, dict[str, str]],
) -> None:
    known = {*layout.needed, *layout.optional}
    unknown = sorted({*columns, *constants, *values} - known)
    if unknown:
        raise _broken(path, f"kxwatch has no column {_list(unknown)}; the names are {_list(sorted(known))}")
    missing = [column for column in layout.needed if column not in columns and column not in constants]
    if missing:
        raise _broken(
            path,
            f"it says nothing about {_list(missing)}; name a header in [columns] or a text in [constants], "
            'which may be ""',
        )
    twice = sorted(set(columns) & set(constants))
    if twice:
        raise _broken(path, f"{_list(twice)} stands in [columns] and in [constants]; keep one")
    headers = [normalise_header(text) for text in columns.values()]
    repeated = sorted({text for text in headers if not text or headers.count(text) > 1})
    if repeated:
        raise _broken(path, f"the header {_list(repeated) or 'of no text'} stands for more than one column or for none")


def _read_toml(path: Path) -> dict[str, Any]:
    """The content of a profile; nothing in it can block, nest or take long."""
    try:
        size = path.stat().st_size if path.is_file() else None
        if size is None or size > _LARGEST_PROFILE:
            raise _broken(path, f"it is not a regular file of at most {_LARGEST_PROFILE // 1024} KB")
        text = path.read_text("utf-8-sig")
        if any(len(line) > _LONGEST_LINE for line in text.splitlines()):
            raise _broken(path, f"it has a line of more than {_LONGEST_LINE:,} characters")
        return tomllib.loads(text)
    except (OSError, ValueError) as error:
        raise _broken(path, f"it is not readable TOML ({error})") from error
    except RecursionError:
        raise _broken(path, "it is nested too deeply") from None


def _broken(path: Path, found: str) -> UsageError:
    return UsageError(f"The profile {path.name} cannot be used: {found}. Correct the file or remove it.")


def _list(names: list[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)
