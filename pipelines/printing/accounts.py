"""One account of a patient (threshold category and year) on paper: its position, its steps, its lines."""

from __future__ import annotations

from collections.abc import Sequence

from pipelines.documents.charts import Step, draw_steps
from pipelines.documents.sections import Chart, ReportTable, Section, make_table
from pipelines.models.named_query import Row
from pipelines.plain_words import say_count, say_date, say_dollars, say_exact_dollars
from pipelines.printing.source import Source, say_day, say_pool
from pipelines.printing.words import GRADE_NAMES

FINDINGS = {
    "on_time": "KX on time",
    "early": "Early KX",
    "early_unverified": "Early KX, prior use not verified",
    "same_visit": "KX on the crossing visit or claim",
    "missing": "Missing KX",
    "not_needed": "KX not required",
}
_STATUS = {
    "below": "below the KX threshold",
    "approaching": "approaching the KX threshold",
    "over_kx": "over the KX threshold",
    "over_medical_review": "over the medical review threshold",
}
_UNCOVERED = (
    "The remittances of a clinic do not cover the whole year, so the running amount is a lower bound and KX may only"
    " look early."
)


def name_account(account: Row) -> str:
    """The threshold category with its year."""
    return f"{say_pool(account['pool'])} {account['calendar_year']}"


def say_position(account: Row) -> str:
    """The position against the threshold as a finding."""
    status = _STATUS[account["status"]]
    passed = "medical_review_cents" if account["status"] == "over_medical_review" else "kx_threshold_cents"
    used, limit = say_dollars(account["accrued_cents"]), say_dollars(account[passed])
    return f"{name_account(account)}: {used} allowed, {status} ({limit})"


def say_account(account: Row) -> tuple[str, ...]:
    """Visits, lines, KX, crossing and prior use in sentences."""
    visits = say_count(account["visits"], "visit")
    dates = f"{say_date(account['first_service_date'])} to {say_date(account['last_service_date'])}"
    early = account["early_lines"] + account["early_unverified_lines"]
    counted = (
        f"{visits}, {dates}; {say_count(account['lines'], 'line')}, {account['kx_lines']:,} with KX,"
        f" {say_count(early, 'line')} with early KX, {say_count(account['missing_lines'], 'line')} missing KX."
    )
    return tuple(
        sentence
        for sentence in (
            counted,
            _say_crossing(account),
            _say_prior_use(account),
            _UNCOVERED if account["uncovered_category"] else "",
            f"Threshold of {account['calendar_year']}: {account['threshold_source']}.",
        )
        if sentence
    )


def _say_crossing(account: Row) -> str:
    if account["kx_crossing_date"] is None:
        return "No line of this practice crossed the KX threshold."
    review = account["medical_review_crossing_date"]
    also = f", and the medical review threshold on {say_date(review)}" if review else ""
    return f"Crossed the KX threshold with the service of {say_date(account['kx_crossing_date'])}{also}."


def _say_prior_use(account: Row) -> str:
    if account["prior_use_grade"] == "unknown":
        return "Prior use at other providers is not known; only this practice's lines are counted."
    return f"{_say_prior_amount(account)} of it was used at other providers, {GRADE_NAMES[account['prior_use_grade']]}."


def _say_prior_amount(account: Row) -> str:
    """The amount, or its range by what Medicare may have counted of our own claims by the date of the answer."""
    amount = say_exact_dollars(account["prior_use_cents"])
    if account["prior_use_high_cents"] is None or not account["is_prior_use_uncertain"]:
        return amount
    low, high = (say_exact_dollars(account[f"prior_use_{bound}_cents"]) for bound in ("low", "high"))
    return f"{amount} (between {low} and {high})"


def draw_account(account: Row, lines: Sequence[Row]) -> tuple[Chart, ...]:
    """The running amount line by line, with both thresholds; none without lines."""
    if not lines:
        return ()
    steps = [
        Step(
            f"{row['service_date']:%b} {row['service_date'].day}",
            row["accrued_before_cents"],
            row["accrued_after_cents"],
            row["has_kx"],
            row["is_denied"],
        )
        for row in lines
    ]
    limits = [("KX threshold", account["kx_threshold_cents"])]
    if account["medical_review_cents"] is not None:
        limits.append(("Medical review", account["medical_review_cents"]))
    alt = f"Steps of the running allowed amount. {say_position(account)}. {_say_crossing(account)}"
    return (
        Chart(
            "Running allowed amount in the order received by Medicare, by date of service",
            draw_steps(steps, limits),
            alt,
        ),
    )


def list_account_lines(source: Source, lines: Sequence[Row]) -> tuple[ReportTable, ...]:
    """Every line of the account, in the order received, with the running total."""
    headings = (
        *("DOS", "Code", "Modifiers", "Rendering provider", "Payer claim no. (ICN)", "Patient account no."),
        *("Paid on", "Finding", "Denial", "Charge", "Allowed", "Running total"),
    )
    rows = [
        (
            *(say_day(row["service_date"]), row["procedure_code"], row["modifiers"].replace(",", " ")),
            *(row["provider_npi"], row["payer_claim_control_number"], row["patient_control_number"]),
            *(say_day(row["payment_date"]), FINDINGS[row["kx_finding"]], say_denial(row)),
            *(say_exact_dollars(row["charge_cents"]), say_exact_dollars(row["allowed_cents"])),
            say_exact_dollars(row["accrued_after_cents"]),
        )
        for row in lines
    ]
    caption = f"{say_count(len(rows), 'line')} in the order received by Medicare, with the running allowed total"
    return make_table(caption, headings, rows, 3, is_fitted=True)


def say_denial(row: Row) -> str:
    """The denial code of a line, empty where it was not denied."""
    if not row["adjustment_reason_code"]:
        return ""
    return f"{row['adjustment_group_code']}-{row['adjustment_reason_code']}"


def list_prior_use(source: Source, account: Row) -> tuple[ReportTable, ...]:
    """Every answer about prior use, with its file and segment."""
    asked = {name: account[name] for name in ("beneficiary_key", "pool", "calendar_year")}
    rows = [
        (
            *(say_day(row["as_of_date"]), GRADE_NAMES[row["prior_use_grade"]], row["file_name"]),
            *(f"{row['segment_number']:,}", say_exact_dollars(row["used_cents"])),
            say_exact_dollars(row["prior_use_cents"] or 0),
        )
        for row in source.rows("prior_use_answers", **asked)
    ]
    headings = ("As of", "Source", "File", "Segment", "Total used", "At other providers")
    return make_table("Prior-use answers", headings, rows, 3, is_fitted=True)


def write_account(source: Source, account: Row, *, begins_page: bool = False) -> tuple[Section, int]:
    """The section of one account, and how many lines it lists."""
    asked = {name: account[name] for name in ("beneficiary_key", "pool", "calendar_year")}
    lines = source.rows("account_lines", **asked)
    tables = (*list_prior_use(source, account), *list_account_lines(source, lines))
    charts = draw_account(account, lines)
    section = Section(say_position(account), say_account(account), tables, charts, begins_page=begins_page)
    return section, len(lines)
