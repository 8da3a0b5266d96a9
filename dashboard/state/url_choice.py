"""A switch whose position stands in the address, so that a link shows what was looked at."""

from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True)
class Switch:
    """`options`: word in the address -> words for the eye. `name` is its word in the address where that is not its
    `key` on the page; `default` the position that nobody chose, where that is not the first."""

    key: str
    options: dict[str, str]
    name: str = ""
    default: str = ""

    @property
    def first(self) -> str:
        return self.default or next(iter(self.options))

    def read(self) -> str:
        """Where it stands: as a new address says, else as it was left, else at its default."""
        asked = st.query_params.get(self.name or self.key)
        is_new = asked != st.session_state.get(f"{self.key}_written") or self.key not in st.session_state
        if asked in self.options and is_new:
            st.session_state[self.key] = asked
        if st.session_state.get(self.key) not in self.options:
            st.session_state[self.key] = self.first
        return str(st.session_state[self.key])

    def show(self, label: str, *, is_labelled: bool = True) -> str:
        """Draw it and write its position into the address."""
        self.read()
        position = str(
            st.segmented_control(
                label, list(self.options), key=self.key, required=True, format_func=self.options.__getitem__,
                label_visibility="visible" if is_labelled else "collapsed",
            )
        )  # fmt: skip
        self._write_address(position)
        return position

    def _write_address(self, position: str) -> None:
        name, is_default = self.name or self.key, position == self.first
        st.session_state[f"{self.key}_written"] = None if is_default else position
        if is_default:
            st.query_params.pop(name, None)
        else:
            st.query_params[name] = position
