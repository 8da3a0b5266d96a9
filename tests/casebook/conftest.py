"""Casebooks for tests: one in a file, one on a real PostgreSQL server, and the same test on both."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipelines.casebook import Casebook, open_casebook
from pipelines.settings import Settings, load_settings
from tests.postgresql import Server


@pytest.fixture(params=["sqlite", "postgresql"])
def either(request: pytest.FixtureRequest, home: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of a home with its casebook in a file, then with one on the server."""
    if request.param == "postgresql":
        server: Server = request.getfixturevalue("postgresql")
        monkeypatch.setenv("KXWATCH_CASEBOOK_URL", server.make_database())
    return load_settings(home)


@pytest.fixture
def book(settings: Settings) -> Casebook:
    """A casebook in a file."""
    return open_casebook(settings)
