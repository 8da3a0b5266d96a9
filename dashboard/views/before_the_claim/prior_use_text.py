"""What the prior-use part says: how many amounts are unknown, what to enter, and what was saved."""

import pandas as pd

from dashboard.formats import format_count

SOURCES = {
    "verified": "Medicare eligibility response or portal (verified)",
    "typed": "Patient or another provider (manually entered)",
}
WHAT_TO_ENTER = (
    "Enter the total used this year at all providers, **your own claims included**, as Medicare shows it; "
    "0 if nothing was used. Your own claims are then subtracted."
)
EXAMPLE = "1EG4-TE5-MK73, $1,234.50, 01/31/2026, PT+SLP, 2026"
HOW_TO_PASTE = (
    "One row per patient, copied from a spreadsheet or separated by commas: patient ID, amount, and, where they differ "
    "from the choices above, as-of date, threshold category and year. The first row may be a header: `patient_id, "
    "amount, as_of_date, pool, calendar_year, grade`. Rows that cannot be saved stay in the box."
)
NOTHING_ENTERED = "No amount was entered, so nothing was saved."
ALT_SAVED = "Prior-use amounts entered so far, newest first"
REASON_EXAMPLE = "typed for another patient"


def say_unknown(found: pd.DataFrame) -> str:
    """How many patients have KX although what they used at other providers is unknown."""
    if found.empty:
        return "None: prior use is known for every patient with KX."
    patients = format_count(int(found["beneficiary_key"].nunique()), "patient with KX", "patients with KX")
    lines = int(found["early_unverified_lines"].sum())
    has = "has" if patients.startswith("1 ") else "have"
    verb = "is" if lines == 1 else "are"
    return (
        f"{patients} {has} unknown prior use. {format_count(lines, 'KX line')} below the threshold {verb} early unless "
        "enough was used at other providers."
    )


def say_saved(saved: pd.DataFrame) -> str:
    """What becomes of the amounts that were just entered."""
    counts = saved["entry_category"].value_counts()
    parts = [f"{format_count(len(saved), 'amount')} saved."]
    if waiting := int(counts.get("later", 0)):
        counts_from = "counts" if waiting == 1 else "count"
        parts.append(f"{waiting:,} {counts_from} once remittances reach the as-of date.")
    if unused := int(counts.get("patient_unknown", 0)) + int(counts.get("no_services", 0)):
        parts.append(
            f"{unused:,} {'waits' if unused == 1 else 'wait'} for the first remittance of the patient and year."
        )
    if used := int(counts.get("counts", 0)):
        parts.append(f"{used:,} {'is' if used == 1 else 'are'} part of all figures now.")
    return " ".join(parts)


def title_saved(number: int) -> str:
    """The heading of the list of all amounts so far."""
    return f"Entered so far: {format_count(number, 'amount')}"
