"""A figure as it goes to the browser, in a form that the browser draws once.

Streamlit hands each figure to plotly twice, the second time as a copy, and plotly draws once more what it cannot see to
be the same: a template, packed numbers, lists without a revision, and what Streamlit adds for a selection.

Decisions 0206 and 0209.
"""

import re
from typing import Any

import numpy as np
import plotly.graph_objects as go

from dashboard.text_width import measure_text

_AXIS = re.compile(r"([xy]axis)\d*")
# A figure with other data is another element of the page, which begins anew; within one the data never change.
_REVISION = 1
# Pixels: a line of tick labels with its distance, a title, half of the last label, a number such as $1,500, a distance.
_LINE, _TITLE, _HALF_A_LABEL, _NUMBER, _GAP, _LABEL_SIZE = 30, 20, 18, 34, 10, 12
_SELECTION = {"clickmode": "event+select", "dragmode": "pan"}


class Figure(go.Figure):  # type: ignore[misc]
    """A plotly figure; `let_select` says that its marks can be chosen."""

    _is_selectable = False

    def let_select(self) -> None:
        """What Streamlit would add to the layout of a figure whose marks can be chosen stands in it from the start."""
        self._is_selectable = True

    def to_dict(self) -> dict[str, Any]:
        """Data and layout with numbers as lists, and with the template's layout instead of the template."""
        layout = self.layout.to_plotly_json()
        template = layout.pop("template", {})
        whole = _fill(layout, template.get("layout", {})) | {"datarevision": _REVISION}
        if self._is_selectable:
            whole |= _SELECTION
        data = [_unpack(trace.to_plotly_json()) for trace in self.data]
        whole["margin"] = _widen(whole, data)
        return {"data": data, "layout": _unpack(whole)}


def _fill(own: dict[str, Any], house: dict[str, Any]) -> dict[str, Any]:
    """`own` over `house`, part by part; the house's x and y axis stand under each axis."""
    axes = {name: house.get(axis[1], {}) for name in own if (axis := _AXIS.fullmatch(name))}
    return _merge(own, {**house, **axes})


def _merge(own: dict[str, Any], house: dict[str, Any]) -> dict[str, Any]:
    shared = {name for name in own if isinstance(own[name], dict) and isinstance(house.get(name), dict)}
    return {**house, **own, **{name: _merge(own[name], house[name]) for name in shared}}


def _widen(layout: dict[str, Any], data: list[dict[str, Any]]) -> dict[str, Any]:
    """Margins with room for the tick labels: plotly finds out by drawing once, and where they lack room draws again."""
    needed: dict[str, int] = {}
    if _has_labels(across := layout.get("xaxis", {})):
        needed = {"r": _HALF_A_LABEL, "b": _LINE + (_TITLE if across.get("title", {}).get("text") else 0)}
    if _has_labels(up := layout.get("yaxis", {})):
        size = up.get("tickfont", {}).get("size", _LABEL_SIZE)
        widths = [measure_text(name, size) for name in _find_names(up, data)] or [_NUMBER]
        needed["l"] = max(widths) + _GAP + (_TITLE if up.get("title", {}).get("text") else 0)
    given: dict[str, int] = layout.get("margin", {})
    return given | {side: max(pixels, given.get(side, 0)) for side, pixels in needed.items()}


def _find_names(axis: dict[str, Any], data: list[dict[str, Any]]) -> set[str]:
    """What stands beside the ticks of a y axis of names; nothing where it is one of numbers."""
    told = axis.get("ticktext", axis.get("categoryarray"))
    beside = [told] if told is not None else [trace["y"] for trace in data if trace.get("y") is not None]
    return {name for names in beside for name in names if isinstance(name, str)}


def _has_labels(axis: dict[str, Any]) -> bool:
    return bool(axis.get("automargin")) and axis.get("visible", True) and axis.get("showticklabels", True)


def _unpack(part: Any) -> Any:
    """Arrays of numbers as lists, wherever they stand; dates and texts are left to plotly's own writing."""
    if isinstance(part, dict):
        return {name: _unpack(value) for name, value in part.items()}
    if isinstance(part, np.ndarray) and part.dtype.kind in "iuf":
        return part.tolist()
    if isinstance(part, list | tuple) and part and isinstance(part[0], dict):
        return [_unpack(each) for each in part]
    return part
