"""The ABN register: notices that patients signed, so that GA, GX and PR-119 can be held against one that exists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import uuid4

from pipelines.casebook import Casebook, Entry, Event
from pipelines.casework.decisions import Signature
from pipelines.casework.rules import NotAllowed
from pipelines.casework.subjects import group_by_subject
from pipelines.casework.undo import UNDONE

RECORDED = "notice_recorded"
KINDS = (RECORDED, UNDONE)
NOTICE_KINDS = ("mandatory", "voluntary")


@dataclass(frozen=True)
class Notice:
    """One signed notice: patient (by key), services, the day it was signed, until when it covers, and its kind."""

    key: str
    beneficiary_key: str
    procedure_codes: tuple[str, ...]
    signed_date: date
    last_date: date
    kind: str
    recorded_by: str = ""

    def covers(self, beneficiary_key: str, procedure_code: str, service_date: date) -> bool:
        """Whether this notice exists for a service; one without codes is for all services of the patient."""
        is_service = not self.procedure_codes or procedure_code in self.procedure_codes
        return (
            self.beneficiary_key == beneficiary_key
            and is_service
            and self.signed_date <= service_date <= self.last_date
        )


def begin_notice(beneficiary_key: str, codes: Iterable[str], signed: date, last: date, kind: str) -> Notice:
    """A notice that is not recorded yet."""
    cleaned = tuple(code.strip().upper() for code in codes if code.strip())
    return Notice(uuid4().hex[:12], beneficiary_key, cleaned, signed, last, kind)


def derive_notices(events: Sequence[Event]) -> list[Notice]:
    """Every notice of the register that was not undone, in the order recorded."""
    found = []
    for key, (history, _) in group_by_subject(events, "notice").items():
        for event in history:
            body = event.body
            days = [date.fromisoformat(body[name]) for name in ("signed_date", "last_date")]
            codes = tuple(body["procedure_codes"])
            found.append(Notice(key, body["beneficiary_key"], codes, days[0], days[1], body["kind"], event.actor))
    return found


def record_notice(book: Casebook, notice: Notice, by: Signature) -> Event:
    """Enter a signed notice. Raises NotAllowed for one that cannot be."""
    if notice.kind not in NOTICE_KINDS:
        raise NotAllowed("A notice is mandatory or voluntary. Nothing was saved; choose one.")
    if notice.last_date < notice.signed_date:
        raise NotAllowed("The last day lies before the day the notice was signed. Nothing was saved.")
    body = {
        "beneficiary_key": notice.beneficiary_key,
        "procedure_codes": list(notice.procedure_codes),
        "signed_date": notice.signed_date.isoformat(),
        "last_date": notice.last_date.isoformat(),
        "kind": notice.kind,
    }
    return book.append(Entry(RECORDED, f"notice {notice.key}", by.actor, body, by.data_version, seen=0))


def find_notice(notices: Iterable[Notice], beneficiary_key: str, code: str, service_date: date) -> Notice | None:
    """The newest notice that covers a service; null when the register has none."""
    fitting = [one for one in notices if one.covers(beneficiary_key, code, service_date)]
    return max(fitting, key=lambda one: one.signed_date, default=None)
