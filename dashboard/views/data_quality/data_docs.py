"""Writes what is expected of the data, and whether it holds, as one HTML page without network and patients."""

from html import escape
from typing import Any

import pandas as pd

from dashboard.formats import format_count, format_date

STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 70rem; padding: 0 1rem; }
body { color: #1a1a1a; background: #fff; }
table { border-collapse: collapse; width: 100%; margin-bottom: 2rem; }
caption { text-align: left; font-weight: 600; padding: .5rem 0; }
th, td { text-align: left; padding: .35rem .6rem; border-bottom: 1px solid #ccc; vertical-align: top; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
tr.not-met { background: #fdecea; }
"""
NOTE = (
    "Great Expectations judges the distinct values of each column, of all rows, after every build. Columns with more "
    "than 500 distinct values (50 where they lead to another table) are judged on a sample that has the least and the "
    "greatest. A critical expectation that is not met stops the build; others are warnings. No value is shown here."
)
HEADINGS = ("Column", "Values", "Severity", "Values judged", "Met", "Rows")


def write_data_docs(expectations: pd.DataFrame, build: "pd.Series[Any]") -> bytes:
    """The page, with a table for each table of the data."""
    title = "What is expected of the data"
    facts = (
        f"Data through {format_date(build['data_through_date'])}, kxwatch {build['version']}. {_sum_up(expectations)}"
    )
    tables = "".join(_write_table(str(name), rows) for name, rows in expectations.groupby("table_name", sort=True))
    synthetic = "<p><strong>Synthetic data: no real people.</strong></p>" if build["is_synthetic"] else ""
    page = (
        f'<!doctype html>\n<html lang="en">\n<head><meta charset="utf-8"><title>{title}</title>\n'
        f"<style>{STYLE}</style></head>\n<body>\n<h1>{title}</h1>\n<p>{escape(facts)}</p>\n{synthetic}<p>{NOTE}</p>\n"
        f"{tables}</body>\n</html>\n"
    )
    return page.encode("utf-8")


def _sum_up(expectations: pd.DataFrame) -> str:
    failed = int((~expectations["is_met"].astype(bool)).sum())
    every = format_count(len(expectations), "expectation")
    return f"{every}, {'all met' if not failed else f'{failed} not met'}."


def _write_table(name: str, rows: pd.DataFrame) -> str:
    head = "".join(f'<th scope="col">{heading}</th>' for heading in HEADINGS)
    body = "".join(_write_row(row) for row in rows.to_dict("records"))
    return (
        f"<table>\n<caption>{escape(name)}</caption>\n<thead><tr>{head}</tr></thead>\n<tbody>{body}</tbody>\n</table>\n"
    )


def _write_row(row: dict[Any, Any]) -> str:
    is_met = bool(row["is_met"])
    judged = f"{int(row['judged_values']):,}{' (sample)' if row['is_sample'] else ''}"
    texts = (row["column_names"], row["expectation"], row["severity"])
    cells = "".join(f"<td>{escape(str(text))}</td>" for text in texts)
    numbers = f'<td class="number">{judged}</td><td>{"yes" if is_met else "no"}</td>'
    rows = f'<td class="number">{int(row["unexpected_rows"]):,}</td>'
    mark = "" if is_met else ' class="not-met"'
    return f"<tr{mark}>{cells}{numbers}{rows}</tr>\n"
