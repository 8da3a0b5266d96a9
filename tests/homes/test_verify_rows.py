"""`kxwatch verify` names the files of whose rows the archive holds others than were imported."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipelines.settings import load_settings
from pipelines.sources.kinds import load_kinds
from pipelines.store.archive import connect
from pipelines.store.crash_recovery import open_archive
from pipelines.store.home import Home
from tests.fuzz.seeds import load_claims, load_tables, load_x12
from tests.homes.commands import Command
from tests.warehouses import build_home

pytestmark = pytest.mark.usefixtures("few_tables")

KEY = "a long enough key"
CHANGED = "changed: archive.duckdb does not hold the rows of {} as they were imported"
NAMES = {1: "january.835", 2: "march.835"}


def change(home: Path, *statements: str) -> None:
    with duckdb.connect(home / "archive.duckdb") as archive:
        for statement in statements:
            archive.execute(statement)


def read_hashes(home: Path) -> list[tuple[object, ...]]:
    with duckdb.connect(home / "archive.duckdb", read_only=True) as archive:
        return archive.execute("select status, rows_hash from source.offer order by file_number").fetchall()


@pytest.mark.parametrize(
    ("statement", "files"),
    [
        ("update source.service_line set paid_amount = paid_amount + 1 where line_number = 2", [1]),
        ("update source.adjustment set adjustment_reason_code = '46' where file_number = 2", [2]),
        ("update source.service_line set modifier_2 = modifier_1, modifier_1 = null where line_number = 2", [1]),
        ("update source.service_line set file_sha256 = 'another' where file_number = 2", [2]),
        ("delete from source.adjustment", [1, 2]),
        ("insert into source.finding by name select 1 as file_number, file_sha256, 'x' as rule"
         " from source.offer where file_number = 1", [1]),
        # each file has one claim payment: the counts stay
        ("update source.claim_payment set file_number = other.file_number, file_sha256 = other.file_sha256"
         " from source.offer as other where other.file_number = 3 - claim_payment.file_number", [1, 2]),
    ],
)  # fmt: skip
def test_4_changed_values_are_named_by_file(kxwatch: Command, built: Path, statement: str, files: list[int]) -> None:
    change(built, statement)
    answer = kxwatch("verify", "--home", built, "--json")
    assert (answer.exit_code, answer.json["problems"]) == (4, [CHANGED.format(NAMES[number]) for number in files])


def test_a_missing_row_is_named_once(kxwatch: Command, built: Path) -> None:
    change(built, "delete from source.service_line where file_number = 2")
    (problem,) = kxwatch("verify", "--home", built, "--json").json["problems"]
    assert "0 rows of service_line from march.835" in problem


def test_neither_another_order_of_rows_nor_a_new_column_is_a_change(kxwatch: Command, built: Path) -> None:
    moved = "create or replace table source.service_line as from source.service_line order by line_place desc"
    change(built, moved, "alter table source.service_line drop column diagnosis_code")
    assert kxwatch("verify", "--home", built).exit_code == 0
    assert kxwatch("build", "--home", built).exit_code == 0  # adds the column
    assert all(hashed for _, hashed in read_hashes(built))
    assert kxwatch("verify", "--home", built).exit_code == 0


def test_files_of_an_earlier_version_are_compared_by_counts(kxwatch: Command, built: Path, offered: Path) -> None:
    change(
        built,
        "alter table source.offer drop column rows_hash",
        "update source.service_line set paid_amount = 1 where file_number = 1",
    )
    assert kxwatch("verify", "--home", built).exit_code == 0
    (offered / "march.835").write_bytes((offered / "march.835").read_bytes().replace(b"20260320", b"20260321"))
    assert kxwatch("build", offered / "march.835", "--home", built).exit_code == 0
    assert [hashed is None for _, hashed in read_hashes(built)] == [True, True, False]
    assert kxwatch("verify", "--home", built).exit_code == 0
    change(built, "update source.service_line set paid_amount = 1 where file_number in (1, 3)")
    problems = kxwatch("verify", "--home", built, "--json").json["problems"]
    assert problems == [CHANGED.format("march.835")]


def test_files_of_another_version_of_the_database_are_compared_by_counts(kxwatch: Command, built: Path) -> None:
    change(built, "update source.offer set rows_hash = '0.0.1 7'")
    assert kxwatch("verify", "--home", built).exit_code == 0
    change(built, "delete from source.service_line where file_number = 2")
    assert kxwatch("verify", "--home", built).exit_code == 4


def test_every_kind_of_file_is_compared(kxwatch: Command, home: Path) -> None:
    headers = {f"{kind.name}.csv": ",".join(column.name for column in kind.columns) for kind in load_kinds()}
    seeds = {f"seed-{number}": content for number, content in enumerate([*load_x12(), *load_claims(), *load_tables()])}
    build_home(home, {**seeds, **{name: f"{line}\n".encode() for name, line in headers.items()}})
    hashes = read_hashes(home)
    assert all((hashed is not None) == (status == "accepted") for status, hashed in hashes)
    assert {("accepted", f"{duckdb.__version__} 0"), ("refused", None)} <= set(hashes)
    assert kxwatch("verify", "--home", home).exit_code == 0
    change(home, "delete from source.annotation")
    assert kxwatch("verify", "--home", home).exit_code == 4


def test_an_encrypted_data_folder_is_compared_too(
    kxwatch: Command, built: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KXWATCH_KEY", KEY)
    settings = load_settings(built)
    with connect(settings, Home(built)) as connection:
        open_archive(connection, Home(built), settings.key)
    assert kxwatch("verify", "--home", built).exit_code == 0
    with connect(settings, Home(built)) as connection:
        archive = open_archive(connection, Home(built), settings.key)
        archive.connection.execute("update archive.source.service_line set paid_amount = 1 where file_number = 2")
    answer = kxwatch("verify", "--home", built, "--json")
    assert (answer.exit_code, answer.json["problems"]) == (4, [CHANGED.format("march.835")])
