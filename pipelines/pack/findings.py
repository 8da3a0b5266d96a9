"""The findings of the report: data, crossings, providers, denials and refunds of the month, each in sentences."""

from __future__ import annotations

from pipelines.digest.sentences import compare_denials, compare_figures
from pipelines.documents.sections import Section, make_table
from pipelines.models.named_query import Row
from pipelines.pack.facts import Facts
from pipelines.plain_words import say_count, say_date, say_dollars, say_exact_dollars, say_name, say_share
from pipelines.statistics.interval import compute_exact_interval

_POOL_NAMES = {"PT_SLP": "PT and SLP", "OT": "OT"}
_KX_WORDS = {
    "red_flag": "100% KX, to review",
    "watch": "100% KX, too few patients",
    "explained": "100% KX, expected (over threshold)",
    "none": "",
}


def write_findings(facts: Facts) -> list[Section]:
    """The sections about the data, in the order of the review."""
    return [
        _compare(facts),
        _judge_data(facts),
        _list_crossings(facts),
        _list_providers(facts),
        _list_denials(facts),
        _check_refunds(facts),
    ]


def _compare(facts: Facts) -> Section:
    month = facts.month
    rows = [(one.label, one.now, one.before) for one in compare_figures(facts.figures)]
    headings = ("Figure", month.name, month.previous.name)
    through = facts.extent.data_through_date
    known = f"as known on {say_date(through)}" if through else ""
    return Section(
        f"How {month.name} compares with {month.previous.name}",
        (f"All figures are {known}, from remittances; shares carry the number of lines behind them.",),
        make_table("Figures of the month and of the month before", headings, rows, 2),
    )


def _judge_data(facts: Facts) -> Section:
    counts = facts.counts
    is_empty = not facts.rows("payment")
    exceptions = [f"no payment was posted in {facts.month.name}"] if is_empty else []
    if counts["refused_files"]:
        exceptions.append(say_count(counts["refused_files"], "file was refused", "files were refused"))
    if counts["excluded_rows"]:
        exceptions.append(say_count(counts["excluded_rows"], "claim payment or row was", "claim payments or rows were"))
        exceptions[-1] += " excluded, each with its reason"
    if counts["uncovered_clinics"]:
        of_all = f"{counts['uncovered_clinics']:,} of {say_count(counts['clinics'], 'clinic')}"
        exceptions.append(f"the remittances of {of_all} do not cover the year from January")
    files = say_count(counts["accepted_files"], "imported file")
    title = "The data are complete" if not exceptions else f"The data are usable, with {len(exceptions)} exceptions"
    title = title.replace("1 exceptions", "1 exception")
    listed = tuple(f"{text[:1].upper()}{text[1:]}." for text in exceptions)
    balance = "" if is_empty else _say_balance(counts["unbalanced_payments"])
    return Section(title, (f"{files} are behind these figures.{balance}", *listed))


def _say_balance(unbalanced: int) -> str:
    if not unbalanced:
        return " Every payment of the month balances to the cent."
    return f" {say_count(unbalanced, 'payment')} of the month differ from the claims they pay."


def _list_crossings(facts: Facts) -> Section:
    now, counts, month = facts.figures.now, facts.counts, facts.month
    crossed = say_count(now["kx_crossings"], "new crossing")
    reviewed = say_count(now["review_crossings"], "new crossing")
    unknown = counts["unknown_accounts"]
    bounds = (
        f"Dollars at other providers are unknown for {say_share(unknown, counts['accounts'])} of the year's patients"
        " (counted once in each threshold category). For them a position is a lower bound: they may have crossed"
        " earlier than shown, and early KX may have been on time."
    )
    lower = say_count(counts["lower_bound_accounts"], "patient-threshold record")
    return Section(
        f"{crossed} of the KX threshold and {reviewed} of $3,000 were posted",
        (
            f"{say_count(counts['active_over'], 'active patient')} over the KX threshold,"
            f" {say_count(counts['approaching'], 'active patient')} approaching it;"
            f" {say_count(counts['needs_kx_now'], 'patient')} may need KX on the next claim if the chart supports it.",
            bounds if unknown else "Prior use at other providers is known for every patient of the year.",
            f"Prior use of {lower} is known only as a lower bound; for {counts['undecided_accounts']:,} the bounds"
            " decide whether KX was required.",
        ),
        make_table(
            f"Crossings of {month.start.year} by threshold category, in order received",
            ("Threshold category", "Patients", "Over KX threshold", "Over $3,000"),
            _count_by_pool(facts),
            3,
        ),
    )


def _count_by_pool(facts: Facts) -> list[tuple[str, str, str, str]]:
    found = [row for row in facts.rows("threshold_crossing") if row["order_basis"] == "received"]
    rows = []
    for pool, name in _POOL_NAMES.items():
        own = [row for row in found if row["pool"] == pool]
        over = sum(row["kx_crossing_date"] is not None for row in own)
        review = sum(row["medical_review_crossing_date"] is not None for row in own)
        rows.append((name, f"{len(own):,}", f"{over:,}", f"{review:,}"))
    return rows


def _list_providers(facts: Facts) -> Section:
    providers = [row for row in facts.rows("provider_kx") if row["period_type"] == "month"]
    flagged = [row for row in providers if row["all_kx_category"] == "red_flag"]
    of_all = say_count(len(providers), "provider")
    title = f"{len(flagged):,} of {of_all} billed KX for 100% of at least 10 patients, most of it early"
    early = sum(row["early_kx_lines"] for row in providers)
    lines = sum(row["kx_lines"] for row in providers)
    return Section(
        title,
        (
            f"{say_share(early, lines)} of the month's KX lines lie below the threshold, and not on the visit or claim"
            " that crosses it. Where prior use is unknown, early is an upper bound.",
            "The 95% interval is exact (Clopper and Pearson) over patients of the provider in this month.",
        ),
        make_table(
            "Providers of the month, by date of service",
            ("Provider", "NPI", "Finding", "Patients with KX", "95% interval", "Early KX lines"),
            [_describe_provider(row) for row in sorted(providers, key=_most_early)],
            3,
        ),
    )


def _most_early(row: Row) -> tuple[int, str]:
    return -row["early_kx_lines"], row["provider_npi"] or ""


def _describe_provider(row: Row) -> tuple[str, ...]:
    category: str = row["all_kx_category"]
    low, high = compute_exact_interval(row["kx_beneficiaries"], row["beneficiaries"])
    return (
        say_name(row["provider_name"]),
        row["provider_npi"] or "none on the claim",
        _KX_WORDS.get(category, category),
        say_share(row["kx_beneficiaries"], row["beneficiaries"]),
        f"{low:.0%} to {high:.0%}",
        say_share(row["early_kx_lines"], row["kx_lines"]),
    )


def _list_denials(facts: Facts) -> Section:
    now, month, counts = facts.figures.now, facts.month, facts.counts
    missing = counts["unestimated_services"]
    estimate = (
        "Amounts are expected allowed amounts (median of the same code and clinic), not charges."
        if not missing
        else f"Amounts are expected allowed amounts; {say_share(missing, counts['denied_services'])} newly denied"
        " services have no estimate and count $0, so the amounts are lower bounds."
    )
    rows = [(one.label, one.now, one.before) for one in compare_denials(facts.figures)]
    leakage = _sum_leakage(facts)
    opened = say_count(now["open_services"], "missing-KX denial")
    return Section(
        f"{opened} open at month end ({say_dollars(now['open_cents'])} expected allowed)",
        (
            f"{now['soon_services']:,} of them {'expires' if now['soon_services'] == 1 else 'expire'} by the end of the"
            f" next month ({say_dollars(now['soon_cents'])}). {estimate}",
        ),
        (
            *make_table("Newly denied services", ("Category", month.name, month.previous.name), rows, 2),
            *make_table(
                "Missing-KX leakage by month of first denial, twelve months before and this month",
                ("Month", "Services", "Expected", "Recovered", "Open", "Expired"),
                leakage,
                5,
            ),
        ),
    )


def _sum_leakage(facts: Facts) -> list[tuple[str, ...]]:
    amounts = ("expected_allowed_cents", "recovered_cents", "open_cents", "expired_cents")
    return [
        (
            f"{row['first_denied_month']:%b %Y}",
            f"{row['denied_services']:,}",
            *(say_exact_dollars(row[name]) for name in amounts),
        )
        for row in facts.rows("leakage_by_month")
        if row["denial_category"] == "missing_kx"
    ]


def _check_refunds(facts: Facts) -> Section:
    now = facts.figures.now
    every = facts.rows("refund_check")
    total = sum(row["patient_share_cents"] or 0 for row in every)
    return Section(
        f"{say_count(now['refund_lines'], 'line')} newly billed to patient responsibility (PR-119) without an ABN"
        " modifier",
        (
            f"Patient responsibility of the month: {say_exact_dollars(now['refund_cents'])}; of all such lines so far:"
            f" {say_exact_dollars(total)} on {say_count(len(every), 'line')}. A remittance does not say whether the"
            " patient paid or whether a signed notice exists: determine whether a refund is due.",
        ),
    )
