"""The switch of a page with parts: which part is shown; it stands in the address as ?view=."""

from collections.abc import Callable

import streamlit as st

Part = Callable[..., None]
Parts = dict[str, tuple[str, Part]]


def choose_part(parts: Parts) -> Part:
    """The part that the person or the address chose, the first unless another; only its questions are asked.

    `parts`: the word in the address -> the words on the switch, and what shows the part.
    """
    first = next(iter(parts))
    asked = st.query_params.get("view")
    if asked in parts and (asked != st.session_state.get("part_written") or "part" not in st.session_state):
        st.session_state["part"] = asked
    if st.session_state.get("part") not in parts:
        st.session_state["part"] = first
    part = first
    if len(parts) > 1:
        part = str(
            st.segmented_control(
                "Part of the page", list(parts), key="part", required=True,
                format_func=lambda name: parts[name][0], label_visibility="collapsed",
            )
        )  # fmt: skip
    _write_address(part, first)
    return parts[part][1]


def _write_address(part: str, first: str) -> None:
    st.session_state["part_written"] = None if part == first else part
    if part == first:
        st.query_params.pop("view", None)
    else:
        st.query_params["view"] = part
