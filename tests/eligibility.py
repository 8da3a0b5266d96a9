"""Eligibility responses (271) as a few words: persons with their benefits, as one file."""

from __future__ import annotations

from collections.abc import Sequence

from tests.builders import BENEFICIARY, CLINIC

VERSION = "005010X279A1"
YEAR_2026 = "DTP*292*RD8*20260101-20261231"


def person(*segments: str, patient: str = BENEFICIARY) -> list[str]:
    """One subscriber with what was answered about them."""
    return ["HL*{number}*2*22*0", f"NM1*IL*1*SAMPLE*ANN****MI*{patient}".removesuffix("****MI*"), *segments]


def remaining(
    amount: str, service: str = "AE", year: int = 2026, *, text: str = "", shifted: bool = False
) -> list[str]:
    """A remaining amount in one of the layouts that were seen, with its year."""
    shift = "*" if shifted else ""
    return [f"EB*F*IND*{service}*MB*{text}{shift}*29*{amount}", f"DTP*292*RD8*{year}0101-{year}1231"]


def response(
    *persons: Sequence[str], on: str = "2026-06-01", before: Sequence[str] = (), version: str = VERSION
) -> bytes:
    """One 271 file; `before` are segments between the payer and the persons."""
    day = on.replace("-", "")
    body = ["ST*271*0001", f"BHT*0022*11*1*{day}*1200", "HL*1**20*1", "NM1*PR*2*MEDICARE*****PI*12345", *before]
    body += ["HL*2*1*21*1", f"NM1*1P*2*SAMPLE CLINIC*****XX*{CLINIC}"]
    for number, segments in enumerate(persons, start=3):
        body += [segment.replace("{number}", str(number)) for segment in segments]
    body.append(f"SE*{len(body) + 1}*0001")
    return "".join(f"{segment}~\n" for segment in [*_open(day, version), *body, "GE*1*1", "IEA*1*000000001"]).encode()


def _open(day: str, version: str) -> list[str]:
    names = f"{'KXSAMPLE':15}*ZZ*{'KXCLINIC':15}"
    return [
        f"ISA*00*{'':10}*00*{'':10}*ZZ*{names}*{day[2:]}*1200*^*00501*000000001*0*T*:",
        f"GS*HB*KXSAMPLE*KXCLINIC*{day}*1200*1*X*{version}",
    ]
