"""docs/benchmarks.md: what was measured, with the limits; written from the results of a run and from nothing else."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

_TITLES = {
    "intake": "100 MB of 835 in 200 files",
    "models": "One million service lines through the models",
    "memory": "Three million service lines in a first build and a rebuild",
    "kill": "Kill -9 at a hundred random moments of a build",
    "paint": "A page change in the demo",
    "paint_large": "A page change over three million lines",
    "print": "Printed documents of a practice with 15 providers",
    "providers": "False alarms among providers who do nothing unusual, and early KX that is missed",
    "signature": "Where KX starts: simulated rules that were not named",
    "forecast": "Forecasts against what occurred",
    "claims": "Claims before they go out: 100,000 lines, and denials for missing KX",
    "portfolio": "Many practices, built side by side",
    "spark": "One practice on DuckDB and on Apache Spark",
    "trend": "Trends: false alarms where nothing changed, and a rise that is not found",
    "small_files": "The same bytes in 20,000 files and in 200",
    "month": "A monthly build that adds 1%",
    "ten_million": "Ten million service lines in a first build",
}
_NOTES = {
    "intake": "Each figure is a whole process, interpreter and imports included. 3 GB are 2.79 GiB. The limits are "
    "1.1 times the ratios of November 26, 2026 (0.96 and 2.7), divided by 1.32: on that day oxedi alone skipped the "
    "lines of a second set of separators, and parsing all lines takes it 1.32 times as long.",
    "models": "All tables are written to files and checkpointed, by the models and by both baselines.",
    "memory": "Whole processes with the default limits of memory and threads.",
    "kill": "After each kill the previous warehouse opens, and the next build succeeds.",
    "forecast": "KX threshold within 30 days, on three simulated practices with two seeds each; docs/forecast.md says "
    "what they are.",
    "paint": "Milliseconds from the click until the script has ended and the new page is complete; median of five. "
    "The limit is 1.3 times the empty page of the same run plus 200 ms.",
    "paint_large": "Milliseconds as in the demo. The limit is 1.5 times the empty page of the same run plus 500 ms.",
    "print": "Whole processes of `kxwatch print`, interpreter and imports included.",
    "providers": "The product's own tables over simulated months and years. Exact: by convolution, and by counting "
    "all ways in which the list stays empty, over all totals of patients with early KX.",
    "claims": "Whole processes, interpreter and imports included; the limit is 1.5 times oxedi alone plus 2 s. The "
    "denials are those of the synthetic practice (40,000 lines), in the remittances for the same claims.",
    "portfolio": "Whole processes, interpreter and imports included. The limit of the page is the time of the "
    "overview.",
    "spark": "Rebuilds without new files as whole processes, the start of Java and Spark included.",
    "trend": "Two-year trends of newly started patients, judged by the product; in percent of the charts.",
    "small_files": "Whole processes that end with the committed archive; hard links to simulated remittances.",
    "month": "Whole processes. Affected: lines of an account, patient, or provider and month with a line from the new "
    "files. Stages: their share of the seconds of the monthly build.",
    "ten_million": "A whole process with KXWATCH_THREADS=2 and KXWATCH_MEMORY_LIMIT=6GB.",
    "signature": "Simulated patients with priced visits. Of those who deviate, half start KX anywhere, and for half "
    "the practice knew of dollars used at other providers. In percent of the runs.",
}
_COUNTED = {
    "lines", "files", "ms", "kills", "runs", "months", "patients", "forecasts", "crossings", "charts", "providers",
    "tables", "queries", "practices", "cores", "threads",
}  # fmt: skip


@dataclass(frozen=True)
class Figure:
    """One measured number; `limit` is the most it may be, None for a number that is only told."""

    name: str
    number: float
    unit: str
    limit: float | None

    @property
    def is_met(self) -> bool:
        """Whether the number meets its limit."""
        return self.limit is None or self.number <= self.limit

    @property
    def text(self) -> str:
        """The number with its unit."""
        places = 0 if self.unit in _COUNTED else 2
        return f"{self.number:,.{places}f} {self.unit}"

    def __str__(self) -> str:
        limit = "" if self.limit is None else f"at most {self.limit:,.2f}: {'met' if self.is_met else 'NOT MET'}"
        return f"{self.name:<44} {self.text:>18}  {limit}".rstrip()


def write_page(results: Path, page: Path) -> None:
    """Writes the page from the newest result of each part; a part that did not run here keeps its section."""
    sections = _read_sections(page)
    parts = ["# Benchmarks\n\nWritten by `make bench`; no figure is typed.\n"]
    for name, title in _TITLES.items():
        path = results / f"{name}.json"
        if path.exists():
            result = json.loads(path.read_text("utf-8"))
            figures = [Figure(**figure) for figure in result["figures"]]
            sections[title] = f"{_NOTES[name]} ({result['machine']})\n\n{_format_table(figures)}\n"
        if title in sections:
            parts.append(f"## {title}\n\n{sections[title]}")
    page.write_text("\n".join(parts), "utf-8")


def _read_sections(page: Path) -> dict[str, str]:
    """The sections of the page as it stands, by title."""
    if not page.exists():
        return {}
    found = (section.partition("\n\n") for section in page.read_text("utf-8").split("\n## ")[1:])
    return {title: f"{text.rstrip()}\n" for title, _, text in found}


def write_block(page: Path, name: str, figures: list[Figure]) -> None:
    """Puts the figures of a part between its two marks in a page that is otherwise written by hand."""
    first, last = f"<!-- make bench: {name} -->", f"<!-- end of {name} -->"
    head, _, rest = page.read_text("utf-8").partition(first)
    page.write_text(f"{head}{first}\n\n{_format_table(figures)}\n\n{last}{rest.partition(last)[2]}", "utf-8")


def _format_table(figures: list[Figure]) -> str:
    rows = [
        f"| {one.name} | {one.text} | {'' if one.limit is None else f'{one.limit:,.2f}'} | {_format_verdict(one)} |"
        for one in figures
    ]
    return "\n".join(["| what | measured | at most | |", "|---|--:|--:|---|", *rows])


def _format_verdict(figure: Figure) -> str:
    if figure.limit is None:
        return ""
    return "met" if figure.is_met else "not met"
