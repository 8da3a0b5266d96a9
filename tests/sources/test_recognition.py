"""Files are recognized by content: each goes to its reader, or is refused with what it is and what to do."""

from __future__ import annotations

import gzip
import io
import os
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from pipelines.errors import RefusedFile
from pipelines.sources.recognition import is_x12, read_source
from pipelines.sources.source_file import SourceFile
from pipelines.sources.tabular.profile import load_profiles
from tests.builders import claim, line, remittance
from tests.sources.export_rows import row, write_rows

SAMPLES = Path(__file__).parents[2] / "data_samples" / "tables"
ISA = "ISA*00*          *00*          *ZZ*A              *ZZ*B              *260101*0000*^*00501*000000001*0*P*:~"


def _read(content: bytes) -> SourceFile:
    return read_source(content, 1, "a" * 64, "sample", ())


def _refusal_of(content: bytes) -> RefusedFile:
    with pytest.raises(RefusedFile) as caught:
        _read(content)
    return caught.value


def _read_or_refuse(content: bytes) -> str:
    try:
        return f"sample: {_read(content).kind}"
    except RefusedFile as refusal:
        return refusal.reason


def _pack(*names: str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name in names:
            package.writestr(name, "x")
    return stream.getvalue()


def _workbook(*rows: list[str]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as workbook:
        sheet = workbook.add_worksheet()
        for number, cells in enumerate(rows):
            sheet.write_row(number, 0, cells)
    return stream.getvalue()


def _transaction(code: str) -> bytes:
    return f"{ISA}GS*XX*A*B*20260101*0000*1*X*005010~ST*{code}*0001~SE*2*0001~GE*1*1~IEA*1*000000001~".encode()


def _name_example(value: object) -> str:
    """What is expected names an example: packed bytes hold the time of packing and differ from run to run."""
    return value if isinstance(value, str) else "bytes"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (remittance(claim("ICN1", line())), "era_835"),
        (write_rows([row()]), "remittance_export"),
        (write_rows([row()], "\t"), "remittance_export"),
        (b"patient_id,pool,calendar_year,amount,as_of_date,grade\n", "prior_use"),
        (b"OLD_PATIENT_ID;NEW_PATIENT_ID\n", "identity_crosswalk"),
        (b"calendar_year,kx_threshold,medical_review_amount,alert_amount,source\n", "threshold"),
        (_workbook([], [], ["old_patient_id", "new_patient_id"], ["A", "B"]), "identity_crosswalk"),
        ("old_patient_id\tnew_patient_id\nA\tB\n".encode("utf-16"), "identity_crosswalk"),
    ],
    ids=_name_example,
)
def test_a_file_is_known_by_its_content(content: bytes, kind: str) -> None:
    assert _read(content).kind == kind


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "it is empty"),
        (b" \r\n\r\n", "contains only spaces"),
        (_pack("a.835"), "Unpack it first"),
        (gzip.compress(b"ISA*00*"), "Unpack it first"),
        (b"7z\xbc\xaf\x27\x1c....", "Unpack it first"),
        (b"Rar!\x1a\x07\x01\x00", "Unpack it first"),
        (b"BZh91AY&SY", "Unpack it first"),
        (b"\xfd7zXZ\x00\x00", "Unpack it first"),
        (b"%PDF-1.7 ...", "it is a PDF"),
        (b"\x89PNG\r\n\x1a\n", "it is an image"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "old Office file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "with a password"),
        (_pack("[Content_Types].xml", "word/document.xml"), "no workbook"),
        (_pack("mimetype", "content.xml"), "another kind"),
        (_workbook(["a", "b"])[:-40], "truncated"),
        (b"<!doctype html><title>Sign in</title>", "a web page"),
        (b'{"claims": []}', "JSON"),
        (bytes(range(256)), "binary"),
        (b"Dear colleague,\nhere are the remittances of May.\n", "unrecognized column headers"),
        (_transaction("837"), "this is an 837 claim file, not an 835 remittance"),
        (_transaction("277"), "a 277 claim status response"),
        (_transaction("999"), "a 999 acknowledgment"),
    ],
    ids=_name_example,
)
def test_what_cannot_be_read_is_refused_with_what_it_is(content: bytes, said: str) -> None:
    refusal = _refusal_of(content)
    assert refusal.kind == "unknown"
    assert refusal.reason.startswith("sample: ")
    assert said in refusal.reason


def test_a_cut_off_interchange_goes_to_the_835_reader() -> None:
    assert _refusal_of(ISA[:40].encode()).kind == "era_835"
    assert _refusal_of(b"CLP*1*1*100*90~SVC*HC:97110*100*90~").kind == "era_835"


def test_a_damaged_workbook_is_refused() -> None:
    book = bytearray(_workbook(["old_patient_id", "new_patient_id"], ["A", "B"]))
    book[120:180] = bytes(60)
    assert "damaged" in _refusal_of(bytes(book)).reason


def test_a_header_of_persons_is_not_repeated() -> None:
    assert "9KX1KX1KX01" not in _refusal_of(b"9KX1KX1KX01,SAMPLE,ADA\n9KX1KX1KX02,SAMPLE,BEN\n").reason


def test_a_street_is_no_transaction() -> None:
    assert not is_x12(write_rows([row(patient_last_name="12 MAIN ST,835,")]))


@given(st.binary(max_size=300))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read_or_refused_with_a_sentence(content: bytes) -> None:
    assert _read_or_refuse(content).startswith("sample")


@given(st.integers(0, 6000), st.binary(min_size=1, max_size=40))
@settings(max_examples=int(os.environ.get("KXWATCH_EXAMPLES", "20")), deadline=None)  # each in a process of its own
def test_a_workbook_with_broken_bytes_is_read_or_refused(position: int, noise: bytes) -> None:
    book = bytearray(_workbook(["old_patient_id", "new_patient_id"], ["A", "B"]))
    position %= len(book)
    book[position : position + len(noise)] = noise
    assert _read_or_refuse(bytes(book)).startswith("sample")


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.[ctx][sl][vs]*")), ids=lambda path: path.name)
def test_the_sample_tables_are_read_and_no_row_is_set_aside(path: Path) -> None:
    source = read_source(path.read_bytes(), 1, "a" * 64, path.name, load_profiles(Path("none")))
    assert source.kind != "unknown"
    assert source.set_aside == 0
    assert source.set_aside == 0


def test_what_the_simulator_planted_is_known_and_brings_no_rows() -> None:
    source = read_source(b"kxwatch_truth,site,name,value\ntotals,1,files,4\n", 1, "a" * 64, "sample.csv")
    assert (source.kind, source.tables) == ("truth", {})
