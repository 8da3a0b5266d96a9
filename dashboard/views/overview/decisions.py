"""Reads what needs action on the overview, now and as of the end of the month before."""

from typing import Any

import streamlit as st

from dashboard.components.receipt import read_refused
from dashboard.components.review_list import read_review, read_unjudged
from dashboard.lookups import read_rule
from dashboard.state.filters import ALL, Filters, read_filters
from dashboard.views.overview.text import Decision, Facts, list_decisions
from dashboard.warehouse import rows


def read_decisions(asked: Filters) -> list[Decision]:
    """At most seven decisions under the filters; the period decides only which providers are to review."""
    soon_days = read_rule("queue_later_days")
    facts = Facts(
        rows("decision_patients", asked).iloc[0],
        rows("decision_denials", asked, soon_days=soon_days).iloc[0],
        rows("decision_refunds", asked).iloc[0],
        read_refused(),
        read_review(),
        read_unjudged(),
    )
    return list_decisions(facts, soon_days)


def read_standing(asked: Filters, known_by: Any, data_through_date: Any) -> dict[str, int]:
    """open_cents, crossings, to_review as they stood in what was paid by `known_by`."""
    dates = {"known_by": known_by, "data_through_date": data_through_date}
    return {
        "open_cents": int(rows("overview_open_known", asked, **dates).iloc[0]["open_cents"]),
        "crossings": int(rows("overview_crossings_known", asked, **dates).iloc[0]["crossings"]),
        "to_review": len(read_review(known_by)),
    }


def show_decisions(decisions: list[Decision]) -> None:
    """One line a decision: amount, what, why now, and a link that keeps the filters."""
    kept = read_filters().address()
    # Denials are open whenever they began and patients are open in the newest year, whatever the period says here.
    addresses = dict.fromkeys(("denials", "crossings"), kept | {"period": ALL})
    for number, decision in enumerate(decisions, start=1):
        with st.container(
            border=True, horizontal=True, wrap=False, vertical_alignment="center", key=f"decision_{number}"
        ):
            st.markdown(
                f"**{_plain(decision.amount)}** {_plain(decision.what)}  \n{_plain(decision.why)}", width="stretch"
            )
            st.page_link(
                f"views/{decision.page}/page.py",
                label=decision.link,
                query_params=addresses.get(decision.page, kept) | _place(decision),
                width="content",
            )


def _place(decision: Decision) -> dict[str, str]:
    """The part and the group of the page that hold what the card counts."""
    place = {"view": decision.part, "group": decision.group}
    return {name: code for name, code in place.items() if code}


def _plain(text: str) -> str:
    """Dollar signs are no formulas."""
    return text.replace("$", "\\$")
