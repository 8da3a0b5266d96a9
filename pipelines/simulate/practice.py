"""Who is on the stage: three clinics, fifteen providers with their KX behaviours, four payers."""

from __future__ import annotations

from dataclasses import dataclass

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
KX_ON_EVERYTHING = frozenset({ALWAYS_ON, ALWAYS_ON_SMALL, EXPLAINED})
FIXED_DISTANCE_CENTS = 40_000

_NPIS_PER_SITE = 32


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays, and the habits of its remittances."""

    name: str
    letter: str
    filing_indicator: str
    identifier: str
    city: str
    state: str
    postal_code: str
    weekday: int
    has_received_date: bool
    # of how many claim payments the last one comes without AMT*B6: 0 = never, 1 = each
    silent_interval: int
    shows_reduction: bool

    @property
    def is_medicare(self) -> bool:
        return self.filing_indicator == "MB"


EAST = Payer(
    "MEDICARE PART B SYNTHETIC EAST", "E", "MB", "1999999001", "FARGO", "ND", "58108", 2, True, 0, False
)  # fmt: skip
WEST = Payer(
    "MEDICARE PART B SYNTHETIC WEST", "W", "MB", "1999999002", "BOISE", "ID", "83702", 2, True, 4, True
)  # fmt: skip
ADVANTAGE_RISK = Payer(
    "ADVANTAGE PLAN SYNTHETIC", "A", "16", "1999999003", "TULSA", "OK", "74103", 3, True, 0, False
)  # fmt: skip
ADVANTAGE_HMO = Payer(
    "CHOICE HMO SYNTHETIC", "H", "HM", "1999999004", "UTICA", "NY", "13501", 3, False, 1, False
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Clinic:
    """A payee. `bills_by_line`: the rendering provider stands on each line (REF*HPI), not on the claim (NM1*82)."""

    number: int
    npi: str
    name: str
    medicare: Payer
    markup_percent: int
    bills_by_claim: bool
    bills_by_line: bool
    is_delivered_monthly: bool
    has_line_breaks: bool
    element_separator: bytes
    component_separator: bytes


@dataclass(frozen=True, slots=True)
class Provider:
    """A rendering provider. `share` is the part of the clinic's patients of that discipline, in percent."""

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


_CLINIC_NAMES = ("RIVERBEND THERAPY SYNTHETIC", "HARBOR REHAB SYNTHETIC", "MEADOW THERAPY SYNTHETIC")

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
)


def _build_clinic(site: int, number: int) -> Clinic:
    suffix = "" if site == 1 else f" {site}"
    return Clinic(
        number=number,
        npi=npi(site * _NPIS_PER_SITE + number),
        name=_CLINIC_NAMES[number - 1] + suffix,
        medicare=WEST if number == 3 else EAST,
        markup_percent=(210, 230, 195)[number - 1],
        bills_by_claim=number != 2,
        bills_by_line=number != 1,
        is_delivered_monthly=number == 2,
        has_line_breaks=number == 3,
        element_separator=b"|" if number == 2 else b"*",
        component_separator=b">" if number == 2 else b":",
    )


def build_practice(site: int) -> Practice:
    """The stage of site `site`; other sites have other NPIs."""
    clinics = tuple(_build_clinic(site, number) for number in (1, 2, 3))
    providers = tuple(
        Provider(npi(number), last, first, clinics[clinic - 1], discipline, behaviour, assistant, share)
        for number, (clinic, discipline, behaviour, assistant, share, last, first) in enumerate(
            _PROVIDERS, start=site * _NPIS_PER_SITE + len(clinics) + 1
        )
    )
    return Practice(site, clinics, providers)
