"""The files that mutants are made of, and the personal values in them that no message may repeat."""

from __future__ import annotations

import re
from functools import cache

from tests.builders import claim, export, line, payment, prior_use, remittance, remittances, reverse, write_crosswalk
from tests.claim_files import bill, claim_file, service
from tests.conftest import SAMPLES
from tests.eligibility import person, remaining, response
from tests.facts import Adjustment
from tests.fuzz.table_mutation import read_rows
from tests.reported.files import FIXTURES

_LARGEST = 12_000
_PERSONAL_COLUMNS = ("patient_id", "patient_last_name", "patient_first_name", "patient_control_number")
# a message may by chance hold four letters of a name
_SHORTEST = 6
PERSON = {"patient": "1EG4TE5MK73", "last_name": "QUIXOTINA", "first_name": "ZEPHYRINE"}


@cache
def load_x12() -> tuple[bytes, ...]:
    """Remittances and an eligibility response of our own, small samples, and what public reports brought."""
    visits = [claim(f"I{day}", line(on=f"2026-01-0{day}"), line("97140", "GP KX"), **PERSON) for day in (5, 6)]
    denied = claim("D1", line("97112", denied="CO-119"), line("97530", "GP GA", denied="PR-119"), **PERSON)
    whole = claim(
        "W1", line("97116", adjustments="", b6=False), adjustments=(Adjustment("CO", "50", 13_400),), **PERSON
    )
    own = [
        remittance(*visits, denied),
        remittances(payment(whole, on="2026-02-03"), payment(reverse(visits[0]), visits[1], on="2026-02-10")),
    ]
    own.append(response(person(*remaining("1450.00", "AE"), patient="1EG4TE5MK73"), person(*remaining("20", "AD"))))
    files = [*(SAMPLES / "era").rglob("*.835"), *FIXTURES.glob("*.835")]
    return (
        *own,
        *own,
        *(content for content in (path.read_bytes() for path in sorted(files)) if len(content) < _LARGEST),
    )


@cache
def load_claims() -> tuple[bytes, ...]:
    """Claim files (837P) of our own."""
    bills = [bill(f"ACCOUNT-{number}", service(), service("97140", "GP KX", on="2026-06-02")) for number in range(3)]
    other = bill("ACCOUNT-9", service("97535", "GO KX CO"), filing="CI", frequency="7", original="12607000123456")
    return (claim_file(*bills), claim_file(other, *bills, end="~"))


@cache
def load_tables() -> tuple[bytes, ...]:
    """Exports, prior use, crosswalks and all other tables."""
    visits = [claim(f"I{day}", line(on=f"2026-01-0{day}"), line("97140", "GP KX"), **PERSON) for day in (5, 6, 7)]
    own = [export(*visits), prior_use(100_000, "2026-01-02"), write_crosswalk([("1EG4TE5MK73", "2EG4TE5MK74")])]
    files = [*SAMPLES.rglob("*.csv"), *FIXTURES.glob("*.csv")]
    read = [content for content in (path.read_bytes() for path in sorted(files)) if len(content) < _LARGEST]
    return (*own * 3, *(content for content in read if all(read_rows(content)[:1])))


@cache
def find_personal(content: bytes) -> frozenset[str]:
    """Names, identifiers and account numbers of the patients in a seed, and what is left of them after a cut."""
    text = content.decode("utf-8", "replace")
    found = set(re.findall(r"(?:^|[~\n])CL[PM]\*([^*~]+)", text))
    for names in re.findall(r"(?:^|[~\n])NM1\*(?:QC|74|IL)\*([^~]*)", text):
        found.update(names.split("*"))
    rows = read_rows(content) if not text.startswith("ISA") else []
    for column in _PERSONAL_COLUMNS if rows else ():
        places = [place for place, title in enumerate(rows[0]) if title.strip().lower() == column]
        found.update(row[place] for place in places for row in rows[1:] if place < len(row))
    found.difference_update(_PERSONAL_COLUMNS)
    parts = (value[start : start + _SHORTEST] for value in found for start in range(len(value) - _SHORTEST + 1))
    # a month is in many messages and says nothing about a person
    return frozenset(part for part in parts if not part.isspace() and not re.fullmatch(r"(19|20)\d{4}", part))
