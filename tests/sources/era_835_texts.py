"""Remittance texts for the tests of the 835 reader, and the two ways a reading can end."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipelines.errors import RefusedFile
from pipelines.sources.era_835.reader import read_era_835
from pipelines.sources.source_file import SourceFile
from tests.builders import claim, line, payment, remittances

FILE_NUMBER = 7
PLACES = 700_000_000
SHA = "ab" * 32

# two payments, three claim payments, four service lines
SMALL = remittances(
    payment(
        claim("ICN1", line(), line("97112", "GP KX")),
        claim("ICN2", line("97530", "GO", denied="CO-119")),
        on="2026-01-20",
    ),
    payment(claim("ICN3", line(provider="1234567893", remarks=("N362", "M25"))), on="2026-01-21"),
)

CLAIM = ("CLP*A1*1*150*100*30*MB*ICN1*11*1", "NM1*QC*1*SYNTHETIC*PAT****MI*1EG4TE5MK73")
LINE = ("SVC*HC:97110:GP*150*100**2", "DTM*472*20260105", "CAS*CO*45*20", "CAS*PR*2*30", "AMT*B6*130")


def write_835(
    *body: str,
    paid: str = "100",
    version: str = "005010X221A1",
    dates: tuple[str, str] = ("20260120", "20260120"),
    transactions: int = 1,
) -> bytes:
    """An interchange whose transactions each hold these segments behind LX; `dates` are BPR16 and DTM*405."""
    opening = (
        f"BPR*I*{paid}*C*CHK************{dates[0]}",
        "TRN*1*T1*1512345678",
        f"DTM*405*{dates[1]}",
        "N1*PR*MEDICARE PART B*XV*05901",
        "N3*1 PAYER STREET",
        "N4*BALTIMORE*MD*21201",
        "PER*BL*DESK*TE*8005551212",
        "N1*PE*SUMMIT THERAPY*XX*1234567893",
        "REF*TJ*123456789",
        "LX*1",
    )
    rows: list[str] = []
    for ordinal in range(1, transactions + 1):
        count = len(opening) + len(body) + 2
        rows += [f"ST*835*{ordinal:04}", *opening, *body, f"SE*{count}*{ordinal:04}"]
    return wrap_835(rows, version)


def wrap_835(rows: Sequence[str], version: str = "005010X221A1", control: str = "000000001") -> bytes:
    """The interchange around transactions, one segment a line."""
    standard = "00401" if version.startswith("004") else "00501"
    repetition = "U" if standard == "00401" else "^"
    transactions = sum(row.startswith("ST*") for row in rows)
    lines = [
        f"ISA*00*          *00*          *ZZ*SENDERID       *ZZ*RECEIVERID     *260120*1200*{repetition}*{standard}"
        f"*{control}*0*P*:",
        f"GS*HP*SENDERID*RECEIVERID*20260120*1200*1*X*{version}",
        *rows,
        f"GE*{transactions}*1",
        f"IEA*1*{control}",
    ]
    return "".join(row + "~\n" for row in lines).encode()


def read(content: bytes) -> SourceFile:
    """The file as the reader takes it in."""
    return read_era_835(content, FILE_NUMBER, SHA, "x.835")


def read_table(content: bytes, table: str) -> list[dict[str, object]]:
    """The rows of one source table of the file; none if it has no such rows."""
    tables = read(content).tables
    rows: list[dict[str, object]] = tables[table].to_pylist() if table in tables else []
    return rows


def read_facts(content: bytes) -> dict[str, list[dict[str, object]]]:
    """Everything the file says, without what is only noted."""
    tables = read(content).tables
    return {name: table.to_pylist() for name, table in tables.items() if name != "finding"}


def refuse(content: bytes) -> str:
    """The sentence with which the reader refuses the file."""
    with pytest.raises(RefusedFile) as refusal:
        read(content)
    assert refusal.value.kind == "era_835"
    assert refusal.value.reason.startswith("x.835")
    return refusal.value.reason


def read_findings(content: bytes) -> dict[str, str]:
    """The reasons of the findings by rule."""
    return {str(row["rule"]): str(row["reason"]) for row in read_table(content, "finding")}
