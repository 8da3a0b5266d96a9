"""The grammar of the 271 eligibility response: the loops and segments that lead to a therapy amount."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import oxedi

VERSIONS = ["005010X279A1", "005010X279", "004010X092A1", "004010X092"]
# segments that may stand in these loops, with their number of elements
_SEGMENTS = {
    "BHT": 6, "HL": 4, "NM1": 12, "N3": 2, "N4": 7, "REF": 4, "PER": 9, "PRV": 6, "DMG": 11, "DTP": 3, "TRN": 4,
    "INS": 17, "EB": 14, "HSD": 8, "MSG": 3, "III": 9, "LS": 1, "LE": 1, "AAA": 4, "HI": 12, "MPI": 7,
}  # fmt: skip
_ENVELOPE = ("ISA", "GS", "ST", "SE", "GE", "IEA", "TA1")
_PERSON = ("REF", "N3", "N4", "PER", "AAA", "PRV", "DMG", "INS", "HI", "DTP", "MPI")
_BENEFIT = ("HSD", "REF", "DTP", "AAA", "MSG", "III", "LS", "LE")
_LONGEST = 300


@cache
def eligibility_271_spec() -> oxedi.Spec:
    """The grammar of versions 5010 and 4010."""
    base = json.loads(oxedi.Spec.builtin().to_json())
    return oxedi.Spec.from_json(
        json.dumps(
            {
                "name": "271",
                "version": {"segment": "GS", "element": 8, "values": VERSIONS},
                "loops": _build_envelope(base) | _build_loops(),
                "segments": _build_segments(base),
                "tables": _build_tables(),
                "balancing": {},
            }
        )
    )


def _build_segments(base: dict[str, Any]) -> dict[str, Any]:
    segments = {name: {"elements": {str(at): _element(at) for at in range(1, n + 1)}} for name, n in _SEGMENTS.items()}
    for name in _ENVELOPE:
        segments[name] = base["segments"][name]
        for element in segments[name]["elements"].values():
            element.pop("codes", None)
    return segments


def _element(ordinal: int) -> dict[str, Any]:
    return {"name": f"e{ordinal:02d}", "type": "AN", "min": 1, "max": _LONGEST}


def _build_envelope(base: dict[str, Any]) -> dict[str, Any]:
    loops = {name: base["loops"][name] for name in ("interchange", "group", "transaction")}
    loops["transaction"]["occurrences"] = {
        "st": {"segment": "ST", "pos": 100, "usage": "required", "max": 1},
        "bht": {"segment": "BHT", "pos": 200, "usage": "situational", "max": 1},
    }
    return loops


def _build_loops() -> dict[str, Any]:
    """A dependent's benefits are read into a loop of their own, so that they are never taken for the subscriber's."""
    return {
        "2000A": _loop("transaction", "HL", ("AAA",), "20"),
        "2100A": _loop("2000A", "NM1", ("PER", "AAA")),
        "2000B": _loop("2000A", "HL", (), "21"),
        "2100B": _loop("2000B", "NM1", ("REF", "N3", "N4", "AAA", "PRV")),
        "2000C": _loop("2000B", "HL", ("TRN",), "22"),
        "2100C": _loop("2000C", "NM1", _PERSON),
        "2110C": _loop("2100C", "EB", _BENEFIT),
        "2120C": _loop("2110C", "NM1", ("N3", "N4", "PER", "PRV")),
        "2000D": _loop("2000C", "HL", ("TRN",), "23"),
        "2100D": _loop("2000D", "NM1", _PERSON),
        "2110D": _loop("2100D", "EB", _BENEFIT),
        "2120D": _loop("2110D", "NM1", ("N3", "N4", "PER", "PRV")),
    }


def _loop(parent: str, opening: str, following: tuple[str, ...], level: str | None = None) -> dict[str, Any]:
    """A loop that a segment opens, of HL the one with this level code."""
    trigger: dict[str, Any] = {"segment": opening, **({"where": {"3": level}} if level else {})}
    occurrences = {
        name.lower(): {"segment": name, "pos": at * 100, "usage": "situational"}
        for at, name in enumerate((opening, *following), start=1)
    }
    return {"parent": parent, "trigger": trigger, "occurrences": occurrences, "usage": "situational"}


def _build_tables() -> dict[str, Any]:
    answer = {"loop": "transaction", "occurrence": "bht", "element": 4}
    elements = {f"eb{at:02d}": {"segment": "EB", "element": at} for at in range(1, 9)}
    dates = {f"dtp_{code}": _date("DTP", code) for code in ("292", "291")}
    return {
        "benefits": {
            "loops": ["2110C"],
            "ref": "benefit",
            "columns": {
                **elements,
                **dates,
                "answer_date": answer,
            },
        },
        "dependents": {"loops": ["2110D"], "ref": "dependent", "columns": {"eb01": {"segment": "EB", "element": 1}}},
        "persons": {
            "loops": ["2100C"],
            "ref": "person",
            "columns": {
                "member_id": {"segment": "NM1", "element": 9},
                **{f"dtp_{code}": _date("DTP", code) for code in ("291", "472")},
            },
        },
    }


def _date(segment: str, code: str) -> dict[str, Any]:
    return {"segment": segment, "element": 3, "where": {"1": code}}
