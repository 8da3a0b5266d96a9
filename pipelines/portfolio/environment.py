"""The settings of one practice among many: its own key and casebook, and nothing of any other practice."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipelines.errors import UsageError
from pipelines.portfolio.members import Member

# Each may be set for one practice alone, as KXWATCH_KEY_EAST for the data folder `east`.
_OWN = ("KEY", "CASEBOOK_URL", "PRACTICE")
# Set for all, these would mix practices.
_NEVER_SHARED = ("CASEBOOK_URL", "PRACTICE")
_PREFIX = "KXWATCH_"


def spell_name(member: Member) -> str:
    """The name of a practice as it ends the name of an environment variable."""
    return re.sub("[^A-Z0-9]", "_", member.name.upper())


def check_environment(members: Sequence[Member], environment: Mapping[str, str]) -> None:
    """Raises UsageError for a setting that would hold for practices that it does not belong to."""
    for name in _NEVER_SHARED:
        if environment.get(_PREFIX + name):
            raise UsageError(
                f"{_PREFIX}{name} would hold for every practice. No changes were made; unset it, and set"
                f" {_PREFIX}{name}_{spell_name(members[0])} for the practice {members[0].name} alone."
            )
    spelled: dict[str, Member] = {}
    for member in members:
        other = spelled.setdefault(spell_name(member), member)
        for name in _OWN:
            variable = f"{_PREFIX}{name}_{spell_name(member)}"
            if other is not member and environment.get(variable):
                raise UsageError(
                    f"{variable} would hold for {other.name} and for {member.name}. No changes were made; rename one"
                    " of the two data folders."
                )


def make_environment(member: Member, environment: Mapping[str, str]) -> dict[str, str]:
    """What the process of one practice gets: its own settings, else the shared key."""
    own = {name: environment.get(f"{_PREFIX}{name}_{spell_name(member)}", "") for name in _OWN}
    own["KEY"] = own["KEY"] or environment.get(f"{_PREFIX}KEY", "")
    return {**leave_out_own(environment), **{_PREFIX + name: value for name, value in own.items() if value}}


def leave_out_own(environment: Mapping[str, str]) -> dict[str, str]:
    """What is no setting of a single practice, and no key."""
    others = tuple(_PREFIX + name for name in _OWN)
    return {name: value for name, value in environment.items() if not name.startswith(others)}
