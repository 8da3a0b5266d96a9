"""Keeps what a person chose in the address, so that a link shows it again and Back undoes one step.

Pages read and write the address through this module only. What a run writes is gathered and put into the address once,
at its end: the browser then makes one entry of its history of it.

Decision 0064.
"""

from dataclasses import dataclass
from typing import Any

import streamlit as st

_PAGE, _SEEN, _WRITTEN, _WAITING, _IS_BACK = (
    f"address_{word}" for word in ("page", "seen", "written", "waiting", "is_back")
)


def open_address(url_path: str) -> None:
    """Begin a run of a page: find out whether the browser went back (or forward) to an address that it had before.

    Then a choice that the address does not name stands at its default; otherwise it stays as it was left.
    """
    state: Any = st.session_state
    if state.get(_PAGE) != url_path:
        state[_PAGE], state[_SEEN] = url_path, set()
    asked = st.query_params.to_dict()
    state[_IS_BACK] = asked != state.get(_WRITTEN) and frozenset(asked.items()) in state[_SEEN]
    state[_WAITING] = {}


def read_page() -> str:
    """The page that runs, as it stands in the address."""
    return str(st.session_state.get(_PAGE, ""))


def keep_address() -> None:
    """End a run: put what was written into the address, as one step."""
    state: Any = st.session_state
    asked = st.query_params.to_dict()
    changed = {**asked, **state.get(_WAITING, {})}
    wanted = {name: value for name, value in changed.items() if value is not None}
    if wanted != asked:
        st.query_params.from_dict(wanted)
    state[_WRITTEN], state[_WAITING] = wanted, {}
    state[_SEEN] = {*state.get(_SEEN, ()), frozenset(wanted.items())}


def read_address(name: str) -> str | None:
    """What the address says, or will say at the end of this run."""
    waiting: dict[str, str | None] = st.session_state.get(_WAITING, {})
    return waiting[name] if name in waiting else st.query_params.get(name)


def write_address(choices: dict[str, str | None]) -> None:
    """Write choices into the address at the end of this run; null takes one out."""
    st.session_state[_WAITING] = {**st.session_state.get(_WAITING, {}), **choices}


def go_to(choices: dict[str, str | None]) -> None:
    """Write choices into the address at once; for a callback, or before the page runs again."""
    write_address(choices)
    keep_address()


def settle(key: str, name: str, options: dict[str, str], default: str) -> str:
    """Where a choice stands: as a new address says, else as it was left, else at its default; kept under `key`."""
    state: Any = st.session_state
    asked = read_address(name)
    is_new = key not in state or asked != state.get(_WRITTEN, {}).get(name)
    wanted = state.get(key)
    if asked in options and is_new:
        wanted = asked
    elif asked is None and state.get(_IS_BACK):
        wanted = default
    if wanted not in options:
        wanted = default
    if state.get(key) != wanted:
        state[key] = wanted
    return str(wanted)


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
        """Where it stands."""
        return settle(self.key, self.name or self.key, self.options, self.first)

    def show(self, label: str, *, is_labelled: bool = True) -> str:
        """Draw it as a row of buttons and write its position into the address."""
        self.read()
        position = st.segmented_control(
            label, list(self.options), key=self.key, required=True, format_func=self.options.__getitem__,
            label_visibility="visible" if is_labelled else "collapsed",
        )  # fmt: skip
        return self._keep(str(position))

    def show_list(self, label: str, width: int) -> str:
        """Draw it as a list to choose from and write its position into the address."""
        self.read()
        position = st.selectbox(
            label, list(self.options), key=self.key, format_func=self.options.__getitem__, width=width
        )
        return self._keep(str(position))

    def _keep(self, position: str) -> str:
        write_address({self.name or self.key: None if position == self.first else position})
        return position
