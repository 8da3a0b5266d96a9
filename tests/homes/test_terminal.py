"""Text from files is text on the terminal too: no escape code, line break or mark of direction gets through."""

from __future__ import annotations

import subprocess
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipelines.cli import run
from pipelines.sources.recognition import read_source
from pipelines.sources.source_file import Origin
from pipelines.terminal import show_text
from pipelines.trace.stages import Stages
from tests.builders import claim, line, payment, remittances
from tests.homes.commands import Command

HOSTILE = "\x1b[2J\x1b]0;owned\x07\u202egnp.exe\u2066\u200b\x9b31m\u2028\u0085\x08"
FORGED = "\nPublished. Everything was imported."
ACTING = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp"}
ROWS = Stages.rows


def find_acting(text: str) -> set[str]:
    """The characters that act on a terminal or are not seen, line breaks between lines left out."""
    return {sign for sign in text if unicodedata.category(sign) in ACTING and sign != "\n"}


def test_what_acts_is_shown_by_its_code_and_all_else_as_it_is() -> None:
    assert show_text("O'BRIEN & SÖHNE 東京 🙂\u00a0GmbH") == "O'BRIEN & SÖHNE 東京 🙂\u00a0GmbH"
    assert show_text("a\x1b[31m\r\nb\u202e\udcff") == "a\\x1b[31m\\r\\nb\\u202e\\udcff"


@given(st.text())
def test_any_text_stays_on_one_line_and_acts_not(text: str) -> None:
    shown = show_text(text)
    assert not find_acting(shown)
    assert len(shown.splitlines()) == (1 if text else 0)
    assert show_text(shown) == shown


@pytest.fixture(scope="module")
def hostile_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with an 835 whose every free text is hostile, an export with hostile cells, and refused files."""
    folder = tmp_path_factory.mktemp("hostile")
    files = folder / f"files{FORGED}"
    files.mkdir()
    visit = replace(line(), control_number=f"L{HOSTILE}", remarks=(f"N{HOSTILE}",))
    other = line("97140", denied="CO-119")
    paid = claim(f"I{HOSTILE}", visit, other, last_name=f"L{HOSTILE}", first_name=f"F{HOSTILE}", account=f"A{HOSTILE}")
    (files / f"a{HOSTILE}{FORGED}.835").write_bytes(
        remittances(payment(paid, payer=f"P{HOSTILE}", payee=f"C{HOSTILE}", trace=f"T{HOSTILE}", on="2026-01-20"))
    )
    early = claim("OLD", line(on="1999-12-31"), account=f"A{HOSTILE}", last_name=f"L{HOSTILE}")
    (files / f"b{HOSTILE}{FORGED}.835").write_bytes(remittances(payment(early, on="2026-01-21")))
    (files / f"c{HOSTILE}{FORGED}.bin").write_bytes(bytes(range(256)))
    (files / f"d{HOSTILE}{FORGED}.csv").write_bytes(
        f'Patient-ID{HOSTILE},"pool{FORGED}",calendar_year,amount,as_of_date,grade\n1,2,3,4,5,6\n'.encode()
    )
    assert run(["build", str(files), "--home", str(folder / "home")]) == 3
    return folder / "home"


@pytest.mark.usefixtures("few_tables")
def test_a_build_names_hostile_files_and_forges_no_line(kxwatch: Command, hostile_home: Path, tmp_path: Path) -> None:
    files = next(hostile_home.parent.glob("files*"))
    answer = kxwatch("build", files, "--home", tmp_path / "home", "--json")
    assert answer.exit_code == 3
    assert not find_acting(answer.err)
    assert sum(text.startswith("Published.") for text in answer.err.splitlines()) == 1
    assert "\\x1b[2J" in answer.err
    assert answer.json["files"] == {"accepted": 2, "refused": 2}
    assert not find_acting(answer.out)


def test_errors_and_json_show_hostile_arguments_as_text(kxwatch: Command, tmp_path: Path) -> None:
    for arguments in (["build", f"/no{HOSTILE}{FORGED}"], ["trace", f"k{HOSTILE}{FORGED}"], [f"x{HOSTILE}{FORGED}"]):
        answer = kxwatch(*arguments, "--home", tmp_path / f"home{HOSTILE}", "--json")
        assert answer.exit_code == 2
        assert not find_acting(answer.err + answer.out)
        assert answer.json["exit_code"] == 2
        assert not [text for text in answer.err.splitlines() if text.startswith("Published")]


@pytest.mark.parametrize("command", [[], ["sample"], ["casebook"]], ids=["none", "sample", "casebook"])
def test_a_group_without_a_command_answers_with_its_help_line_by_line(kxwatch: Command, command: list[str]) -> None:
    answer = kxwatch(*command)
    assert answer.exit_code == 2
    assert answer.err == kxwatch(*command, "--help").out.rstrip("\n") + "\n"


def test_what_is_wrong_and_the_advice_are_two_sentences(kxwatch: Command) -> None:
    assert kxwatch("build", "--nosuch").err.startswith("No such option: --nosuch. Run `kxwatch --help`")


def list_keys(home: Path) -> list[str]:
    from tests.warehouses import open_warehouse

    with open_warehouse(home) as warehouse:
        return [str(key) for (key,) in warehouse.execute("select service_line_key from ledger.service_line").fetchall()]


def test_trace_shows_hostile_files_as_text(kxwatch: Command, hostile_home: Path) -> None:
    keys = list_keys(hostile_home)
    assert len(keys) == 2
    for key in keys:
        answer = kxwatch("trace", key, "--home", hostile_home)
        assert answer.exit_code == 0
        assert not find_acting(answer.out)
        assert not [text for text in answer.out.splitlines() if text.startswith("Published")]
        assert "\\x1b[2J" in answer.out


def poison(stages: Stages, sql: str, **parameters: object) -> list[dict[str, Any]]:
    """The answer with a hostile end on every text of every column; keys that come back lose it again."""
    asked = {
        name: text.removesuffix(HOSTILE + FORGED) if isinstance(text, str) else text
        for name, text in parameters.items()
    }
    return [
        {
            column: value + HOSTILE + FORGED if isinstance(value, str) and column not in NOT_SHOWN else value
            for column, value in row.items()
        }
        for row in ROWS(stages, sql, **asked)
    ]


# by these the trace finds and opens what it shows
NOT_SHOWN = {"file_sha256", "file_name", "raw_segments"}


def test_no_text_column_of_any_stage_acts_in_trace(
    kxwatch: Command, hostile_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Stages, "rows", poison)
    for key in list_keys(hostile_home):
        answer = kxwatch("trace", key, "--home", hostile_home)
        assert answer.exit_code == 0, answer.err
        assert not find_acting(answer.out)
        assert not [text for text in answer.out.splitlines() if text.startswith("Published")]
        assert answer.out.count("\\x1b]0;owned\\x07") > 30


def test_a_reader_that_leaves_ends_the_output_without_a_word() -> None:
    command = [sys.executable, "-m", "pipelines", "describe"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        process.stdout.close()
        _, err = process.communicate(timeout=120)
    assert (process.returncode, err) == (0, "")


@pytest.mark.parametrize("command", [["build"], ["verify"], ["casebook", "verify"]])
@pytest.mark.parametrize(
    "error",
    [RuntimeError("1EG4TE5MK73"), MemoryError(), RecursionError(), BaseException("1EG4TE5MK73"), SystemExit(9)],
    ids=lambda error: type(error).__name__,
)
def test_an_unforeseen_error_is_a_4_with_a_sentence_and_json(
    kxwatch: Command, home: Path, monkeypatch: pytest.MonkeyPatch, command: list[str], error: BaseException
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("pipelines.settings.load_settings", fail)
    answer = kxwatch(*command, "--home", home, "--json")
    assert answer.exit_code == 4
    assert answer.json == {"exit_code": 4, "message": answer.err.strip()}
    assert "Traceback" not in answer.err
    assert "1EG4TE5MK73" not in answer.err


@pytest.mark.usefixtures("few_tables")
def test_a_panic_over_one_file_does_not_end_the_others(
    kxwatch: Command, home: Path, offered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def panic(content: bytes, number: int, *more: Any) -> object:
        if number == 1:
            raise BaseException("1EG4TE5MK73")
        return read_source(content, number, *more)

    def panic_together(files: list[tuple[Origin, bytes]]) -> object:
        raise BaseException("1EG4TE5MK73")

    monkeypatch.setattr("pipelines.intake.reading.read_source", panic)
    monkeypatch.setattr("pipelines.intake.reading.read_remittances", panic_together)
    answer = kxwatch("build", offered, "--home", home, "--json")
    assert (answer.exit_code, answer.json["files"]) == (3, {"accepted": 1, "refused": 1})
    assert "internal error (BaseException" in answer.err
    assert "1EG4TE5MK73" not in answer.err
