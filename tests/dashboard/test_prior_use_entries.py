"""Prior use as people type or paste it: what is saved, and the sentence for each row that is not."""

import csv
from datetime import UTC, date, datetime

import pytest

from dashboard.views.before_the_claim.entries import (
    Defaults,
    Entry,
    EntryFaultError,
    judge_rows,
    read_cents,
    split_rows,
    write_entries,
    write_withdrawal,
)

TODAY = date(2026, 10, 20)
DEFAULTS = Defaults(date(2026, 10, 1), "verified", TODAY)
ANN, BO = "1EG4TE5MK73", "2AA0AA0AA00"
ACCOUNTS = {ANN: frozenset({("PT_SLP", 2026)}), BO: frozenset({("PT_SLP", 2026), ("OT", 2026), ("OT", 2025)})}


@pytest.mark.parametrize(
    ("text", "cents"),
    [("$1,234.50", 123_450), (" 1234.5 ", 123_450), ("0", 0), ("2,410", 241_000), ("$ 17", 1_700), ("1234", 123_400)],
)
def test_an_amount_is_read_as_people_write_it(text: str, cents: int) -> None:
    assert read_cents(text) == cents


@pytest.mark.parametrize("text", ["", "-5", "(5.00)", "1.234", "12,34", "twelve", "99999999", "1EG4TE5MK73"])
def test_what_is_no_amount_is_a_sentence_that_repeats_nothing(text: str) -> None:
    with pytest.raises(EntryFaultError) as fault:
        read_cents(text)
    assert str(fault.value).endswith(".")
    assert not text or text not in str(fault.value)


def test_rows_come_with_tabs_semicolons_or_commas_and_dollar_signs() -> None:
    text = f"1EG4-TE5-MK73\t$1,234.50\n\n{BO}; 10.00; 09/30/2026; OT\n{ANN}, $2,000, 2026-09-01\n"
    entries, faults = judge_rows(split_rows(text), ACCOUNTS, DEFAULTS)
    assert not faults
    assert entries == [
        Entry(ANN, "PT_SLP", 2026, 123_450, date(2026, 10, 1), "verified"),
        Entry(BO, "OT", 2026, 1_000, date(2026, 9, 30), "verified"),
        Entry(ANN, "PT_SLP", 2026, 200_000, date(2026, 9, 1), "verified"),
    ]


def test_a_first_row_may_name_the_columns_in_any_order() -> None:
    text = f"Year,Patient ID,Category,Amount,grade\n2025,{BO},OT,12,typed"
    entries, faults = judge_rows(split_rows(text.replace("Patient ID", "patient_id")), ACCOUNTS, DEFAULTS)
    assert (entries, faults) == ([Entry(BO, "OT", 2025, 1_200, date(2026, 10, 1), "typed")], [])


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (f"{ANN},", "the amount is missing"),
        (",12", "the patient identifier is missing"),
        (f"{ANN},12,01/31/2031", "is in the future"),
        (f"{ANN},12,13/45/2026", "the as-of date cannot be read"),
        (f"{ANN},12,,,2027", "before 2027"),
        (f"{ANN},12,,,26", "the calendar year cannot be read"),
        (f"{ANN},12,,,2024", "no services in 2024"),
        (f"{ANN},12,,OT", "no OT services in 2026"),
        (f"{ANN},12,,XX", "PT+SLP or OT"),
        (f"{BO},12", "enter the threshold category"),
        ("3CC0CC0CC00,12", "no imported remittance names this patient"),
    ],
)
def test_a_row_that_cannot_be_saved_is_a_sentence_and_stays(line: str, said: str) -> None:
    entries, faults = judge_rows(split_rows(f"{ANN},5\n{line}"), ACCOUNTS, DEFAULTS)
    assert len(entries) == 1
    [(row, sentence)] = faults
    assert row.line == line
    assert sentence.startswith("Row 2")
    assert said in sentence
    assert not any(patient in sentence for patient in (ANN, BO, "3CC0CC0CC00"))


def test_a_cell_that_is_too_long_to_read_is_a_row_to_correct() -> None:
    usual = csv.field_size_limit(1_000)  # 128 kB, unless a library that was imported before has raised it
    try:
        entries, faults = judge_rows(split_rows(f'{ANN},5\n"{"x" * 2_000}",12'), ACCOUNTS, DEFAULTS)
    finally:
        csv.field_size_limit(usual)
    assert len(entries) == 1
    [(_, sentence)] = faults
    assert "the amount is missing" in sentence


def test_an_amount_of_an_unknown_patient_is_kept_if_asked_with_its_category() -> None:
    keeps = Defaults(DEFAULTS.as_of, "typed", TODAY, keeps_unknown=True)
    entries, faults = judge_rows(split_rows("3CC0CC0CC00,12,,OT\n3CC0CC0CC00,12"), ACCOUNTS, keeps)
    assert entries == [Entry("3CC0CC0CC00", "OT", 2026, 1_200, date(2026, 10, 1), "typed")]
    assert "enter the threshold category" in faults[0][1]


def test_the_file_is_the_input_file_and_two_files_of_the_same_amounts_differ() -> None:
    entry = Entry(ANN, "OT", 2026, 123_450, date(2026, 9, 1), "typed")
    content = write_entries([entry], datetime(2026, 10, 1, 12, tzinfo=UTC))
    assert content.decode().splitlines() == [
        "patient_id,pool,calendar_year,amount,as_of_date,grade,entered_at",
        f"{ANN},OT,2026,1234.50,2026-09-01,typed,2026-10-01T12:00:00.000000+00:00",
    ]
    assert content != write_entries([entry], datetime(2026, 10, 1, 13, tzinfo=UTC))
    assert write_withdrawal([("ab", 2)], "wrong, sorry") == (
        b'withdrawn_file_sha256,withdrawn_row,reason\nab,2,"wrong, sorry"\n'
    )
