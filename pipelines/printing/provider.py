"""The provider brief on paper: reasons for review, KX by month, patients, and early KX lines, one provider or all."""

from __future__ import annotations

from dataclasses import replace

from pipelines.documents.charts import Series, draw_bars
from pipelines.documents.sections import Chart, ReportTable, Section, make_table
from pipelines.errors import UsageError
from pipelines.models.named_query import Row
from pipelines.plain_words import say_count, say_date, say_exact_dollars, say_share
from pipelines.printing.document import Document, write_method
from pipelines.printing.source import Choice, Source, say_day, say_pool

_METHOD = (
    "All final therapy lines that count toward a threshold, denied ones too, by date of service and rendering NPI, in"
    " the order in which Medicare received the claims. KX is early where the running total after the line, known prior"
    " use included, is not over the threshold, and the line is not on the visit or claim that crosses it. Far from the"
    " threshold: the total after the line is below the alert amount. A provider is listed to review for 100% KX with at"
    " least half of the KX lines early, or for a share of patients with early KX above the peers'.",
)
_PARAMETERS = ("all_kx_minimum_beneficiaries", "list_false_discovery_percent", "list_minimum_excess_percent")
_PRIOR_USE = {"early": "verified or entered", "early_unverified": "not verified"}
# Those of the chart on the page, in its light theme.
_COLORS = {"far": "#b3261e", "near": "#9a5b00", "other": "#3b1361"}


def write_provider_brief(source: Source, npi: str | None, choice: Choice) -> Document:
    """The brief of one provider, or one after the other of all. Raises UsageError for a provider that nobody knows."""
    chosen = replace(choice, provider_npi=npi)
    counts = source.rows("provider_counts", **chosen.to_parameters())
    if npi and not counts:
        raise UsageError(_say_nothing_found(source, npi, chosen))
    written = [
        _write_provider(source, row, replace(chosen, provider_npi=row["provider_npi"]), begins_page=place > 0)
        for place, row in enumerate(counts)
    ]
    sections = tuple(section for part, _ in written for section in part)
    if not counts:
        sections = (Section("No therapy lines under these filters", (source.say_filters(chosen),)),)
    who = source.name_provider(npi) if npi else "all providers"
    return Document(
        f"Provider brief: {who}",
        f"Provider brief, {who}",
        source.say_filters(chosen),
        (*sections, write_method(source, _METHOD, _PARAMETERS)),
        sum(lines for _, lines in written),
    )


def _say_nothing_found(source: Source, npi: str, choice: Choice) -> str:
    if source.rows("provider_counts", **Choice(provider_npi=npi).to_parameters()):
        filters = source.say_filters(choice)
        return f"Provider {npi} has no therapy lines under these filters: {filters}. Nothing was printed."
    return f"No therapy lines name the rendering NPI {npi}. Nothing was printed; check the NPI."


def _write_provider(source: Source, row: Row, choice: Choice, *, begins_page: bool) -> tuple[tuple[Section, ...], int]:
    asked = choice.to_parameters()
    months, patients = source.rows("provider_months", **asked), source.rows("provider_patients", **asked)
    early = source.rows("provider_early_lines", **asked)
    name = source.name_provider(row["provider_npi"])
    first = Section(
        f"{name}: {_say_answer(row)}",
        (*_say_review(source, choice), _say_counts(row)),
        _list_months(months),
        _draw_months(months, name),
        begins_page=begins_page,
    )
    return (first, _list_patients(patients), _list_early(early)), len(patients) + len(early)


def _say_answer(row: Row) -> str:
    if row["kx_beneficiaries"] == row["beneficiaries"]:
        return f"KX on all {say_count(row['beneficiaries'], 'patient')}"
    return f"KX on {say_share(row['kx_beneficiaries'], row['beneficiaries'])} of patients"


def _say_counts(row: Row) -> str:
    near = row["early_kx_lines"] - row["far_early_kx_lines"]
    early = say_share(row["early_kx_lines"], row["kx_lines"])
    over, missing = say_share(row["over_kx_lines"], row["over_lines"]), say_count(row["missing_lines"], "line")
    return (
        f"{say_count(row['lines'], 'therapy line')}, {say_exact_dollars(row['allowed_cents'])} allowed. KX on"
        f" {say_share(row['kx_lines'], row['lines'])} of lines; of the KX lines {early} are"
        f" early: {row['far_early_kx_lines']:,} far from the threshold and {near:,} near it. Over the threshold"
        f" {over} of lines have KX; {missing} missing KX."
    )


def _say_review(source: Source, choice: Choice) -> tuple[str, ...]:
    """Why the provider is on the review list for the whole of the newest 12 months, if so."""
    found = source.rows("provider_review", period_code="last-12", **choice.to_parameters())
    if not found or not (found[0]["has_all_kx_reason"] or found[0]["has_early_kx_reason"]):
        return ("Not on the review list for the last 12 months.",)
    row = found[0]
    said = ["100% KX"] if row["has_all_kx_reason"] else []
    if row["has_early_kx_reason"]:
        share = say_share(row["rated_kx_beneficiaries"], row["rated_beneficiaries"])
        limits = f"{100 * row['exact_low_ratio']:.0f}% to {100 * row['exact_high_ratio']:.0f}%"
        said.append(f"early KX on {share} of patients (95% interval {limits}), peers {100 * row['others_ratio']:.0f}%")
    judged = "" if row["is_judged"] else " It cannot be judged: remittances do not cover the whole year."
    return (f"On the review list for the last 12 months: {'; '.join(said)}.{judged}",)


def _draw_months(months: list[Row], name: str) -> tuple[Chart, ...]:
    if not months:
        return ()
    names = {"far": "early, far", "near": "early, near", "other": "at or over, or on the crossing visit"}
    columns = {"far": "far_early_kx_lines", "near": "near_early_kx_lines", "other": "other_kx_lines"}
    series = [
        Series(names[part], _COLORS[part], tuple(row[column] for row in months)) for part, column in columns.items()
    ]
    total, early = sum(row["kx_lines"] for row in months), sum(sum(each.values) for each in series[:2])
    alt = f"Bars of KX lines by month of service of {name}: {total:,} KX lines, {early:,} of them early."
    svg = draw_bars([f"{row['service_month']:%b %Y}" for row in months], series, "KX lines")
    return (Chart("KX lines by month of service", svg, alt),)


def _list_months(months: list[Row]) -> tuple[ReportTable, ...]:
    headings = (
        "Month of service",
        "Patients",
        "With KX",
        "Lines",
        "KX lines",
        "Early, far",
        "Early, near",
        "Missing KX",
    )
    columns = ("beneficiaries", "kx_beneficiaries", "lines", "kx_lines", "far_early_kx_lines", "near_early_kx_lines")
    rows = [
        (f"{row['service_month']:%b %Y}", *(f"{row[each]:,}" for each in (*columns, "missing_lines"))) for row in months
    ]
    return make_table("Month by month", headings, rows, 7)


def _list_patients(patients: list[Row]) -> Section:
    headings = ("Patient", "Patient key", "Category", "Lines", "KX", "Early KX", "Early, far", "Missing KX", "Allowed")
    columns = ("lines", "kx_lines", "early_kx_lines", "far_early_kx_lines", "missing_lines")
    rows = [
        (
            *(f"{row['patient_name']} {row['patient_id']}", row["beneficiary_key"][:12], say_pool(row["pool"])),
            *(*(f"{row[each]:,}" for each in columns), say_exact_dollars(row["allowed_cents"])),
        )
        for row in patients
    ]
    title = f"{say_count(len(rows), 'patient-threshold record')}, most early KX first"
    return Section(title, (), make_table("Patients by threshold category", headings, rows, 6, is_fitted=True))


def _list_early(lines: list[Row]) -> Section:
    if not lines:
        return Section("No early KX lines", ("No KX line of this provider lies below the threshold in this period.",))
    headings = (
        "DOS",
        "Patient key",
        "Patient account no.",
        "ICN",
        "Code",
        "Modifiers",
        "Prior use",
        "Allowed",
        "Running total",
    )
    rows = [
        (
            *(say_day(row["service_date"]), row["beneficiary_key"][:12], row["patient_control_number"]),
            *(row["payer_claim_control_number"], row["procedure_code"], row["modifiers"].replace(",", " ")),
            *(_PRIOR_USE[row["kx_finding"]], say_exact_dollars(row["allowed_cents"])),
            say_exact_dollars(row["accrued_after_cents"]),
        )
        for row in lines
    ]
    last = f"the last on {say_date(lines[-1]['service_date'])}"
    title = f"{say_count(len(rows), 'early KX line')}, {last}"
    return Section(title, (), make_table("Early KX lines by date of service", headings, rows, 2, is_fitted=True))
