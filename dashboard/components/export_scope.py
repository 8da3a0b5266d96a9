"""Says what the rows of a download are of: the filters, and what the page narrows them to, for file name and sheet."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from dashboard.lookups import provider_name
from dashboard.state.filters import DOES_NOT_APPLY, name_filters

LONGEST_NAME = 120
# Facts that a file name repeats, unless they mean everything; never one about a patient.
IN_FILE_NAME = ("Period", "Clinic", "Provider", "Threshold category", "Payer", "Reason", "Cause", "Month")
ALL_MONTHS = "All months"
# What a table is of that no filter narrows.
WHOLE_PRACTICE = {
    "Period": ALL_MONTHS, "Clinic": "All clinics", "Provider": "All providers", "Threshold_category": "PT+SLP and OT",
    "Payer": "All payers", "Reason": "All reasons",
}  # fmt: skip
_narrowed: ContextVar[dict[str, str] | None] = ContextVar("narrowed", default=None)


@contextmanager
def narrowed_to(**facts: str | None) -> Iterator[None]:
    """Within it, downloads say what the page chose beside the filters: `Provider='Ruiz, Ana'`; null changes nothing.

    Underscores are blanks: `Threshold_category`.
    """
    known = {name.replace("_", " "): words for name, words in facts.items() if words}
    token = _narrowed.set((_narrowed.get() or {}) | known)
    try:
        yield
    finally:
        _narrowed.reset(token)


def list_facts(own: dict[str, str] | None = None) -> dict[str, str]:
    """Fact -> words: every filter, above it what the page narrowed, above that what the table itself says."""
    return name_filters() | (_narrowed.get() or {}) | (own or {})


def name_file(name: str, facts: dict[str, str], *, is_synthetic: bool) -> str:
    """'kxwatch-providers-2026-ruiz-ana-synthetic': what the rows are and what they are narrowed to."""
    chosen = [facts[fact] for fact in IN_FILE_NAME if fact in facts and not _is_everything(facts[fact])]
    words = "-".join(filter(None, (_spell(part) for part in (name, *chosen))))
    return f"kxwatch-{words[:LONGEST_NAME].rstrip('-')}{'-synthetic' if is_synthetic else ''}"


def _is_everything(words: str) -> bool:
    return words.lower().startswith(("all ", "every ")) or words in ("PT+SLP and OT", DOES_NOT_APPLY)


def _spell(words: str) -> str:
    """Words as every file system takes them."""
    return re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")


def name_conditions(conditions: dict[str, object]) -> dict[str, str]:
    """What the conditions of a list of lines narrow or widen, in words; a patient is named by the key alone."""
    facts: dict[str, str] = {}
    everything = {"provider_npi": "All providers", "payee_npi": "All clinics", "payer_name": "All payers"}
    names = {"provider_npi": "Provider", "payee_npi": "Clinic", "payer_name": "Payer", "pool": "Threshold category"}
    for condition, value in conditions.items():
        if condition == "provider_npi" and value:
            facts["Provider"] = provider_name(str(value))
        elif condition in names:
            facts[names[condition]] = str(value) if value else everything.get(condition, "PT+SLP and OT")
        elif condition == "beneficiary_key" and value:
            facts["Patient key"] = str(value)
        elif condition in ("period_start", "service_month"):
            facts |= _name_period(conditions)
    return facts


def _name_period(conditions: dict[str, object]) -> dict[str, str]:
    if month := conditions.get("service_month"):
        return {"Period": f"{month:%Y-%m}"}
    first, last = conditions.get("period_start"), conditions.get("period_end")
    return {"Period": f"{first:%Y-%m} to {last:%Y-%m}" if first and last else ALL_MONTHS}
