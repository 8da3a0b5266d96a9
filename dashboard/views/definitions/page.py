"""The definitions page: every measure and rule with its formula, source and limits."""

import streamlit as st

from dashboard.components.chart import draw_once, show_chart
from dashboard.components.frame import read_build, show_answer, show_method
from dashboard.state.url_choice import Switch, go_to
from dashboard.views.definitions import text as words
from dashboard.views.definitions.charts import draw_thresholds
from dashboard.views.definitions.glossary import read_rule_words, read_sections, show_section
from dashboard.warehouse import rows

QUESTION = "Definitions and sources"

show_answer(QUESTION, words.answer_definitions(rows("measure_list"), read_rule_words(), read_build()))
left, right = st.columns([3, 2], gap="large")
with left:
    text = st.text_input(
        "Search", type="search", placeholder="CO-119, TPE, ABN, threshold, leakage ...", key="search",
        on_change=go_to, args=({"section": None},),
    )  # fmt: skip
    sections = read_sections(text)
    first = next((name for name, found in sections.items() if len(found)), "Measures")
    named = {name: f"{name} {len(found)}" for name, found in sections.items()}
    chosen = Switch(f"section_{text}", named, "section", default=first).show("Section")
    show_section(chosen, sections[chosen])
with right:
    thresholds = rows("threshold_list")
    title = words.title_thresholds(thresholds)
    show_chart(title, draw_once(draw_thresholds, thresholds), f"Lines by year. {title}", "thresholds")
    show_method("definitions")
