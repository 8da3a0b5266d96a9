"""What a monthly build spends its time on, and what part of the practice its files touch."""

from __future__ import annotations

import hashlib
from pathlib import Path
from unittest.mock import patch

import duckdb

from pipelines.build import build
from pipelines.progress import QuietProgress, StageClock
from pipelines.settings import load_settings
from pipelines.store.home import Home
from tests.bench.models import list_statistics

# Of a build that made only what changed, these would stay whole: they compare everybody with everybody, or depend on
# the newest date.
STATISTICS = "provider risk, time and forecasts"

# What the lines of the new files belong to, and what part of all lines belongs to it.
_GROUPS = {
    "lines of the new files": "line.service_line_key",
    "lines of their accounts": "line.beneficiary_key, line.pool, line.calendar_year",
    "lines of their patients": "line.beneficiary_key",
    "lines of their providers and months": "line.provider_npi, line.service_month",
    "lines of their providers": "line.provider_npi",
    "lines of their clinics and months": "line.payee_npi, line.service_month",
}
_TOUCHED = """
    with new_line as (
        select bool_or(new_file.file_sha256 is not null) over (partition by {group}) as is_touched
        from mart.line
        left join new_file on line.file_sha256 = new_file.file_sha256
    )
    select count(case when is_touched then 1 end) / count(*) from new_line
"""


class StageNotes(QuietProgress):
    """Keeps the seconds of each stage that a build notes."""

    def __init__(self) -> None:
        super().__init__(is_verbose=True)
        self.seconds: dict[str, float] = {}

    def note(self, sentence: str) -> None:
        """`stage  rows  seconds s`."""
        words = sentence.split()
        self.seconds[f"stage {words[0]}"] = float(words[-2])


def build_month(folder: str, home_folder: str) -> dict[str, float]:
    """`kxwatch build FOLDER` in a home that holds the months before: stages, and what the new files touch."""
    notes, models = StageNotes(), dict[str, float]()
    settings = load_settings(Path(home_folder))
    add_up = StageClock.on_model

    def keep(clock: StageClock, name: str, rows: int, seconds: float) -> None:
        models[name] = seconds
        add_up(clock, name, rows, seconds)

    with patch.object(StageClock, "on_model", keep):
        outcome = build(settings, [Path(folder)], None, notes)
    touched = _measure_touched(Path(folder), Home(settings.home).warehouse)
    whole = {STATISTICS: sum(models.get(name, 0.0) for name in list_statistics())}
    return {"lines": outcome.contents.lines, "exit_code": outcome.exit_code, **notes.seconds, **whole, **touched}


def _measure_touched(folder: Path, warehouse: Path) -> dict[str, float]:
    new = [hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("*.835")]
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        connection.execute("create temp table new_file (file_sha256 varchar)")
        connection.executemany("insert into new_file values (?)", [[name] for name in new])
        return {
            f"affected: {name}": float(connection.execute(_TOUCHED.format(group=group)).fetchall()[0][0])
            for name, group in _GROUPS.items()
        }
