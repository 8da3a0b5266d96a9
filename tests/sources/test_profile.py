"""Profiles: another system's headers and words, and what is said of a profile that cannot be used."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipelines.errors import RefusedFile, UsageError
from pipelines.sources.tabular.profile import load_profile, load_profiles
from tests.sources.export_rows import HEADER, list_rows, read_export, row, write_rows

SHIPPED = ["Eligibility vendor summary", "Example billing system"]
COLUMNS = "\n".join(f'{name} = "Their {name}"' for name in HEADER if name != "remarks")


def _write(directory: Path, text: str) -> Path:
    path = directory / "clinic.toml"
    path.write_text(text, "utf-8")
    return path


def test_the_shipped_example_is_loaded_even_where_no_folder_is(tmp_path: Path) -> None:
    assert [profile.name for profile in load_profiles(tmp_path / "none")] == SHIPPED


def test_a_users_own_profile_comes_first(tmp_path: Path) -> None:
    _write(tmp_path, f'name = "Ours"\n[constants]\nremarks = ""\n[columns]\n{COLUMNS}')
    assert [profile.name for profile in load_profiles(tmp_path)] == ["Ours", *SHIPPED]


def test_headers_constants_and_words_are_translated(tmp_path: Path) -> None:
    text = f"""name = "Ours"
[constants]
remarks = "N362"
[columns]
{COLUMNS}
[values.claim_status_code]
"Paid in full" = "1"
"""
    profile = load_profile(_write(tmp_path, text))
    cells = {f"Their {name}": cell for name, cell in row(claim_status_code="PAID IN FULL").items()}
    header = [f"their {name.upper()}" for name in HEADER if name != "remarks"]
    renamed = {f"their {name.upper()}": cells[f"Their {name}"] for name in HEADER}
    source = read_export(write_rows([renamed], header=header), (profile,))
    (claim,) = list_rows(source, "claim_payment")
    assert (claim["claim_status_code"], source.set_aside) == ("1", 0)
    assert [remark["remark_code"] for remark in list_rows(source, "remark")] == ["N362"]


def test_a_reason_names_the_column_as_the_file_does(tmp_path: Path) -> None:
    profile = load_profile(_write(tmp_path, f'name = "Ours"\n[constants]\nremarks = ""\n[columns]\n{COLUMNS}'))
    header = [f"Their {name}" for name in HEADER if name != "remarks"]
    broken = {f"Their {name}": cell for name, cell in row(charge="1.234").items()}
    (finding,) = list_rows(read_export(write_rows([broken], header=header), (profile,)), "finding")
    assert "row 2 (Their charge)" in finding["reason"]


def test_a_header_that_nearly_fits_a_profile_is_refused_with_what_is_missing(tmp_path: Path) -> None:
    profile = load_profile(_write(tmp_path, f'name = "Ours"\n[constants]\nremarks = ""\n[columns]\n{COLUMNS}'))
    header = [f"Their {name}" for name in HEADER if name not in ("remarks", "paid")]
    with pytest.raises(RefusedFile) as caught:
        read_export(write_rows([], header=header), (profile,))
    assert (caught.value.kind, "column Their paid is missing" in caught.value.reason) == ("remittance_export", True)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name = ", "not readable TOML"),
        ("day = 9999-99-99", "not readable TOML"),
        ("name = " + "[" * 1_900, "nested too deeply"),
        (f"[columns]\n{'a.' * 20_000}b = 1", "a line of more than 2,000 characters"),
        ("# padding\n" * 10_000, "a regular file of at most 64 KB"),
        (f'name = ""\n[columns]\n{COLUMNS}', "name is missing"),
        ('name = "Ours"\n[colums]\na = "b"', 'it has "colums"'),
        ('name = "Ours"\ncolumns = 3', "[columns] must hold lines"),
        ('name = "Ours"\nvalues = 3', "values is not a table"),
        ('name = "Ours"\n[columns]\npaid = 3', "each text in quotes"),
        ('name = "Ours"\n[columns]\nprice = "Price"', 'kxwatch has no column "price"'),
        (f'name = "Ours"\n[columns]\n{COLUMNS}', 'says nothing about "remarks"'),
        (f'name = "Ours"\n[constants]\nremarks = ""\npaid = ""\n[columns]\n{COLUMNS}', '"paid" stands in'),
        (f'name = "Ours"\n[columns]\n{COLUMNS}\nremarks = "their PAID"', "more than one column"),
        (f'name = "Ours"\n[columns]\n{COLUMNS}\nremarks = " "', "for none"),
    ],
)
def test_a_broken_profile_is_named_with_what_to_change(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        load_profiles(_write(tmp_path, text).parent)
    assert str(caught.value).startswith("The profile clinic.toml cannot be used: ")
    assert said in str(caught.value)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes")
def test_a_profile_that_would_block_is_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "clinic.toml")
    with pytest.raises(UsageError, match=r"clinic\.toml cannot be used: it is not a regular file"):
        load_profiles(tmp_path)


def test_a_profile_of_an_unknown_kind_says_which_there_are(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match='its kind is not one of "remittance_export", "eligibility_summary"'):
        load_profile(_write(tmp_path, 'name = "Ours"\nkind = "claims"\n[columns]\n'))
