"""What `kxwatch check --json` answers: types alone, so that the page that reads the answer imports them."""

from __future__ import annotations

from typing import TypedDict


class Finding(TypedDict):
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


class Unread(TypedDict):
    """A file that could not be read, and why."""

    file_name: str
    reason: str


class RuleCount(TypedDict):
    """One rule with the number of lines that break it."""

    severity: str
    rule: str
    title: str
    source: str
    lines: int


class CheckRefusal(TypedDict):
    """The answer of a check that could not run."""

    exit_code: int
    message: str


class CheckAnswer(CheckRefusal, total=False):
    """The answer of a check; of one that could not run nothing but why."""

    files: int
    lines: int
    judged_lines: int
    check_date: str | None
    findings: list[Finding]
    rules: list[RuleCount]
    look: list[Finding]
    unread: list[Unread]
    notes: list[str]
