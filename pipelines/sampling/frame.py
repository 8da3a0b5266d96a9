"""A sampling frame: the paid units of the warehouse that a definition describes, in a fixed order."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from pipelines.errors import NotPublished, UsageError
from pipelines.settings import Settings
from pipelines.store.home import Home
from pipelines.store.home_files import open_version
from pipelines.store.home_key import load_key
from pipelines.store.warehouse import find_versions

UNITS = {
    "line": "one paid service line",
    "claim": "the paid service lines of one claim",
    "beneficiary-month": "the paid service lines of one patient in one month of service",
}
POOLS = {"PT_SLP": "PT and SLP", "OT": "OT"}
_NPI_FORM = re.compile(r"\d{10}", re.ASCII)
_QUERY = Path(__file__).parent / "queries" / "frame_unit.sql"
# The columns of a frozen row, in the order of the query.
COLUMNS = (
    "unit_key",
    "first_service_date",
    "last_service_date",
    "lines",
    "paid_cents",
    "patient_control_number",
    "claim_numbers",
    "procedure_codes",
    "payee_npi",
    "provider_npi",
    "pool",
    "has_kx",
)

Row = dict[str, Any]


@dataclass(frozen=True)
class FrameDefinition:
    """What belongs to a frame; None and False do not narrow it."""

    unit: str
    service_from: str | None = None
    service_to: str | None = None
    clinic_npi: str | None = None
    provider_npi: str | None = None
    pool: str | None = None
    is_kx_only: bool = False

    def describe(self) -> list[str]:
        """The definition in words."""
        limits = ["final Medicare therapy lines", "units paid more than $0"]
        if self.service_from or self.service_to:
            limits.append(
                f"dates of service {self.service_from or 'from the first'} to {self.service_to or 'the last'}"
            )
        limits += [f"clinic NPI {self.clinic_npi}"] if self.clinic_npi else []
        limits += [f"rendering NPI {self.provider_npi}"] if self.provider_npi else []
        limits += [POOLS[self.pool]] if self.pool else []
        limits += ["lines with KX"] if self.is_kx_only else []
        return [f"Sampling unit: {UNITS[self.unit]}.", f"Frame: {'; '.join(limits)}."]


@dataclass(frozen=True)
class Frame:
    """The units of a frame in order, and as of which date the data hold."""

    rows: list[Row]
    data_through_date: str


def check_definition(definition: FrameDefinition) -> None:
    """Raise UsageError for a definition that names something that does not exist."""
    for text in (definition.service_from, definition.service_to):
        if text is not None and not _is_date(text):
            raise UsageError(f'"{text}" is not a valid date. Nothing was drawn; use YYYY-MM-DD.')
    if definition.unit not in UNITS:
        raise UsageError(f'"{definition.unit}" is not a sampling unit. Nothing was drawn; use {", ".join(UNITS)}.')
    if definition.pool is not None and definition.pool not in POOLS:
        raise UsageError(f'"{definition.pool}" is not a threshold category. Nothing was drawn; use {", ".join(POOLS)}.')
    for text in (definition.clinic_npi, definition.provider_npi):
        if text is not None and not _NPI_FORM.fullmatch(text):
            raise UsageError(f'"{text}" is not an NPI of ten digits. Nothing was drawn.')


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def read_frame(settings: Settings, definition: FrameDefinition) -> Frame:
    """The frame as the newest warehouse has it. Raises UsageError for a bad definition or where nothing was built."""
    check_definition(definition)
    home = Home(settings.home)
    versions = find_versions(home)
    if not versions:
        raise UsageError(f"{home.root} has no warehouse yet. Nothing was drawn; run `kxwatch build` first.")
    with open_version(versions[-1][1], load_key(home, settings.key)) as connection:
        connection.execute("use opened")
        through = connection.execute("select cast(data_through_date as varchar) from mart.build_info").fetchone()
        found = connection.execute(_QUERY.read_text("utf-8"), asdict(definition)).fetchall()
    if through is None:
        raise NotPublished("The warehouse does not say as of which date it holds. Nothing was drawn; build again.")
    return Frame([dict(zip(COLUMNS, row, strict=True)) for row in found], str(through[0]))
