"""Masks 835 segments: an element is shown only where `visible_elements.toml` lists it and its value has the shape."""

import re
import tomllib
from functools import cache
from pathlib import Path

from dashboard.formats import HIDDEN, mask_identifier

HIDDEN_ROW = "(this row names the patient; turn on 'Show patient identifiers' to see it)"
Kinds = dict[int, str]
_ELEMENTS = Path(__file__).parent / "visible_elements.toml"
_NAMES_ONLY = "names_only"
_ANY = ""
_SEPARATOR_PLACE = len("CLP")
_COMPONENTS_SHOWN = 6  # SVC01-7 is free text
# A member number of another kind may be a social security number, whose last four are asked for as proof elsewhere.
_MEMBER_QUALIFIERS = ("HN", "II", "MI", "MR")
_SHAPES = {
    "amount": re.compile(r"-?[0-9]{0,8}(\.[0-9]{0,4})?"),
    "code": re.compile(r"[A-Za-z0-9]{0,5}"),
    "date": re.compile(r"([0-9]{8}(-[0-9]{8})?)?"),
    "npi": re.compile(r"([0-9]{10})?"),
    "name": re.compile(r".*"),
}


def mask_segments(raw_segments: str) -> str:
    """The segments of one claim payment, one a line, with all hidden that is not known to be harmless.

    Rows of an export are hidden whole.
    """
    texts = raw_segments.split("\n")
    separator = texts[0][_SEPARATOR_PLACE : _SEPARATOR_PLACE + 1]
    if not raw_segments.startswith("CLP") or not separator:
        return "\n".join(HIDDEN_ROW for _ in texts)
    return "\n".join(_mask_segment(text, separator) for text in texts)


def _mask_segment(text: str, separator: str) -> str:
    name, *values = text.split(separator)
    shown = _find_shown(name, values)
    masked = (_mask_element(value, shown.get(place, "")) for place, value in enumerate(values, start=1))
    return separator.join([name if name in list_segment_names() else HIDDEN, *masked])


def _find_shown(name: str, values: list[str]) -> Kinds:
    """The kinds of the elements of a segment that may be shown; none for a segment or qualifier that is not listed."""
    listed = read_visible_elements().get(name, {})
    shown = listed.get(_ANY) or listed.get(values[0] if values else "", {})
    if name == "NM1" and values[7:8] and values[7] not in _MEMBER_QUALIFIERS:
        return {place: kind for place, kind in shown.items() if kind != "last_four"}
    return shown


def _mask_element(value: str, kind: str) -> str:
    """The value where its kind allows it; an empty element stays empty."""
    if not value:
        return ""
    if kind == "last_four":
        return mask_identifier(value)
    if kind == "procedure":
        return _mask_procedure(value)
    return value if kind and _SHAPES[kind].fullmatch(value) else HIDDEN


def _mask_procedure(value: str) -> str:
    """Qualifier, code and modifiers of a composite such as HC:97110:GP; a description behind them is hidden."""
    separator = next((letter for letter in value if not letter.isalnum()), ":")
    parts = value.split(separator)
    shown = [_mask_element(part, "code") for part in parts[:_COMPONENTS_SHOWN]]
    return separator.join([*shown, *(_mask_element(part, "") for part in parts[_COMPONENTS_SHOWN:])])


@cache
def list_segment_names() -> frozenset[str]:
    """The names that are shown as they are; any other may be text that took the place of a name."""
    found = tomllib.loads(_ELEMENTS.read_text(encoding="utf-8"))
    return frozenset(found[_NAMES_ONLY]) | (found.keys() - {_NAMES_ONLY})


@cache
def read_visible_elements() -> dict[str, dict[str, Kinds]]:
    """Segment -> first element, or nothing where any -> place -> kind."""
    found = tomllib.loads(_ELEMENTS.read_text(encoding="utf-8"))
    del found[_NAMES_ONLY]
    visible: dict[str, dict[str, Kinds]] = {}
    for name, listed in found.items():
        if all(isinstance(places, list) for places in listed.values()):
            visible[name] = {_ANY: _by_place(listed)}
        else:
            visible[name] = {qualifier: {1: "code"} | _by_place(kinds) for qualifier, kinds in listed.items()}
    return visible


def _by_place(kinds: dict[str, list[int]]) -> Kinds:
    return {place: kind for kind, places in kinds.items() for place in places}
