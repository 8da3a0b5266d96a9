"""What the cases page says: answers, names of cases, and decisions as sentences."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from dashboard.components.case_labels import CATEGORY_WORDS, STATUS_WORDS
from dashboard.formats import POOL_NAMES, format_count, format_date, format_dollars_rounded, plain_text

QUESTION = "Which cases need a decision?"
OPEN_GROUPS = {
    "open": "Open",
    "mine": "Mine",
    "overdue": "Overdue",
    "ended": "Cause ended",
    "returned": "Came back",
    "closed": "Closed",
}
_AMOUNT_WORDS = {
    **dict.fromkeys(("kx_crossing", "medical_review_crossing", "needs_kx_now", "approaching"), "YTD allowed"),
    "missing_kx_claim": "estimated allowed",
    "refund_check": "patient responsibility",
}
_PARTS = {
    "owner": "owner {}",
    "due_date": "due {}",
    "corrective_date": "corrective action on {}",
}


def say_cases(open_count: int, new_count: int, overdue_count: int, ended_count: int) -> str:
    """The answer of the page."""
    if not open_count:
        return "No open cases."
    said = f"{format_count(open_count, 'open case')}, {new_count:,} not yet reviewed"
    if overdue_count:
        said += f"; {overdue_count:,} overdue"
    if ended_count:
        said += f"; {format_count(ended_count, 'case waits', 'cases wait')} because the cause ended"
    return f"{said}."


def name_case(category: str, subject: str, facts: Mapping[str, Any]) -> str:
    """The heading of one case, 'Over the KX threshold: •••MK73, PT and SLP 2026'."""
    where = [POOL_NAMES.get(str(facts.get("pool")), ""), str(facts.get("calendar_year") or "")]
    about = ", ".join(part for part in (plain_text(subject), " ".join(filter(None, where))) if part)
    return f"{CATEGORY_WORDS[category]}: {about}" if about else CATEGORY_WORDS[category]


def say_facts(category: str, facts: Mapping[str, Any], cause_date: date, opened_date: date) -> str:
    """What the case is about, in one line."""
    said = [f"Cause dated {format_date(cause_date)}", f"opened {format_date(opened_date)}"]
    if facts.get("amount_cents") is not None:
        said.append(f"{format_dollars_rounded(facts['amount_cents'])} {_AMOUNT_WORDS[category]}")
    if facts.get("lines"):
        said.append(format_count(int(facts["lines"]), "line"))
    return ", ".join(said) + "."


def say_state(case: Any, reason: str | None) -> str:
    """Where a case stands."""
    said = [f"Status: **{STATUS_WORDS[case.status]}**"]
    if reason:
        said.append(reason[:1].lower() + reason[1:])
    if case.owner:
        said.append(f"owner {plain_text(case.owner)}")
    if case.due_date:
        said.append(f"due {format_date(case.due_date)}")
    if case.corrective_date:
        said.append(f"corrective action on {format_date(case.corrective_date)}")
    return ", ".join(said) + "."


def say_ended(ended_date: date) -> str:
    """A case whose cause went away."""
    since = format_date(ended_date)
    return f"Since {since} the data no longer show the cause of this case. It stays open until you close it."


def say_returned(returned_date: date) -> str:
    """A closed case that came back."""
    return f"This case was closed and came back on {format_date(returned_date)}: there is a later date of service."


def say_decision(body: Mapping[str, Any], reasons: Mapping[str, str]) -> str:
    """One decision as a phrase, 'In review, owner Ann, due Dec 1, 2026: asked the clinic'."""
    parts = []
    if "status" in body:
        parts.append(STATUS_WORDS[body["status"]])
    if body.get("reason"):
        parts.append(reasons.get(body["reason"], body["reason"]).rstrip("."))
    for name, phrase in _PARTS.items():
        if body.get(name):
            value = body[name] if name == "owner" else format_date(body[name])
            parts.append(phrase.format(plain_text(value)))
    said = "; ".join(parts)
    note = plain_text(body["note"]) if body.get("note") else ""
    return f"{said}: {note}" if said and note else said or note


def say_other_decision(actor: str, at: Any, said: str) -> str:
    """What somebody else decided while the page was open."""
    first = f"{plain_text(actor)} recorded another decision on {format_date(at)}: {said}."
    return f"{first} Nothing of yours was saved; review it, then save again."


def count_by_category(categories: Iterable[str]) -> dict[str, int]:
    """Category -> how many, in the order of the words."""
    found = list(categories)
    return {category: found.count(category) for category in CATEGORY_WORDS if category in found}


QUEUE_QUESTION = "Which denied claims need work?"
QUEUE_ANSWER = "The biller's queue. Cases are decided by a compliance officer."
QUEUE_GROUPS = {
    "to_do": "To do",
    "waiting": "Sent, waiting",
    "late": "Answer overdue",
    "answered": "Answered",
}


def say_claim(row: Any) -> str:
    """The claim that a biller records about."""
    days = format_date(row["service_date"]), format_date(row["first_denied_date"])
    said = f"Line {row['procedure_code']} of {days[0]}, denied {days[1]}"
    if row["answered_date"] == row["answered_date"]:
        return f"{said}. A later adjudication came on {format_date(row['answered_date'])}."
    return f"{said}; filing deadline {format_date(row['deadline_date'])}."


def say_findings(found: Iterable[Any], today: date) -> str:
    """How many findings are open and overdue."""
    every = list(found)
    if not every:
        return "No findings are recorded."
    is_open = [finding for finding in every if finding.done_date is None]
    late = [finding for finding in is_open if finding.due_date is not None and finding.due_date < today]
    return f"{format_count(len(every), 'finding')}: {len(is_open):,} with an open action, {len(late):,} overdue."


def say_clock(clock_days: int, suspension_days: int) -> str:
    """How the deadline is counted."""
    return (
        f"Deadline: {clock_days} days after the overpayment is identified. An investigation suspends it until it is"
        f" completed, but no longer than {suspension_days} days after identification (42 CFR 401.305)."
        " These are dates, not legal advice."
    )


def say_deadline(deadline: date, returned_date: date | None) -> str:
    """When the refund is due, or that it was made."""
    if returned_date is None:
        return f"Deadline: **{format_date(deadline)}**."
    when = "by" if returned_date <= deadline else "after"
    return f"Returned on {format_date(returned_date)}, {when} the deadline of {format_date(deadline)}."


ANSWER_WORDS = {"yes": "Yes", "no": "No", "not_applicable": "Not applicable"}
NOTICE_WORDS = {"mandatory": "Mandatory (GA)", "voluntary": "Voluntary (GX)"}
NO_NOTICE = "no notice recorded"
_EXPECTED_KIND = {"ga": "mandatory", "gx": "voluntary"}


def say_readiness(missing: int, items: int, answered_by: str) -> str:
    """How ready the documentation is, as the label of the checklist."""
    if not answered_by:
        return f"Documentation checklist: {format_count(items, 'question')} to answer"
    if not missing:
        return f"Documentation checklist: complete ({plain_text(answered_by)})"
    return f"Documentation checklist: {missing:,} of {items:,} open or missing ({plain_text(answered_by)})"


def say_treatment_days(treatment_days: int, days_per_report: int) -> str:
    """How many progress reports the remittances let expect."""
    reports = treatment_days // days_per_report
    return (
        f"The remittances show {format_count(treatment_days, 'treatment day')} in this year: at least"
        f" {format_count(reports, 'progress report')} should be in the chart."
    )


def say_notices(lines: int, without: int) -> str:
    """How many lines rely on a notice, and for how many none is recorded."""
    if not lines:
        return "No line under these filters has GA, GX or a PR-119 denial."
    return f"{format_count(lines, 'line')} with GA, GX or PR-119; no notice is recorded for {without:,}."


def say_notice(kind: str | None, category: str) -> str:
    """Whether the register has a notice for a line, and one of the right kind."""
    if kind is None:
        return NO_NOTICE
    expected = _EXPECTED_KIND.get(category, "mandatory")
    return f"{kind} notice" if kind == expected else f"{kind} notice; {expected} expected"
