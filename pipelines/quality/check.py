"""The inspector's questions: each file of sql/check is one truth and returns the rows that break it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

CHECK_FOLDER = Path(__file__).parents[1] / "sql" / "check"
HEADER_KEYS = ("grain", "key", "units", "source", "severity", "title")
SEVERITIES = ("critical", "warning")


@dataclass(frozen=True)
class Check:
    """One truth: `sql` returns its offenders, and no row means that it holds.

    `severity` is 'critical' (nothing is published while it fails) or 'warning'; `title` says the
    truth in plain words.
    """

    name: str
    severity: str
    title: str
    sql: str


def parse_check(name: str, text: str) -> Check:
    """The check `name` from the text of its file.

    Raises ValueError for a header that is not the six lines of HEADER_KEYS in that order, or an
    unknown severity: such a file is a fault of the programme, not of anyone's data.
    """
    header: dict[str, str] = {}
    for key, line in zip(HEADER_KEYS, text.splitlines(), strict=False):
        if not line.startswith(f"-- {key}:"):
            raise ValueError(f"check {name}: its header should say '-- {key}:' where it says '{line}'")
        header[key] = line.partition(":")[2].strip()
    if header.get("severity") not in SEVERITIES or not header.get("title"):
        raise ValueError(f"check {name}: severity is one of {', '.join(SEVERITIES)}, and title is a sentence")
    return Check(name, header["severity"], header["title"], text.strip().rstrip(";"))


def load_checks(folder: Path = CHECK_FOLDER) -> list[Check]:
    """All checks of `folder`, by name."""
    return [parse_check(path.stem, path.read_text("utf-8")) for path in sorted(folder.glob("*.sql"))]
