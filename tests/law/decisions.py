"""`make decisions`: gives new paragraphs of DECISIONS.md a number and a file each, then writes the index."""

from __future__ import annotations

import re
import subprocess
import textwrap
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from tests.law.repository import ROOT

INDEX = ROOT / "DECISIONS.md"
FOLDER = ROOT / "docs" / "decisions"
_OPENING = """# Decisions

What was chosen, why, and what was rejected: one decision a file. Written by `make decisions`: to add one, write a
paragraph that begins with its **title in bold** below the heading of its part, and run it.
"""
_FILE = re.compile(r"# (\d{4})\. (.+)\n\n(\w+ \d{1,2}, \d{4}) · (.+)\n\n((?:.|\n)+)")


@dataclass(frozen=True, order=True)
class Decision:
    """One decision; `text` is Markdown without the title."""

    number: int
    title: str
    decided: date
    part: str
    text: str

    @property
    def file_name(self) -> str:
        """The number and the first words of the title."""
        words = re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-")
        return f"{self.number:04}-{textwrap.shorten(words.replace('-', ' '), 60, placeholder='').replace(' ', '-')}.md"

    @property
    def page(self) -> str:
        """The file's text."""
        day = f"{self.decided:%B} {self.decided.day}, {self.decided.year}"
        return f"# {self.number:04}. {self.title}\n\n{day} · {self.part}\n\n{self.text}\n"


def read_decisions() -> dict[Path, Decision]:
    """Every file of the folder, in order. Raises ValueError for one that has another form."""
    return {path: parse_page(path) for path in sorted(FOLDER.glob("*.md"))}


def parse_page(path: Path) -> Decision:
    """One file: number and title, date and part, text."""
    match = _FILE.fullmatch(path.read_text("utf-8"))
    if not match:
        raise ValueError(f"{path.name}: begins with `# 0123. Title`, then `November 29, 2026 · Part`, then text")
    number, title, day, part, text = match.groups()
    decided = datetime.strptime(day, "%B %d, %Y").replace(tzinfo=UTC).date()
    return Decision(int(number), title, decided, part, text.rstrip("\n"))


def build_index(decisions: list[Decision]) -> str:
    """DECISIONS.md: the title of each decision, by part."""
    parts = [_OPENING]
    for part in dict.fromkeys(one.part for one in sorted(decisions)):
        rows = [
            f"* [{one.number:04}](docs/decisions/{one.file_name}) {one.title}"
            for one in sorted(decisions)
            if one.part == part
        ]
        parts.append("\n".join([f"## {part}", "", *rows, ""]))
    return "\n".join(parts)


def find_new(text: str) -> list[tuple[str, str, str]]:
    """Part, title and text of each paragraph of DECISIONS.md that begins with a bold title."""
    found: list[tuple[str, str, str]] = []
    part, is_open = "", False
    for block in re.split(r"\n\n+|\n(?=\*\*|\* \[|## )|(?<=\n)(?=## )", text):
        if block.startswith("## "):
            part, is_open = block[3:].strip(), False
        elif match := re.match(r"\*\*((?:.|\n)+?)\*\*", block):
            found.append((part, " ".join(match.group(1).split()).rstrip(".:"), _read_text(block, match.end())))
            is_open = True
        elif block.startswith("* ["):
            is_open = False
        elif is_open and block.strip():
            found[-1] = (*found[-1][:2], f"{found[-1][2]}\n\n{_fill(block)}")
    return found


def _read_text(block: str, end: int) -> str:
    """What follows the title; the whole sentence where the title is only the beginning of one."""
    rest = block[end:].lstrip(" \n")
    is_sentence = block[:end].endswith((".**", ":**")) or rest.startswith((". ", ": "))
    if not is_sentence:
        return _fill(block.replace("**", "", 2))
    rest = rest.lstrip(".: \n")
    return _fill(rest[:1].upper() + rest[1:])


def _fill(block: str) -> str:
    return block.strip() if block.lstrip().startswith("|") else textwrap.fill(block, 120, break_on_hyphens=False)


def is_filed(paragraph: tuple[str, str, str], known: list[Decision]) -> bool:
    """Whether a paragraph has its file already: a merge may bring one back."""
    _, title, text = paragraph
    beginning = " ".join(text.lower().split())[:80]
    return any(title == one.title or beginning in " ".join(one.text.lower().split()) for one in known)


def _find_day(title: str) -> date:
    """When the paragraph was first committed; today for a new one."""
    asked = ["git", "log", "--reverse", "--format=%as", f"-S**{title[:30]}", "--", INDEX.name]
    days = subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=False).stdout.split()
    return date.fromisoformat(days[0]) if days else datetime.now(UTC).date()


def settle_numbers(known: list[Decision]) -> list[Decision]:
    """The same decisions, numbered without gaps; of two with one number the one dated later moves to the end."""
    taken: dict[int, Decision] = {}
    moved = []
    for one in sorted(known, key=lambda one: (one.number, one.decided, one.title)):
        if taken.setdefault(one.number, one) is not one:
            moved.append(one)
    ordered = [*taken.values(), *moved]
    return [Decision(at, one.title, one.decided, one.part, one.text) for at, one in enumerate(ordered, start=1)]


def main() -> None:
    """Files new paragraphs, numbers all, writes the index."""
    FOLDER.mkdir(exist_ok=True)
    decisions = read_decisions()
    new = [one for one in find_new(INDEX.read_text("utf-8")) if not is_filed(one, list(decisions.values()))]
    fresh = [
        Decision(len(decisions) + at, title, _find_day(title), part, text)
        for at, (part, title, text) in enumerate(new, start=1)
    ]
    settled = settle_numbers([*decisions.values(), *fresh])
    for path in decisions:
        path.unlink()
    for one in settled:
        (FOLDER / one.file_name).write_text(one.page, "utf-8")
    INDEX.write_text(build_index(settled), "utf-8")


if __name__ == "__main__":
    main()
