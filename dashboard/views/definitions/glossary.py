"""The search of the definitions page: what is defined, found by any word in it."""

import tomllib
from collections.abc import Callable
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.components.chart import fold
from dashboard.components.table import show_table
from dashboard.formats import each_row, format_count
from dashboard.lookups import fill_rules
from dashboard.views.definitions.text import describe_measure, describe_rule, describe_term
from dashboard.warehouse import rows

FEW = 3
RULES = Path(__file__).parent / "rules.toml"
TERMS = Path(__file__).parent / "terms.toml"


@cache
def read_rule_words() -> pd.DataFrame:
    """Rules of rules.toml: rule_name, title, formula, limits, source."""
    found = tomllib.loads(RULES.read_text(encoding="utf-8"))
    return pd.DataFrame([{"rule_name": name, **words} for name, words in found.items()])


@cache
def read_terms() -> pd.DataFrame:
    """Terms of terms.toml: term, title, meaning, source."""
    found = tomllib.loads(TERMS.read_text(encoding="utf-8"))
    return pd.DataFrame([{"term": name, **words} for name, words in found.items()])


def fill_rule_words(rules: pd.DataFrame) -> pd.DataFrame:
    """The same rules with the numbers of this build in their formulas."""
    return rules.assign(formula=[fill_rules(formula) for formula in rules["formula"]])


def search(table: pd.DataFrame, text: str) -> pd.DataFrame:
    """Rows in which every word of `text` occurs somewhere, in any column, upper or lower case."""
    words = text.casefold().split()
    if not words:
        return table
    columns = [table[name].astype("string").fillna("").str.casefold() for name in table]
    keep = pd.Series(True, index=table.index)
    for word in words:
        keep &= pd.concat([column.str.contains(word, regex=False) for column in columns], axis=1).any(axis=1)
    return table[keep]


def read_sections(text: str) -> dict[str, pd.DataFrame]:
    """What is defined, section by section, narrowed to the rows in which `text` occurs."""
    tables = {
        "Measures": rows("measure_list"),
        "Rules": fill_rule_words(read_rule_words()),
        "Terms": read_terms(),
        "Thresholds": rows("threshold_list"),
        "Numbers in rules": rows("rule_parameters"),
        "Validation results": rows("signature_confusion"),
        "Lists": rows("reference_lists"),
        "Tables": rows("dictionary_tables"),
        "Columns": rows("dictionary_columns"),
    }
    return {name: search(table, text) for name, table in tables.items()}


def write_entries(entries: list[tuple[str, list[tuple[str, str]]]]) -> str:
    """Entries as one piece of HTML that opens and closes by itself; all text is escaped. Few entries stand open."""
    state = " open" if len(entries) <= FEW else ""
    return "".join(
        f'<details class="entry"{state}><summary>{escape(title)}</summary>'
        + "".join(f"<p><strong>{escape(label)}</strong> {escape(text)}</p>" for label, text in paragraphs)
        + "</details>"
        for title, paragraphs in entries
    )


def show_section(name: str, found: pd.DataFrame) -> None:
    """Measures and rules as entries to open, everything else as a table; all of them can be taken away as a file."""
    if found.empty:
        st.info(f"No {name.lower()} match. Try one word, or another section.")
        return
    describe = PARAGRAPHS.get(name)
    if describe:
        st.html(write_entries([(row.title, describe(row)) for row in each_row(found)]))
        if box := fold(f"{format_count(len(found), 'definition')} as a table", name):
            with box:
                show_table(found, name.lower(), alt=name)
    else:
        show_table(found, name.lower().replace(" ", "_"), alt=name)


PARAGRAPHS: dict[str, Callable[[Any], list[tuple[str, str]]]] = {
    "Measures": describe_measure,
    "Rules": describe_rule,
    "Terms": describe_term,
}
