"""Whatever surrounds or separates the segments, the same rows come out."""

from __future__ import annotations

import pytest

from tests.sources.era_835_texts import (
    CLAIM,
    LINE,
    SMALL,
    read,
    read_facts,
    read_findings,
    read_table,
    refuse,
    wrap_835,
    write_835,
)

ONE_LINE = SMALL.replace(b"\n", b"")


def change_separators(content: bytes, element: bytes, component: bytes, terminator: bytes) -> bytes:
    """The same file with other separators, without line breaks of its own."""
    plain = content.replace(b"\n", b"")
    return plain.translate(bytes.maketrans(b"*:~", element + component + terminator[:1])).replace(
        terminator[:1], terminator
    )


def wrap(content: bytes, width: int, end: bytes = b"\n") -> bytes:
    """The file in lines of one width, as some mailboxes and mainframes deliver it."""
    return end.join(content[at : at + width] for at in range(0, len(content), width))


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(ONE_LINE, id="no line breaks"),
        pytest.param(SMALL.replace(b"\n", b"\r\n"), id="CRLF"),
        pytest.param(b"\xef\xbb\xbf" + SMALL, id="byte-order mark"),
        pytest.param(SMALL.decode().encode("utf-16"), id="UTF-16"),
        pytest.param(b"\r\n\r\n  " + SMALL + b"\r\n \x1a", id="blanks around"),
        pytest.param(b"From: payer\nFriday's ISA, and caf\xe9:\n\n" + SMALL, id="prose before, not UTF-8"),
        pytest.param(SMALL.replace(b"\n", b"\n    "), id="indentation"),
        pytest.param(SMALL.replace(b"\n", b"\r\n\t"), id="indentation with tabs"),
        pytest.param(wrap(ONE_LINE, 80), id="wrapped at 80"),
        pytest.param(wrap(ONE_LINE, 72, b"\r\n"), id="wrapped at 72, CRLF"),
        pytest.param(wrap(ONE_LINE, 105), id="wrapped between ISA16 and its terminator"),
        pytest.param(wrap(ONE_LINE, 104), id="wrapped before ISA16"),
        pytest.param(SMALL.replace(b"P*:~", b"P*~", 1), id="no ISA16"),
        pytest.param(ONE_LINE.replace(b"P*:~", b"P*~", 1), id="no ISA16, no line breaks"),
        pytest.param(SMALL.replace(b"SENDERID       ", b"SENDERID").replace(b"          ", b""), id="short ISA"),
        pytest.param(SMALL.rstrip(b"~\n"), id="no last terminator"),
        pytest.param(SMALL.replace(b"~\nLX", b"~\n\n~\nLX"), id="an empty segment"),
        pytest.param(SMALL + b"\nEnd of mail\n", id="prose after"),
    ],
)
def test_surroundings_change_nothing(content: bytes) -> None:
    assert read_facts(content) == read_facts(SMALL)


def test_an_isa16_that_lies() -> None:
    lying = SMALL.replace(b":", b">").replace(b"P*>", b"P*:", 1)
    assert read_table(lying, "service_line") == read_table(SMALL, "service_line")
    assert "SVC*HC>97110>GP*" in str(read_table(lying, "claim_payment")[0]["raw_segments"])


@pytest.mark.parametrize(
    ("element", "component", "terminator"),
    [
        (b"|", b"^", b"~"),
        (b"+", b">", b"\n"),
        (b"*", b":", b"\r\n"),
        (b"*", b":", b"\r"),
        (b"\x1d", b"\x1f", b"\x1c"),
        (b"?", b":", b"!"),
    ],
)
def test_any_separators(element: bytes, component: bytes, terminator: bytes) -> None:
    changed = read_facts(change_separators(SMALL, element, component, terminator))
    expected = read_facts(SMALL)
    for row, original in zip(changed["claim_payment"], expected["claim_payment"], strict=True):
        text = str(row.pop("raw_segments")).translate(str.maketrans((element + component).decode(), "*:"))
        assert text == original.pop("raw_segments")
    assert changed == expected


def test_two_interchanges_with_their_own_separators_are_read_whole() -> None:
    second = change_separators(SMALL, b"|", b">", b"\n")
    facts, alone = read_facts(SMALL + b"\n" + second), read_facts(SMALL)
    segments = SMALL.count(b"~")
    for name, rows in alone.items():
        assert len(facts[name]) == 2 * len(rows)
        numbers = [row["segment_number"] for row in facts[name]]
        own = [row["segment_number"] for row in rows]
        assert numbers == own + [int(str(number)) + segments for number in own]
    for name in ("payment", "claim", "line", "adjustment"):
        table = {"claim": "claim_payment", "line": "service_line"}.get(name, name)
        places = [row[f"{name}_place"] for row in facts[table]]
        assert places == list(range(700_000_001, 700_000_001 + len(places)))
    assert [row["claim_place"] for row in facts["service_line"]][4:] == [
        700_000_004,
        700_000_004,
        700_000_005,
        700_000_006,
    ]


def test_a_good_interchange_beside_a_cut_one_is_refused() -> None:
    half = SMALL[: len(SMALL) // 2]
    for content in (SMALL + half, half + SMALL, SMALL + SMALL[:60]):
        assert "segment" in refuse(content)


@pytest.mark.parametrize("start", [b"GS*", b"ST*"])
def test_a_file_that_begins_behind_its_isa(start: bytes) -> None:
    body = SMALL[SMALL.index(start) : SMALL.index(b"GE*" if start == b"ST*" else b"IEA*")]
    skipped = SMALL[: SMALL.index(start)].count(b"~")
    facts = read_facts(b"Our remittance:\n\n" + body)
    assert [row["segment_number"] for row in facts["service_line"]] == [
        int(str(row["segment_number"])) - skipped for row in read_table(SMALL, "service_line")
    ]
    assert facts["payment"][0]["sender_id"] is None
    assert "was read as one interchange" in read_findings(body)["no_interchange_header"]
    assert read_facts(body.rstrip(b"~\n"))["service_line"] == facts["service_line"]


def test_a_file_that_begins_behind_its_isa_with_line_breaks_only() -> None:
    body = SMALL[SMALL.index(b"ST*") : SMALL.index(b"GE*")].replace(b"~", b"")
    assert len(read_facts(body)["service_line"]) == 4


def test_a_file_without_isa_that_has_iea_lost_its_beginning() -> None:
    assert "beginning is missing" in refuse(SMALL[SMALL.index(b"GS*") :])


def test_a_bare_transaction_without_bpr_has_no_known_separators() -> None:
    assert "the separators are unknown" in refuse(b"ST*835*0001~TRN*1*T1~SE*3*0001~")


def test_separators_that_nobody_can_read() -> None:
    assert "no whole ISA" in refuse(SMALL.replace(b"*", b"A"))
    assert "no whole ISA" in refuse(SMALL[:90])
    assert "no whole ISA" in refuse(b"ISA" + b"*" * 16 + b"nothing")
    assert "no whole ISA" in refuse(SMALL.replace(b"P*:~\nGS", b"P*x1GS"))


def test_segments_outside_of_an_interchange_refuse_the_file() -> None:
    loose = SMALL[SMALL.index(b"ST*") : SMALL.index(b"GE*")]
    assert "before the first ISA" in refuse(loose + SMALL)
    assert "after IEA" in refuse(SMALL + loose)


def test_service_lines_with_different_separators_inside_are_refused() -> None:
    assert "different separators" in refuse(SMALL.replace(b"HC:97112:GP", b"HC>97112>GP"))


def test_the_separator_of_a_file_without_lines_comes_from_plb() -> None:
    body = ("CLP*A1*1*150*150**MB*ICN1*11*1", "NM1*QC*1*SYNTHETIC*PAT****MI*1EG4TE5MK73", "PLB*1*20261231*WO>A1*50")
    rows = read_table(write_835(*body), "provider_adjustment")
    assert [(row["provider_adjustment_reason_code"], row["reference_number"]) for row in rows] == [("WO", "A1")]


def test_an_element_separator_that_is_a_colon() -> None:
    content = write_835(*CLAIM, *LINE).replace(b"*", b"\x00").replace(b":", b">").replace(b"\x00", b":")
    assert read_table(content.replace(b"P:>~", b"P::~"), "service_line")[0]["procedure_code"] == "97110"
    only_claim = write_835("CLP*A1*1*150*100*50*MB*ICN1*11*1", "CAS*PR*1*50").replace(b":~", b"~").replace(b"*", b":")
    assert read(only_claim).claim_payments == 1


def test_names_in_latin_1_and_utf_8_are_text() -> None:
    for encoding in ("latin-1", "utf-8"):
        content = SMALL.decode().replace("*SYNTHETIC*", "*MÜLLER*").encode(encoding)
        claims = read_table(content, "claim_payment")
        assert {row["patient_last_name"] for row in claims} == {"MÜLLER"}
        assert "NM1*QC*1*MÜLLER*" in str(claims[0]["raw_segments"])


def test_a_wrap_may_split_a_letter_of_two_bytes() -> None:
    content = ONE_LINE.decode().replace("*SYNTHETIC*", "*" + "Ü" * 90 + "*").encode()
    for width in (79, 80):
        assert {row["patient_last_name"] for row in read_table(wrap(content, width), "claim_payment")} == {"Ü" * 90}


def test_wrapped_blanks_belong_to_their_element() -> None:
    long_name = ONE_LINE.replace(b"SUMMIT THERAPY", b"SUMMIT" + b" " * 90 + b"THERAPY")
    names = {row["payee_name"] for row in read_table(wrap(long_name, 80), "payment")}
    assert names == {"SUMMIT" + " " * 90 + "THERAPY"}


def test_other_transactions_beside_a_remittance_are_noted_and_not_read() -> None:
    other = ["ST*837*0009*005010X222A1", "BHT*0019*00*1*20260120*1200*CH", "CLP*NOT*1*READ", "SE*4*0009"]
    remittance = SMALL.decode().replace("~", "").splitlines()
    st, ge = remittance.index("ST*835*0001"), remittance.index("GE*2*1")
    mixed = wrap_835([*other, *remittance[st:ge]])
    facts = read_facts(mixed)
    assert len(facts["claim_payment"]) == 3
    assert facts["claim_payment"][0]["segment_number"] == 4 + 13
    assert "kind (837)" in read_findings(mixed)["other_transaction"]
    group = ["GS*HC*S1*R1*20260120*1200*2*X*005010X222A1", *other, "GE*1*2"]
    two_groups = "".join(row + "~" for row in [*remittance[: ge + 1], *group, "IEA*2*000000001"]).encode()
    assert read_facts(two_groups) == read_facts(SMALL)
    apart = SMALL + wrap_835(other)
    assert read_facts(apart) == read_facts(SMALL)
    assert "other_transaction" in read_findings(apart)


def test_a_file_without_any_835_is_no_remittance() -> None:
    other = ["ST*837*0009*005010X222A1", "BHT*0019*00*1*20260120*1200*CH", "SE*3*0009"]
    assert "not an 835 remittance; it holds transactions of kind 837" in refuse(wrap_835(other))
    assert "not an 835 remittance; it holds no transaction" in refuse(wrap_835([]))


def test_a_file_of_more_than_two_gigabytes_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipelines.sources.x12.interchange.LARGEST_FILE", len(SMALL) - 1)
    assert "Ask the clearinghouse for smaller files" in refuse(SMALL)


def test_an_isa_within_a_name_is_a_name() -> None:
    content = SMALL.replace(b"*SYNTHETIC*PAT*", b"*ISA*LISA*")
    assert {row["patient_last_name"] for row in read_table(content, "claim_payment")} == {"ISA"}
