"""A disk without room, found on one of four megabytes: what ended the build is said, not what failed after it."""

from __future__ import annotations

import contextlib
from pathlib import Path

import duckdb
import pytest

from pipelines.store.archive import Archive
from tests.homes.commands import Command

pytestmark = pytest.mark.usefixtures("few_tables")


def test_4_a_disk_that_is_full_in_the_middle_of_a_transaction(
    kxwatch: Command, built: Path, offered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fill(archive: Archive, *_: object) -> None:
        archive.connection.execute("begin")
        with contextlib.suppress(duckdb.Error):
            archive.connection.execute("select error('no room')")
        raise duckdb.TransactionException("Failed to commit: Could not write file: No space left on device")

    monkeypatch.setattr("pipelines.build.take_in", fill)
    answer = kxwatch("build", offered, "--home", built)
    assert (answer.exit_code, "cannot be written (No space left on device)" in answer.err) == (4, True), answer.err
