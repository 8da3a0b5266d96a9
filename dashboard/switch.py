"""A switch whose position stands in the address, so that a link shows what was looked at."""

import streamlit as st

Options = dict[str, str]


def read_switch(key: str, options: Options, name: str = "") -> str:
    """Where the switch stands: as a new address says, else as it was left, else at the first of `options`.

    `name` is its word in the address where that is not its `key` on the page.
    """
    asked = st.query_params.get(name or key)
    if asked in options and (asked != st.session_state.get(f"{key}_written") or key not in st.session_state):
        st.session_state[key] = asked
    if st.session_state.get(key) not in options:
        st.session_state[key] = next(iter(options))
    return str(st.session_state[key])


def show_switch(key: str, options: Options, label: str, name: str = "", *, is_labelled: bool = True) -> str:
    """Draw the switch (`options`: word in the address -> words for the eye) and write its position into the address."""
    read_switch(key, options, name)
    position = str(
        st.segmented_control(
            label, list(options), key=key, required=True, format_func=options.__getitem__,
            label_visibility="visible" if is_labelled else "collapsed",
        )
    )  # fmt: skip
    st.session_state[f"{key}_written"] = None if position == next(iter(options)) else position
    _write_address(name or key, st.session_state[f"{key}_written"])
    return position


def _write_address(name: str, position: str | None) -> None:
    if position is None:
        st.query_params.pop(name, None)
    else:
        st.query_params[name] = position
