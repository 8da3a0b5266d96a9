"""Says what the rows of a download are of: the filters, and what the page narrows them to, for file name and sheet."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

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
