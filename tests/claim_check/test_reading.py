"""Reading 837P files: what is read, with its segment, and what is refused by a clear sentence."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.errors import RefusedFile
from pipelines.sources.claim_837.reader import read_claims
from tests.builders import CLINIC, npi, remittance
from tests.claim_files import bill, claim_file, service, wrap


def _rows(content: bytes) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = read_claims(content, "x.837").to_pylist()
    return rows


def _refusal(content: bytes) -> str:
    with pytest.raises(RefusedFile) as caught:
        read_claims(content, "x.837")
    assert caught.value.reason.startswith("x.837")
    return caught.value.reason


def test_a_line_is_read_with_its_claim_patient_payer_and_segments() -> None:
    content = claim_file(
        bill("A1", service("97110", "GP KX", units="2"), service("97530", "GP 59 KX CQ"), renderer=npi(7)),
        bill("A2", service("92507", "GN"), patient="2EG4TE5MK74", filing="CI", frequency="7", original="ICN9"),
    )
    first, second, third = _rows(content)
    assert (first["patient_control_number"], first["line_number"], first["segment_number"]) == ("A1", 1, 17)
    assert (second["line_number"], second["segment_number"], second["claim_segment_number"]) == (2, 20, 14)
    assert (second["modifier_1"], second["modifier_4"], first["units"]) == ("GP", "CQ", "2")
    assert (first["claim_filing_indicator_code"], third["claim_filing_indicator_code"]) == ("MB", "CI")
    assert (third["patient_id"], third["claim_frequency_code"]) == ("2EG4TE5MK74", "7")
    assert third["original_claim_control_number"] == "ICN9"
    assert (first["billing_npi"], first["claim_rendering_npi"], third["claim_rendering_npi"]) == (CLINIC, npi(7), None)


def test_a_provider_and_a_place_of_the_line_are_told_from_those_of_the_claim() -> None:
    lines = (service(renderer=npi(8), place="10"), service())
    own, of_claim = _rows(claim_file(bill("A1", *lines, renderer=npi(7), place="02")))
    assert (own["rendering_npi"], own["place_of_service_code"]) == (npi(8), "10")
    assert (of_claim["rendering_npi"], of_claim["place_of_service_code"]) == (None, "")
    assert (of_claim["claim_rendering_npi"], of_claim["claim_place_of_service_code"]) == (npi(7), "02")


def test_another_payer_on_the_claim_is_not_its_payer() -> None:
    other = ("SBR*S*18*******CI", "NM1*IL*1*OTHER*PAT****MI*OTHERID", "NM1*PR*2*OTHER*****PI*9", "REF*F8*NOT")
    rows = _rows(claim_file(bill("A1", service(), extra=other), bill("A2", service())))
    assert [row["claim_filing_indicator_code"] for row in rows] == ["MB", "MB"]
    assert [row["patient_id"] for row in rows] == ["1EG4TE5MK73"] * 2
    assert rows[0]["original_claim_control_number"] is None


def test_claims_of_a_dependent_are_lines_of_the_subscribers_payer() -> None:
    text = claim_file(bill("A1", service(), filing="CI")).decode()
    text = text.replace("CLM*", "HL*3*2*23*0~\nPAT*19~\nNM1*QC*1*SAMPLE*CHILD~\nCLM*").replace("SE*16*", "SE*19*")
    (row,) = _rows(text.encode())
    assert (row["claim_filing_indicator_code"], row["patient_id"]) == ("CI", "1EG4TE5MK73")


@pytest.mark.parametrize(("component", "end"), [(">", "~"), ("|", "\n"), (":", "~\r\n")])
def test_separators_are_those_of_the_file(component: str, end: str) -> None:
    (row,) = _rows(claim_file(bill("A1", service("97530", "GP KX")), component=component, end=end))
    assert (row["procedure_code"], row["modifier_2"], row["segment_number"]) == ("97530", "KX", 16)


def test_two_interchanges_count_their_segments_through_the_file() -> None:
    one = claim_file(bill("A1", service()))
    rows = _rows(one + claim_file(bill("A2", service())))
    assert [(row["patient_control_number"], row["claim_ordinal"]) for row in rows] == [("A1", 1), ("A2", 2)]
    assert rows[1]["segment_number"] == rows[0]["segment_number"] + one.count(b"~")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (claim_file(bill("A1", service()), version="005010X223A2"), "this is an institutional claim file (837I)"),
        (claim_file(bill("A1", service()), version="005010X224A2"), "this is a dental claim file (837D)"),
        (claim_file(bill("A1", service()), version="004010X098A1"), 'a claim file of version "004010X098A1"'),
        (claim_file(bill("A1", service()), version="1EG4TE5MK73"), "of a version that kxwatch does not know"),
        (wrap(["ST*999*0001", "AK1*HC*1", "SE*3*0001"], code="FA"), "this is a 999 acknowledgment, not a claim file"),
        (wrap(["ST*277*0001", "SE*2*0001"], code="HN"), "this is a 277 claim status response"),
        (remittance(), "this is an 835 remittance, not a claim file"),
        (b"code,modifiers\n97110,GP\n", "this is not an X12 file"),
        (b"", "this is not an X12 file"),
    ],
)
def test_other_files_are_refused_by_their_name(content: bytes, sentence: str) -> None:
    assert sentence in _refusal(content)


def test_institutional_lines_in_a_file_that_says_professional_are_refused() -> None:
    content = claim_file(bill("A1", service())).replace(b"SV1*", b"SV2*0420*")
    assert "segment 16 (SV2): this is an institutional claim file (837I)" in _refusal(content)


def test_a_file_that_is_cut_off_is_refused_with_its_place() -> None:
    content = claim_file(bill("A1", service()))
    assert "segment 16: file is truncated (no SE segment)" in _refusal(content[: content.index(b"DTP*472")])


@pytest.mark.parametrize(("found", "wrong"), [(b"SE*16*", b"SE*15*"), (b"GE*1*1", b"GE*2*1"), (b"IEA*1*0", b"IEA*1*9")])
def test_wrong_counts_are_refused_because_the_payer_would_reject_the_file(found: bytes, wrong: bytes) -> None:
    content = claim_file(bill("A1", service()))
    assert found in content
    assert "The payer would reject the file" in _refusal(content.replace(found, wrong))


def test_a_line_without_its_service_is_refused_with_its_place() -> None:
    content = claim_file(bill("A1", service(), service())).replace(b"SV1*HC:97110:GP*150*UN*1***1~\n", b"", 1)
    assert "segment 15: this segment is empty or out of place" in _refusal(content.replace(b"SE*19", b"SE*18"))
