"""How much of the memory that a build is planned for the database takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.settings import load_settings
from pipelines.store.archive import connect
from pipelines.store.home import Home


@pytest.mark.parametrize(("limit", "taken"), [("3GB", "2.000GB"), ("1.5 GiB", "1.000GiB"), ("900MB", "600.000MB")])
def test_the_database_takes_two_thirds(home: Path, monkeypatch: pytest.MonkeyPatch, limit: str, taken: str) -> None:
    monkeypatch.setenv("KXWATCH_MEMORY_LIMIT", limit)
    settings = load_settings(home)
    assert settings.database_memory == taken
    with connect(settings, Home(home)) as connection:
        connection.execute(f"set global memory_limit = '{taken}'")
        asked = connection.execute("select current_setting('memory_limit')").fetchall()
    with connect(settings, Home(home)) as connection:
        assert connection.execute("select current_setting('memory_limit')").fetchall() == asked
