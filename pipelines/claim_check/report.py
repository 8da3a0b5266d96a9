"""What a claim check found: findings by line, files that could not be read, and the exit code."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

LOOK = "look"
SEVERITIES = ("will_be_denied", "at_risk", LOOK)

CLEAN = 0
FINDINGS = 3
UNREAD = 4


@dataclass(frozen=True)
class Finding:
    """One rule that a service line breaks: what was found, what to do, and where the rule comes from.

    `kx_distance` of early KX is far where not even the alert amount is reached, else near.
    """

    file_name: str
    segment_number: int
    patient_control_number: str | None
    line_number: int
    rule: str
    severity: str
    message: str
    title: str
    service_date: str | None
    procedure_code: str | None
    modifiers: str
    why: str
    what_to_do: str
    source: str
    kx_distance: str | None


@dataclass(frozen=True)
class Unread:
    """A file that could not be read, and why."""

    file_name: str
    reason: str


@dataclass(frozen=True)
class RuleCount:
    """One rule with the number of lines that break it."""

    severity: str
    rule: str
    title: str
    source: str
    lines: int


@dataclass(frozen=True)
class ClaimReport:
    """The outcome of one check: `judged_lines` are those that go to Medicare Part B.

    What a person should only look at stands in `look` and does not decide the exit code.
    """

    files: int
    lines: int
    judged_lines: int
    check_date: date | None
    findings: tuple[Finding, ...]
    look: tuple[Finding, ...]
    unread: tuple[Unread, ...]
    notes: tuple[str, ...]

    @property
    def exit_code(self) -> int:
        """4 if a file could not be read, 3 if a line is likely to be denied or at risk, else 0."""
        if self.unread:
            return UNREAD
        return FINDINGS if self.findings else CLEAN

    @property
    def message(self) -> str:
        """The outcome in one sentence."""
        other = self.lines - self.judged_lines
        counted = f"{_count(self.lines, 'service line')} in {_count(self.files, 'file')}"
        others = f", {other:,} of them to other payers (not checked)" if other else ""
        denied = sum(finding.severity == "will_be_denied" for finding in self.findings)
        found = (
            f"{_count(len(self.findings), 'finding')}, {denied:,} that will be denied"
            if self.findings
            else "No findings"
        )
        found += f"; {_count(len(self.look), 'line')} to look at" if self.look else ""
        through = f" Checked as of {self.check_date}." if self.check_date else ""
        return f"{counted}{others}. {found}.{through}"

    def count_rules(self) -> list[RuleCount]:
        """How many lines break each rule, what will be denied first and then by number."""
        everything = [*self.findings, *self.look]
        found = Counter((one.severity, one.rule, one.title, one.source) for one in everything)
        counts = [RuleCount(*rule, lines=lines) for rule, lines in found.items()]
        return sorted(counts, key=lambda count: (SEVERITIES.index(count.severity), -count.lines, count.rule))

    def to_json(self) -> dict[str, object]:
        """The object that `--json` prints."""
        return {
            "exit_code": self.exit_code,
            "files": self.files,
            "lines": self.lines,
            "judged_lines": self.judged_lines,
            "check_date": self.check_date.isoformat() if self.check_date else None,
            "findings": [vars(finding) for finding in self.findings],
            "rules": [vars(count) for count in self.count_rules()],
            "look": [vars(finding) for finding in self.look],
            "unread": [vars(one) for one in self.unread],
            "notes": list(self.notes),
            "message": self.message,
        }


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
