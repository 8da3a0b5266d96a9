"""Says what changed in the month: one sentence a change, and the rows of the table below them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pipelines.digest.figures import Extent, Figures
from pipelines.models.named_query import Row
from pipelines.plain_words import say_count, say_date, say_dollars, say_share

Say = Callable[[Row], str]

CATEGORY_NAMES = {
    "missing_kx": "missing KX",
    "signed_notice": "signed ABN (GA)",
    "benefit_maximum": "benefit maximum",
    "medical_necessity": "medical necessity",
    "timely_filing": "timely filing",
}


@dataclass(frozen=True)
class Compared:
    """One figure of the table: what it counts, this month and the month before."""

    label: str
    now: str
    before: str


def say_changes(figures: Figures) -> list[str]:
    """What is new in the month, the KX threshold first; none when nothing is."""
    return [*_say_crossings(figures), *_say_flags(figures), *_say_missing_kx(figures), *_say_other(figures)]


def _say_crossings(figures: Figures) -> list[str]:
    said = []
    for name, amount in (("kx_crossings", "KX threshold"), ("review_crossings", "medical review threshold ($3,000)")):
        now, before = figures.now[name], figures.before[name]
        if now:
            crossings = say_count(now, "new crossing")
            said.append(f"{crossings} of the {amount} posted; {_previous(figures)}: {before:,}.")
    return said


def _say_flags(figures: Figures) -> list[str]:
    said = []
    new, gone = figures.newly_flagged, figures.no_longer_flagged
    if new:
        count = say_count(len(new), "provider bills", "providers bill")
        said.append(f"{count} 100% of patients with KX, most of it early, and did not the month before: {_name(new)}.")
    if gone:
        count = say_count(len(gone), "provider no longer does", "providers no longer do")
        said.append(f"{count} so: {_name(gone)}." if new else f"{count} bill 100% with early KX: {_name(gone)}.")
    return said


def _name(npis: list[str]) -> str:
    return ", ".join(f"NPI {npi}" for npi in npis)


def _say_missing_kx(figures: Figures) -> list[str]:
    now, before = figures.now, figures.before
    said = []
    if now["denied_services"]:
        denied = say_count(now["denied_services"], "service")
        said.append(
            f"{denied} denied for missing KX ({say_dollars(now['denied_cents'])} expected allowed);"
            f" {_previous(figures)}: {before['denied_services']:,} ({say_dollars(before['denied_cents'])})."
        )
    if now["recovered_services"]:
        recovered = say_count(now["recovered_services"], "missing-KX denial")
        said.append(f"{recovered} recovered ({say_dollars(now['recovered_cents'])} expected allowed).")
    if now["expired_services"]:
        expired = say_count(now["expired_services"], "missing-KX denial")
        said.append(f"{expired} passed the reopening deadline ({say_dollars(now['expired_cents'])} expected allowed).")
    return said


def _say_other(figures: Figures) -> list[str]:
    now = figures.now
    said = []
    other = sum(int(row["denied_services"]) for row in figures.denials if row["denial_category"] != "missing_kx")
    if other:
        said.append(f"{say_count(other, 'service')} denied for other reasons, listed below by category.")
    if now["refund_lines"]:
        lines = say_count(now["refund_lines"], "line")
        said.append(
            f"{lines} billed to patient responsibility (PR-119) without an ABN modifier"
            f" ({say_dollars(now['refund_cents'])}): determine whether a refund is due."
        )
    return said


def say_deadlines(figures: Figures) -> str:
    """What is open at the end of the month, and what of it runs out by the end of the next."""
    now = figures.now
    if not now["open_services"]:
        return f"No missing-KX denial was open on {say_date(figures.known_by)}."
    opened = say_count(now["open_services"], "missing-KX denial was", "missing-KX denials were")
    return (
        f"{opened} open on {say_date(figures.known_by)} ({say_dollars(now['open_cents'])} expected allowed);"
        f" {now['soon_services']:,} of them {'expires' if now['soon_services'] == 1 else 'expire'} by the end of the"
        f" next month ({say_dollars(now['soon_cents'])})."
    )


def say_data(figures: Figures, extent: Extent) -> str:
    """Through when the data run, and what was posted in the month."""
    through = extent.data_through_date
    posted = f"{say_count(figures.now['claim_payments'], 'claim payment')} posted in {figures.month.name}"
    if through is None or through >= figures.month.end:
        return f"{posted} ({say_dollars(figures.now['payment_cents'])} paid)."
    return f"{posted} so far: the month is incomplete, the data run through {say_date(through)}."


def compare_figures(figures: Figures) -> list[Compared]:
    """The table: every figure of the digest for both months."""
    return [
        _compare("Claim payments posted", figures, lambda row: f"{row['claim_payments']:,}"),
        _compare("Paid by payers", figures, lambda row: say_dollars(row["payment_cents"])),
        _compare("New crossings of the KX threshold posted", figures, lambda row: f"{row['kx_crossings']:,}"),
        _compare("New crossings of $3,000 posted", figures, lambda row: f"{row['review_crossings']:,}"),
        _compare(
            "Early KX lines, of KX lines (by date of service)",
            figures,
            lambda row: say_share(row["early_kx_lines"], row["kx_lines"]),
        ),
        _compare(
            "Lines missing KX, of lines over the threshold (by date of service)",
            figures,
            lambda row: say_share(row["missing_kx_lines"], row["over_lines"]),
        ),
        Compared("Providers flagged for 100% KX", f"{len(figures.flagged):,}", f"{len(figures.flagged_before):,}"),
        _compare("Denied for missing KX", figures, lambda row: _with_dollars(row, "denied")),
        _compare("Missing-KX denials recovered", figures, lambda row: _with_dollars(row, "recovered")),
        _compare("Missing-KX denials expired", figures, lambda row: _with_dollars(row, "expired")),
        _compare("Missing-KX denials open at month end", figures, lambda row: _with_dollars(row, "open")),
        _compare(
            "PR-119 lines without an ABN modifier",
            figures,
            lambda row: f"{row['refund_lines']:,} ({say_dollars(row['refund_cents'])})",
        ),
    ]


def _compare(label: str, figures: Figures, say: Say) -> Compared:
    return Compared(label, say(figures.now), say(figures.before))


def _with_dollars(row: Row, name: str) -> str:
    return f"{row[f'{name}_services']:,} ({say_dollars(row[f'{name}_cents'])})"


def compare_denials(figures: Figures) -> list[Compared]:
    """Newly denied services by category, the largest amount first."""
    return [
        Compared(
            _begin(name_category(row["denial_category"])),
            f"{row['denied_services']:,} ({say_dollars(row['denied_cents'])})",
            f"{row['services_before']:,} ({say_dollars(row['cents_before'])})",
        )
        for row in figures.denials
    ]


def name_category(code: str) -> str:
    """A denial category in words."""
    return CATEGORY_NAMES.get(code, code.replace("_", " "))


def _begin(words: str) -> str:
    return words[:1].upper() + words[1:]


def _previous(figures: Figures) -> str:
    return figures.month.previous.name
