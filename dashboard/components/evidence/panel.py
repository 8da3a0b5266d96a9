"""Shows the evidence of one service line, back to the bytes of its file, with the rule behind its finding."""

from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard.access_log import record_view
from dashboard.components.evidence.segments import is_era, read_segments, write_html
from dashboard.components.evidence.text import (
    say_allowed,
    say_arithmetic,
    say_event,
    say_finding,
    say_memberships,
    say_other_order,
    say_prior_use,
    say_rule,
    say_shares,
)
from dashboard.components.print_download import show_print
from dashboard.formats import plain_text
from dashboard.warehouse import are_identifiers_shown, rows

STYLE = Path(__file__).parent / "segments.css"


def show_evidence(service_line_key: str, place: str = "lines") -> None:
    """Open the drawer of one line; once closed, a button opens it again as long as the same line is chosen.

    `place` names the list that the line was chosen from, so that two lists on a page do not open two drawers.
    """
    closed = f"{place}_evidence_closed"
    was_closed = st.session_state.get(closed) == service_line_key
    if was_closed and not st.button("Open line evidence again", key=f"{place}_evidence_again"):
        return
    _open(service_line_key, closed)


def _open(service_line_key: str, closed: str) -> None:
    def remember() -> None:
        st.session_state[closed] = service_line_key

    st.dialog("Line evidence", width="large", on_dismiss=remember)(_show_drawer)(service_line_key)


def _show_drawer(service_line_key: str) -> None:
    record_view("line evidence", service_line_key)
    found = rows("evidence_line", service_line_key=service_line_key)
    events = rows("evidence_event", service_line_key=service_line_key)
    if found.empty and events.empty:
        st.info("This line is not in the current data. Run `kxwatch trace` with its key to see why.")
    elif found.empty:
        _show_event(events.iloc[0])
    else:
        _show_line(found.iloc[0])
        show_print("Print this evidence", "line-evidence", "line", service_line_key)
    st.caption("Full audit trail (command line):")
    st.code(f"kxwatch trace {service_line_key}", language="bash")


def _show_line(line: pd.Series) -> None:
    """A final line: finding, rule, figures, segments."""
    key = str(line["service_line_key"])
    positions = rows("evidence_positions", service_line_key=key)
    denials = rows("evidence_denial", service_line_key=key)
    received = positions.iloc[0] if len(positions) else None
    if received is not None:
        threshold = rows("evidence_threshold", calendar_year=int(received["calendar_year"])).iloc[0]
        st.markdown(f"**{say_finding(received)}**")
        st.markdown(f"{say_arithmetic(received, threshold)} {say_allowed(line)}")
        for answer in rows("evidence_prior_use", service_line_key=key).to_dict("records"):
            st.markdown(say_prior_use(answer))
        st.markdown(say_rule(received, threshold))
        st.markdown(say_other_order(positions.iloc[1]))
    else:
        st.markdown(f"**Not counted toward a threshold.** {say_allowed(line)}")
    claim = _read_claim(str(line["claim_payment_key"]))
    if claim is not None:
        _show_claim(claim, line)
    st.markdown("**Included in**")
    denial = denials.iloc[0] if len(denials) else None
    st.markdown("\n".join(f"- {sentence}" for sentence in say_memberships(line, received, denial)))


def _show_event(event: pd.Series) -> None:
    """An adjudication that a later one replaced: it is part of the denial's history and of no other figure."""
    st.markdown(f"**{say_event(event)}**")
    claim = _read_claim(str(event["claim_payment_key"]))
    if claim is not None:
        _show_claim(claim, event)


def _read_claim(claim_payment_key: str) -> pd.Series | None:
    found = rows("evidence_claim", claim_payment_key=claim_payment_key)
    if found.empty:
        st.info("The segments of this claim payment are not in the current data.")
        return None
    return found.iloc[0]


def _show_claim(claim: pd.Series, line: pd.Series) -> None:
    """Where the claim payment lies, and its segments with those of `line` marked."""
    raw, first = str(claim["raw_segments"]), int(claim["segment_number"])
    file_name = plain_text(claim["file_name"])
    if is_era(raw):
        segments = read_segments(raw, first, int(line["segment_number"]))
        st.markdown(f"**{file_name}**, segments {first:,} to {segments[-1].number:,}; this line is marked.")
    else:
        # the rows of one claim payment may lie apart in an export, so they are numbered among themselves
        segments = read_segments(raw, 1, int(line["line_number"]))
        st.markdown(
            f"**{file_name}**, row {int(line['segment_number']):,}: the marked one of the {len(segments)} rows"
            " of this claim payment."
        )
    if shares := say_shares(rows("evidence_shares", service_line_key=str(line["service_line_key"]))):
        st.markdown(shares.replace("$", "\\$"))
    st.caption(f"SHA-256 of the file: `{claim['file_sha256']}`")
    st.html(STYLE)
    st.html(write_html(segments))
    if not are_identifiers_shown():
        st.caption(
            "Elements that may identify the patient are hidden. To see them, close this and turn on"
            " 'Show patient identifiers' at the top of the page."
        )
