"""What the claim check page says: the outcome, files that were not read, and its tables."""

from collections.abc import Collection, Iterable

import pandas as pd

from dashboard.formats import format_count
from pipelines.claim_check.answer import CheckAnswer, Finding

QUESTION = "What should be fixed before these claims go out?"
NO_FILE = "Drop a claim file (837P). It is checked against the imported remittances and is not stored."
KEPT = "Stores the checked lines in the data folder, not the file. The next import shows what became of them."
BACK_TEST = (
    "Claims whose check was kept, against the first remittance after it. Found and denied: the check was right. "
    "Missed: denied for what the rule covers, with nothing found on the line."
)
MUTED = "Hides the lines of rules that you do not trust. The counts above still include them."
COLUMNS = (
    "severity", "claim_finding", "patient_control_number", "line_number", "service_date", "procedure_code", "modifiers",
    "why", "what_to_do", "source", "file_name", "segment_number",
)  # fmt: skip
RULE_COLUMNS = ("severity", "claim_finding", "lines", "source")


def answer_check(report: CheckAnswer) -> str:
    """The outcome in one sentence; a check that could not run says why."""
    return str(report.get("message", "The check did not finish."))


def list_notices(report: CheckAnswer) -> list[str]:
    """What could not be read or judged, as sentences."""
    unread = [f"Not read: {one['file_name']}. {one['reason']}" for one in report.get("unread", [])]
    return [*unread, *report.get("notes", [])]


def name_rules(report: CheckAnswer) -> dict[str, str]:
    """The rules that lines break, with their titles."""
    return {one["rule"]: one["title"] for one in report.get("rules", [])}


def say_muted(report: CheckAnswer, muted: Collection[str]) -> str:
    """How many findings are hidden because their rule is muted; empty for none."""
    found = [*report.get("findings", []), *report.get("look", [])]
    hidden = [one for one in found if one["rule"] in muted]
    return f"{format_count(len(hidden), 'finding')} of muted rules hidden." if hidden else ""


def list_findings(findings: Iterable[Finding], muted: Collection[str] = ()) -> pd.DataFrame:
    """Findings as a table, in the order of the files, without muted rules."""
    shown = [one for one in findings if one["rule"] not in muted]
    found = pd.DataFrame(shown, columns=[*COLUMNS, "title"])
    found["claim_finding"] = found["title"]
    found["service_date"] = pd.to_datetime(found["service_date"])
    return found[list(COLUMNS)]


def list_rules(report: CheckAnswer) -> pd.DataFrame:
    """The rules that lines break, what will be denied first."""
    found = pd.DataFrame(report.get("rules", []), columns=[*RULE_COLUMNS, "title"])
    found["claim_finding"] = found["title"]
    return found[list(RULE_COLUMNS)]


def say_back_test(found: pd.DataFrame) -> str:
    """How many lines that would be denied were denied, once adjudicated, and how many denials were missed."""
    foreseen = found[found["severity"] == "will_be_denied"]
    denied, paid = int(foreseen["found_denied_lines"].sum()), int(foreseen["found_paid_lines"].sum())
    missed = int(foreseen["missed_lines"].sum())
    verb = "line was" if denied + paid == 1 else "lines were"
    return f"Will be denied: {denied:,} of {denied + paid:,} adjudicated {verb} denied. Missed: {missed:,}."
