"""A casebook that was altered, shortened, rewritten or exchanged is found, with the first place that is not whole."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
import sqlalchemy as sa

from pipelines.casebook import Casebook, CasebookDamaged, Chain, open_casebook, verify_casebook
from pipelines.casebook.chain import link, seal_tail
from pipelines.casebook.schema import casebook, event
from pipelines.errors import UsageError
from pipelines.settings import Settings
from tests.casebook.entries import entry

EVENTS = 6


@pytest.fixture
def written(either: Settings) -> Casebook:
    """Six decisions; a close recorded the head after the fourth."""
    book = open_casebook(either)
    for number in range(1, EVENTS + 1):
        book.append(entry(f"case-{number}"))
        if number == 4:
            book.record_head("close 2026-09")
    return book


def change(book: Casebook, *statements: sa.Executable) -> None:
    with book.engine.connect() as connection, connection.begin():
        for statement in statements:
            connection.execute(statement)


def test_a_whole_casebook_says_so(written: Casebook, either: Settings) -> None:
    verification = verify_casebook(either)
    assert (verification.problem, verification.exit_code, verification.recorded_heads) == (None, 0, 1)
    assert verification.chain == written.chain()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("content", b'{"actor":"Nobody","body":{},"data_version":"","seen":null,"subject":"case-3"}'),
        ("at", "2026-01-01T00:00:00+00:00"),
        ("kind", "case_opened"),
        ("event_key", "other"),
    ],
)
def test_an_altered_event_is_named(written: Casebook, either: Settings, column: str, value: object) -> None:
    change(written, event.update().where(event.c.sequence == 3).values({column: value}))
    verification = verify_casebook(either)
    assert verification.exit_code == 4
    assert "event 3 (" in verification.message
    assert "was altered" in verification.message


def test_one_changed_byte_is_found(written: Casebook, either: Settings) -> None:
    content = written.read()[1]
    with written.engine.connect() as connection:
        stored = bytearray(connection.execute(sa.select(event.c.content).where(event.c.sequence == 2)).scalar_one())
    stored[stored.index(b"R")] ^= 1
    change(written, event.update().where(event.c.sequence == 2).values(content=bytes(stored)))
    assert "event 2 (" in str(verify_casebook(either).problem)
    assert content.sequence == 2


def test_an_event_filed_under_another_subject_is_found(written: Casebook, either: Settings) -> None:
    change(written, event.update().where(event.c.sequence == 5).values(subject_tag="0" * 64))
    assert "event 5" in str(verify_casebook(either).problem)


def test_a_removed_event_is_found(written: Casebook, either: Settings) -> None:
    change(written, event.delete().where(event.c.sequence == 2))
    assert verify_casebook(either).problem == "event 2 is missing"


def test_a_shortened_chain_is_found(written: Casebook, either: Settings) -> None:
    change(written, event.delete().where(event.c.sequence == EVENTS))
    assert verify_casebook(either).problem == "event 6 is missing (there were 6)"


def test_a_shortened_chain_whose_end_was_moved_is_found(written: Casebook, either: Settings) -> None:
    last = written.read()[4]
    change(
        written,
        event.delete().where(event.c.sequence == EVENTS),
        casebook.update().values(length=last.sequence, head=last.mac),
    )
    assert "the recorded end of the chain" in str(verify_casebook(either).problem)


def test_a_chain_rewritten_with_the_secret_is_found_by_a_recorded_head(written: Casebook, either: Settings) -> None:
    """Whoever has the secret can make a chain that fits itself; the heads of earlier closes do not fit it."""
    secret = written._vault.secret  # noqa: SLF001
    change(written, event.delete(), casebook.update().values(length=0, head="0" * 64))
    for number in range(1, EVENTS + 1):
        written.append(entry(f"case-{number}", status="closed"))
    assert written.chain().length == EVENTS
    assert seal_tail(secret, written.chain())
    problem = str(verify_casebook(either).problem)
    assert problem == "close 2026-09 recorded another history: event 4 is not the one that was there"


def test_an_older_copy_is_found_by_a_recorded_head(settings: Settings, home: Path) -> None:
    book = open_casebook(settings)
    book.append(entry())
    book.engine.dispose()
    shutil.copy2(home / "casebook.sqlite", home / "older")
    book.append(entry("case-2"))
    book.record_head("pack 2026-09")
    book.engine.dispose()
    for name in ("casebook.sqlite-wal", "casebook.sqlite-shm"):
        (home / name).unlink(missing_ok=True)
    (home / "older").replace(home / "casebook.sqlite")
    expected = "pack 2026-09 recorded another history: it had 2 events, now it has 1"
    assert verify_casebook(settings).problem == expected


def test_a_missing_casebook_is_found(settings: Settings, book: Casebook, home: Path) -> None:
    book.append(entry())
    book.record_head("pack 2026-09")
    book.engine.dispose()
    for path in home.glob("casebook.sqlite*"):
        path.unlink()
    assert verify_casebook(settings).exit_code == 4
    with pytest.raises(CasebookDamaged, match="is missing"):
        open_casebook(settings)


def test_an_altered_record_of_a_head_is_found(book: Casebook, settings: Settings, home: Path) -> None:
    book.append(entry())
    book.record_head("pack 2026-09")
    heads = home / "casebook.heads"
    heads.write_text(heads.read_text("utf-8").replace("2026-09", "2026-08", 1), "utf-8")
    assert "casebook.heads, line 1, was altered" in str(verify_casebook(settings).problem)


def test_half_a_line_of_a_power_cut_is_no_fault(book: Casebook, settings: Settings, home: Path) -> None:
    book.append(entry())
    book.record_head("pack 2026-08")
    with (home / "casebook.heads").open("a", encoding="utf-8") as handle:
        handle.write('{"made_for": "pack 20')
    assert verify_casebook(settings).problem is None
    book.record_head("pack 2026-09")
    assert verify_casebook(settings).recorded_heads == 2


def test_bytes_that_are_no_database_are_found(book: Casebook, settings: Settings, home: Path) -> None:
    book.engine.dispose()
    (home / "casebook.sqlite").write_bytes(b"nothing that a database would read" * 200)
    assert "damaged" in str(verify_casebook(settings).problem)


def test_a_lost_secret_is_found(book: Casebook, settings: Settings, home: Path) -> None:
    (home / "casebook.secret").unlink()
    assert "casebook.secret is missing" in str(verify_casebook(settings).problem)
    with pytest.raises(CasebookDamaged, match=r"casebook\.secret is missing"):
        open_casebook(settings)
    assert book.chain().length == 0


def test_a_home_without_a_casebook_is_whole(settings: Settings, home: Path) -> None:
    with pytest.raises(UsageError):
        verify_casebook(settings)
    home.mkdir()
    assert verify_casebook(settings).message == "The casebook is intact; it has no events yet."
    assert list(home.iterdir()) == []


def test_a_pack_can_ask_for_its_chain(written: Casebook) -> None:
    then = written.read()[3]
    assert written.describe_mismatch(Chain(4, then.mac)) is None
    assert written.describe_mismatch(Chain(0, "0" * 64)) is None
    assert "event 4" in str(written.describe_mismatch(Chain(4, "1" * 64)))
    assert "it had 9 events" in str(written.describe_mismatch(Chain(9, then.mac)))


def test_the_code_depends_on_every_column(written: Casebook) -> None:
    with written.engine.connect() as connection:
        row = dict(connection.execute(sa.select(event).where(event.c.sequence == 1)).mappings().one())
    secret = written._vault.secret  # noqa: SLF001
    assert link(secret, row, row["content"]) == row["mac"]
    for column in ("sequence", "event_key", "at", "kind", "previous_mac"):
        assert link(secret, {**row, column: "other"}, row["content"]) != row["mac"]


def test_sqlite_itself_finds_nothing_wrong(book: Casebook, home: Path) -> None:
    book.append(entry())
    with sqlite3.connect(home / "casebook.sqlite") as connection:
        assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
    connection.close()
