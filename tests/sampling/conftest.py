"""A small practice with 60 paid claims, built once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipelines.build import build
from pipelines.progress import QuietProgress
from pipelines.settings import load_settings
from tests.builders import claim, line, npi, remittance
from tests.few_models import build_few

CLAIMS = 60


@pytest.fixture(scope="session")
def _practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("practice")
    file = folder / "one.835"
    file.write_bytes(write_remittance(range(CLAIMS)))
    with pytest.MonkeyPatch.context() as patched:
        build_few(patched)
        build(load_settings(folder / "home"), [file], None, QuietProgress())
    return folder / "home"


@pytest.fixture
def home(_practice: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with 60 claims of two lines, one of them with KX; one line more is denied. Builds make few tables."""
    build_few(monkeypatch)
    shutil.copytree(_practice, tmp_path / "home")
    return tmp_path / "home"


def write_remittance(numbers: range, on: str = "2026-02-20") -> bytes:
    """Claims of growing amounts, ten patients, two rendering providers."""
    claims = [
        claim(
            f"ICN{number:04}",
            line("97110", "GP KX", on=f"2026-01-{number % 28 + 1:02}", allowed=2_000 + 250 * number),
            line("97140", "GP", on=f"2026-01-{number % 28 + 1:02}", allowed=3_000),
            line("97112", "GP", on=f"2026-01-{number % 28 + 1:02}", denied="CO-50"),
            patient=f"1EG4TE5MK{number % 10:02}",
            provider=npi(number % 2 + 1),
        )
        for number in numbers
    ]
    return remittance(*claims, on=on)
