"""What a reader hands over: only filled tables of the right columns, with counts that follow from them."""

from __future__ import annotations

import pytest

from pipelines.sources.schema import conform
from pipelines.sources.source_file import Origin, build_source_file


def test_empty_tables_are_left_out_and_counts_follow_from_the_others() -> None:
    findings = conform("finding", {"is_set_aside": [True, False, True]}, 3)
    tables = {"finding": findings, "service_line": conform("service_line", {}, 2), "remark": conform("remark", {}, 0)}
    source = build_source_file("era_835", tables, 5)
    assert sorted(source.tables) == ["finding", "service_line"]
    assert (source.claim_payments, source.service_lines, source.payment_cents, source.set_aside) == (0, 2, 5, 2)


def test_a_table_with_other_columns_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"source\.remark"):
        build_source_file("era_835", {"remark": conform("finding", {}, 1)})


def test_an_origin_signs_its_sentences() -> None:
    origin = Origin(3, "e" * 64, "may.csv")
    assert (origin.sign("row 4: late"), origin.sign("it is empty")) == ("may.csv, row 4: late", "may.csv: it is empty")
    assert str(origin.refuse("unknown", "it is empty")) == "may.csv: it is empty"
