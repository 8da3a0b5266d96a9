"""What the receipt of an import says, and what to do first in a data folder that holds little or nothing."""

import pandas as pd

from dashboard.components.labels import KIND_NAMES
from dashboard.formats import format_count, format_date, format_moment

MOST_REASONS = 5
STEPS = (
    "1. Drop remittance files below: 835 files (ERA) from the clearinghouse, or an export as CSV, TSV or XLSX. "
    "On the command line: `kxwatch build FOLDER`.\n"
    "2. Import as many past months as you have. Patients' running totals need the whole calendar year, and "
    "trends a year or two.\n"
    "3. Come back each month with the new files. Files that were imported before count once.\n\n"
    "To look around with a synthetic practice first, run `kxwatch demo`."
)
FIRST_MONTH = "This is the first month of data: there is no earlier month to compare with."
NEXT_STEPS = (
    "Next: import the earlier months of the year, so that running totals are complete, and a roster, which gives "
    "providers their names. Enter prior use of patients with KX, so that early KX can be told from KX on time."
)

NEXT_PAGES = (
    ("data_quality", "Import files →"),
    ("before_the_claim", "Enter prior use →"),
    ("definitions", "Definitions →"),
)


def say_receipt(files: pd.DataFrame) -> str:
    """'Latest import (Nov 29, 2026, 06:10 UTC): 3 files imported, 1 imported before, 1 refused.'"""
    counts = files["status"].value_counts()
    parts = [
        f"{format_count(int(counts[status]), 'file')} {said}"
        for status, said in (("accepted", "imported"), ("duplicate", "imported before"), ("refused", "refused"))
        if counts.get(status, 0)
    ]
    lines = int(files.loc[files["status"] == "accepted", "service_lines"].sum())
    read = f" {format_count(lines, 'service line')} read." if lines else ""
    return f"**Latest import** ({format_moment(files['offered_at'].max())}): {', '.join(parts)}.{read}"


def say_refused(number: int) -> str:
    """How many refused files nobody has seen."""
    was = "was" if number == 1 else "were"
    return f"{format_count(number, 'file')} {was} refused and not imported. Each reason says what to do:"


def answer_no_remittances(files: pd.DataFrame) -> str:
    """What happened so far in a data folder without a remittance."""
    if files.empty:
        return "Nothing was imported yet."
    accepted = files[files["status"] == "accepted"]
    if accepted.empty:
        refused = int((files["status"] == "refused").sum())
        return f"{format_count(refused, 'file')} {'was' if refused == 1 else 'were'} refused, and nothing was imported."
    kinds = sorted({KIND_NAMES.get(kind, kind) for kind in accepted["kind"]})
    return f"{format_count(len(accepted), 'file')} imported ({', '.join(kinds)}), none of them a remittance with lines."


def say_first_import(first_day: object, last_day: object) -> str:
    """What a data folder after its first import holds."""
    return (
        f"This is your first import: services from {format_date(first_day)}, payments through {format_date(last_day)}."
    )
