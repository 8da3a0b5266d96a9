"""The synthetic practice: eight clinics, their providers with their KX habits, and the payers with theirs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipelines.simulate.identifiers import npi

POOL_OF_DISCIPLINE = {"PT": "PT_SLP", "SLP": "PT_SLP", "OT": "OT"}
THERAPY_MODIFIER = {"PT": "GP", "OT": "GO", "SLP": "GN"}
ASSISTANT_MODIFIER = {"PT": "CQ", "OT": "CO"}

# KX behaviours, as truth/providers.csv names them.
CORRECT = "correct"
ALWAYS_ON = "always_on"
ALWAYS_ON_SMALL = "always_on_small"
EXPLAINED = "explained"
FIXED_DISTANCE = "fixed_distance"
FORGETS = "forgets"
WHOLE_VISIT = "whole_visit"
WHOLE_CLAIM = "whole_claim"
WHOLE_MONTH = "whole_month"
KX_ON_EVERYTHING = frozenset({ALWAYS_ON, ALWAYS_ON_SMALL, EXPLAINED})
FIXED_DISTANCE_CENTS = 40_000

# The unit on which KX is put, as truth names it, by behaviour.
KX_HABIT = {
    CORRECT: "line",
    FORGETS: "line",
    WHOLE_VISIT: "visit",
    WHOLE_CLAIM: "claim",
    WHOLE_MONTH: "monthly_claim",
    FIXED_DISTANCE: "fixed_distance",
    ALWAYS_ON: "always",
    ALWAYS_ON_SMALL: "always",
    EXPLAINED: "always",
}

_NPIS_PER_SITE = 32


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays, and the habits of its remittances.

    `silent_interval`: of so many claim payments the last one comes without AMT*B6 (0 never, 1 each).
    `claim_level_interval`: of so many claim payments the last one has adjustments at the claim (0 never).
    """

    name: str
    letter: str
    filing_indicator: str
    identifier: str
    city: str
    state: str
    postal_code: str
    weekday: int
    has_received_date: bool
    silent_interval: int
    shows_reduction: bool
    claim_level_interval: int

    @property
    def is_medicare(self) -> bool:
        return self.filing_indicator in ("MB", "MA")


EAST = Payer(
    "MEDICARE PART B SYNTHETIC EAST", "E", "MB", "1999999001", "FARGO", "ND", "58108", 2, True, 0, False, 0
)  # fmt: skip
WEST = Payer(
    "MEDICARE PART B SYNTHETIC WEST", "W", "MB", "1999999002", "BOISE", "ID", "83702", 2, True, 4, True, 0
)  # fmt: skip
HOSPITALS = Payer(
    "MEDICARE PART A SYNTHETIC", "M", "MA", "1999999005", "OMAHA", "NE", "68102", 4, True, 5, False, 4
)  # fmt: skip
RURAL_HOSPITALS = Payer(
    "MEDICARE PART A SYNTHETIC PLAINS", "P", "MA", "1999999006", "SALINA", "KS", "67401", 4, False, 1, False, 0
)  # fmt: skip
ADVANTAGE_RISK = Payer(
    "ADVANTAGE PLAN SYNTHETIC", "A", "16", "1999999003", "TULSA", "OK", "74103", 3, True, 0, False, 3
)  # fmt: skip
ADVANTAGE_HMO = Payer(
    "CHOICE HMO SYNTHETIC", "H", "HM", "1999999004", "UTICA", "NY", "13501", 3, False, 1, False, 0
)  # fmt: skip

OFFICE = "11"
CRITICAL_ACCESS = "85"


@dataclass(frozen=True, slots=True)
class Clinic:
    """A payee and how it bills.

    `bills_by_line`: the rendering provider stands on each line (REF*HPI), not on the claim (NM1*82); an
    institution names none. `facility_types` are the first two digits of the bill type (CLP08); a patient
    keeps one of them. `first_remittance_day`: earlier remittances are not among the files.
    """

    number: int
    npi: str
    name: str
    medicare: Payer
    markup_percent: int
    bills_by_claim: bool
    bills_by_line: bool
    facility_types: tuple[str, ...]
    has_revenue_codes: bool
    is_delivered_monthly: bool
    has_line_breaks: bool
    element_separator: bytes
    component_separator: bytes
    first_remittance_day: int

    @property
    def is_institution(self) -> bool:
        return self.facility_types != (OFFICE,)


@dataclass(frozen=True, slots=True)
class Provider:
    """A rendering provider, or an institution that names none; `share` is its percentage of the clinic's patients."""

    npi: str
    last_name: str
    first_name: str
    clinic: Clinic
    discipline: str
    behaviour: str
    has_assistant: bool
    share: int


@dataclass(frozen=True, slots=True)
class Practice:
    """One site: its number (from 1), its clinics and its providers."""

    site: int
    clinics: tuple[Clinic, ...]
    providers: tuple[Provider, ...]

    def provider_with(self, behaviour: str) -> Provider:
        return next(provider for provider in self.providers if provider.behaviour == behaviour)

    def providers_of(self, clinic: Clinic, discipline: str) -> list[Provider]:
        return [
            provider for provider in self.providers if (provider.clinic, provider.discipline) == (clinic, discipline)
        ]


LATE_CLINIC = 8
# Nobody has the earlier remittances of this clinic, although Medicare counted what they paid.
LATE_START = date(2026, 3, 9).toordinal()
_INSTITUTIONAL = ("13", "22", "34", "74", "75")

# name, Medicare contractor, markup in percent, facility types
_CLINICS = (
    ("RIVERBEND THERAPY SYNTHETIC", EAST, 210, (OFFICE,)),
    ("HARBOR REHAB SYNTHETIC", EAST, 230, (OFFICE,)),
    ("MEADOW THERAPY SYNTHETIC", WEST, 195, (OFFICE,)),
    ("ORCHARD THERAPY SYNTHETIC", EAST, 205, (OFFICE,)),
    ("LAKESIDE REHAB SYNTHETIC", WEST, 215, (OFFICE,)),
    ("SUMMIT HOSPITAL REHAB SYNTHETIC", HOSPITALS, 260, _INSTITUTIONAL),
    ("PRAIRIE CRITICAL ACCESS SYNTHETIC", RURAL_HOSPITALS, 200, (CRITICAL_ACCESS,)),
    ("CANYON THERAPY SYNTHETIC", EAST, 210, (OFFICE,)),
)

# clinic, discipline, behaviour, assistant, share, last name, first name
_PROVIDERS = (
    (1, "PT", CORRECT, True, 50, "SAMPLE-ABBOT", "NINA"),
    (1, "PT", CORRECT, False, 30, "SAMPLE-BAKER", "OSCAR"),
    (1, "PT", ALWAYS_ON, False, 20, "SAMPLE-COOPER", "PETRA"),
    (1, "PT", EXPLAINED, False, 0, "SAMPLE-DYER", "QUENTIN"),
    (1, "OT", CORRECT, True, 100, "SAMPLE-ELLER", "ROSA"),
    (1, "SLP", CORRECT, False, 100, "SAMPLE-FISHER", "SAUL"),
    (2, "PT", FIXED_DISTANCE, True, 60, "SAMPLE-GARDNER", "TILDA"),
    (2, "PT", FIXED_DISTANCE, False, 40, "SAMPLE-HUNTER", "ULRICH"),
    (2, "PT", ALWAYS_ON_SMALL, False, 0, "SAMPLE-ISELIN", "VERA"),
    (2, "OT", FIXED_DISTANCE, False, 100, "SAMPLE-JOINER", "WALTER"),
    (2, "SLP", FIXED_DISTANCE, False, 100, "SAMPLE-KEELER", "XENIA"),
    (3, "PT", FORGETS, True, 55, "SAMPLE-LARDNER", "YVES"),
    (3, "PT", FORGETS, False, 45, "SAMPLE-MILLER", "ZELDA"),
    (3, "OT", FORGETS, True, 100, "SAMPLE-NAYLOR", "AMOS"),
    (3, "SLP", FORGETS, False, 100, "SAMPLE-OSTLER", "BERTA"),
    (4, "PT", WHOLE_VISIT, False, 60, "SAMPLE-PARKER", "CYRUS"),
    (4, "PT", WHOLE_VISIT, True, 40, "SAMPLE-QUILLER", "DELIA"),
    (4, "OT", WHOLE_VISIT, False, 100, "SAMPLE-RIGGER", "EZRA"),
    (5, "PT", WHOLE_CLAIM, False, 100, "SAMPLE-SAWYER", "FLORA"),
    (5, "OT", WHOLE_CLAIM, True, 100, "SAMPLE-TANNER", "GIDEON"),
    (6, "PT", WHOLE_MONTH, True, 100, "", ""),
    (6, "OT", WHOLE_MONTH, False, 100, "", ""),
    (6, "SLP", WHOLE_MONTH, False, 100, "", ""),
    (7, "PT", WHOLE_MONTH, True, 100, "", ""),
    (8, "PT", CORRECT, False, 100, "SAMPLE-USHER", "HOPE"),
    (8, "OT", CORRECT, False, 100, "SAMPLE-VINTNER", "IRA"),
)


def _build_clinic(site: int, number: int) -> Clinic:
    name, medicare, markup, facility_types = _CLINICS[number - 1]
    is_office = facility_types == (OFFICE,)
    return Clinic(
        number=number,
        npi=npi(site * _NPIS_PER_SITE + number),
        name=name if site == 1 else f"{name} {site}",
        medicare=medicare,
        markup_percent=markup,
        bills_by_claim=is_office and number != 2,
        bills_by_line=is_office and number not in (1, 4),
        facility_types=facility_types,
        has_revenue_codes=number == 6,
        is_delivered_monthly=number != 1,
        has_line_breaks=number == 3,
        element_separator=b"|" if number == 2 else b"*",
        component_separator=b">" if number == 2 else b":",
        first_remittance_day=LATE_START if number == LATE_CLINIC else 0,
    )


def build_practice(site: int) -> Practice:
    """The practice of site `site`; other sites have other NPIs. An institution's lines name its own NPI."""
    clinics = tuple(_build_clinic(site, number) for number in range(1, len(_CLINICS) + 1))
    providers = []
    number = site * _NPIS_PER_SITE + len(clinics)
    for at, discipline, behaviour, has_assistant, share, last, first in _PROVIDERS:
        clinic = clinics[at - 1]
        number += not clinic.is_institution
        own_npi = clinic.npi if clinic.is_institution else npi(number)
        providers.append(Provider(own_npi, last, first, clinic, discipline, behaviour, has_assistant, share))
    return Practice(site, clinics, tuple(providers))
