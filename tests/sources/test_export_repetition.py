"""Rows of an export that say again what earlier rows of the same claim payment say."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.sources.source_file import SourceFile
from tests.sources.export_rows import list_rows, read_rows, row

RULE = "repeated_claim_payment"


def list_repetitions(source: SourceFile) -> list[int]:
    """The row numbers at which a repetition begins (the header is row 1)."""
    return sorted(finding["segment_number"] for finding in list_rows(source, "finding") if finding["rule"] == RULE)


def spell(text: str) -> SourceFile:
    """One row a letter: a capital has a line item control number, `x` is a row of another claim payment."""
    return read_rows(*(_spell_row(letter) for letter in text))


def _spell_row(letter: str) -> dict[str, str]:
    if letter == "x":
        return row(payer_claim_control_number="OTHER", line_item_control_number="")
    own = "" if letter.islower() else f"ITEM{letter}"
    return row(procedure_code=f"9711{ord(letter.lower()) - ord('a')}", line_item_control_number=own)


@pytest.mark.parametrize(
    ("text", "repetitions"),
    [
        ("ab", []),
        ("aa", []),  # two units of service billed as two lines
        ("aaa", []),
        ("AA", [3]),
        ("AAA", [3, 4]),
        ("abab", [4]),
        ("ababab", [4]),
        ("aaaa", [4]),  # the shortest sequence of two rows
        ("abcabc", [5]),
        ("abcab", []),
        ("axa", [4]),
        ("axab", []),
        ("AxAB", [4]),
        ("abxab", [5]),
        ("abxaxab", [6, 7]),
        ("abxabab", [5]),
        ("ababxab", [4, 7]),
        ("abxba", []),
        ("AbxBA", [6]),
        ("xaxa", [4, 5]),
        ("xx", []),
    ],
)
def test_what_is_a_repetition(text: str, repetitions: list[int]) -> None:
    assert list_repetitions(spell(text)) == repetitions


def test_a_repetition_is_a_claim_payment_of_its_own() -> None:
    source = spell("ABxAB")
    claims = list_rows(source, "claim_payment")
    assert [claim["paid_amount"] * 100 for claim in claims] == [18188, 9094, 18188]
    assert (source.claim_payments, source.service_lines, source.payment_cents) == (3, 5, 5 * 9094)


def test_a_row_in_the_middle_that_says_the_header_again_is_no_row_of_another_claim() -> None:
    header = {name: name for name in row()}
    source = read_rows(row(), row(procedure_code="97530"), header, row(), row(procedure_code="97530"))
    assert list_repetitions(source) == [5]


def test_rows_that_differ_in_any_column_repeat_nothing() -> None:
    changed = {
        "patient_last_name": "OTHER",
        "rendering_npi": "1999001021",
        "line_item_control_number": "ACCT1-2",
        "service_date": "2026-01-07",
        "modifiers": "KX GP",
        "paid_units": "1",
        "allowed": "",
        "remarks": "N362",
    }
    for column, text in changed.items():
        assert list_repetitions(read_rows(row(), row(**{column: text}))) == [], column


def test_a_broken_row_that_is_repeated_is_named_once() -> None:
    source = read_rows(row(charge="much"), row(charge="much"))
    assert [finding["rule"] for finding in list_rows(source, "finding")] == ["unreadable_amount", RULE]


def find_dully(text: str) -> list[int]:
    """The same rule, row by row, for a text of one claim payment and `x`."""
    found: list[int] = []
    blocks: list[tuple[int, str]] = []
    for place, letter in enumerate(text, start=2):
        if letter == "x":
            blocks.append((place, ""))
        elif blocks and blocks[-1][1]:
            blocks[-1] = (blocks[-1][0], blocks[-1][1] + letter)
        else:
            blocks.append((place, letter))
    earlier: list[str] = []
    singles: list[str] = []
    for start, said in [block for block in blocks if block[1]]:
        lengths = [size for size in range(2, len(said)) if said == said[:size] * (len(said) // size)]
        kept = said[: lengths[0]] if lengths else said
        if kept in earlier:
            found.append(start)
            continue
        found += [start + len(kept)] if lengths else []
        for place, letter in enumerate(kept, start=start):
            found += [place] if letter.isupper() and letter in singles else []
            singles.append(letter)
        earlier.append(kept)
    return sorted(found)


@given(st.text("abABx", min_size=1, max_size=14))
@settings(max_examples=75, deadline=None)
def test_it_agrees_with_the_rule_told_row_by_row(text: str) -> None:
    found = [number for number in list_repetitions(spell(text)) if text[number - 2] != "x"]
    assert found == find_dully(text)


def test_the_cost_grows_with_the_rows() -> None:
    """Twenty thousand rows of one claim payment, twice, within seconds."""
    rows = [row(line_item_control_number=f"ITEM{number}") for number in range(20_000)]
    started = time.monotonic()
    source = read_rows(*rows, *rows)
    assert list_repetitions(source) == [20_002]
    assert time.monotonic() - started < 20
