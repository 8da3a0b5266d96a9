"""The reader of 271 eligibility responses: benefits with their year, rejections, and files that are refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from pipelines.errors import RefusedFile
from pipelines.sources.recognition import read_source
from pipelines.sources.source_file import SourceFile
from tests.builders import BENEFICIARY
from tests.eligibility import person, remaining, response
from tests.sources.export_rows import list_rows


def _read(content: bytes) -> SourceFile:
    return read_source(content, 1, "e" * 64, "answer.271")


def _benefits(content: bytes) -> list[dict[str, object]]:
    return list_rows(_read(content), "eligibility_benefit")


def test_a_benefit_is_read_with_its_person_date_and_year() -> None:
    source = _read(response(person(*remaining("1860.50"))))
    (benefit,) = list_rows(source, "eligibility_benefit")
    assert source.kind == "eligibility_271"
    assert {key: benefit[key] for key in ("segment_number", "person_segment_number")} == {
        "segment_number": 11,
        "person_segment_number": 10,
    }
    assert (benefit["patient_id"], benefit["answer_date"], benefit["calendar_year"]) == (
        BENEFICIARY,
        date(2026, 6, 1),
        2026,
    )
    assert (benefit["benefit_amount"], benefit["segment_text"]) == (Decimal("1860.50"), "EB*F*IND*AE*MB**29*1860.50")


def test_several_years_and_persons_in_one_response() -> None:
    content = response(
        person(*remaining("1", year=2024), *remaining("2", year=2025), *remaining("3", year=2026)),
        person(*remaining("4", year=2026), patient="9KX1KX1KX02"),
    )
    rows = [(row["patient_id"], row["calendar_year"], row["amount_text"]) for row in _benefits(content)]
    assert rows == [
        (BENEFICIARY, 2024, "1"), (BENEFICIARY, 2025, "2"), (BENEFICIARY, 2026, "3"), ("9KX1KX1KX02", 2026, "4"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("date_segment", "year"),
    [
        ("DTP*292*D8*20260315", 2026),
        ("DTP*292*RD8*20260101-20270101", 2026),
        ("DTP*291*RD8*20260101-20261231", 2026),
        ("DTP*292*RD8*20250701-20260630", None),
        ("DTP*292*RD8*20261231-20260101", None),
        ("DTP*292*D8*20261301", None),
        ("DTP*291*D8*19901101", None),
        ("DTP*348*D8*20260101", None),
    ],
)
def test_the_year_of_a_benefit(date_segment: str, year: int | None) -> None:
    (benefit,) = _benefits(response(person("EB*F*IND*AE*MB**29*100", date_segment)))
    assert benefit["calendar_year"] == year


def test_a_benefit_without_a_date_has_the_date_that_was_asked_for() -> None:
    (benefit,) = _benefits(
        response(person("DTP*307*RD8*20100101-20270101", "DTP*472*D8*20260601", "EB*F*IND*AE*MB**29*1"))
    )
    assert benefit["calendar_year"] == 2026


def test_a_benefit_without_a_subscriber_has_no_patient() -> None:
    content = response(person(*remaining("1"))).replace(b"NM1*IL*1*SAMPLE*ANN****MI*1EG4TE5MK73~\n", b"")
    (benefit,) = _benefits(content)
    assert benefit["patient_id"] is None


def test_messages_belong_to_their_benefit_and_codes_have_one_order() -> None:
    content = response(
        person("EB*D*IND*AF^AE*MB***5", "MSG*used", "MSG*amount", "LS*2120", "NM1*1P*2*X", "LE*2120", "EB*1**30")
    )
    first, second = _benefits(content)
    assert (first["service_type_codes"], first["message_text"]) == ("AE^AF", "USED AMOUNT")
    assert str(first["segment_text"]).endswith("*5 followed by a message (MSG)")
    assert second["message_text"] is None


def test_a_dependents_benefit_is_never_the_subscribers() -> None:
    content = response(person(*remaining("1"), "HL*4*3*23*0", "NM1*03*1*SAMPLE*BO", *remaining("2")))
    assert [row["amount_text"] for row in _benefits(content)] == ["1"]


@pytest.mark.parametrize("version", ["005010X279A1", "005010X279", "004010X092A1", "004010X092"])
def test_both_versions_are_read(version: str) -> None:
    assert len(_benefits(response(person(*remaining("1")), version=version))) == 1


def test_a_rejected_request_is_named_with_its_reason_and_the_others_are_read() -> None:
    content = response(person("AAA*N**75*C"), person(*remaining("10"), patient="9KX1KX1KX02"))
    (finding,) = list_rows(_read(content), "finding")
    rule, reason = finding["rule"], str(finding["reason"])
    assert rule == "eligibility_request_rejected"
    assert "segment 11 (AAA03 75): the payer rejected this patient's request: the patient was not found" in reason
    assert BENEFICIARY not in reason
    assert len(_benefits(content)) == 1


def test_a_response_that_the_payer_could_not_give_is_said() -> None:
    (finding,) = list_rows(_read(response(before=["AAA*Y**42*R"])), "finding")
    assert "rejected the request: the payer's system could not answer at that time" in str(finding["reason"])


def test_the_text_of_a_plan_shows_no_digits() -> None:
    (benefit,) = _benefits(response(person("EB*F*IND**MB*THERAPY 1EG4TE5MK73*29*1")))
    assert benefit["segment_text"] == "EB*F*IND**MB*THERAPY 9EG9TE9MK99*29*1"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (response(person(*remaining("1")))[:-40], "file is truncated"),
        (response(person(*remaining("1"))).replace(b"*20260601*1200", b"*0*1200"), "has a usable date"),
        (response(person(*remaining("1"))).split(b"~\n", 1)[1], "no whole ISA segment"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_whole_is_refused(content: bytes, found: str) -> None:
    with pytest.raises(RefusedFile) as caught:
        _read(content)
    assert caught.value.kind == "eligibility_271"
    assert found in caught.value.reason
    assert "835" not in caught.value.reason


def test_a_remittance_beside_the_response_is_read_as_before() -> None:
    with pytest.raises(RefusedFile) as caught:
        _read(response(person()).replace(b"ST*271", b"ST*270").replace(b"*0022*11", b"*0022*13"))
    assert "270 eligibility inquiry" in caught.value.reason
