"""Checks for tests: a data folder with remittances, and the findings of claim files held against it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import closing
from datetime import date
from hashlib import sha256
from pathlib import Path
from shutil import copyfile, copytree

import pytest

from pipelines.claim_check.answer import Finding
from pipelines.claim_check.check import check_claims
from pipelines.claim_check.report import ClaimReport
from pipelines.models.catalog import load_claim_models
from pipelines.settings import load_settings
from tests.builders import claim, line, remittance
from tests.claim_files import Claim
from tests.few_models import build_few
from tests.models_as_asked import ModelsAsAsked
from tests.warehouses import build_home, read_in_memory

# The tables of the warehouse that a check reads.
READ_BY_CHECKS = {"mart.build_info", *(read for model in load_claim_models() for read in model.reads)}
Check = Callable[..., ClaimReport]
Warehouses = Callable[[dict[str, bytes]], Path]


@pytest.fixture(scope="session")
def _practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built once: a data folder with one remittance, and the tables that a check reads."""
    home = tmp_path_factory.mktemp("practice") / "home"
    with pytest.MonkeyPatch.context() as patched:
        build_few(patched, *READ_BY_CHECKS)
        build_home(home, {"known.835": usual()})
    return home


@pytest.fixture
def practice(_practice: Path, home: Path) -> Path:
    """A data folder with one remittance, and the tables that a check reads."""
    copytree(_practice, home)
    return home


@pytest.fixture(scope="session")
def warehouses(tmp_path_factory: pytest.TempPathFactory) -> Warehouses:
    """The published warehouse of some files; each is built once."""
    folder = tmp_path_factory.mktemp("warehouses")

    def find(known: dict[str, bytes]) -> Path:
        path = folder / f"{sha256(repr(sorted(known.items())).encode()).hexdigest()}.duckdb"
        if not path.exists():
            _publish(path, known)
        return path

    return find


@pytest.fixture
def check(tmp_path: Path, warehouses: Warehouses) -> Check:
    """Checks claim files, in their order, in a data folder whose warehouse holds the `known` files."""

    def run(*files: bytes, known: dict[str, bytes] | None = None, as_of: str | None = None) -> ClaimReport:
        home = tmp_path / "home"
        (home / "versions").mkdir(parents=True, exist_ok=True)
        warehouse = warehouses(known if known is not None else {"known.835": usual()})
        copyfile(warehouse, home / "versions" / "warehouse-1.duckdb")
        paths = []
        for number, content in enumerate(files, start=1):
            path = tmp_path / f"claims-{number}.837"
            path.write_bytes(content)
            paths.append(path)
        said: list[str] = []
        check_date = date.fromisoformat(as_of) if as_of else None
        return check_claims(load_settings(home), paths, check_date, said.append)

    return run


def _publish(path: Path, known: dict[str, bytes]) -> None:
    """The warehouse as `kxwatch build` publishes it, without the archive behind it and without what no check reads."""
    with closing(read_in_memory(list(known.items()))) as connection:
        ModelsAsAsked(connection).build(READ_BY_CHECKS)
        for floor in ("staging", "source"):
            connection.execute(f"drop schema {floor} cascade")
        connection.execute(f"attach '{path}' as published")
        connection.execute("copy from database memory to published")


def usual(*, patient: str = "9ZZ9ZZ9ZZ99", own: int = 0) -> bytes:
    """A remittance that teaches the usual amounts: 97110 and 92507 are allowed $100.00, 97530 $40.00 a unit.

    `own` is what is allowed for `patient` on top of it, in cents, as one line of another code.
    """
    lines = [line("97110"), line("92507", "GN"), line("97530", allowed=4_000), line("97110", "GO")]
    others = [claim("TAUGHT", *lines, patient="8YY8YY8YY88")]
    if own:
        others.append(claim("OWN", line("97799", on="2026-01-06", allowed=own), patient=patient))
    return remittance(*others)


def rules(report: ClaimReport) -> list[tuple[str | None, int, str]]:
    """What was found: claim, line and rule, in order."""
    return [(one["patient_control_number"], one["line_number"], one["rule"]) for one in report.findings]


def list_rules(findings: Iterable[Finding], claims: Iterable[Claim]) -> dict[str, list[str]]:
    """The rules that the lines of each claim break."""
    found: dict[str, list[str]] = {one.account: [] for one in claims}
    for one in findings:
        found[str(one["patient_control_number"])].append(one["rule"])
    return found
