"""What is refused whole, what sets one claim payment aside, and what is only noted."""

from __future__ import annotations

import oxedi
import pytest

from pipelines.errors import RefusedFile
from pipelines.sources.era_835.completeness import refuse_half_read
from pipelines.sources.era_835.reading import Reading, read_rows
from pipelines.sources.era_835.spec import era_835_spec
from pipelines.sources.x12.interchange import split_interchanges
from pipelines.sources.x12.segments import build_segment_map
from tests.sources.era_835_texts import (
    CLAIM,
    LINE,
    PLACES,
    SMALL,
    read,
    read_facts,
    read_findings,
    read_table,
    refuse,
    write_835,
)

GOOD = write_835(*CLAIM, *LINE)
SECOND = ("CLP*A2*1*150*100*30*MB*ICN2*11*1", CLAIM[1], *LINE)
TWO_CLAIMS = write_835(*CLAIM, *LINE, *SECOND, paid="200")


def change(content: bytes, old: str, new: str) -> bytes:
    """The file with the first `old` changed; the text must hold it."""
    assert old.encode() in content
    return content.replace(old.encode(), new.encode(), 1)


def test_every_cut_is_refused() -> None:
    whole = len(SMALL.rstrip(b"~\n"))
    for length in range(1, whole, 7):
        assert refuse(SMALL[:length])
    assert refuse(SMALL[: whole - 1])


def test_a_cut_inside_the_last_control_number_is_seen() -> None:
    assert "in the middle of a segment" in refuse(GOOD[: GOOD.rindex(b"01~")])


@pytest.mark.parametrize(
    ("lost", "found"),
    [
        ("SE*19*0001~\n", "GE was found where SE was expected"),
        ("GE*1*1~\n", "IEA was found where GE was expected"),
        ("IEA*1*000000001~\n", "file is truncated (no IEA segment)"),
        ("GS*HP*SENDERID*RECEIVERID*20260120*1200*1*X*005010X221A1~\n", "ST begins where GS was expected"),
        ("ST*835*0001~\n", "SE was found where GE was expected"),
    ],
)
def test_a_lost_seal_is_a_cut(lost: str, found: str) -> None:
    assert found in refuse(change(GOOD, lost, ""))


def test_a_transaction_within_a_transaction_is_a_cut() -> None:
    assert "ST begins where SE was expected" in refuse(change(GOOD, "LX*1~", "ST*835*0002~LX*1~"))
    assert "GS begins where SE was expected" in refuse(change(GOOD, "LX*1~", "GS*HP~LX*1~"))
    assert "SE was found where IEA was expected" in refuse(change(GOOD, "IEA*", "SE*1*1~IEA*"))
    assert "after IEA" in refuse(GOOD + b"GE*1*1~")


def test_the_end_of_one_transaction_behind_the_beginning_of_another_is_a_cut() -> None:
    assert "SE closes another ST" in refuse(change(GOOD, "SE*19*0001", "SE*25*0002"))


@pytest.mark.parametrize(
    ("old", "new", "rule", "place"),
    [
        ("SE*19*", "SE*20*", "control_count_mismatch", "(SE): SE01 does not say 19 segments"),
        ("GE*1*1", "GE*0*1", "control_count_mismatch", "(GE): GE01 does not say 1 transactions"),
        ("IEA*1*000000001", "IEA*1*000000002", "control_number_mismatch", "(IEA): IEA02 differs"),
    ],
)
def test_a_wrong_count_or_number_alone_is_noted(old: str, new: str, rule: str, place: str) -> None:
    content = change(GOOD, old, new)
    assert place in read_findings(content)[rule]
    assert read_facts(content)["service_line"] == read_facts(GOOD)["service_line"]
    assert read(content).set_aside == 0


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("CAS*PR*2*30", "CAS*PR*2*30.01", "segment 16 (SVC03): charge 150.00 less adjustments 50.01 is 99.99"),
        ("SVC*HC:97110:GP*150*100", "SVC*HC:97110:GP*150*99.99", "but the payment is 99.99"),
        ("CLP*A1*1*150*100", "CLP*A1*1*150.01*100", "segment 14 (CLP04): charge 150.01 less adjustments 50.00"),
        ("CAS*CO*45*20", "CAS*CO*45*20.001", "adjustments 50.001 is 99.999, but"),
        ("BPR*I*100*", "BPR*I*100.01*", "segment 4 (BPR02): claim payments 100.00 less provider adjustments 0.00"),
        ("SE*19*", "PLB*1*20261231*WO:A*0.01~SE*20*", "provider adjustments 0.01 is 99.99"),
    ],
)
def test_one_cent_off_refuses_the_file(old: str, new: str, sentence: str) -> None:
    reason = refuse(change(GOOD, old, new))
    assert sentence in reason
    assert "balances to the cent" in reason


def test_several_places_that_do_not_balance_are_counted() -> None:
    content = change(change(TWO_CLAIMS, "*150*100**2", "*151*100**2"), "BPR*I*200", "BPR*I*201")
    assert "first of 2 places" in refuse(content)


def test_charges_that_differ_between_claim_payment_and_lines_are_no_imbalance() -> None:
    body = ("CLP*A1*1*160*100*40*MB*ICN1*11*1", "CAS*PR*1*10", CLAIM[1], *LINE)
    assert read(write_835(*body)).set_aside == 0


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("BPR*I*100*", "BPR*I*ten*", "segment 4 (BPR02): the amount is missing or unreadable"),
        ("BPR*I*100*", "BPR*I**", "segment 4 (BPR02): the amount is missing or unreadable"),
        ("CLP*A1*1*150*100*", "CLP*A1*1*150*1OO*", "segment 14 (CLP04): the amount is missing or unreadable"),
        ("SE*19*", "PLB*1*20261231*WO:A*x~SE*20*", "segment 21 (PLB): the amount is missing or unreadable"),
        ("*20260120~\nTRN", "~\nTRN", "segment 4 (BPR16): the payment date is missing or unreadable"),
        ("*20260120~\nTRN", "*20261320~\nTRN", "segment 4 (BPR16): the payment date is missing or unreadable"),
        ("BPR*I*100*", "BPR*I*999999999999999*", "a number of fifteen or more digits"),
    ],
)
def test_what_nothing_can_be_judged_without_refuses_the_file(old: str, new: str, sentence: str) -> None:
    assert sentence in refuse(change(GOOD, old, new))


def test_a_transaction_without_bpr_is_refused_at_its_beginning() -> None:
    content = change(GOOD, "BPR*I*100*C*CHK************20260120~\n", "")
    assert "segment 3 (BPR02)" in refuse(content)


@pytest.mark.parametrize(
    ("paid", "produced", "is_refused"),
    [
        ("20260120", "20270120", False),
        ("20260120", "20270121", True),
        ("20270120", "20260120", False),
        ("20270121", "20260120", True),
        ("20240229", "20250228", False),
        ("20240229", "20250301", True),
        ("20260120", "11111111", True),
        ("99991231", "99991231", False),
        ("99991231", "20260120", True),
    ],
)
def test_a_payment_date_lies_within_a_year_of_the_production_date(paid: str, produced: str, is_refused: bool) -> None:
    content = write_835(*CLAIM, *LINE, dates=(paid, produced))
    if is_refused:
        assert "more than a year from the production date" in refuse(content)
    else:
        assert read(content).claim_payments == 1


def test_an_unreadable_production_date_is_noted() -> None:
    content = change(GOOD, "DTM*405*20260120", "DTM*405*2026012X")
    assert "(DTM02)" in read_findings(content)["type_mismatch"]
    assert read_table(content, "payment")[0]["production_date"] is None


FAULTS = [
    ("SVC*HC:97110:GP*150*100", "SVC*HC:97110:GP*15O*100", "unreadable_amount", "segment 16 (SVC02): the value is not"),
    ("SVC*HC:97110:GP*150*100", "SVC*HC:97110:GP*15,0*100", "unreadable_amount", '(SVC02): "15,0" is not an amount'),
    ("DTM*472*20260105", "DTM*472*2026O105", "unreadable_date", "segment 17 (DTM02): the value is not a date"),
    ("SVC*HC:97110:GP*150*100", "SVC*HC:97110:GP**100", "missing_amount", "(SVC02): the amount is missing"),
    ("SVC*HC:97110:GP*150*100**2", "SVC*HC:97110:GP*150***2", "missing_amount", "(SVC03): the amount is missing"),
    ("CLP*A1*1*150*100", "CLP*A1*1**100", "missing_amount", "segment 14 (CLP03): the amount is missing"),
    ("CLP*A1*1*150*100*30", "CLP*A1*1*150*100*3O", "unreadable_amount", "(CLP05): the value is not an amount"),
    ("CAS*PR*2*30", "CAS*PR*2*DOE", "unreadable_amount", "segment 19 (CAS03): the value is not an amount"),
    ("CAS*PR*2*30", "CAS*PR*2**1", "missing_amount", "segment 19 (CAS): the amount is missing"),
    ("CAS*PR*2*30", "CAS*PR", "unread_adjustment", "segment 19 (CAS): the adjustment is empty"),
    ("CAS*PR*2*30", "N1*PR*X~CAS*PR*2*30", "unread_adjustment", "segment 20 (CAS): the adjustment is empty or where"),
    ("AMT*B6*130", "AMT*B6*13O", "unreadable_amount", "segment 20 (AMT02): the value is not an amount"),
    ("AMT*B6*130", "AMT*B6*130.000", "amount_with_three_decimals", '(AMT02): "130.000" has three decimals'),
    ("AMT*B6*130", "AMT*B6*130.00001", "amount_with_three_decimals", '"130.00001" has three decimals'),
    ("**2~", "**two~", "unreadable_units", "segment 16 (SVC05): the value is not a number of units"),
    ("**2~", "**2**1x~", "unreadable_units", "(SVC07): the value is not a number of units"),
    ("DTM*472*20260105", "DTM*472*20260231", "unreadable_date", 'segment 17 (DTM02): "20260231" is not a date'),
    ("DTM*472*20260105", "DTM*150*7~DTM*472*20260105", "unreadable_date", '(DTM02): "7" is not a date'),
    ("DTM*472*20260105", "DTM*472*20260105~DTM*151*1", "unreadable_date", '(DTM02): "1" is not a date'),
    ("SVC*", "DTM*232*2026~SVC*", "unreadable_date", '(DTM02): "2026" is not a date'),
    ("SVC*", "DTM*233*20261301~SVC*", "unreadable_date", '(DTM02): "20261301" is not a date'),
    ("SVC*", "DTM*050*20260230~SVC*", "unreadable_date", '(DTM02): "20260230" is not a date'),
]


@pytest.mark.parametrize(("old", "new", "rule", "sentence"), FAULTS)
def test_an_unusable_value_sets_its_claim_payment_aside(old: str, new: str, rule: str, sentence: str) -> None:
    content = change(TWO_CLAIMS, old, new)
    file = read(content)
    assert (file.claim_payments, file.set_aside) == (2, 1)
    (row,) = [row for row in read_table(content, "finding") if row["is_set_aside"]]
    assert (row["rule"], row["claim_place"]) == (rule, PLACES + 1)
    assert sentence in str(row["reason"])
    assert "This claim payment was excluded" in str(row["reason"])
    assert "DOE" not in str(row["reason"])
    assert str(row["segment_number"]) in str(row["reason"])


def test_a_claim_payment_is_set_aside_once_for_its_first_fault() -> None:
    content = change(change(GOOD, "DTM*472*20260105", "DTM*472*1"), "AMT*B6*130", "AMT*B6*x")
    assert [row["rule"] for row in read_table(content, "finding") if row["is_set_aside"]] == ["unreadable_date"]


def test_three_decimals_are_summed_exactly_and_set_aside() -> None:
    body = ("CLP*A1*1*150*99.995*30*MB*ICN1*11*1", CLAIM[1], "SVC*HC:97110:GP*150*99.995", LINE[1])
    content = write_835(*body, "CAS*CO*45*20.005", LINE[3], *SECOND, paid="199.995")
    file = read(content)
    assert (file.set_aside, file.payment_cents) == (1, 20_000)
    rows = [row for row in read_table(content, "finding") if row["is_set_aside"]]
    assert (rows[0]["rule"], rows[0]["segment_number"]) == ("amount_with_three_decimals", 14)
    assert "199.995 less" in refuse(change(content, "BPR*I*199.995", "BPR*I*200"))


def test_a_fault_elsewhere_does_not_excuse_an_imbalance() -> None:
    assert "adjustments 50.01" in refuse(change(change(GOOD, "CAS*PR*2*30", "CAS*PR*2*30.01"), "472*20260105", "472*1"))


def test_three_decimals_where_no_money_stands_are_no_fault() -> None:
    content = change(GOOD, "*11*1~", "*11*1***1.2345~")
    content = change(content, "AMT*B6*130", "AMT*B6*130~AMT*ZK*1.234")
    assert read(change(content, "SVC*HC:97110:GP*150*100**2", "SVC*HC:97110:GP*150*100**2.125")).set_aside == 0


def test_an_amount_without_a_reason_code_sets_its_claim_payment_aside() -> None:
    content = change(TWO_CLAIMS, "CAS*PR*2*30", "CAS*PR*2*10***20")
    assert "names no reason code" in read_findings(content)["adjustment_without_reason_code"]
    assert read(content).set_aside == 1
    at_claim = write_835("CLP*A1*1*160*100*40*MB*ICN1*11*1", "CAS*PR*1*7***3", CLAIM[1], *LINE)
    assert "adjustment_without_reason_code" in read_findings(at_claim)


def test_a_claim_payment_with_two_kinds_of_faults_is_set_aside_once() -> None:
    for lost in ("CAS*PR*2*10***20", "CAS*PR"):
        content = change(change(TWO_CLAIMS, "CAS*PR*2*30", lost), "DTM*472*20260105", "DTM*472*1")
        assert [row["rule"] for row in read_table(content, "finding") if row["is_set_aside"]] == ["unreadable_date"]


def test_an_amount_without_a_reason_code_that_does_not_balance_refuses_the_file() -> None:
    assert "do not balance" in refuse(change(GOOD, "CAS*PR*2*30", "CAS*PR*2*30***20"))
    assert "is 120.00, but" in refuse(change(GOOD, "CAS*PR*2*30", "CAS*PR*2*10***19"))
    assert "is 120.00, but" in refuse(change(GOOD, "CAS*PR*2*30", "CAS*PR*2*10***twenty"))
    assert "a PLB could not be read" in refuse(change(GOOD, "SE*19*", "PLB*1*20261231**5~SE*20*"))
    assert "do not balance" in refuse(change(GOOD, "SE*19*", "PLB*1*20261231*WO:A*0**5~SE*20*"))


def test_a_difference_to_the_independent_split_refuses_the_file() -> None:
    (interchange,) = split_interchanges(GOOD, "x.835")
    segments = build_segment_map(interchange, 0)
    result = oxedi.parse(interchange.text, spec=era_835_spec(), delimiters=oxedi.Delimiters(segment=b"\n"))
    reading = Reading(read_rows(result), result.diagnostics, segments, None)
    refuse_half_read(reading, len(result.document), 1, "x.835")
    for seen, transactions in ((len(result.document) - 1, 1), (len(result.document), 2)):
        with pytest.raises(RefusedFile, match="segments were read, but the file has 23"):
            refuse_half_read(reading, seen, transactions, "x.835")


def test_segments_that_no_part_of_the_standard_holds() -> None:
    stray = change(GOOD, "SE*19*", "PLB*1*20261231*WO:A*0~SVC*HC:97110:GP*0*0~SE*21*")
    assert "segment 22: this segment is empty or out of place, so a CLP could not be read" in refuse(stray)
    early = change(GOOD, "TRN*1*", "CAS*CO*45*0~TRN*1*")
    assert "unread_adjustment" in read_findings(early)
    without_claims = write_835("PLB*1*20261231*WO:A*-20", "CAS*CO*45*0", paid="20")
    assert read(without_claims).set_aside == 0


def test_what_the_standard_minds_and_the_ledger_does_not_is_noted_once_with_its_count() -> None:
    content = TWO_CLAIMS.replace(b"*MB*", b"*XX*").replace(b"N1*PE", b"ZZZ*1~ZZZ*2~N1*PE", 1)
    notes = read_findings(content)
    assert notes["code_not_in_list"].startswith(
        "x.835 (CLP06): a code that is not in the list of the standard, 2 times"
    )
    assert ", 2 times, first at segment " in notes["unknown_segment"]
    rows = read_table(content, "finding")
    assert {row["is_set_aside"] for row in rows} == {False}
    assert {row["claim_place"] for row in rows} == {None}


def test_no_sentence_holds_a_name_or_an_identifier() -> None:
    broken = TWO_CLAIMS.replace(b"*SYNTHETIC*PAT*", b"*" + b"SYNTHETIC" * 8 + b"*PAT*").replace(
        b"*MI*1EG4", b"*QQ*1EG4"
    )
    broken = change(broken, "SVC*HC:97110:GP*150*100", "SVC*HC:97110:GP*SYNTHETIC*1EG4TE5MK73")
    reasons = " ".join(str(row["reason"]) for row in read_table(broken, "finding"))
    assert "NM1" in reasons
    for secret in ("SYNTHETIC", "PAT", "1EG4TE5MK73", "ICN"):
        assert secret not in reasons
