"""What a claim check found: findings by line, files that could not be read, and the exit code."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from pipelines.claim_check.answer import CheckAnswer, Finding, RuleCount, Unread

LOOK = "look"
SEVERITIES = ("will_be_denied", "at_risk", LOOK)

CLEAN = 0
FINDINGS = 3
UNREAD = 4


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
        denied = sum(finding["severity"] == "will_be_denied" for finding in self.findings)
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
        found = Counter((one["severity"], one["rule"], one["title"], one["source"]) for one in everything)
        counts = [
            RuleCount(severity=severity, rule=rule, title=title, source=source, lines=lines)
            for (severity, rule, title, source), lines in found.items()
        ]
        return sorted(counts, key=lambda count: (SEVERITIES.index(count["severity"]), -count["lines"], count["rule"]))

    def to_json(self) -> CheckAnswer:
        """The object that `--json` prints."""
        return {
            "exit_code": self.exit_code,
            "files": self.files,
            "lines": self.lines,
            "judged_lines": self.judged_lines,
            "check_date": self.check_date.isoformat() if self.check_date else None,
            "findings": list(self.findings),
            "rules": self.count_rules(),
            "look": list(self.look),
            "unread": list(self.unread),
            "notes": list(self.notes),
            "message": self.message,
        }


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}" + ("" if number == 1 else "s")
