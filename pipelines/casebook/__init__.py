"""The casebook: what people decided, as append-only events in a chain that shows every later change."""

from pipelines.casebook.chain import Chain
from pipelines.casebook.events import KINDS, Entry, Event
from pipelines.casebook.faults import CasebookDamaged, CasebookError, CasebookUnavailable, NewerCasebook, SeenAnother
from pipelines.casebook.opening import open_casebook
from pipelines.casebook.store import Casebook
from pipelines.casebook.verification import CasebookVerification, verify_casebook

__all__ = [
    "KINDS",
    "Casebook",
    "CasebookDamaged",
    "CasebookError",
    "CasebookUnavailable",
    "CasebookVerification",
    "Chain",
    "Entry",
    "Event",
    "NewerCasebook",
    "SeenAnother",
    "open_casebook",
    "verify_casebook",
]
