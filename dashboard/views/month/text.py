"""What the month page says: the state of the close, its figures in words, and the signatures."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dashboard.formats import format_count, format_date, format_dollars_rounded, format_moment, plain_text

QUESTION = "Is this month reviewed and closed?"
LIST_WORDS = {"new": "New", "resolved": "Resolved", "carried_over": "Carried over"}
EXCEPTION_WORDS = {
    "check": "Check with exceptions",
    "refused_file": "File not imported",
    "excluded": "Rows excluded",
    "uncovered_year": "Year not fully covered",
}
TYPED_NAMES = (
    "No user accounts are set up: names are typed, not verified."
    " Add users with `kxwatch user add` to have them sign in."
)
SAME_BILLER = "You recorded work on denied claims. A reviewer who also bills is worth a second look; the close says so."
NO_SAMPLE = "No sample has been reviewed."
NO_CLOSED_MONTH = "No month is closed yet."
AS_SIGNED = (
    "Your role shows closed months as they were signed. A close covers the whole practice; no filter narrows it."
)


def say_state(month: Any, name: str) -> str:
    """Where the close stands, as the answer of the page."""
    if month.is_closed:
        return f"{name} is closed: prepared by {_sign(month.prepared)}, approved by {_sign(month.approved)}."
    if month.prepared is not None:
        return f"{name} is prepared by {_sign(month.prepared)} and waits for the approval of another person."
    return f"{name} is not closed yet."


def _sign(signature: Any) -> str:
    return f"{plain_text(signature.name)} on {format_date(signature.at)}"


def say_signature(role: str, signature: Any) -> str:
    """One signature with name, time and meaning."""
    return f"**{role}**: {plain_text(signature.name)}, {format_moment(signature.at)}. {signature.meaning}"


def say_lists(lists: Mapping[str, Sequence[str]], since: str | None, *, is_first_known: bool = True) -> str:
    """The three lists in one sentence, with the close before where it is known whether there was one."""
    counted = ", ".join(f"{len(lists[name]):,} {words.lower()}" for name, words in LIST_WORDS.items())
    if not is_first_known:
        return f"Cases: {counted}."
    return f"Cases: {counted}, {f'since the close of {since}' if since else 'no earlier close'}."


def say_exceptions(count: int) -> str:
    """How usable the data are."""
    return "No exceptions." if not count else f"Usable, with {format_count(count, 'exception')}."


def say_changes(changed: Sequence[str]) -> str:
    """Whether later remittances changed a frozen month."""
    if not changed:
        return "No figure has changed since it was frozen."
    named = "; ".join(changed)
    return f"Later remittances changed {format_count(len(changed), 'figure')}: {named}. The frozen figures stay."


def say_figure(count: int | None, cents: int | None) -> str:
    """One figure, '12 · $1,234'."""
    said = [f"{count:,}"] if count is not None else []
    return " · ".join([*said, *([format_dollars_rounded(cents)] if cents is not None else [])]) or "–"


def say_frozen(frozen: Mapping[str, Any]) -> str:
    """What else the close froze."""
    versions = frozen["versions"]
    return (
        f"Frozen: data through {format_date(date.fromisoformat(frozen['data_through_date']))},"
        f" {format_count(len(frozen['cases']), 'case')},"
        f" {format_count(len(frozen['files']), 'file')} by SHA-256,"
        f" {format_count(len(frozen.get('samples', [])), 'entry', 'entries')} about samples, kxwatch"
        f" {versions['kxwatch']}, rules and thresholds {versions['reference']}."
    )


def say_accepted(comment: str) -> str:
    """Why the data were accepted in spite of exceptions."""
    return f"Accepted with this comment: {plain_text(comment)}"


def say_sample(result: Mapping[str, Any]) -> str:
    """The result of one sample as a sentence; none found says how high the rate may still be."""
    rate = result["error_rate"]
    said = (
        f"Sample **{plain_text(result['name'])}**: {rate['found']} of {format_count(rate['sampled'], 'unit')} overpaid"
    )
    if not rate["found"]:
        limits = f"the error rate may still be up to {rate['high']:.1%} (95% confidence)"
    else:
        limits = f"error rate {rate['point']:.1%}, 95% limits {rate['low']:.1%} to {rate['high']:.1%}"
    lower = format_dollars_rounded(max(result["lower_limit_cents"], 0))
    return f"{said}, {limits}; overpayments in the frame at least {lower} (one-sided 90% lower limit)."


def say_actions(found: Sequence[Mapping[str, Any]]) -> str:
    """How many findings there are, and how many actions are open."""
    if not found:
        return "No findings are recorded."
    is_open = sum(finding.get("done_date") is None for finding in found)
    return f"{format_count(len(found), 'finding')}, {is_open:,} with an open corrective action."
