"""Keeps what a person chose in the address, so that a link shows it again and Back undoes one step.

Pages read and write the address through this module only. What a run writes is gathered and put into the address once,
at its end: the browser then makes one entry of its history of it.

Decision 0064.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

_PAGE, _PICKED, _WRITTEN, _WAITING, _IS_BACK, _SETTLED, _STEPS = (
    f"address_{word}" for word in ("page", "picked", "written", "waiting", "is_back", "settled", "steps")
)


def open_address(url_path: str) -> None:
    """Begin a run of a page: find out whether the browser went back (or forward) to it.

    Then a choice that the address does not name stands at its default; otherwise it stays as it was left.
    """
    state: Any = st.session_state
    if state.get(_PAGE) != url_path:
        state[_PAGE], state[_PICKED] = url_path, {}
    state[_IS_BACK] = _is_history_step()
    state[_STEPS] = state.get(_STEPS, 0) + state[_IS_BACK]
    state[_WAITING], state[_SETTLED] = {}, {}


def _is_history_step() -> bool:
    """Whether Back or Forward of the browser caused this run; Streamlit is told so by the browser."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


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
    is_back = bool(state.get(_IS_BACK))
    is_new = is_back or key not in state or asked != state.get(_WRITTEN, {}).get(name)
    wanted = state.get(key)
    if asked in options and is_new:
        wanted = asked
    elif is_back:
        wanted = default
    if wanted not in options:
        wanted = default
    if state.get(key) != wanted:
        state[key] = wanted
    return str(wanted)


def settle_several(key: str, name: str, options: Collection[str]) -> None:
    """Where several choices at once stand: as a new address says, else as they were left; kept under `key`."""
    state: Any = st.session_state
    asked = read_address(name)
    if key not in state or asked != state.get(_WRITTEN, {}).get(name):
        state[key] = [option for option in options if option in (asked or "").split(",")]


def settle_row(table_key: str, name: str, keys: Sequence[str]) -> None:
    """Before a table is drawn: after a step back its selection is the row (one of `keys`) that the address names."""
    state: Any = st.session_state
    if state.get(_IS_BACK):
        asked = read_address(name)
        is_listed = asked is not None and asked in keys
        state[_PICKED] = {**state.get(_PICKED, {}), name: asked if is_listed else None}
        state[_SETTLED] = {**state.get(_SETTLED, {}), table_key: [keys.index(str(asked))] if is_listed else []}


def restore_selection(table_key: str) -> None:
    """Just before a table is drawn: after a step back the row of `settle_row` is selected, in other tables none.

    A browser that goes back at once may still send the row that was opened, which would open once more.
    """
    state: Any = st.session_state
    if state.get(_IS_BACK):
        state[table_key] = {"selection": {"rows": state.get(_SETTLED, {}).get(table_key, [])}}


def key_chart(key: str) -> str:
    """The key of a chart whose marks can be chosen: another one after each step back, so that nothing is chosen.

    A page cannot take back what was chosen in a chart as `restore_selection` does in a table.
    """
    return f"{key}_{st.session_state.get(_STEPS, 0)}"


def read_row(name: str, picked: str | None) -> str | None:
    """The key of the newest choice: of the row picked in a table, else the one that the address names."""
    state: Any = st.session_state
    if picked != state.get(_PICKED, {}).get(name):
        state[_PICKED] = {**state.get(_PICKED, {}), name: picked}
        write_address({name: picked})
    return read_address(name)


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
            label_visibility="visible" if is_labelled else "collapsed", wrap=True,
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
