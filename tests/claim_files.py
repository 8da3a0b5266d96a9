"""Small claim files for tests: an 837P from what the test is about, everything else filled in and valid."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tests.builders import BENEFICIARY, CLINIC

VERSION = "005010X222A1"
_BLANK = " " * 10


@dataclass(frozen=True)
class Service:
    """One service line (LX, SV1, DTP)."""

    code: str = "97110"
    modifiers: str = "GP"
    on: str = "2026-06-01"
    units: str = "1"
    charge: str = "150"
    place: str = ""
    renderer: str | None = None


@dataclass(frozen=True)
class Claim:
    """One claim (CLM) with the patient and the payer above it."""

    account: str
    services: tuple[Service, ...]
    patient: str = BENEFICIARY
    filing: str = "MB"
    frequency: str = "1"
    original: str | None = None
    place: str = "11"
    renderer: str | None = None
    extra: tuple[str, ...] = ()


def service(code: str = "97110", modifiers: str = "GP", on: str = "2026-06-01", **more: str) -> Service:
    """One service line; modifiers are separated by blanks."""
    return Service(code, modifiers, on, **more)


def bill(account: str, *services: Service, **more: object) -> Claim:
    """One claim of `services`; `more` are further fields of `Claim`."""
    return Claim(account, services, **more)  # type: ignore[arg-type]


def claim_file(
    *claims: Claim,
    clinic: str = CLINIC,
    version: str = VERSION,
    component: str = ":",
    end: str = "~\n",
    created: str = "2026-07-01",
) -> bytes:
    """The 837P file of one clinic with these claims."""
    body = [
        f"ST*837*0001*{version}",
        f"BHT*0019*00*1*{date.fromisoformat(created):%Y%m%d}*0600*CH",
        "NM1*41*2*SAMPLE CLINIC*****46*SENDER",
        "NM1*40*2*SAMPLE PAYER*****46*PAYER",
        "HL*1**20*1",
        f"NM1*85*2*SAMPLE CLINIC*****XX*{clinic}",
        "REF*EI*123456789",
    ]
    for level, claim in enumerate(claims, start=2):
        body.extend(_claim_segments(claim, level))
    body.append(f"SE*{len(body) + 1}*0001")
    return wrap(body, version, component, end)


def wrap(
    body: Iterable[str], version: str = VERSION, component: str = ":", end: str = "~\n", code: str = "HC"
) -> bytes:
    """One transaction in its group and interchange."""
    segments = [
        f"ISA*00*{_BLANK}*00*{_BLANK}*ZZ*{'CLINIC':<15}*ZZ*{'PAYER':<15}*260701*0600*^*00501*000000001*0*T*{component}",
        f"GS*{code}*SENDER*PAYER*20260701*0600*1*X*{version}",
        *body,
        "GE*1*1",
        "IEA*1*000000001",
    ]
    return "".join(segment.replace(":", component) + end for segment in segments).encode("ascii")


def _claim_segments(claim: Claim, level: int) -> Sequence[str]:
    total = sum(float(one.charge) for one in claim.services)
    segments = [
        f"HL*{level}*1*22*0",
        f"SBR*P*18*******{claim.filing}",
        f"NM1*IL*1*SAMPLE*PAT****MI*{claim.patient}",
        "NM1*PR*2*SAMPLE PAYER*****PI*12345",
        f"CLM*{claim.account}*{total:g}***{claim.place}:B:{claim.frequency}*Y*A*Y*Y",
    ]
    segments += [f"REF*F8*{claim.original}"] if claim.original else []
    segments += [f"NM1*82*1*SAMPLE*PROVIDER****XX*{claim.renderer}"] if claim.renderer else []
    segments += claim.extra
    for number, one in enumerate(claim.services, start=1):
        code = ":".join(["HC", one.code, *one.modifiers.split()])
        segments += [
            f"LX*{number}",
            f"SV1*{code}*{one.charge}*UN*{one.units}*{one.place}**1",
            f"DTP*472*D8*{date.fromisoformat(one.on):%Y%m%d}",
        ]
        segments += [f"NM1*82*1*SAMPLE*OTHER****XX*{one.renderer}"] if one.renderer else []
    return segments
