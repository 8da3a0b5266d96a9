"""Invented identifiers keep the true formats and never repeat."""

from __future__ import annotations

from pipelines.simulate.identifiers import medicare_identifier, npi, payer_control_number


def test_neighbouring_numbers_get_distinct_identifiers() -> None:
    numbers = range(100_000, 120_000)
    assert len({medicare_identifier(number) for number in numbers}) == len(numbers)
    assert len({npi(number) for number in numbers}) == len(numbers)


def test_a_control_number_begins_with_the_day_of_receipt() -> None:
    assert payer_control_number(738_887, 1_000_042) == "24002001000042"
