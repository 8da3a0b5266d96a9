"""What the fuzzers found, each as the smallest file that shows it."""

from __future__ import annotations

import pytest

from pipelines.errors import RefusedFile
from pipelines.sources.claim_837.reader import read_claims
from pipelines.sources.source_file import SourceFile
from tests.builders import claim, line, remittance
from tests.claim_files import bill, claim_file, service
from tests.eligibility import person, remaining, response
from tests.fuzz.mutants import Mutant
from tests.fuzz.properties import check_mutant, list_rows

ACCOUNT = "26063001000094"


def check(content: bytes, *personal: str) -> SourceFile | None:
    return check_mutant(Mutant("found", 1, content, frozenset(personal)))


def list_reasons(source: SourceFile | None) -> list[str]:
    assert source is not None
    return [finding["reason"] for finding in list_rows(source, "finding")]


def test_a_name_in_the_place_of_a_segment_id_is_not_repeated() -> None:
    content = remittance(claim("I1", line())).replace(b"~\nCLP*", b"~\nSAMPLE-ABBOT*X~\nCLP*", 1)
    assert any("an unreadable segment" in reason for reason in list_reasons(check(content, "SAMPLE")))


def test_a_name_in_the_place_of_a_transaction_is_not_repeated() -> None:
    other = b"ST*SAMPLE-ABBOT*0002~\nSE*2*0002~\nGE*"
    content = remittance(claim("I1", line())).replace(b"GE*", other, 1)
    assert any("another kind (unknown)" in reason for reason in list_reasons(check(content, "SAMPLE")))


def test_an_account_number_in_the_place_of_a_date_is_not_quoted() -> None:
    content = remittance(claim("I1", line())).replace(b"DTM*472*20260105", f"DTM*472*{ACCOUNT}".encode())
    assert any("the value is not a date" in reason for reason in list_reasons(check(content, ACCOUNT)))


def test_separators_outside_ascii_refuse_the_file() -> None:
    content = remittance(claim("I1", line()))
    assert content[104:106] == b":~"
    assert check(content[:104] + "\u00a7".encode() + content[106:]) is None


def test_a_damaged_eligibility_response_is_read_or_refused() -> None:
    whole = response(person(*remaining("1450.00")))
    segments = whole.split(b"~\n")
    for place in range(len(segments)):
        for other in range(len(segments)):
            moved = [*segments[:place], *segments[place + 1 :]]
            moved.insert(other, segments[place])
            check(b"~\n".join(moved), "1EG4TE5MK73")


def test_an_account_number_behind_an_amount_is_not_quoted() -> None:
    whole = remittance(claim("I1", line(adjustments="CO-45=34.00;PR-2=20.00")))
    content = whole.replace(b"CAS*CO*45*34", f"CAS*CO*45*34.00{ACCOUNT[2:]}".encode())
    assert content != whole
    assert any("has three decimals" in reason for reason in list_reasons(check(content, ACCOUNT[4:10])))


def test_a_claim_file_without_a_whole_transaction_is_refused() -> None:
    content = claim_file(bill("A1", service()))
    at = content.index(b"ST*837")
    for spoiled in (content.replace(b"ST*837*", b"ST*83*"), content[:at] + content[content.index(b"GE*") :]):
        with pytest.raises(RefusedFile, match=r"\.$"):
            read_claims(spoiled, "found")
