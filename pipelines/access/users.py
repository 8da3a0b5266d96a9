"""One user of the dashboard, with what a name, a role and a clinic may look like.

Decision 0105.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from hashlib import sha256

from pipelines.errors import UsageError

ROLES = {
    "officer": "compliance officer: everything",
    "owner": "practice owner: own clinics, identifiers always masked",
    "biller": "biller: denials and data quality",
    "auditor": "auditor: closed months, read only",
}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@-]{0,63}")
_NPI = re.compile(r"[12][0-9]{9}")


@dataclass(frozen=True)
class User:
    """One person who may sign in. `clinics` holds the NPIs of the only clinics that are shown; none for all."""

    name: str
    role: str
    clinics: tuple[str, ...]
    password_hash: str

    @property
    def version(self) -> str:
        """Another one after each new password; says nothing about it."""
        return sha256(self.password_hash.encode()).hexdigest()[:16]

    def to_json(self) -> dict[str, object]:
        """What `kxwatch user list --json` prints: all but the password's hash."""
        return {"name": self.name, "role": self.role, "clinics": list(self.clinics)}


def check_name(name: str) -> None:
    """Raises UsageError for a name that could not be a user's."""
    if not _NAME.fullmatch(name):
        raise UsageError(
            "A user name has up to 64 unaccented letters, digits and the characters . _ @ -, and begins with a letter"
            " or digit. No changes were made; choose another name."
        )


def check_role(role: str) -> None:
    """Raises UsageError for a role that there is not."""
    if role not in ROLES:
        raise UsageError(f"--role is one of {', '.join(ROLES)}. No changes were made.")


def check_clinics(clinics: list[str]) -> None:
    """Raises UsageError for what is not the NPI of a clinic."""
    if not all(_NPI.fullmatch(clinic) for clinic in clinics):
        raise UsageError("--clinic takes the clinic's NPI, which has ten digits. No changes were made.")
