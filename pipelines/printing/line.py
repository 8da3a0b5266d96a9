"""The evidence of one service line on paper: finding, rule, threshold, history, and the segments of its file."""

from __future__ import annotations

from pipelines.digest.sentences import name_category
from pipelines.documents.sections import ReportTable, Section, make_table
from pipelines.errors import UsageError
from pipelines.models.named_query import Row
from pipelines.plain_words import say_date, say_exact_dollars
from pipelines.printing.accounts import FINDINGS, say_denial
from pipelines.printing.document import Document, write_method
from pipelines.printing.patient import METHOD, PARAMETERS
from pipelines.printing.source import Source, say_day, say_pool
from pipelines.printing.words import BASIS_NAMES, GRADE_NAMES

# Segments of a service line that hold no identifier of a patient or claim.
_HARMLESS = ("SVC", "DTM", "CAS", "AMT", "QTY", "LQ")
_LINE_ENDS = ("SVC", "PLB", "SE", "LX", "CLP")
_NOT_SHOWN = (
    "The claim's own segments and references hold identifiers and are left out while identifiers are masked; the file"
    " and segment numbers say where they are."
)
_RULES = {
    "on_time": "the line has KX and crosses the threshold, is over it, or follows a denial that shows that Medicare had"
    " counted more",
    "early": "the line has KX, and the running total after it, known prior use included, is not over the threshold",
    "early_unverified": "the line has KX, and the running total after it is not over the threshold; prior use at other"
    " providers is not known",
    "same_visit": "the line has KX below the threshold, on the same claim or visit as a line that crosses it",
    "missing": "the line has no KX, and it crosses the threshold or is over it",
    "not_needed": "the line has no KX, and the running total after it is not over the threshold",
}


def write_line_evidence(source: Source, service_line_key: str) -> Document:
    """The evidence of one final line. Raises UsageError for an unknown key."""
    found = source.rows("line_facts", service_line_key=service_line_key)
    if not found:
        raise UsageError(
            f'No final service line has the key "{service_line_key}". Nothing was printed; `kxwatch trace` says what'
            " became of a line that is not final."
        )
    line = found[0]
    positions = source.rows("line_positions", service_line_key=service_line_key)
    sections = (
        _write_finding(line, positions),
        Section("What the remittance says of the line", (), _list_facts(source, line)),
        *_list_history(source, service_line_key),
        _quote_segments(source, line),
        write_method(source, METHOD, PARAMETERS),
    )
    name = f"{line['procedure_code']} of {say_date(line['service_date'])}"
    return Document(f"Evidence of one line: {name}", f"Line {name}", f"line {service_line_key}", sections, 1)


def _write_finding(line: Row, positions: list[Row]) -> Section:
    if not positions:
        return Section(
            "Not counted toward a threshold",
            ("Not a Medicare Part B therapy line that counts toward a threshold, so it is in no threshold figure.",),
        )
    received = next(row for row in positions if row["order_basis"] == "received")
    other = next(row for row in positions if row["order_basis"] == "service_date")
    return Section(
        _say_finding(received),
        (
            _say_sum(line, received),
            f"Rule: {_RULES[received['kx_finding']]}. A line that takes the amount exactly to the threshold is not over"
            " it.",
            f"Threshold of {received['calendar_year']}: {say_exact_dollars(received['kx_threshold_cents'])},"
            f" {received['threshold_source']} (reviewed {say_day(received['reviewed_date'])}).",
            f"In date-of-service order: {_say_finding(other)}.",
        ),
    )


def _say_finding(position: Row) -> str:
    if position["kx_finding"] in ("early", "early_unverified"):
        needed = say_exact_dollars(position["prior_use_needed_cents"])
        return f"KX below the threshold, unless at least {needed} was used at other providers"
    return FINDINGS[position["kx_finding"]]


def _say_sum(line: Row, position: Row) -> str:
    before, after = (say_exact_dollars(position[f"accrued_{when}_cents"]) for when in ("before", "after"))
    known = position["prior_use_grade"] != "unknown"
    prior = say_exact_dollars(position["prior_use_cents"]) if known else ""
    elsewhere = (
        f"{prior} of it at other providers, {GRADE_NAMES[position['prior_use_grade']]}"
        if known
        else "prior use unknown"
    )
    added = "denied, so it adds nothing" if line["is_denied"] else f"{say_exact_dollars(line['allowed_cents'])} allowed"
    category = f"{say_pool(position['pool'])} {position['calendar_year']}"
    return f"{category}: {before} before this line ({elsewhere}), {added}, {after} after it."


def _list_facts(source: Source, line: Row) -> tuple[ReportTable, ...]:
    rows = [
        ("Patient", f"{line['patient_name']} {line['patient_id']}"),
        ("Patient key", line["beneficiary_key"]),
        ("Rendering provider", source.name_provider(line["provider_npi"])),
        ("Clinic", line["payee_name"]),
        ("Payer", line["payer_name"]),
        ("Payer claim no. (ICN)", line["payer_claim_control_number"]),
        ("Patient account no.", line["patient_control_number"]),
        ("Date of service", say_day(line["service_date"])),
        ("Received", say_day(line["received_date"]) or "not in the file"),
        ("Paid", f"{say_day(line['payment_date'])}, check or EFT {line['payment_trace_number']}"),
        ("Procedure and modifiers", f"{line['procedure_code']} {line['modifiers'].replace(',', ' ')}"),
        ("Units", f"{line['paid_units'].normalize():f}"),
        ("Charge", say_exact_dollars(line["charge_cents"])),
        ("Allowed", f"{say_exact_dollars(line['allowed_cents'])}: {BASIS_NAMES[line['allowed_basis']]}"),
        ("Paid amount", say_exact_dollars(line["paid_cents"])),
        (
            "Denial",
            f"{say_denial(line)} ({name_category(line['denial_category'])})" if line["is_denied"] else "not denied",
        ),
    ]
    return make_table("The line as adjudicated", ("What", "Value"), rows, is_fitted=True)


def _list_history(source: Source, service_line_key: str) -> tuple[Section, ...]:
    """Every adjudication of a service that was denied at least once."""
    rows = [
        (
            *(f"{row['event_number']:,}", say_day(row["payment_date"]), row["modifiers"].replace(",", " ")),
            *("Denied" if row["is_denied"] else "Allowed", say_denial(row), "this line" if row["is_this_line"] else ""),
            say_exact_dollars(row["allowed_cents"]),
        )
        for row in source.rows("line_history", service_line_key=service_line_key)
    ]
    headings = ("Remit no.", "Paid on", "Modifiers", "Adjudication", "Denial", "", "Allowed")
    tables = make_table("From the first denial on", headings, rows, 1, is_fitted=True)
    return (Section("Each adjudication of this service", (), tables),) if tables else ()


def _quote_segments(source: Source, line: Row) -> Section:
    where = (
        f"{line['file_name']}, segment or row {line['segment_number']:,}. SHA-256 of the file: {line['file_sha256']}."
    )
    raw = (line["raw_segments"] or "").split("\n")
    is_era = raw[0].startswith("CLP")
    # the rows of one claim payment may lie apart in an export, so they are counted among themselves
    start = line["segment_number"] - line["claim_segment_number"] if is_era else line["line_number"] - 1
    end = start + 1
    while is_era and end < len(raw) and not raw[end].startswith(_LINE_ENDS):
        end += 1
    quoted = tuple((text, start <= place < end) for place, text in enumerate(raw))
    if source.is_named:
        return Section("The claim payment in the file, this line marked", (where,), raw_lines=quoted)
    shown = tuple((text, True) for text, is_own in quoted if is_own and is_era and text.startswith(_HARMLESS))
    return Section("This line in the file", (where, _NOT_SHOWN), raw_lines=shown)
